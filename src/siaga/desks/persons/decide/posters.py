"""A face in public: only with the family's recorded word, for a time, and withdrawn at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import assert_never

from siaga.desks.persons.commands import (
    EndPoster,
    ExpirePoster,
    GiveConsent,
    OfPoster,
    PublishPoster,
    WithdrawConsent,
    WithdrawPoster,
)
from siaga.desks.persons.state import Consent, Person
from siaga.language.persons import (
    PersonsFact,
    PosterConsentGiven,
    PosterConsentWithdrawn,
    PosterEnd,
    PosterEnded,
    PosterPublished,
)
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import Asked, PersonId, When

Outcome = Sequence[PersonsFact] | Refused


def poster(
    command: OfPoster,
    person: Person,
    *,
    place: Place,
    asked: Asked,
) -> Outcome:
    match command:
        case EndPoster():
            if not person.ended:
                return ()
            return ended_poster(command.person_id, person, why=PosterEnd.OVER, asked=asked)
        case GiveConsent():
            return _consent(command, person, asked)
        case WithdrawConsent():
            if person.consent is None:
                return ()
            withdrawn = PosterConsentWithdrawn(
                person_id=command.person_id,
                incident_id=person.incident_id,
                when=When(at=asked.received_at),
            )
            why = PosterEnd.CONSENT_WITHDRAWN
            return (withdrawn, *ended_poster(command.person_id, person, why=why, asked=asked))
        case PublishPoster():
            return _publish(command, person, place, asked)
        case WithdrawPoster():
            if person.poster is None:
                return Refused(reason=Refusal.NO_POSTER)
            return ended_poster(command.person_id, person, why=PosterEnd.WITHDRAWN, asked=asked)
        case _ as never:
            assert_never(never)


def _consent(command: GiveConsent, person: Person, asked: Asked) -> Outcome:
    """A poster that shows what is no longer agreed to ends with the word that took it back."""
    given = PosterConsentGiven(
        person_id=command.person_id,
        incident_id=person.incident_id,
        by=command.by,
        photo=command.photo,
        name=command.name,
        via=command.via,
        when=When(at=asked.received_at),
    )
    now, before = Consent(photo=command.photo, name=command.name), person.consent
    is_less = before is not None and (
        (before.photo and not now.photo) or (before.name and not now.name)
    )
    if not is_less:
        return (given,)
    why = PosterEnd.CONSENT_WITHDRAWN
    return (given, *ended_poster(command.person_id, person, why=why, asked=asked))


def _publish(command: PublishPoster, person: Person, place: Place, asked: Asked) -> Outcome:
    if not person.is_missing:
        return Refused(reason=Refusal.NOT_MISSING_AND_FOUND)
    consent = person.consent
    if (
        consent is None
        or (command.with_photo and not consent.photo)
        or (command.first_name is not None and not consent.name)
    ):
        return Refused(reason=Refusal.CONSENT_MISSING)
    if command.with_photo and not person.photos:
        return Refused(reason=Refusal.PHOTO_MISSING)
    if person.poster is not None and person.poster.expires_at > asked.received_at:
        return Refused(reason=Refusal.POSTER_RUNS)
    days_max = place.slow.poster_days_max
    if command.days > days_max:
        return Refused(reason=Refusal.POSTER_TOO_LONG, legal=(str(days_max),))
    return (
        PosterPublished(
            person_id=command.person_id,
            incident_id=person.incident_id,
            poster_id=str(command.command_id),
            expires_at=asked.received_at + timedelta(days=command.days),
            when=When(at=asked.received_at),
            photo=person.photos[-1] if command.with_photo else None,
            first_name=command.first_name,
        ),
    )


def expire(command: ExpirePoster, person: Person, *, asked: Asked) -> Outcome:
    known = person.poster
    if known is None or known.expires_at != command.due_at:
        return ()
    return ended_poster(command.person_id, person, why=PosterEnd.EXPIRED, asked=asked)


def ended_poster(
    person_id: PersonId, person: Person, *, why: PosterEnd, asked: Asked
) -> tuple[PosterEnded, ...]:
    if person.poster is None:
        return ()
    return (
        PosterEnded(
            person_id=person_id,
            incident_id=person.incident_id,
            poster_id=person.poster.poster_id,
            why=why,
            when=When(at=asked.received_at),
        ),
    )

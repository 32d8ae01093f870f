"""What the persons desk decides: who is looked for, who was found, and that only people join."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, assert_never

from siaga.desks.persons.commands import (
    AddPersonPhoto,
    Command,
    ConfirmMatch,
    CutMatch,
    DescribePerson,
    EndPersonReport,
    EndPersonsOf,
    EndPoster,
    ExpirePoster,
    GiveConsent,
    JudgeDifferent,
    OfOne,
    OfPoster,
    PublishPoster,
    ReopenPersonReport,
    ReportPerson,
    SuggestMatches,
    WithdrawConsent,
    WithdrawPoster,
)
from siaga.desks.persons.decide.pairs import pair, suggest
from siaga.desks.persons.decide.posters import ended_poster, expire, poster
from siaga.desks.persons.decide.telling import described, reopened, reported
from siaga.desks.persons.state import IncidentPersons, Person, Picture
from siaga.language.incident import incident_life
from siaga.language.persons import (
    PersonEnd,
    PersonPhotoAdded,
    PersonReportEnded,
    PersonsFact,
    PosterEnd,
    person_life,
    photo_of,
)
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import Asked, PersonId, Sealed, Tag, When

__all__ = ["boundary", "decide"]

Outcome = Sequence[PersonsFact] | Refused
_Pair = ConfirmMatch | CutMatch | JudgeDifferent


def boundary(command: Command) -> tuple[Tag, ...]:
    match command:
        case ReportPerson():
            own = person_life(PersonId(str(command.command_id)))
            return (incident_life(command.incident_id), own)
        case EndPersonsOf():
            return (incident_life(command.incident_id),)
        case ReopenPersonReport():
            return (incident_life(command.incident_id), person_life(command.person_id))
        case AddPersonPhoto():
            pictures = (photo_of(one.stored or "") for one in command.photo)
            return (person_life(command.person_id), *pictures)
        case ConfirmMatch() | CutMatch() | JudgeDifferent():
            both = (person_life(command.missing_id), person_life(command.found_id))
            return tuple(dict.fromkeys(both))
        case _:
            return (person_life(command.person_id),)


def decide(command: Command, states: Mapping[Tag, Any], place: Place, asked: Asked) -> Outcome:
    match command:
        case ReportPerson():
            return _report(command, states[incident_life(command.incident_id)], asked)
        case EndPersonsOf():
            return _end_all(command, states[incident_life(command.incident_id)], asked)
        case ReopenPersonReport():
            incident: IncidentPersons = states[incident_life(command.incident_id)]
            person: Person = states[person_life(command.person_id)]
            if incident.closed or not person.ended:
                return ()
            return reopened(person, incident.number, asked=asked)
        case ConfirmMatch() | CutMatch() | JudgeDifferent():
            return _two(command, states, asked)
        case _:
            return _one(command, states, place, asked)


def _report(command: ReportPerson, incident: IncidentPersons, asked: Asked) -> Outcome:
    if not incident.number:
        return Refused(reason=Refusal.UNKNOWN_INCIDENT)
    if incident.closed:
        return Refused(reason=Refusal.INCIDENT_CLOSED)
    return (reported(command, incident.number, asked=asked),)


def _end_all(command: EndPersonsOf, incident: IncidentPersons, asked: Asked) -> Outcome:
    """Their posters end by a policy of each report's end."""
    if not incident.closed:
        return ()
    return tuple(
        PersonReportEnded(
            person_id=one,
            incident_id=command.incident_id,
            end=PersonEnd.CASE_CLOSED,
            when=When(at=asked.received_at),
        )
        for one in incident.open_ids
    )


def _two(command: _Pair, states: Mapping[Tag, Any], asked: Asked) -> Outcome:
    missing: Person = states[person_life(command.missing_id)]
    found: Person = states[person_life(command.found_id)]
    if missing.told is None or found.told is None:
        return Refused(reason=Refusal.UNKNOWN_PERSON)
    if not missing.is_missing or found.is_missing:
        return Refused(reason=Refusal.NOT_MISSING_AND_FOUND)
    return pair(command, missing, found=found, asked=asked)


def _one(
    command: OfOne | OfPoster, states: Mapping[Tag, Any], place: Place, asked: Asked
) -> Outcome:
    person: Person = states[person_life(command.person_id)]
    if person.told is None:
        return Refused(reason=Refusal.UNKNOWN_PERSON)
    match command:
        case ExpirePoster():
            return expire(command, person, asked=asked)
        case WithdrawConsent() | WithdrawPoster() | EndPoster():  # also when the report is over
            return poster(command, person, place=place, asked=asked)
        case _ if person.ended:
            return Refused(reason=Refusal.PERSON_REPORT_ENDED)
        case GiveConsent() | PublishPoster():
            return poster(command, person, place=place, asked=asked)
        case DescribePerson():
            return described(command, person, asked=asked)
        case AddPersonPhoto():
            return _photos(command, person, states, asked)
        case SuggestMatches():
            return suggest(command, person, asked=asked)
        case EndPersonReport():
            return _end(command.person_id, person, command.end, command.note, asked)
        case _ as never:
            assert_never(never)


def _photos(
    command: AddPersonPhoto, person: Person, states: Mapping[Tag, Any], asked: Asked
) -> Outcome:
    """A picture that was given for one incident is not shown as somebody of another."""
    known = {one.stored for one in person.photos}
    for one in command.photo:
        picture: Picture = states[photo_of(one.stored or "")]
        if picture.incident_id not in (None, person.incident_id):
            return Refused(reason=Refusal.PHOTO_OF_OTHER_INCIDENT)
    return tuple(
        PersonPhotoAdded(
            person_id=command.person_id,
            incident_id=person.incident_id,
            photo=one,
            when=When(at=asked.received_at),
        )
        for one in command.photo
        if one.stored not in known
    )


def _end(
    person_id: PersonId, person: Person, end: PersonEnd, note: Sealed | None, asked: Asked
) -> Outcome:
    ended = PersonReportEnded(
        person_id=person_id,
        incident_id=person.incident_id,
        end=end,
        when=When(at=asked.received_at),
        note=note,
    )
    over = ended_poster(person_id, person, why=PosterEnd.OVER, asked=asked)
    return (ended, *over)

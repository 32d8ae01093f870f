"""What a citizen does on the page of a link."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from siaga.desks.links.commands import AskAgain, GiveFeedback, OfCitizen, OpenLink
from siaga.desks.links.decide.ending import done_at, is_answered, is_over
from siaga.desks.links.state import Contact, Incident, LinkLife
from siaga.language.entry import Fact
from siaga.language.incident import incident_life
from siaga.language.intake import contact_life
from siaga.language.links import FeedbackGiven, LinkKind, LinkOpened, ReporterAsked, link_life
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import Asked, Safety, Tag, When

ASKED_MAX = 5
"""So often one link may bring its matter back; after that there is the telephone."""


def open_link(command: OpenLink, link: LinkLife, *, asked: Asked) -> tuple[Fact, ...]:
    if link.contact_id != command.contact_id or link.is_opened or link.is_ended:
        return ()
    return (
        LinkOpened(
            link_id=command.link_id,
            contact_id=command.contact_id,
            when=When(at=asked.received_at),
        ),
    )


def ask_again(
    command: AskAgain, states: Mapping[Tag, Any], *, place: Place, asked: Asked
) -> Sequence[Fact] | Refused:
    """Only what was called done, only so long after it, and not without end."""
    link: LinkLife = states[link_life(command.link_id)]
    if refused := _not_after_the_end(command, states, place=place, asked=asked):
        return refused
    if link.asked >= ASKED_MAX:
        return Refused(reason=Refusal.LINK_OVER)
    return (
        ReporterAsked(
            link_id=command.link_id,
            contact_id=command.contact_id,
            words=command.words,
            when=When(at=asked.received_at),
            incident_id=command.incident_id,
        ),
    )


def give_feedback(
    command: GiveFeedback, states: Mapping[Tag, Any], *, place: Place, asked: Asked
) -> Sequence[Fact] | Refused:
    """Once for every end of the matter: what was opened again ends anew."""
    link: LinkLife = states[link_life(command.link_id)]
    if refused := _not_after_the_end(command, states, place=place, asked=asked):
        return refused
    contact: Contact = states[contact_life(command.contact_id)]
    incident = states[incident_life(command.incident_id)] if command.incident_id else None
    if is_answered(link.feedback_at, done_at(contact, incident)):
        return Refused(reason=Refusal.FEEDBACK_GIVEN)
    return (
        FeedbackGiven(
            link_id=command.link_id,
            contact_id=command.contact_id,
            handled=command.handled,
            when=When(at=asked.received_at),
            words=command.words,
            incident_id=command.incident_id,
        ),
    )


def _not_after_the_end(
    command: OfCitizen, states: Mapping[Tag, Any], *, place: Place, asked: Asked
) -> Refused | None:
    link: LinkLife = states[link_life(command.link_id)]
    contact: Contact = states[contact_life(command.contact_id)]
    incident: Incident | None = None
    if command.incident_id:
        incident = states[incident_life(command.incident_id)]
    now = asked.received_at
    if link.kind is not LinkKind.STATUS or link.contact_id != command.contact_id:
        return Refused(reason=Refusal.UNKNOWN_LINK)
    expired = link.expires_at is not None and link.expires_at <= now
    if link.is_ended or expired or contact.safety is Safety.DO_NOT_CONTACT:
        return Refused(reason=Refusal.LINK_OVER)
    if done_at(contact, incident) is None:
        return Refused(reason=Refusal.CONTACT_NOT_WRAPPED_UP)
    if is_over(contact, incident, rules=place.links, now=now):
        return Refused(reason=Refusal.LINK_OVER)
    return None

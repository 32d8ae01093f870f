"""Who may hand over what, and who owns it meanwhile.

Of one hand-over the offering centre decides alone, by its own logbook: an acceptance that comes
after it withdrew changes nothing there, and is answered so. Thus exactly one centre owns it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from siaga.desks.neighbours.commands import (
    AcceptOffer,
    Command,
    HandContactOver,
    HearAddition,
    HearConfirmation,
    HearWithdrawal,
    NotesOnOurs,
    NotesOnTheirs,
    OfferHandover,
    OnTheirs,
    ReceiveOffer,
)
from siaga.desks.neighbours.decide.notes import heard_addition, on_notes_of_ours, on_notes_of_theirs
from siaga.desks.neighbours.decide.ours import offer, on_ours
from siaga.desks.neighbours.decide.theirs import heard, on_theirs, receive
from siaga.language.border_notes import BorderNotesFact
from siaga.language.incident import incident_life
from siaga.language.intake import contact_life
from siaga.language.neighbours import (
    ContactHandedOver,
    NeighboursFact,
    handover_life,
    offer_life,
    offers_of,
)
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.systems import SYSTEMS
from siaga.language.values import Asked, HandoverId, Tag, When

Outcome = Sequence[NeighboursFact | BorderNotesFact] | Refused


def boundary(command: Command) -> tuple[Tag, ...]:
    match command:
        case OfferHandover():
            own = handover_life(HandoverId(str(command.command_id)))
            return (incident_life(command.incident_id), SYSTEMS, own)
        case HandContactOver():
            return (contact_life(command.contact_id),)
        case ReceiveOffer() | HearWithdrawal() | HearConfirmation() | HearAddition():
            theirs = offers_of(command.neighbour, command.their_incident)
            return (offer_life(command.offer_id), theirs)
        case AcceptOffer():
            return (offer_life(command.offer_id), incident_life(command.incident_id))
        case _ if isinstance(command, OnTheirs | NotesOnTheirs):
            return (offer_life(command.offer_id),)
        case _:
            return (handover_life(command.handover_id), SYSTEMS)


def decide(command: Command, states: Mapping[Tag, Any], place: Place, asked: Asked) -> Outcome:
    match command:
        case OfferHandover():
            return offer(command, states, place=place, asked=asked)
        case HandContactOver():
            return _hand_over(command, states, asked)
        case ReceiveOffer():
            return receive(command, states, place=place, asked=asked)
        case HearWithdrawal() | HearConfirmation():
            return heard(command, states, asked=asked)
        case HearAddition():
            return heard_addition(command, states, asked=asked)
        case _ if isinstance(command, NotesOnOurs):
            return on_notes_of_ours(command, states, place=place, asked=asked)
        case _ if isinstance(command, NotesOnTheirs):
            return on_notes_of_theirs(command, states, place=place, asked=asked)
        case _ if isinstance(command, OnTheirs):
            return on_theirs(command, states, place=place, asked=asked)
        case _:
            return on_ours(command, states, place=place, asked=asked)


def _hand_over(command: HandContactOver, states: Mapping[Tag, Any], asked: Asked) -> Outcome:
    if not states[contact_life(command.contact_id)].is_known:
        return Refused(reason=Refusal.UNKNOWN_CONTACT)
    return (
        ContactHandedOver(
            contact_id=command.contact_id,
            neighbour=command.neighbour,
            by_name=command.by_name,
            when=When(at=asked.received_at),
        ),
    )

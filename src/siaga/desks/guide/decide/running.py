"""A running guide: begun, answered, said, ended; and what became of a heart that stood still."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, assert_never

from siaga.desks.guide.commands import (
    AnswerQuestion,
    EndGuide,
    GiveInstruction,
    OfCase,
    RecordNoCompressions,
    StartCompressions,
    StartGuide,
)
from siaga.desks.guide.state import ContactCase, Guide, IncidentCase, before
from siaga.language.entry import Fact
from siaga.language.guide import (
    ArrestSuspected,
    CompressionsNotDone,
    CompressionsStarted,
    Ending,
    GuideAnswered,
    GuideEnded,
    GuideStarted,
    InstructionGiven,
    guide_card,
    guide_of,
)
from siaga.language.guide_cards import CardAnswer, GuideCard, target
from siaga.language.incident import incident_life
from siaga.language.intake import contact_life
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import (
    AccountId,
    Asked,
    CardId,
    IncidentId,
    IncidentTypeId,
    Priority,
    Tag,
    TimeSource,
    When,
)

Proposal = tuple[IncidentTypeId | None, Priority | None]


def start(
    command: StartGuide, states: Mapping[Tag, Any], place: Place, asked: Asked
) -> Sequence[Fact] | Refused:
    """The same card again joins the guide that runs: two colleagues look after one caller."""
    clock_start = _clock_start(command, states)
    if isinstance(clock_start, Refused):
        return clock_start
    running: Guide = states[guide_of(command.case)]
    if running.guide_id and running.card == command.card:
        return ()
    card = place.guide.cards[command.card]
    when = _when(command, asked)
    begun = GuideStarted(
        guide_id=str(command.command_id),
        card=card.id,
        edition=card.version,
        signed=card.digest in states[guide_card(card.id)].signed,
        clock_start=clock_start,
        by=AccountId(asked.actor.id),
        when=when,
        incident_type=card.incident_type,
        priority=card.priority,
        contact_id=command.contact_id,
        incident_id=_incident(command, states),
    )
    return (*_superseded(running, when), begun)


def _superseded(running: Guide, when: When) -> tuple[Fact, ...]:
    if not running.guide_id:
        return ()
    ended = GuideEnded(
        guide_id=running.guide_id,
        ending=Ending.SUPERSEDED,
        when=when,
        contact_id=running.contact_id,
        incident_id=running.incident_id,
    )
    return (ended,)


def _clock_start(command: StartGuide, states: Mapping[Tag, Any]) -> When | Refused:
    """A contact's own beginning, else that of its incident."""
    if command.contact_id:
        contact: ContactCase = states[contact_life(command.contact_id)]
        if contact.opened is None:
            return Refused(reason=Refusal.UNKNOWN_CONTACT)
        if contact.wrapped_up:
            return Refused(reason=Refusal.CONTACT_WRAPPED_UP)
        return contact.opened
    incident: IncidentCase = states[incident_life(IncidentId(command.case))]
    if incident.clock_start is None:
        return Refused(reason=Refusal.UNKNOWN_INCIDENT)
    if incident.closed:
        return Refused(reason=Refusal.INCIDENT_CLOSED)
    return incident.clock_start


def _incident(command: OfCase, states: Mapping[Tag, Any]) -> IncidentId | None:
    """The contact's own incident; one the client names is believed once it is known."""
    if command.contact_id:
        contact: ContactCase = states[contact_life(command.contact_id)]
        if contact.incident_id:
            return contact.incident_id
    if command.incident_id and states[incident_life(command.incident_id)].clock_start:
        return command.incident_id
    return None


def _when(command: OfCase, asked: Asked) -> When:
    """As the page saw it: an answer may wait for the network, a heart does not."""
    said_at = command.occurred_at
    if said_at is None or said_at >= asked.received_at:
        return When(at=asked.received_at)
    return When(at=said_at, source=TimeSource.DEVICE)


def decide_running(
    command: AnswerQuestion | GiveInstruction | EndGuide | StartCompressions | RecordNoCompressions,
    states: Mapping[Tag, Any],
    place: Place,
    asked: Asked,
) -> Sequence[Fact] | Refused:
    guide: Guide = states[guide_of(command.case)]
    if not guide.guide_id:
        return Refused(reason=Refusal.GUIDE_NOT_RUNNING)
    of_case: dict[str, Any] = {
        "guide_id": guide.guide_id,
        "when": _when(command, asked),
        "contact_id": guide.contact_id,
        "incident_id": _incident(command, states) or guide.incident_id,
    }
    match command:
        case AnswerQuestion():
            return _answer(command, guide, place, of_case)
        case GiveInstruction():
            card = place.guide.cards[command.card]
            if not card.has_step(command.step):
                return Refused(reason=Refusal.CARD_CHANGED, legal=(card.id,))
            given = InstructionGiven(
                card=card.id, edition=card.version, step=command.step, **of_case
            )
            return (given,)
        case EndGuide():
            return (GuideEnded(ending=command.ending, **of_case),)
        case StartCompressions():
            return _compressions(guide, of_case)
        case RecordNoCompressions():
            return (CompressionsNotDone(reason=command.reason, **of_case),)
        case _:
            assert_never(command)


def _answer(
    command: AnswerQuestion, guide: Guide, place: Place, of_case: dict[str, Any]
) -> Sequence[Fact] | Refused:
    card = place.guide.cards[command.card]
    question = card.question(command.question)
    answers = question.answers if question else ()
    answer = next((one for one in answers if one.id == command.answer), None)
    if answer is None:
        return Refused(reason=Refusal.CARD_CHANGED, legal=(card.id,))
    leads_to = target(place.guide, card, wanted=answer.next)
    other = place.guide.cards[leads_to[0]] if leads_to and leads_to[0] != card.id else None
    incident_type, priority = _proposed(guide, (card.id, command.question), answer, other)
    answered = GuideAnswered(
        card=card.id,
        edition=card.version,
        question=command.question,
        answer=answer.id,
        next_card=other.id if other else None,
        incident_type=incident_type,
        priority=priority,
        **of_case,
    )
    return (answered, *(_recognised(guide, of_case) if answer.arrest else ()))


def _proposed(
    guide: Guide, asked: tuple[CardId, str], answer: CardAnswer, other: GuideCard | None
) -> Proposal:
    """What the answers so far say together; another card brings its own beginning along."""
    kept = before(guide.answers, asked[0], question=asked[1])
    incident_type, priority = (kept[-1].incident_type, kept[-1].priority) if kept else guide.begun
    if other is not None:
        incident_type = other.incident_type or incident_type
        priority = other.priority or priority
    return answer.incident_type or incident_type, answer.priority or priority


def _recognised(guide: Guide, of_case: dict[str, Any]) -> tuple[Fact, ...]:
    """Once in a guide: what counts is when it was first known."""
    if guide.arrest:
        return ()
    return (ArrestSuspected(clock_start=guide.clock_start or of_case["when"], **of_case),)


def _compressions(guide: Guide, of_case: dict[str, Any]) -> tuple[Fact, ...]:
    """Whoever presses has recognised it, also when nobody asked the questions."""
    if guide.compressions:
        return ()
    clock_start = guide.clock_start or of_case["when"]
    started = CompressionsStarted(clock_start=clock_start, **of_case)
    return (*_recognised(guide, of_case), started)

"""The guide that runs for a caller, and the victims of an incident, as screens see them."""

from __future__ import annotations

from dataclasses import replace

from siaga.boards import guides, victims
from siaga.language.guide import (
    ArrestSuspected,
    CompressionsNotDone,
    CompressionsStarted,
    Ending,
    GuideAnswered,
    GuideEnded,
    GuideStarted,
    InstructionGiven,
    NotDone,
    VictimTallied,
)
from siaga.language.incident import IncidentClosed
from siaga.language.intake import ContactWrappedUp
from siaga.language.mass_casualty import VictimWord
from siaga.language.values import (
    AccountId,
    CardId,
    ContactId,
    ContactKind,
    IncidentId,
    IncidentTypeId,
    Priority,
    ResultId,
)
from tests.board_entries import Told, drawn
from tests.builders import AUDITOR, CREW, DAMKAR_DESK, HOSPITAL_DESK, NOW, TAKER, by_server, minutes
from tests.guide_builders import ARREST, DOCTOR, FIRE

CALL, CASE = ContactId("c1"), IncidentId("i1")
STARTED = GuideStarted(
    guide_id="g1",
    card=ARREST,
    edition=3,
    signed=False,
    clock_start=by_server(NOW - minutes(1)),
    by=AccountId(TAKER.id),
    when=by_server(),
    incident_type=IncidentTypeId("medical.cardiac_arrest"),
    priority=Priority.P1,
    contact_id=CALL,
)
CLOSED = IncidentClosed(
    incident_id=CASE, result=ResultId("dealt"), contact_ids=(CALL,), when=by_server()
)


def answered(question: str, answer: str, *, card: CardId = ARREST) -> GuideAnswered:
    return GuideAnswered(
        guide_id="g1",
        card=card,
        edition=3,
        question=question,
        answer=answer,
        when=by_server(),
        incident_type=IncidentTypeId(f"{question}.{answer}"),
        priority=Priority.P2,
        contact_id=CALL,
    )


def said(step: str) -> InstructionGiven:
    return InstructionGiven(
        guide_id="g1", card=ARREST, edition=3, step=step, when=by_server(), contact_id=CALL
    )


def running(*facts: object) -> guides.RunningGuide:
    told = Told()
    for fact in (STARTED, *facts):
        told(fact)  # type: ignore[arg-type]
    card: guides.RunningGuide = drawn(guides, told.entries)[CALL]
    return card


def test_it_shows_the_card_its_clock_and_the_way_so_far() -> None:
    card = running(answered("awake", "no"), said("press.1"))
    assert (card.card, card.edition, card.signed) == (ARREST, 3, False)
    assert card.clock_start_at == NOW - minutes(1)
    assert [(line.question, line.answer, line.step) for line in card.lines] == [
        ("awake", "no", ""),
        ("", "", "press.1"),
    ]
    assert (card.incident_type, card.priority) == ("awake.no", Priority.P2)


def test_answering_again_drops_what_came_after() -> None:
    card = running(
        answered("awake", "no"),
        answered("breathing", "no"),
        said("press.1"),
        answered("awake", "yes"),
    )
    assert [(line.question, line.answer) for line in card.lines] == [("awake", "yes")]
    assert card.incident_type == "awake.yes"


def test_an_answer_may_lead_to_another_card() -> None:
    told = Told()
    told(STARTED)
    told(replace(answered("what", "fire", card=CardId("all-callers")), next_card=FIRE))
    assert drawn(guides, told.entries)[CALL].card == FIRE


def test_it_shows_how_the_heart_fares() -> None:
    recognised = ArrestSuspected(
        guide_id="g1",
        clock_start=by_server(),
        when=by_server(NOW + minutes(1)),
        contact_id=CALL,
    )
    refused = CompressionsNotDone(
        guide_id="g1", reason=NotDone.CALLER_REFUSES, when=by_server(), contact_id=CALL
    )
    pressed = CompressionsStarted(
        guide_id="g1",
        clock_start=by_server(),
        when=by_server(NOW + minutes(2)),
        contact_id=CALL,
    )
    card = running(recognised, refused)
    assert (card.arrest_at, card.not_done) == (NOW + minutes(1), NotDone.CALLER_REFUSES)
    card = running(recognised, refused, pressed)
    assert (card.compressions_at, card.not_done) == (NOW + minutes(2), None)


def test_it_is_gone_with_its_end_its_contact_or_its_incident() -> None:
    ended = GuideEnded(guide_id="g1", ending=Ending.FINISHED, when=by_server(), contact_id=CALL)
    wrapped = ContactWrappedUp(contact_id=CALL, kind=ContactKind.TEST, when=by_server())
    for end in (ended, wrapped, CLOSED):
        told = Told()
        told(STARTED)
        told(end)
        assert drawn(guides, told.entries) == {}


def test_victims_are_added_up_by_word_until_the_incident_closes() -> None:
    told = Told()
    for word, count in ((VictimWord.MINOR, 12), (VictimWord.IMMEDIATE, 1), (VictimWord.MINOR, -2)):
        told(VictimTallied(incident_id=CASE, word=word, count=count, when=by_server()))
    card = drawn(victims, told.entries)[CASE]
    assert card.counts == {VictimWord.MINOR: 10, VictimWord.IMMEDIATE: 1}
    assert victims.view(card, DOCTOR) == card
    told(CLOSED)
    assert drawn(victims, told.entries) == {}


def test_the_room_its_overseers_and_the_doctor_see_it() -> None:
    card = running()
    for viewer in (TAKER, AUDITOR, DOCTOR):
        assert guides.view(card, viewer) == card
    for viewer in (CREW, DAMKAR_DESK, HOSPITAL_DESK):
        assert guides.view(card, viewer) is None

"""Calls that takers place: whom, out of what, and what their taker does meanwhile and after."""

from __future__ import annotations

from dataclasses import replace

import pytest

from siaga.boards import takers as takers_board
from siaga.desks.lines.commands import NoteAlone, NotePlacedEnd, PlaceCall, TransferCall
from siaga.desks.lines.follow import WRAP_UP, follow
from siaga.desks.lines.state import TakerLife
from siaga.language.calls import Doing, taker
from siaga.language.entry import Fact
from siaga.language.incident import IncidentOpened
from siaga.language.intake import ReportAttached
from siaga.language.lines import CallTakenOver, CallTransferred
from siaga.language.neighbours import ContactHandedOver, NeighbourAccepted, NeighbourRefused
from siaga.language.placed_calls import (
    CalleeKind,
    CallPlaced,
    PlacedCallEnded,
    PlacedId,
    PlacedOutcome,
)
from siaga.language.refusals import Refusal
from siaga.language.values import (
    FieldError,
    HandoverId,
    IncidentId,
    IncidentTypeId,
    NeighbourId,
    Priority,
)
from tests.board_entries import Told, drawn
from tests.builders import OTHER_TAKER, PLACE, by_server, sealed, uid
from tests.unit.lines_story import (
    ANI,
    CALL,
    PHONE,
    after,
    answered,
    ended,
    given,
    offered,
    ready,
    rung,
)

TALKING = (ready(), offered(), rung(), answered())
FIRE, NEXT = IncidentId("i-fire"), NeighbourId("muaro")
PLACED_ID = PlacedId(str(uid(9)))
TO_DAMKAR = PlaceCall(command_id=uid(9), to=CalleeKind.AGENCY, callee="damkar", incident_id=FIRE)
PLACED = CallPlaced(
    placed_id=PLACED_ID, by=ANI, to=CalleeKind.AGENCY, callee="damkar", when=by_server()
)
OVER = NotePlacedEnd(
    command_id=uid(8),
    placed_id=PLACED_ID,
    by=ANI,
    outcome=PlacedOutcome.ANSWERED,
    ended_at=after(30),
    answered_at=after(10),
)
ATTACHED = ReportAttached(contact_id=CALL, incident_id=FIRE, answered_by=ANI, when=by_server())
HAND_ON = TransferCall(command_id=uid(9), contact_id=CALL, neighbour=NEXT)
OPENED = IncidentOpened(
    incident_id=FIRE,
    incident_type=IncidentTypeId("fire"),
    priority=Priority.P1,
    clock_start=by_server(),
    when=by_server(),
    owner=ANI,
)
ACCEPTED = NeighbourAccepted(
    handover_id=HandoverId("h-1"),
    incident_id=FIRE,
    neighbour=NEXT,
    by_name=sealed(),
    when=by_server(),
)


def life(*facts: Fact) -> TakerLife:
    """As the desk has it in mind, and as the board shows it."""
    state: TakerLife = given(*facts).state(taker(ANI))
    told = Told()
    for fact in facts:
        told(fact)
    card = drawn(takers_board, told.entries)[ANI]
    assert (card.doing, card.contact_id, card.placed_id, card.only_placed, card.after) == (
        state.doing,
        state.contact_id,
        state.placed,
        state.only_placed,
        state.after,
    )
    return state


def over(*facts: Fact) -> PlacedCallEnded:
    (fact,) = given(*facts).when(OVER, by=PHONE, at=after(30)).facts
    assert isinstance(fact, PlacedCallEnded)
    return fact


def test_it_stands_in_the_story_of_the_incident_without_a_number() -> None:
    (fact,) = given(ready(), OPENED).when(TO_DAMKAR).facts
    assert f"incident:{FIRE}" in fact.tags()
    with pytest.raises(FieldError):
        replace(TO_DAMKAR, number=sealed())
    with pytest.raises(FieldError):
        PlaceCall(command_id=uid(9), to=CalleeKind.PERSON, callee="lurah")
    unknown = replace(TO_DAMKAR, callee="nobody")
    given(OPENED).when(unknown).refused(Refusal.UNKNOWN_CALLEE)
    given().when(TO_DAMKAR).refused(Refusal.UNKNOWN_INCIDENT)


def test_out_of_a_conversation_only_by_who_has_it() -> None:
    asked_in = replace(TO_DAMKAR, contact_id=CALL, incident_id=None)
    (fact,) = given(*TALKING).when(asked_in).facts
    assert f"contact:{CALL}" in fact.tags()
    given(*TALKING).when(asked_in, by=OTHER_TAKER).refused(Refusal.NOT_YOUR_CALL)
    given(*TALKING, ended()).when(asked_in).refused(Refusal.CALL_OVER)


def test_who_calls_out_is_not_rung_and_is_ready_again_afterwards() -> None:
    assert life(ready(), PLACED).doing is Doing.TALKING
    end = over(ready(), PLACED)
    assert (end.talked_s, end.wraps) == (20.0, None)
    assert life(ready(), PLACED, end).doing is Doing.READY
    pause = ready(doing=Doing.BREAK)
    assert life(pause, PLACED).after is Doing.BREAK
    assert life(pause, PLACED, over(pause, PLACED)).doing is Doing.BREAK
    given(ready(), PLACED, end).when(OVER, by=PHONE, at=after(40)).then()


def test_a_page_that_dies_between_the_two_frees_its_taker_until_it_is_back_with_both() -> None:
    gone = NoteAlone(command_id=uid(7), contact_id=CALL, taker=ANI)
    three = (*TALKING, replace(PLACED, contact_id=CALL))
    (left,) = given(*three).when(gone, by=PHONE).facts
    assert isinstance(left, CallTransferred)
    assert (left.alone, left.to, left.neighbour) == (True, None, None)
    assert life(*three, left).doing is Doing.WRAP_UP
    given(*three, left).when(gone, by=PHONE).then()
    back = replace(gone, alone=False)
    given(*three).when(back, by=PHONE).then()
    given(*three, left, ended(None)).when(back, by=PHONE).then()
    (again,) = given(*three, left).when(back, by=PHONE).facts
    assert isinstance(again, CallTakenOver)
    assert life(*three, left, again).doing is Doing.TALKING


def test_a_wrap_up_goes_on_after_it_and_ends_in_its_time() -> None:
    written = (*TALKING, ended(), PLACED)
    assert life(*written).doing is Doing.TALKING
    end = over(*written)
    assert end.wraps == CALL
    after_it = life(*written, end)
    assert (after_it.doing, after_it.contact_id) == (Doing.WRAP_UP, CALL)
    assert [one.kind for one in follow(end, PLACE)] == [WRAP_UP]


def test_a_conversation_goes_on_without_who_was_asked_in_and_they_without_the_caller() -> None:
    both = (*TALKING, PLACED)
    assert life(*both, over(*both)).contact_id == CALL
    assert life(*both, over(*both)).doing is Doing.TALKING
    left = (*both, ended())
    assert life(*left).doing is Doing.TALKING
    assert life(*left, over(*left)).doing is Doing.WRAP_UP


def test_nobody_leaves_a_caller_with_a_neighbour_who_said_no_name() -> None:
    given(*TALKING).when(HAND_ON).refused(Refusal.NOT_ACCEPTED_YET)
    told = ContactHandedOver(contact_id=CALL, neighbour=NEXT, by_name=sealed(), when=by_server())
    facts = given(*TALKING, told).when(HAND_ON).facts
    assert [type(fact) for fact in facts] == [CallTransferred]
    other = replace(told, neighbour=NeighbourId("elsewhere"))
    given(*TALKING, other).when(HAND_ON).refused(Refusal.NOT_ACCEPTED_YET)


def test_of_an_incident_its_hand_over_must_stand() -> None:
    of_fire = replace(HAND_ON, incident_id=FIRE)
    attached = (*TALKING, ATTACHED)
    given(*attached, ACCEPTED).when(of_fire).wrote(CallTransferred)
    given(*TALKING, ACCEPTED).when(of_fire).refused(Refusal.NOT_ACCEPTED_YET)
    given(*attached, ACCEPTED).when(HAND_ON).refused(Refusal.NOT_ACCEPTED_YET)
    no = NeighbourRefused(
        handover_id=HandoverId("h-1"),
        incident_id=FIRE,
        neighbour=NEXT,
        reason=sealed(),
        when=by_server(),
    )
    given(*attached, ACCEPTED, no).when(of_fire).refused(Refusal.NOT_ACCEPTED_YET)

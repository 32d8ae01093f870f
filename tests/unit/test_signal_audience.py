"""Who sees where a caller's telephone is: the room, and the crews that are sent there."""

from __future__ import annotations

from dataclasses import replace

from siaga.app.boards import BOARDS
from siaga.app.signal_audience import CALLER, SignalAudience, caller_keys
from siaga.language.dispatch import UnitCleared, UnitDispatched
from siaga.language.incident import IncidentOpened
from siaga.language.values import (
    AccountId,
    ContactId,
    DispatchId,
    IncidentId,
    IncidentTypeId,
    PassId,
    Priority,
    Role,
    UnitId,
)
from siaga.platform.live_board import LiveBoard
from tests.builders import CREW, DINSOS_DESK, OTHER_CREW, TAKER, by_server, person
from tests.story import entry

INCIDENT, JOB, AMB = IncidentId("i-1"), DispatchId("d-1"), UnitId("amb-1")
OPENED = IncidentOpened(
    incident_id=INCIDENT,
    incident_type=IncidentTypeId("medical"),
    priority=Priority.P1,
    clock_start=by_server(),
    when=by_server(),
    owner=AccountId(TAKER.id),
    contact_id=ContactId("c-1"),
)
SENT = UnitDispatched(dispatch_id=JOB, unit_id=AMB, incident_id=INCIDENT, when=by_server())
CLEARED = UnitCleared(dispatch_id=JOB, unit_id=AMB, incident_id=INCIDENT, when=by_server())
VOLUNTEER = replace(person("pass:p", Role.VOLUNTEER), pass_id=PassId("p"), incident=INCIDENT)
KEY = f"{INCIDENT}/0"


def audience(*facts: IncidentOpened | UnitDispatched | UnitCleared) -> SignalAudience:
    board = next(one for one in BOARDS if one.name == "open-incidents")
    live = LiveBoard(board)
    told = [entry(fact, position=n) for n, fact in enumerate(facts, start=1)]
    live.follow([(one, one.fact.tags()) for one in told])
    found = SignalAudience()
    found.boards = {"open-incidents": live}
    return found


def test_who_joined_the_crew_for_another_incident_does_not_see_this_caller() -> None:
    helper = replace(CREW, pass_id=PassId("p"), incident=INCIDENT)
    sees = audience(OPENED, SENT)
    assert sees(CALLER, KEY, helper)
    assert not sees(CALLER, KEY, replace(helper, incident=IncidentId("i-2")))


def test_only_the_crews_of_the_incident_see_its_caller() -> None:
    sees = audience(OPENED, SENT)
    assert sees(CALLER, KEY, CREW)
    assert sees(CALLER, KEY, TAKER)
    for stranger in (OTHER_CREW, DINSOS_DESK, VOLUNTEER):
        assert not sees(CALLER, KEY, stranger)
    assert not audience(OPENED, SENT, CLEARED)(CALLER, KEY, CREW), "its job is over"
    assert not audience(OPENED)(CALLER, KEY, CREW)


def test_what_is_the_rooms_stays_there() -> None:
    sees = audience(OPENED, SENT)
    for kind in ("draft", "presence", "citizen_position", "phone"):
        assert sees(kind, "c-1", TAKER)
        assert not sees(kind, "c-1", CREW)
    assert sees("position", AMB, CREW)
    assert not sees("position", AMB, OTHER_CREW)


def test_the_key_names_the_incident_and_no_contact() -> None:
    boards = audience(OPENED, SENT).boards
    assert list(caller_keys(boards, "c-1")) == [KEY]
    assert list(caller_keys(boards, "c-2")) == []

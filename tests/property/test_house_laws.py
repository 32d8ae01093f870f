"""Laws of the whole house: every door of every desk, in any order, by any hand, while timers ring.

What people ask is drawn from the doors' own examples, their ids replaced by ids that live; so a
new door is under these laws from its first day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from enum import EnumType
from functools import cache
from pathlib import Path
from typing import Any, get_type_hints

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from siaga.app.boards import BOARDS
from siaga.app.desks import DESKS
from siaga.language.alerts import TOLD
from siaga.language.dispatch import (
    DispatchAcknowledged,
    DispatchAdvanced,
    DispatchCancelled,
    DispatchDeclined,
    DispatchNotified,
    Stage,
    UnitCleared,
    UnitDispatched,
)
from siaga.language.entry import Fact
from siaga.language.incident import IncidentClosed, IncidentOpened, IncidentReopened
from siaga.language.patients import (
    PatientEnded,
    PatientHandedOver,
    PatientRegistered,
    PatientReopened,
)
from siaga.language.place import Place
from siaga.language.values import Actor, FieldError, Role, UnitId
from siaga.platform.desk import Desk, Door
from siaga.platform.place_files import load_place
from siaga.platform.vault import Sealer
from siaga.platform.wire import CommandReader, Seal, members
from tests.builders import LEAD, SUPERVISOR, TAKER, person, uid
from tests.world import Asking, World

SHIPPED = next((Path(__file__).parents[2] / "places").glob("*/*/place.toml")).parent
LATER_S = (1, 20, 90, 400, 4_000)
SLUGS = {
    "unit_id": ("amb-1", "amb-2", "dmk-1"),
    "hospital": ("rsud-raden-mattaher", "rs-siloam"),
    "agency": ("polresta", "pln", "damkar"),
}
HANDS: tuple[Actor, ...] = (
    TAKER,
    LEAD,
    SUPERVISOR,
    person("acc-head", Role.HEAD),
    person("acc-admin", Role.ADMINISTRATOR),
    person("acc-doctor", Role.DUTY_DOCTOR),
    person("acc-crew", Role.FIELD_CREW, units=("amb-1",)),
    person("acc-crew-2", Role.FIELD_CREW, units=("amb-2", "dmk-1")),
    person("acc-police", Role.AGENCY_DESK, agency="polresta"),
    person("acc-damkar", Role.AGENCY_DESK, agency="damkar"),
    person("acc-rsud", Role.HOSPITAL_DESK, hospital="rsud-raden-mattaher"),
)
OFTEN = {
    "dispatch": ("DispatchUnit", "ReportStatus", "Acknowledge", "Cancel", "Decline"),
    "agencies": ("SendReferral", "Accept", "Finish", "Verify", "Reopen", "HandBack"),
    "patients": ("ChooseDestination", "AcceptPatient", "HandOver"),
    "incident": ("CloseIncident",),
    "alerts": ("ConfirmAlert", "TakeAlert"),
}
"""What people do all day is drawn as often as everything else together."""

STAGES = tuple(Stage)
READERS: dict[type[Any], CommandReader] = {}
Ending = UnitCleared | DispatchCancelled | DispatchDeclined


@cache
def place() -> Place:
    return load_place(SHIPPED, drill=False)


@cache
def doors() -> tuple[tuple[Desk, Door], ...]:
    every = [(desk, door) for desk in DESKS for door in desk.doors]
    often = [one for one in every if one[1].command.__name__ in OFTEN.get(one[0].name, ())]
    return tuple(every + often * (len(every) // len(often)))


def reader(command: type[Any]) -> CommandReader:
    if command not in READERS:
        READERS[command] = CommandReader(command, place())
    return READERS[command]


@dataclass
class House:
    """The world with everything in it, and the ids that live there by the names of their fields."""

    draw: Any
    world: World = field(default_factory=lambda: World(desks=DESKS, place=place()))
    known: dict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    seen: int = 0
    number: int = 0

    def begin(self) -> None:
        """Three units on duty, two incidents, one of them already worked on."""
        for unit in SLUGS["unit_id"]:
            self.ask("units", "GoOnDuty", {"unit_id": unit}, TAKER)
        for kind in ("traffic_accident.injury", "fire.building"):
            self.ask("incident", "OpenIncident", {"incident_type": kind, "priority": "P1"}, TAKER)
        incident_id = self.world.facts(IncidentOpened)[0].incident_id
        work = {"incident_id": incident_id}
        self.ask("dispatch", "DispatchUnit", work | {"unit_id": "amb-1"}, TAKER)
        self.ask("agencies", "SendReferral", work | {"agency": "polresta"}, TAKER)
        (dispatch_id,) = (sent.dispatch_id for sent in self.world.facts(UnitDispatched))
        patients = work | {"dispatch_id": dispatch_id, "count": 2, "identity": None}
        self.ask("patients", "RegisterPatients", patients, TAKER)

    def ask(self, desk_name: str, command: str, given: dict[str, Any], actor: Actor) -> None:
        desk = self.world.desk(desk_name)
        door = next(one for one in desk.doors if one.command.__name__ == command)
        body = {name: value for name, value in door.example.items() if not name.endswith("_at")}
        for name in ("contact_id", "contact_ids", "parent_id"):
            body.pop(name, None)
        asking = self._read(desk, door, body | given, actor)
        assert asking is not None
        self._submit(asking)

    def act(self) -> None:
        """Somebody asks for something, two at once do, or time passes."""
        kind = self.draw(st.sampled_from(("time", "twice", "race", *["once"] * 9)))
        if kind == "time":
            self.world.wait(timedelta(seconds=self.draw(st.sampled_from(LATER_S))))
            return
        wishes = [self._wish() for _ in range(2 if kind == "race" else 1)]
        askings = [read for wish in wishes if wish is not None and (read := self._read(*wish))]
        if kind == "race":
            self.world.race(*askings)
        else:
            for asking in askings:
                self._submit(asking)
        if kind == "twice" and wishes[0] and (again := self._read(*wishes[0])):
            self._submit(again)  # the same press, as a new command

    def _wish(self) -> tuple[Desk, Door, dict[str, Any], Actor] | None:
        desk, door = self.draw(st.sampled_from(doors()))
        allowed = [hand for hand in HANDS if hand.roles & door.roles]
        if not allowed:
            return None
        hints = reader(door.command).hints
        body = {
            name: self._value(name, value, members(hints[name]))
            for name, value in door.example.items()
        }
        return desk, door, body, self.draw(st.sampled_from(allowed))

    def _value(self, name: str, value: Any, kinds: tuple[Any, ...]) -> Any:
        self._learn()
        if isinstance(kinds[0], EnumType) and isinstance(value, str):
            choices: list[Any] = list(kinds[0])
            return self.draw(st.sampled_from([choice.value for choice in choices]))
        if name in SLUGS:
            return self.draw(st.sampled_from(SLUGS[name]))
        if name.endswith("_at") and isinstance(value, str):
            ahead = name in ("back_at", "promised_at", "next_free_at", "due_at", "until_at")
            shift_s = self.draw(st.sampled_from((0, 30, 3_000))) * (1 if ahead else -1)
            return (self.world.now + timedelta(seconds=shift_s)).isoformat()
        if name.endswith("_id") and name != "command_id" and self.known[name]:
            newest_first = list(reversed(self.known[name]))
            return self.draw(st.sampled_from(newest_first))
        return value

    def _read(self, desk: Desk, door: Door, body: dict[str, Any], actor: Actor) -> Asking | None:
        """None for what the door refuses to read."""
        self.number += 1
        if "command_id" in body:
            body = body | {"command_id": str(uid(self.number))}
        seal = Seal(Sealer(b"key"), lambda _ref, _text: None)
        try:
            raw = msgspec.json.encode(body)
            command = reader(door.command).read(raw, seal, now=self.world.now)
        except FieldError:
            return None
        return Asking(desk=desk.name, command=command, actor=actor)

    def _submit(self, asking: Asking) -> None:
        self.world.submit(asking.desk, asking.command, asking.actor)

    def _learn(self) -> None:
        for entry in self.world.entries[self.seen :]:
            for name in get_type_hints(type(entry.fact)):
                value = getattr(entry.fact, name)
                if name.endswith("_id") and isinstance(value, str):
                    self.known[name][value] = None
        self.seen = len(self.world.entries)

    def card(self, board_name: str, key: str) -> Any:
        board = next(one for one in BOARDS if one.name == board_name)
        card: Any = None
        for entry in self.world.entries:
            if key in board.keys(entry.fact):
                card = board.draw(key, card, entry)
        return card

    def keys(self, board_name: str) -> set[str]:
        board = next(one for one in BOARDS if one.name == board_name)
        return {key for entry in self.world.entries for key in board.keys(entry.fact)}

    def is_armed(self, *subjects: str) -> bool:
        return any(subject in subjects for _, subject in self.world.timers)


def jobs(house: House) -> Iterator[tuple[UnitDispatched, Fact | None]]:
    """Every dispatch and what ended it, if anything did."""
    ended = {fact.dispatch_id: fact for fact in house.world.facts(*Ending.__args__)}
    for sent in house.world.facts(UnitDispatched):
        yield sent, ended.get(sent.dispatch_id)


def check_one_unit_one_job(house: House) -> None:
    open_job: dict[str, str] = {}
    for entry in house.world.entries:
        match entry.fact:
            case UnitDispatched() as sent:
                assert sent.unit_id not in open_job, "a second job for a busy unit"
                open_job[sent.unit_id] = sent.dispatch_id
            case UnitCleared() | DispatchCancelled() | DispatchDeclined() as ended:
                assert open_job.pop(ended.unit_id) == ended.dispatch_id
            case _:
                pass


def check_nothing_is_skipped_silently(house: House) -> None:
    """Each step names the stages it passed over, whoever said it and in whatever order."""
    at: dict[str, int] = {}
    for entry in house.world.entries:
        fact = entry.fact
        match fact:
            case UnitDispatched():
                at[fact.dispatch_id] = 0
            case DispatchNotified():
                at[fact.dispatch_id] = max(at[fact.dispatch_id], STAGES.index(Stage.NOTIFIED))
            case DispatchAcknowledged() | DispatchAdvanced() | UnitCleared():
                stage = {DispatchAcknowledged: Stage.ACKNOWLEDGED, UnitCleared: Stage.CLEAR}.get(
                    type(fact), getattr(fact, "stage", None)
                )
                assert stage is not None
                before, now = at[fact.dispatch_id], STAGES.index(stage)
                assert before < now, "backwards without a correction"
                assert fact.skipped == STAGES[before + 1 : now]
                at[fact.dispatch_id] = now
            case _:
                pass


def check_every_task_ends_or_rings(house: House) -> None:
    for key in house.keys("referrals"):
        card = house.card("referrals", key)
        if card is not None and card.state in ("sent", "delivered", "done"):
            assert card.rings or house.is_armed(key), f"nobody will hear of {key}"


def check_every_alert_ends_or_rings(house: House) -> None:
    for key in house.keys("alerts"):
        card = house.card("alerts", key)
        if card is None or card.answered_at or card.exhausted_at or card.taken_at:
            continue
        is_told = card.about in TOLD and card.delivered_at  # nobody has to answer it
        assert is_told or house.is_armed(key), f"alert {key} goes no further"


def check_nobody_is_left_behind(house: House) -> None:
    """A closed incident has no unit on the road and no patient in anybody's hands."""
    is_open: dict[str, bool] = {}
    patients: dict[str, set[str]] = defaultdict(set)
    units: dict[str, set[str]] = defaultdict(set)
    for entry in house.world.entries:
        fact = entry.fact
        match fact:
            case IncidentOpened() | IncidentReopened():
                is_open[fact.incident_id] = True
            case PatientRegistered() | PatientReopened():
                patients[fact.incident_id].add(fact.patient_id)
            case PatientEnded() | PatientHandedOver():
                patients[fact.incident_id].discard(fact.patient_id)
            case UnitDispatched():
                assert is_open[fact.incident_id]
                units[fact.incident_id].add(fact.dispatch_id)
            case UnitCleared() | DispatchCancelled() | DispatchDeclined():
                units[fact.incident_id].discard(fact.dispatch_id)
            case IncidentClosed():
                assert not patients[fact.incident_id], "closed over a patient"
                assert not units[fact.incident_id], "closed over a unit"
                is_open[fact.incident_id] = False
            case _:
                pass


def check_status_belongs_to_the_dispatch(house: House) -> None:
    """What a unit's card says is the stage of the one job it has."""
    open_jobs = {sent.unit_id: sent.dispatch_id for sent, ended in jobs(house) if ended is None}
    for unit in SLUGS["unit_id"]:
        card = house.card("units", unit)
        assert card is not None
        assert card.dispatch_id == open_jobs.get(UnitId(unit))
        assert (card.stage is None) == (card.dispatch_id is None)


LAWS = (
    check_one_unit_one_job,
    check_nothing_is_skipped_silently,
    check_every_task_ends_or_rings,
    check_every_alert_ends_or_rings,
    check_nobody_is_left_behind,
    check_status_belongs_to_the_dispatch,
)


def live(data: st.DataObject) -> None:
    house = House(draw=data.draw)
    house.begin()
    for _ in range(data.draw(st.integers(5, 45))):
        house.act()
    for law in LAWS:
        law(house)
    house.world.wait(timedelta(hours=2))  # nobody does anything any more
    for law in LAWS:
        law(house)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_whatever_people_ask_the_laws_hold(data: st.DataObject) -> None:
    live(data)


@pytest.mark.long
@settings(max_examples=1_500, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_the_laws_hold_for_long(data: st.DataObject) -> None:
    live(data)

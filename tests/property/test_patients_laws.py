"""Laws of patients, under any order, repeat, race and wrong hand.

An incident never closes over an open patient; every pre-alert is answered, withdrawn or rings;
whoever opens or ends is written once; a wrong hand changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from siaga.boards import patients as board
from siaga.desks.incident.commands import Close
from siaga.desks.incident.doors import DESK as INCIDENT_DESK
from siaga.desks.patients.commands import (
    AcceptPatient,
    ChooseDestination,
    DeclinePatient,
    EndPatient,
    GiveToCrew,
    HandOver,
    NoteArrival,
    RegisterPatients,
    ReopenPatient,
    SortPatient,
    TakeUpPreAlert,
)
from siaga.desks.patients.doors import DESK
from siaga.language.dispatch import DispatchCancelled, Stage, UnitCleared
from siaga.language.incident import IncidentClosed
from siaga.language.mass_casualty import VictimWord
from siaga.language.patients import (
    HospitalPreAlerted,
    PatientEnded,
    PatientEnding,
    PatientHandedOver,
    PatientRegistered,
    PatientReopened,
    PreAlertAnswered,
    PreAlertOverdue,
    PreAlertWithdrawn,
    patient_life,
)
from siaga.language.refusals import Refused
from siaga.language.values import Actor, DispatchId, HospitalId, PatientId, ResultId, Role, UnitId
from tests.board_entries import drawn
from tests.builders import (
    AUDITOR,
    CREW,
    DAMKAR_DESK,
    HOSPITAL_DESK,
    OTHER_CREW,
    TAKER,
    by_server,
    minutes,
    person,
    sealed,
    uid,
)
from tests.unit.patients_story import INCIDENT, JOB, OTHER_JOB, drove, opened, sent
from tests.world import World

OTHER_HOSPITAL = person("acc-lain", Role.HOSPITAL_DESK, hospital="rs-lain")
STRANGER = person("acc-strange", Role.FIELD_CREW, units=("amb-9",))
HOSPITALS = (HospitalId("rsud"), HospitalId("rs-lain"))
RIGHT = (TAKER, TAKER, CREW, OTHER_CREW, HOSPITAL_DESK, OTHER_HOSPITAL)
WRONG = (STRANGER, DAMKAR_DESK, AUDITOR)
KINDS = (
    "register", "choose", "choose", "choose", "choose", "choose", "accept", "decline", "take_up",
    "arrive", "hand_over", "end", "reopen", "give", "sort", "drive", "clear", "cancel", "close",
    "close", "repeat",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Act:
    """One thing somebody tries; `who` counts the patients back from the newest, 9 is none."""

    kind: str
    hand: Actor
    who: int
    hospital: HospitalId
    job: DispatchId
    stage: Stage
    pause_min: int


ACTS = st.builds(
    Act,
    kind=st.sampled_from(KINDS),
    hand=st.sampled_from((TAKER, TAKER, TAKER, *RIGHT, *RIGHT, *WRONG)),
    who=st.sampled_from([0, 0, 0, 1, 2, 9]),
    hospital=st.sampled_from(HOSPITALS),
    job=st.sampled_from((JOB, OTHER_JOB)),
    stage=st.sampled_from((Stage.TRANSPORTING, Stage.AT_HOSPITAL, Stage.HANDED_OVER)),
    pause_min=st.sampled_from([0, 0, 2, 25]),
)


@dataclass(slots=True)
class Day:
    world: World = field(default_factory=lambda: World([INCIDENT_DESK, DESK]))
    asked: list[tuple[str, Any, Actor]] = field(default_factory=list)
    over: set[DispatchId] = field(default_factory=set)
    count: int = 0

    def __post_init__(self) -> None:
        for fact in (opened(), sent(), sent(OTHER_JOB, "amb-2")):
            self.world.tell(fact)

    def do(self, act: Act) -> None:
        self.world.wait(minutes(act.pause_min))
        match act.kind:
            case "repeat" if self.asked:
                desk, command, hand = self.asked[-1 - act.who % len(self.asked)]
                before = len(self.world.entries)
                assert (
                    self.world.submit(desk, command, hand)
                    is self.world.answers[str(command.command_id)]
                )
                assert len(self.world.entries) == before
            case "drive" | "clear" | "cancel" if act.job not in self.over:
                self.drive(act)
            case "close":
                if act.who:  # the crews are gone, and who is hurt is still there
                    for job in {JOB, OTHER_JOB} - self.over:
                        self.drive(replace(act, kind="clear", job=job))
                result = ResultId("dealt_with_on_scene")
                close = Close(command_id=self.new(), incident_id=INCIDENT, result=result)
                self.ask("incident", close, TAKER)
            case _:
                command = self.command(act)
                if command is not None:
                    self.ask("patients", command, act.hand)

    def drive(self, act: Act) -> None:
        """Facts of the dispatch desk, which is not here."""
        unit = UnitId("amb-1" if act.job == JOB else "amb-2")
        names: Any = {"dispatch_id": act.job, "unit_id": unit, "incident_id": INCIDENT}
        when = by_server(self.world.now)
        match act.kind:
            case "drive":
                self.world.tell(drove(act.stage, hospital=act.hospital, job=act.job))
            case "clear":
                self.over.add(act.job)
                self.world.tell(UnitCleared(**names, when=when))
            case _:
                self.over.add(act.job)
                self.world.tell(DispatchCancelled(**names, when=when))

    def ask(self, desk: str, command: Any, hand: Actor) -> None:
        before = len(self.world.entries)
        outcome = self.world.submit(desk, command, hand)
        self.asked.append((desk, command, hand))
        if hand in WRONG:
            assert isinstance(outcome, Refused)
            assert len(self.world.entries) == before

    def new(self) -> Any:
        self.count += 1
        return uid(self.count)

    def command(self, act: Act) -> Any:
        new = self.new()
        if act.kind == "register":
            return RegisterPatients(command_id=new, incident_id=INCIDENT, count=1 + (act.who > 2))
        known = [fact.patient_id for fact in self.world.facts(PatientRegistered)]
        who = known[-1 - act.who] if act.who < len(known) else PatientId("nobody")
        own: Any = {"command_id": new, "patient_id": who, "incident_id": INCIDENT}
        alerts = [fact for fact in self.world.facts(HospitalPreAlerted) if fact.patient_id == who]
        alert = alerts[-1].pre_alert_id if alerts else "none"
        match act.kind:
            case "choose":
                return ChooseDestination(**own, hospital=act.hospital)
            case "accept":
                return AcceptPatient(**own, pre_alert_id=alert)
            case "decline":
                return DeclinePatient(**own, pre_alert_id=alert, reason=sealed())
            case "take_up":
                return TakeUpPreAlert(**own, pre_alert_id=alert) if act.hand is TAKER else None
            case "arrive":
                return NoteArrival(**own)
            case "hand_over":
                return HandOver(**own, received_by=sealed())
            case "end":
                return EndPatient(**own, ending=PatientEnding.TREATED_ON_SCENE)
            case "reopen":
                return ReopenPatient(**own, reason=sealed())
            case "give":
                return GiveToCrew(**own, dispatch_id=act.job)
            case "sort":
                return SortPatient(**own, colour=VictimWord.DELAYED)
            case _:
                return None


def lived(acts: list[Act]) -> Day:
    day = Day()
    day.ask("patients", RegisterPatients(command_id=day.new(), incident_id=INCIDENT), TAKER)
    for act in acts:
        day.do(act)
    return day


LAW = settings(max_examples=90, deadline=None)
MANY = st.lists(ACTS, min_size=5, max_size=36)


@LAW
@given(MANY)
def test_an_incident_never_closes_over_an_open_patient(acts: list[Act]) -> None:
    still_open: set[PatientId] = set()
    closed = False
    for item in lived(acts).world.entries:
        match item.fact:
            case PatientRegistered() as fact:
                assert fact.patient_id not in still_open
                assert not closed
                still_open.add(fact.patient_id)
            case PatientReopened() as fact:
                assert not closed
                still_open.add(fact.patient_id)
            case PatientHandedOver() | PatientEnded() as fact:
                still_open.discard(fact.patient_id)
            case IncidentClosed():
                assert not still_open
                closed = True
            case _:
                pass


@LAW
@given(MANY)
def test_every_pre_alert_is_answered_withdrawn_over_or_rings(acts: list[Act]) -> None:
    day = lived(acts)
    day.world.wait(minutes(3))
    cards = drawn(board, day.world.entries)
    answered = {
        fact.pre_alert_id
        for fact in day.world.facts(PreAlertAnswered, PreAlertWithdrawn, PreAlertOverdue)
    }
    card = cards.get(INCIDENT)
    for line in card.patients.values() if card else ():
        known = line.pre_alert
        if known is None or line.over or line.arrived_at:
            continue
        assert known.pre_alert_id in answered
        assert known.hospital == line.hospital
    for patient in {fact.patient_id for fact in day.world.facts(PatientRegistered)}:
        live = [
            fact.pre_alert_id
            for fact in day.world.facts(HospitalPreAlerted)
            if fact.patient_id == patient
        ]
        withdrawn = {fact.pre_alert_id for fact in day.world.facts(PreAlertWithdrawn)}
        ended = {fact.patient_id for fact in day.world.facts(PatientHandedOver, PatientEnded)}
        waiting = [one for one in live if one not in withdrawn]
        assert len(waiting) <= 1 or patient in ended  # two hospitals never wait for one patient


@LAW
@given(MANY)
def test_the_board_says_what_the_desk_believes(acts: list[Act]) -> None:
    day = lived(acts)
    card = drawn(board, day.world.entries).get(INCIDENT)
    for patient_id, line in card.patients.items() if card else ():
        state = day.world.state("patients", patient_life(patient_id))
        assert (state.over, state.hospital, state.dispatch_id) == (
            line.over,
            line.hospital,
            line.dispatch_id,
        )
        assert (state.arrived_at, state.colour) == (line.arrived_at, line.colour)
        if not line.over:
            rings = bool(line.pre_alert and line.pre_alert.rings)
            assert rings == bool(state.pre_alert and state.pre_alert.rings)

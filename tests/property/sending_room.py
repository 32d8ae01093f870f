"""A room in which dispatchers, crews and their devices try whatever they like."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from siaga.desks.dispatch.commands import (
    AnswerPreAlert,
    Cancel,
    ConfirmDelivery,
    ConfirmStandDown,
    Decline,
    DispatchUnit,
    DropNextJob,
    EndPreAlert,
    PreAlert,
    Reassign,
    RecordPartner,
    ReportStatus,
    SetNextJob,
    SettleClaim,
    SwapUnit,
)
from siaga.desks.dispatch.doors import DESK as DISPATCH
from siaga.desks.units.commands import GoOffDuty, GoOnDuty
from siaga.desks.units.doors import DESK as UNITS
from siaga.language.dispatch import (
    Consent,
    DispatchCancelled,
    DispatchDeclined,
    Stage,
    UnitCleared,
    UnitDispatched,
)
from siaga.language.partners import PartnerAnswer
from siaga.language.refusals import OF_RIGHT, Refused
from siaga.language.units import UnitWentOnDuty
from siaga.language.values import (
    Actor,
    DispatchId,
    IncidentId,
    PartnerId,
    Priority,
    UnitId,
    Via,
)
from tests.builders import CREW, OTHER_CREW, OTHER_TAKER, TAKER, hours, minutes, sealed, uid
from tests.unit.sending_story import CITY, opened
from tests.world import Asking, World

UNIT_IDS = tuple(UnitId(each) for each in ("amb-1", "amb-2", "engine-1", "patrol-1"))
FLEET = ("amb-1", "amb-2")
INCIDENTS = (IncidentId("i-1"), IncidentId("i-2"), IncidentId("i-3"))
URGENT = INCIDENTS[1]
STAGES = tuple(Stage)
END = (UnitCleared, DispatchCancelled, DispatchDeclined)
OFFSETS = (timedelta(), timedelta(), hours(5), hours(-26), hours(24 * 400))
KINDS = (
    *("send", "send", "press", "press", "press", "report", "report"),
    *("cancel", "decline", "show", "read", "settle", "move", "move", "swap", "next", "drop"),
    *("ready", "answer", "unready", "partner", "on", "off", "found", "race", "repeat"),
)


@dataclass(frozen=True, slots=True)
class Act:
    """One thing somebody tries; `job` counts back from the newest dispatch, 9 is none."""

    kind: str
    hand: Actor
    unit: UnitId
    other: UnitId
    incident: IncidentId
    job: int
    stage: Stage
    wait: timedelta  # before the act
    late: timedelta  # how long the device kept it
    offset: timedelta  # of the device's clock
    flag: bool


ACTS = st.builds(
    Act,
    kind=st.sampled_from(KINDS),
    hand=st.sampled_from((TAKER, TAKER, OTHER_TAKER, CREW, CREW, OTHER_CREW)),
    unit=st.sampled_from((*UNIT_IDS, UNIT_IDS[0])),
    other=st.sampled_from(UNIT_IDS),
    incident=st.sampled_from(INCIDENTS),
    job=st.sampled_from([0, 0, 1, 2, 9]),
    stage=st.sampled_from(STAGES),
    wait=st.sampled_from([minutes(0), minutes(0.1), minutes(3), minutes(61)]),
    late=st.sampled_from([minutes(0), minutes(10), hours(20)]),
    offset=st.sampled_from(OFFSETS),
    flag=st.booleans(),
)


@dataclass(slots=True)
class Room:
    world: World = field(default_factory=lambda: World([UNITS, DISPATCH], place=CITY))
    asked: list[tuple[str, Any, Actor]] = field(default_factory=list)
    forced: set[str] = field(default_factory=set)  # dispatches sent with a reason
    kept: list[tuple[Any, int]] = field(default_factory=list)  # reports on ended jobs
    count: int = 0

    def __post_init__(self) -> None:
        for incident in INCIDENTS:
            self.world.tell(
                opened(incident, priority=Priority.P1 if incident == URGENT else Priority.P2)
            )
        for unit_id in UNIT_IDS:
            self.world.tell(UnitWentOnDuty(unit_id=unit_id, when=self.world.entries[0].fact.when))  # type: ignore[attr-defined]

    def do(self, act: Act) -> None:
        self.world.wait(act.wait)
        if act.kind == "repeat" and self.asked:
            desk, command, hand = self.asked[-1 - act.job % len(self.asked)]
            before = len(self.world.entries)
            assert (
                self.world.submit(desk, command, hand)
                is self.world.answers[str(command.command_id)]
            )
            assert len(self.world.entries) == before
        elif act.kind == "race":
            self.race(act)
        elif act.kind == "found":
            self.count += 1
            incident = IncidentId(f"found-{self.count}")
            self.world.tell(opened(incident, owner=CREW, found_by=act.unit), CREW)
        elif (command := self.command(act)) is not None:
            desk = "units" if isinstance(command, GoOnDuty | GoOffDuty) else "dispatch"
            self.ask(desk, command, act.hand)

    def ask(self, desk: str, command: Any, hand: Actor) -> None:
        before = len(self.world.entries)
        self.asked.append((desk, command, hand))
        outcome = self.world.submit(desk, command, hand)
        if isinstance(outcome, Refused):
            assert len(self.world.entries) == before, "a refusal writes nothing"
        own = {CREW.id: "amb-1", OTHER_CREW.id: "amb-2"}.get(hand.id)
        job = self.jobs().get(getattr(command, "dispatch_id", ""))
        if own and job is not None and job.unit_id != own:
            assert isinstance(outcome, Refused), "of another unit's dispatch"
            assert outcome.reason in OF_RIGHT

    def race(self, act: Act) -> None:
        sends = [
            Asking(
                desk="dispatch",
                command=DispatchUnit(
                    command_id=self.new_id(),
                    incident_id=incident,
                    unit_id=unit,
                    asked_via=Via.RADIO,
                ),
            )
            for incident, unit in ((INCIDENTS[0], act.unit), (INCIDENTS[2], act.other))
        ]
        self.world.race(*sends)

    def command(self, act: Act) -> Any:
        new, job = self.new_id(), self.pick(act.job)
        known = self.jobs().get(job)
        is_room = act.hand.is_room
        match act.kind:
            case "press":
                now = self.world.now + act.offset
                return ReportStatus(
                    command_id=new,
                    dispatch_id=job,
                    status=act.stage,
                    via=Via.DEVICE,
                    device_at=now - act.late,
                    sent_at=now if act.flag else None,
                )
            case "report":
                return ReportStatus(command_id=new, dispatch_id=job, status=act.stage)
            case "decline":
                return Decline(command_id=new, dispatch_id=job, reason=sealed())
            case "read":
                return ConfirmStandDown(command_id=new, dispatch_id=job)
            case "answer":
                return AnswerPreAlert(command_id=new, unit_id=act.unit, ready=act.flag)
            case "show" if not is_room:
                return ConfirmDelivery(command_id=new, dispatch_id=job)
            case "on":
                return GoOnDuty(command_id=new, unit_id=act.unit)
            case "off":
                return GoOffDuty(command_id=new, unit_id=act.unit)
            case _ if not is_room:
                return None
            case _:
                return self.of_the_room(act, new, job, known)

    def of_the_room(self, act: Act, new: Any, job: DispatchId, known: Any) -> Any:
        unit, incident = act.unit, act.incident
        via = Via.RADIO
        match act.kind:
            case "send":
                reason = sealed("alasan") if act.flag else None
                if act.flag:
                    self.forced.add(str(new))
                return DispatchUnit(
                    command_id=new,
                    incident_id=incident,
                    unit_id=unit,
                    asked_via=via,
                    last_unit_reason=reason,
                )
            case "cancel":
                return Cancel(command_id=new, dispatch_id=job, reason=sealed())
            case "settle":
                return SettleClaim(
                    command_id=new, dispatch_id=job, stage=act.stage, accept=act.flag
                )
            case "move" if known is not None and known.incident_id != incident:
                return Reassign(
                    command_id=new,
                    dispatch_id=job,
                    unit_id=known.unit_id,
                    from_id=known.incident_id,
                    incident_id=incident,
                    reason=sealed(),
                    consent=Consent.CREW if act.flag else None,
                    asked_via=via,
                )
            case "swap" if known is not None and known.unit_id != act.other:
                return SwapUnit(
                    command_id=new,
                    dispatch_id=job,
                    unit_id=known.unit_id,
                    incident_id=known.incident_id,
                    new_unit_id=act.other,
                    reason=sealed(),
                    asked_via=via,
                )
            case _:
                return self.beside_the_job(act, new)

    def beside_the_job(self, act: Act, new: Any) -> Any:
        unit, incident = act.unit, act.incident
        match act.kind:
            case "next":
                return SetNextJob(command_id=new, unit_id=unit, incident_id=incident)
            case "drop":
                return DropNextJob(command_id=new, unit_id=unit, incident_id=incident)
            case "ready":
                return PreAlert(command_id=new, unit_id=unit, incident_id=incident)
            case "unready":
                return EndPreAlert(command_id=new, unit_id=unit)
            case "partner":
                said = PartnerAnswer.COMING if act.flag else PartnerAnswer.NO_ANSWER
                return RecordPartner(
                    command_id=new, incident_id=incident, partner_id=PartnerId("pmi"), answer=said
                )
            case _:
                return None

    def new_id(self) -> Any:
        self.count += 1
        return uid(self.count)

    def jobs(self) -> dict[str, UnitDispatched]:
        return {fact.dispatch_id: fact for fact in self.world.facts(UnitDispatched)}

    def pick(self, back: int) -> DispatchId:
        known = list(self.jobs())
        return DispatchId(known[-1 - back] if back < len(known) else "d-unknown")

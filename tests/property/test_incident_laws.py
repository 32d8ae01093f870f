"""Laws of incidents, whatever the order, the repeats, the wrong hands and the races.

1 An incident closes only when its dispatches, its children, its urgent tasks and everybody who
  wrote about it have been seen to.
2 Nothing new begins on a closed incident.
3 A child has no children, and a child that is open keeps its parent open.
4 An incident has one owner at a time, and the one it is taken from is the one who had it.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from siaga.desks.agencies.commands import Decline as DeclineReferral
from siaga.desks.agencies.commands import Finish, SendReferral, TakeBack
from siaga.desks.agencies.doors import DESK as AGENCIES
from siaga.desks.dispatch.commands import Cancel, Decline, DispatchUnit, ReportStatus
from siaga.desks.dispatch.doors import DESK as DISPATCH
from siaga.desks.incident.commands import Close, OpenIncident, Prioritise, Reopen, TakeOver
from siaga.desks.incident.doors import DESK as INCIDENT
from siaga.desks.intake.commands import AnswerContact, AttachReport, HearMessage
from siaga.desks.intake.doors import DESK as INTAKE
from siaga.desks.units.commands import GoOnDuty
from siaga.desks.units.doors import DESK as UNITS
from siaga.language.agencies import (
    ReferralFinished,
    ReferralReopened,
    ReferralSent,
    ReferralTakenBack,
)
from siaga.language.dispatch import (
    DispatchCancelled,
    DispatchDeclined,
    Stage,
    UnitCleared,
    UnitDispatched,
)
from siaga.language.entry import Entry
from siaga.language.incident import (
    IncidentClosed,
    IncidentOpened,
    IncidentPrioritised,
    IncidentReopened,
    IncidentTakenOver,
)
from siaga.language.intake import ContactAnswered, MessageReceived, ReportAttached
from siaga.language.values import (
    Actor,
    AgencyId,
    Channel,
    ContactId,
    DispatchId,
    IncidentId,
    IncidentTypeId,
    MessageKind,
    Priority,
    ReferralId,
    ResultId,
    SubjectId,
    UnitId,
    Via,
)
from tests.builders import CHANNEL_ACTOR, DISPATCHER, LEAD, TAKER, sealed, uid
from tests.world import Asking, World

PEOPLE = (TAKER, LEAD, DISPATCHER)
DESKS = (INTAKE, INCIDENT, UNITS, DISPATCH, AGENCIES)
URGENT = (Priority.P1, Priority.P2)


class Oracle:
    """What the laws speak of, read from the entries alone, without any desk's state."""

    def __init__(self) -> None:
        self.seen = 0
        self.open: set[str] = set()
        self.priority: dict[str, Priority] = {}
        self.owner: dict[str, str] = {}
        self.parent: dict[str, str] = {}
        self.dispatches: dict[str, set[str]] = defaultdict(set)
        self.referrals: dict[str, set[str]] = defaultdict(set)
        self.unanswered: dict[str, set[str]] = defaultdict(set)
        self.numbers: list[str] = []

    def read(self, entries: list[Entry]) -> None:
        for item in entries[self.seen :]:
            self._incident(item)
            self._around(item)
        self.seen = len(entries)

    def _incident(self, item: Entry) -> None:
        match item.fact:
            case IncidentOpened() as fact:
                assert fact.incident_id not in self.owner, "opened twice"
                self.open.add(fact.incident_id)
                self.priority[fact.incident_id] = fact.priority
                self.owner[fact.incident_id] = fact.owner
                self.numbers.append(str(item.number))
                if fact.parent_id:
                    assert fact.parent_id in self.open
                    assert fact.parent_id not in self.parent, "a child's child"
                    self.parent[fact.incident_id] = fact.parent_id
            case IncidentPrioritised() as fact:
                self.priority[fact.incident_id] = fact.priority
            case IncidentTakenOver() as fact:
                assert self.owner[fact.incident_id] == fact.previous_owner != fact.owner
                self.owner[fact.incident_id] = fact.owner
            case IncidentClosed() as fact:
                self._closed(fact.incident_id)
            case IncidentReopened() as fact:
                assert fact.incident_id not in self.open
                assert fact.parent_id == self.parent.get(fact.incident_id)
                assert fact.incident_number in self.numbers
                self.open.add(fact.incident_id)
                self.owner[fact.incident_id] = fact.owner
            case _:
                pass

    def _closed(self, incident_id: str) -> None:
        assert incident_id in self.open
        assert not self.dispatches[incident_id]
        assert not self.unanswered[incident_id]
        assert not [c for c, p in self.parent.items() if p == incident_id and c in self.open]
        assert not self.referrals[incident_id] or self.priority[incident_id] not in URGENT
        self.open.discard(incident_id)

    def _around(self, item: Entry) -> None:
        match item.fact:
            case UnitDispatched() as fact:
                assert fact.incident_id in self.open
                self.dispatches[fact.incident_id].add(fact.dispatch_id)
            case UnitCleared() | DispatchCancelled() | DispatchDeclined() as fact:
                self.dispatches[fact.incident_id].discard(fact.dispatch_id)
            case ReferralSent() as fact:
                assert fact.incident_id in self.open
                self.referrals[fact.incident_id].add(fact.referral_id)
            case ReferralReopened() as fact:
                self.referrals[fact.incident_id].add(fact.referral_id)
            case ReferralFinished() | ReferralTakenBack() as fact:
                self.referrals[fact.incident_id].discard(fact.referral_id)
            case MessageReceived(incident_id=str() as incident_id) as fact:
                if incident_id in self.open:
                    self.unanswered[incident_id].add(fact.contact_id)
            case ContactAnswered(incident_id=str() as incident_id) as fact:
                self.unanswered[incident_id].discard(fact.contact_id)
            case ReportAttached() as fact:
                assert fact.incident_id in self.open
            case _:
                pass


class Room(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.world = World(desks=DESKS)
        self.oracle = Oracle()
        self.count = 0
        self.ids: dict[str, list[str]] = defaultdict(lambda: ["nothing-here"])
        for unit in ("amb-1", "amb-2", "engine-1"):
            duty = GoOnDuty(command_id=self.fresh("duty"), unit_id=UnitId(unit))
            self.world.submit("units", duty, DISPATCHER)

    def fresh(self, kind: str) -> Any:
        self.count += 1
        self.ids[kind].append(str(uid(self.count)))
        return uid(self.count)

    def asking(self, data: st.DataObject) -> Asking:
        """Any command of any person about anything there is, or is not."""
        which = data.draw(st.sampled_from(["incident", "close", "dispatch", "task", "contact"]))
        actor: Actor = data.draw(st.sampled_from(PEOPLE))
        incident_id = IncidentId(data.draw(st.sampled_from(self.ids["incident"])))
        match which:
            case "incident":
                return self._incident(data, incident_id, actor)
            case "close":
                close = Close(
                    command_id=self.fresh("close"),
                    incident_id=incident_id,
                    result=ResultId("report_untrue"),
                )
                return Asking(desk="incident", command=close, actor=actor)
            case "dispatch":
                return self._dispatch(data, incident_id, actor)
            case "task":
                return self._task(data, incident_id, actor)
            case _:
                return self._contact(data, incident_id, actor)

    def _incident(self, data: st.DataObject, incident_id: IncidentId, actor: Actor) -> Asking:
        which = data.draw(st.sampled_from(["open", "child", "reopen", "rank", "own"]))
        command_id = self.fresh("incident" if which in ("open", "child") else "other")
        command: Any
        match which:
            case "open" | "child":
                command = OpenIncident(
                    command_id=command_id,
                    incident_type=IncidentTypeId("fire.building"),
                    parent_id=incident_id if which == "child" else None,
                )
            case "reopen":
                command = Reopen(command_id=command_id, incident_id=incident_id, reason=sealed())
            case "rank":
                command = Prioritise(
                    command_id=command_id,
                    incident_id=incident_id,
                    priority=data.draw(st.sampled_from(Priority)),
                )
            case _:
                command = TakeOver(command_id=command_id, incident_id=incident_id)
        return Asking(desk="incident", command=command, actor=actor)

    def _dispatch(self, data: st.DataObject, incident_id: IncidentId, actor: Actor) -> Asking:
        dispatch_id = DispatchId(data.draw(st.sampled_from(self.ids["dispatch"])))
        which = data.draw(st.sampled_from(["send", "send", "clear", "cancel", "decline"]))
        command_id = self.fresh("dispatch" if which == "send" else "other")
        command: Any
        match which:
            case "send":
                unit = data.draw(st.sampled_from(["amb-1", "amb-2", "engine-1"]))
                command = DispatchUnit(
                    command_id=command_id, incident_id=incident_id, unit_id=UnitId(unit)
                )
            case "clear":
                command = ReportStatus(
                    command_id=command_id,
                    dispatch_id=dispatch_id,
                    status=Stage.CLEAR,
                    via=Via.RADIO,
                )
            case "cancel":
                command = Cancel(command_id=command_id, dispatch_id=dispatch_id, reason=sealed())
            case _:
                command = Decline(
                    command_id=command_id,
                    dispatch_id=dispatch_id,
                    reason=sealed(),
                    via=Via.RADIO,
                )
        return Asking(desk="dispatch", command=command, actor=actor)

    def _task(self, data: st.DataObject, incident_id: IncidentId, actor: Actor) -> Asking:
        referral_id = ReferralId(data.draw(st.sampled_from(self.ids["referral"])))
        which = data.draw(st.sampled_from(["send", "decline", "finish", "take"]))
        command_id = self.fresh("referral" if which == "send" else "other")
        command: Any
        match which:
            case "send":
                agency = data.draw(st.sampled_from(["dinsos", "perkim"]))
                command = SendReferral(
                    command_id=command_id, incident_id=incident_id, agency=AgencyId(agency)
                )
            case "decline":
                command = DeclineReferral(
                    command_id=command_id,
                    referral_id=referral_id,
                    reason=sealed(),
                    via=Via.PHONE,
                )
            case "finish":
                command = Finish(command_id=command_id, referral_id=referral_id, via=Via.PHONE)
            case _:
                command = TakeBack(command_id=command_id, referral_id=referral_id)
        return Asking(desk="agencies", command=command, actor=actor)

    def _contact(self, data: st.DataObject, incident_id: IncidentId, actor: Actor) -> Asking:
        contact_id = ContactId(data.draw(st.sampled_from(self.ids["contact"])))
        which = data.draw(st.sampled_from(["write", "write", "attach", "answer"]))
        command: Any
        match which:
            case "write":
                command = HearMessage(
                    command_id=self.fresh("contact"),
                    channel=Channel.WHATSAPP,
                    kind=MessageKind.TEXT,
                    sent_at=self.world.now,
                    received_at=self.world.now,
                    contact_id=contact_id,
                    subject=SubjectId("rina"),
                )
                actor = CHANNEL_ACTOR
            case "attach":
                command = AttachReport(
                    command_id=self.fresh("other"),
                    contact_id=contact_id,
                    incident_id=incident_id,
                )
            case _:
                command = AnswerContact(command_id=self.fresh("other"), contact_id=contact_id)
        return Asking(desk="intake", command=command, actor=actor)

    @rule(data=st.data())
    def somebody_acts(self, data: st.DataObject) -> None:
        asking = self.asking(data)
        self.world.submit(asking.desk, asking.command, asking.actor)

    @rule(data=st.data())
    def two_act_at_once(self, data: st.DataObject) -> None:
        self.world.race(self.asking(data), self.asking(data))

    @rule(minutes=st.sampled_from([1, 30, 600]))
    def time_passes(self, minutes: int) -> None:
        self.world.wait(timedelta(minutes=minutes))

    @invariant()
    def laws_hold(self) -> None:
        self.oracle.read(self.world.entries)
        for child, parent in self.oracle.parent.items():
            assert child not in self.oracle.open or parent in self.oracle.open
        count = len(self.oracle.numbers)
        expected = [f"K-2026-{number:06d}" for number in range(1, count + 1)]
        assert self.oracle.numbers == expected


Room.TestCase.settings = settings(max_examples=80, stateful_step_count=40, deadline=None)
TestIncidents = Room.TestCase

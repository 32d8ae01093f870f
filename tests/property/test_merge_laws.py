"""Laws of incidents that are joined, whatever the order, the repeats, the wrong hands and races.

1 Nothing new begins on a merged incident: no unit, no task, no child, no further report.
2 Nothing is merged into what is merged, nor away from where something was merged: no chains.
3 Merging closes nothing; a merged incident closes only after the one it is merged into, and never
  over somebody who wrote; when policies have run, none is left open behind a closed one.
4 The clock of an incident is that of the first contact of all that is merged into it, and without
  merges it is its own again.
5 A merged incident and its main are open with no child, unit or unanswered contact left when the
  main is closed.
6 What a desk holds in mind is what it would hold if only the merges that still stand had happened.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from siaga.boards import open_incidents, statistics
from siaga.desks.agencies.commands import SendReferral, TakeBack
from siaga.desks.agencies.doors import DESK as AGENCIES
from siaga.desks.dispatch.commands import Cancel, DispatchUnit
from siaga.desks.dispatch.doors import DESK as DISPATCH
from siaga.desks.incident.commands import (
    Close,
    LinkIncidents,
    MergeIncident,
    OpenIncident,
    Reopen,
    UnlinkIncidents,
    UnmergeIncident,
)
from siaga.desks.incident.doors import DESK as INCIDENT
from siaga.desks.incident.state import IncidentLife
from siaga.desks.intake.commands import AnswerContact, AttachReport, HearMessage
from siaga.desks.intake.doors import DESK as INTAKE
from siaga.desks.units.commands import GoOnDuty
from siaga.desks.units.doors import DESK as UNITS
from siaga.language.agencies import ReferralSent
from siaga.language.dispatch import (
    DispatchCancelled,
    UnitDispatched,
)
from siaga.language.entry import Entry
from siaga.language.incident import (
    IncidentClosed,
    IncidentMerged,
    IncidentOpened,
    IncidentReopened,
    IncidentsLinked,
    IncidentsUnlinked,
    IncidentUnmerged,
    incident_life,
)
from siaga.language.intake import ContactAnswered, MessageReceived, ReportAttached
from siaga.language.values import (
    AgencyId,
    Channel,
    ContactId,
    DispatchId,
    IncidentId,
    IncidentTypeId,
    MessageKind,
    ReferralId,
    ResultId,
    SubjectId,
    UnitId,
)
from tests.board_entries import drawn
from tests.builders import CHANNEL_ACTOR, DISPATCHER, LEAD, TAKER, sealed, uid
from tests.story import fold
from tests.world import Asking, World

PEOPLE = (TAKER, LEAD, DISPATCHER)
DESKS = (INTAKE, INCIDENT, UNITS, DISPATCH, AGENCIES)
JOINING = (IncidentMerged, IncidentUnmerged, IncidentsLinked, IncidentsUnlinked)


class Oracle:
    """Read from the entries alone."""

    def __init__(self) -> None:
        self.seen = 0
        self.open: set[str] = set()
        self.main: dict[str, str] = {}
        self.own_clock: dict[str, datetime] = {}
        self.clock: dict[str, datetime] = {}
        self.parent: dict[str, str] = {}
        self.units: dict[str, set[str]] = defaultdict(set)
        self.unanswered: dict[str, set[str]] = defaultdict(set)

    def read(self, entries: list[Entry]) -> None:
        for item in entries[self.seen :]:
            self._lives(item)
            self._work(item)
        self.seen = len(entries)

    def _lives(self, item: Entry) -> None:
        match item.fact:
            case IncidentOpened() as fact:
                assert fact.parent_id not in self.main, "a child of a merged one"
                self.open.add(fact.incident_id)
                self.own_clock[fact.incident_id] = fact.clock_start.at
                self.clock[fact.incident_id] = fact.clock_start.at
                if fact.parent_id:
                    self.parent[fact.incident_id] = fact.parent_id
                    if fact.contact_id:
                        self.unanswered[fact.parent_id].discard(fact.contact_id)
            case IncidentReopened() as fact:
                self.open.add(fact.incident_id)
                assert fact.clock_start.at == self.clock[fact.incident_id]
            case IncidentClosed() as fact:
                self._closed(fact)
            case IncidentMerged() as fact:
                self._merged(fact)
            case IncidentUnmerged() as fact:
                assert self.main.pop(fact.incident_id) == fact.into
                self._clocks(fact.into, fact.clock_start.at)
            case _:
                pass

    def _merged(self, fact: IncidentMerged) -> None:
        assert {fact.incident_id, fact.into} <= self.open
        assert fact.incident_id not in self.main, "merged twice"
        assert fact.into not in self.main, "a chain"
        assert fact.incident_id not in self.main.values(), "a chain"
        assert self.parent.get(fact.incident_id) != fact.into
        assert self.parent.get(fact.into) != fact.incident_id
        assert not self.units[fact.incident_id]
        assert not self._open_children(fact.incident_id)
        assert fact.began.at == self.own_clock[fact.incident_id]
        self.main[fact.incident_id] = fact.into
        self._clocks(fact.into, fact.clock_start.at)

    def _closed(self, fact: IncidentClosed) -> None:
        lives = [fact.incident_id]
        if fact.merged_into is None:
            assert fact.incident_id not in self.main, "a merged one closed by itself"
            merged = {one for one, main in self.main.items() if main == fact.incident_id}
            assert set(fact.merged_ids) == merged & self.open
            lives += fact.merged_ids
        else:
            assert self.main[fact.incident_id] == fact.merged_into
            assert fact.merged_into not in self.open
        for one in lives:
            assert not self.units[one]
            assert not self.unanswered[one]
            assert not self._open_children(one)
        self.open.discard(fact.incident_id)

    def _clocks(self, main: str, told: datetime) -> None:
        together = [main, *(one for one, into in self.main.items() if into == main)]
        self.clock[main] = min(self.own_clock[one] for one in together)
        assert told == self.clock[main]

    def _open_children(self, incident_id: str) -> set[str]:
        return {c for c, parent in self.parent.items() if parent == incident_id} & self.open

    def _work(self, item: Entry) -> None:
        match item.fact:
            case UnitDispatched() as fact:
                assert fact.incident_id not in self.main
                self.units[fact.incident_id].add(fact.dispatch_id)
            case DispatchCancelled() as fact:
                self.units[fact.incident_id].discard(fact.dispatch_id)
            case ReferralSent() as fact:
                assert fact.incident_id not in self.main
            case ReportAttached() as fact:
                assert fact.incident_id not in self.main
            case MessageReceived(incident_id=str() as incident_id) as fact:
                if incident_id in self.open:
                    self.unanswered[incident_id].add(fact.contact_id)
            case ContactAnswered(incident_id=str() as incident_id) as fact:
                self.unanswered[incident_id].discard(fact.contact_id)
            case _:
                pass


class Room(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.world = World(desks=DESKS, eager=False)
        self.oracle = Oracle()
        self.count = 0
        self.ids: dict[str, list[str]] = defaultdict(lambda: ["nothing-here"])
        for unit in ("amb-1", "amb-2", "engine-1"):
            duty = GoOnDuty(command_id=self.fresh("duty"), unit_id=UnitId(unit))
            self.world.submit("units", duty, DISPATCHER)
        for _ in range(3):
            self.world.submit("incident", self._open(None))
            self.world.now += timedelta(minutes=1)

    def fresh(self, kind: str) -> Any:
        self.count += 1
        self.ids[kind].append(str(uid(self.count)))
        return uid(self.count)

    def some(self, data: st.DataObject, kind: str) -> Any:
        return data.draw(st.sampled_from(self.ids[kind][1:] or self.ids[kind]))

    def _open(self, parent_id: IncidentId | None, contact_id: ContactId | None = None) -> Any:
        return OpenIncident(
            command_id=self.fresh("incident"),
            incident_type=IncidentTypeId("fire.building"),
            parent_id=parent_id,
            contact_id=contact_id,
        )

    def asking(self, data: st.DataObject) -> Asking:
        kinds = ["merge", "merge", "merge", "cut", "life", "work", "contact"]
        which = data.draw(st.sampled_from(kinds))
        actor = data.draw(st.sampled_from(PEOPLE))
        one = IncidentId(self.some(data, "incident"))
        other = IncidentId(self.some(data, "incident"))
        match which:
            case "merge":
                merge = MergeIncident(command_id=self.fresh("other"), incident_id=one, into=other)
                return Asking(desk="incident", command=merge, actor=actor)
            case "cut":
                return Asking(desk="incident", command=self._cut(data, one, other), actor=actor)
            case "life":
                return Asking(desk="incident", command=self._life(data, one), actor=actor)
            case "work":
                return self._work(data, one)
            case _:
                return self._contact(data, one)

    def _cut(self, data: st.DataObject, one: IncidentId, other: IncidentId) -> Any:
        command_id = self.fresh("other")
        match data.draw(st.sampled_from(["unmerge", "unmerge", "link", "unlink"])):
            case "unmerge":
                main = IncidentId(self.oracle.main.get(one, other))
                return UnmergeIncident(command_id=command_id, incident_id=one, into=main)
            case "link":
                return LinkIncidents(command_id=command_id, incident_id=one, other_id=other)
            case _:
                return UnlinkIncidents(command_id=command_id, incident_id=one, other_id=other)

    def _life(self, data: st.DataObject, one: IncidentId) -> Any:
        match data.draw(st.sampled_from(["open", "child", "close", "close", "reopen"])):
            case "open":
                return self._open(None)
            case "child":
                contact_id = data.draw(st.sampled_from([None, self.some(data, "contact")]))
                return self._open(one, contact_id)
            case "close":
                merged = tuple(
                    IncidentId(key) for key, main in self.oracle.main.items() if main == one
                )
                named = merged if data.draw(st.booleans()) else ()
                return Close(
                    command_id=self.fresh("other"),
                    incident_id=one,
                    result=ResultId("report_untrue"),
                    merged_ids=named,
                )
            case _:
                return Reopen(command_id=self.fresh("other"), incident_id=one, reason=sealed())

    def _work(self, data: st.DataObject, one: IncidentId) -> Asking:
        which = data.draw(st.sampled_from(["send", "cancel", "ask", "take"]))
        command: Any
        match which:
            case "send":
                unit = data.draw(st.sampled_from(["amb-1", "amb-2", "engine-1"]))
                command = DispatchUnit(
                    command_id=self.fresh("dispatch"), incident_id=one, unit_id=UnitId(unit)
                )
            case "cancel":
                dispatch_id = DispatchId(self.some(data, "dispatch"))
                command = Cancel(command_id=self.fresh("other"), dispatch_id=dispatch_id)
            case "ask":
                command = SendReferral(
                    command_id=self.fresh("referral"),
                    incident_id=one,
                    agency=AgencyId("dinsos"),
                )
            case _:
                referral_id = ReferralId(self.some(data, "referral"))
                command = TakeBack(command_id=self.fresh("other"), referral_id=referral_id)
        desk = "dispatch" if which in ("send", "cancel") else "agencies"
        return Asking(desk=desk, command=command, actor=DISPATCHER)

    def _contact(self, data: st.DataObject, one: IncidentId) -> Asking:
        contact_id = ContactId(self.some(data, "contact"))
        match data.draw(st.sampled_from(["write", "attach", "answer"])):
            case "write":
                hear = HearMessage(
                    command_id=self.fresh("contact"),
                    channel=Channel.WHATSAPP,
                    kind=MessageKind.TEXT,
                    sent_at=self.world.now,
                    received_at=self.world.now,
                    contact_id=contact_id,
                    subject=SubjectId("rina"),
                )
                return Asking(desk="intake", command=hear, actor=CHANNEL_ACTOR)
            case "attach":
                attach = AttachReport(
                    command_id=self.fresh("other"), contact_id=contact_id, incident_id=one
                )
                return Asking(desk="intake", command=attach, actor=TAKER)
            case _:
                answer = AnswerContact(command_id=self.fresh("other"), contact_id=contact_id)
                return Asking(desk="intake", command=answer, actor=TAKER)

    @rule(data=st.data())
    def somebody_acts(self, data: st.DataObject) -> None:
        asking = self.asking(data)
        self.world.submit(asking.desk, asking.command, asking.actor)

    @rule(data=st.data())
    def two_act_at_once(self, data: st.DataObject) -> None:
        self.world.race(self.asking(data), self.asking(data))

    @rule(data=st.data())
    def the_same_is_asked_again(self, data: st.DataObject) -> None:
        asking = self.asking(data)
        self.world.submit(asking.desk, asking.command, asking.actor)
        before = len(self.world.entries)
        self.world.submit(asking.desk, asking.command, asking.actor)
        assert len(self.world.entries) == before

    @rule()
    def policies_run(self) -> None:
        self.world.settle()
        self.oracle.read(self.world.entries)
        for one, main in self.oracle.main.items():
            assert one not in self.oracle.open or main in self.oracle.open
        for child, parent in self.oracle.parent.items():
            assert child not in self.oracle.open or parent in self.oracle.open

    @rule(minutes=st.sampled_from([1, 30]))
    def time_passes(self, minutes: int) -> None:
        self.world.wait(timedelta(minutes=minutes))

    @invariant()
    def laws_hold(self) -> None:
        self.oracle.read(self.world.entries)

    @invariant()
    def a_cut_merge_leaves_nothing_behind(self) -> None:
        entries = self.world.entries
        standing = _standing(entries)
        kept = [one for one in entries if not isinstance(one.fact, JOINING) or one in standing]
        for incident_id in self.ids["incident"][1:]:
            tag = incident_life(IncidentId(incident_id))
            assert _plain(fold(INCIDENT, tag, entries)) == _plain(fold(INCIDENT, tag, kept))

    def teardown(self) -> None:
        """What screens and figures say of it, at the end."""
        cards = drawn(open_incidents, self.world.entries)
        assert set(cards) == self.oracle.open
        for key, card in cards.items():
            assert card.merged_into == self.oracle.main.get(key)
            assert card.clock_start_at == self.oracle.clock[key]
            merged = {one for one, main in self.oracle.main.items() if main == key}
            assert set(card.merged) == merged
            assert {one for one, line in card.merged.items() if line.is_open} == (
                merged & self.oracle.open
            )
        for key, row in drawn(statistics, self.world.entries).items():
            if key.startswith("incident:"):
                assert row.merged_into == self.oracle.main.get(row.incident_id)
                assert row.clock_start_at == self.oracle.clock[row.incident_id]


def _standing(entries: list[Entry]) -> list[Entry]:
    """The merges and links that have not been undone since."""
    last: dict[tuple[str, ...], Entry] = {}
    for one in entries:
        match one.fact:
            case IncidentMerged() | IncidentUnmerged() as fact:
                last["merge", fact.incident_id] = one
            case IncidentsLinked() | IncidentsUnlinked() as fact:
                last["link", *sorted((fact.incident_id, fact.other_id))] = one
            case _:
                pass
    return [one for one in last.values() if isinstance(one.fact, IncidentMerged | IncidentsLinked)]


def _plain(life: IncidentLife) -> Any:
    """Order of merging is no knowledge."""
    return (life, sorted(life.merged), sorted(life.linked))


Room.TestCase.settings = settings(max_examples=80, stateful_step_count=40, deadline=None)
TestJoinedIncidents = Room.TestCase

"""However often a stream is cut, and wherever: the screen ends as a fresh one, nothing twice."""

from __future__ import annotations

import asyncio
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from siaga.language.dispatch import UnitCleared, UnitDispatched
from siaga.language.entry import Fact
from siaga.language.units import OffDutyReason, UnitWentOffDuty, UnitWentOnDuty
from siaga.language.values import DispatchId, IncidentId, UnitId
from tests.builders import by_server, hours
from tests.contract.servers import wish
from tests.contract.streaming import Console, Room, leave, settle

UNITS = ("amb-1", "amb-2", "patrol-1")


def fact(kind: str, unit: str, incident: int) -> Fact:
    names = {"unit_id": UnitId(unit), "when": by_server()}
    job = {"dispatch_id": DispatchId(f"d-{unit}"), "incident_id": IncidentId(f"i-{incident}")}
    match kind:
        case "on":
            return UnitWentOnDuty(**names)  # type: ignore[arg-type]
        case "off":
            return UnitWentOffDuty(**names, reason=OffDutyReason.REFUEL)  # type: ignore[arg-type]
        case "sent":
            return UnitDispatched(**names, **job)  # type: ignore[arg-type]
        case _:
            return UnitCleared(**names, **job)  # type: ignore[arg-type]


facts = st.builds(
    fact,
    st.sampled_from(["on", "off", "sent", "cleared"]),
    st.sampled_from(UNITS),
    st.integers(1, 2),
)


class CutStreams(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self.loop)
        self.room = Room()
        self.reader, self.stream = Console(), None
        self.resumed: dict[str, int] = {}
        self.told = 0  # events of the reader already checked

    def run(self, work: Any) -> Any:
        return self.loop.run_until_complete(work)

    @rule(told=st.lists(facts, min_size=1, max_size=4))
    def write(self, told: list[Fact]) -> None:
        async def work() -> None:
            await self.room.book.append(wish(*told))
            await settle()

        self.run(work())
        self.check_order()

    @precondition(lambda self: self.stream is None)
    @rule(cut_after=st.one_of(st.none(), st.integers(0, 900)))
    def connect(self, cut_after: int | None) -> None:
        async def work() -> None:
            self.reader.bytes_left = cut_after
            self.stream = self.room.open(self.reader)
            self.resumed = dict(self.reader.at)
            self.told = len(self.reader.events)
            await settle()

        self.run(work())
        self.check_order()

    @precondition(lambda self: self.stream is not None)
    @rule()
    def cut(self) -> None:
        self.run(leave(self.stream))
        self.stream = None

    @rule(passed=st.integers(1, 30))
    def wait(self, passed: int) -> None:
        """Tombstones are forgotten after a day: who was away longer starts again."""
        self.room.clock.at += hours(passed)

    def check_order(self) -> None:
        if self.stream is not None and self.stream.done():
            self.run(leave(self.stream))
            self.stream = None
        assert self.reader.positions == sorted(self.reader.positions)
        shown: dict[tuple[str, str], int] = {}
        for name, data in self.reader.events[self.told :]:
            if name == "reset":
                self.resumed[data["board"]] = 0
            if name == "message" and data["card"] is not None:
                drawn, key = data["card"]["position"], (data["board"], data["key"])
                assert drawn > self.resumed[data["board"]], "sent again"
                assert drawn > shown.get(key, 0), "sent twice"
                shown[key] = drawn

    def teardown(self) -> None:
        async def work() -> None:
            if self.stream is not None:
                await leave(self.stream)
            self.reader.bytes_left = None
            fresh = Console()
            streams = [self.room.open(console) for console in (self.reader, fresh)]
            await settle()
            await leave(*streams)
            assert self.reader.cards == fresh.cards
            expected = {
                name: {key: {"position": card.position} for key, card in live.cards().items()}
                for name, live in self.room.hub.boards.items()
            }
            got = {
                name: {key: {"position": card["position"]} for key, card in cards.items()}
                for name, cards in fresh.cards.items()
            }
            assert got == expected

        try:
            self.run(work())
        finally:
            if self.stream is not None:
                self.run(leave(self.stream))
            self.loop.close()
            asyncio.set_event_loop(None)


CutStreams.TestCase.settings = settings(max_examples=150, stateful_step_count=25, deadline=None)
TestCutStreams = CutStreams.TestCase

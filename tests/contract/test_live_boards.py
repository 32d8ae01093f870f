"""Live boards and the streams that read them: one truth however a reader comes to it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from siaga.app.boards import STORY
from siaga.language.incident import IncidentOpened
from siaga.language.units import OffDutyReason, UnitWentOffDuty
from siaga.language.values import IncidentId
from siaga.platform import checkpoints
from siaga.platform.live_board import LiveBoard
from siaga.platform.stories import Story
from siaga.platform.tail import Tail
from siaga.platform.vault import Sealer, Vault
from tests.builders import AUDITOR, CREW, NOW, by_server, hours
from tests.contract.servers import opened, wish
from tests.contract.streaming import BOARDS, Console, Room, leave, settle
from tests.contract.test_logbook import dispatched, incident, on_duty
from tests.patience import PATIENCE_S, until


def off(unit: str) -> UnitWentOffDuty:
    return UnitWentOffDuty(unit_id=unit, reason=OffDutyReason.REFUEL, when=by_server())  # type: ignore[arg-type]


async def test_a_board_made_anew_is_the_live_one() -> None:
    room = Room()
    for n in range(30):
        await room.book.append(wish(on_duty(f"u-{n % 7}"), off(f"u-{n % 5}"), dispatched(f"d-{n}")))
    fresh = room.fresh_hub(Vault(None, 0, sealer=Sealer(b"k" * 32), erased=Path("never-written")))
    again = Tail(room.book)
    again.readers.append(fresh.follow)
    await again.catch_up_from(0)
    for name, live in room.hub.boards.items():
        assert fresh.boards[name].cards() == live.cards()
        assert fresh.boards[name].floor == live.floor
    assert fresh.position == room.hub.position == 90


async def test_who_was_away_past_the_tombstones_starts_again() -> None:
    room = Room()
    await room.book.append(wish(on_duty("a"), on_duty("b")))
    early, late = Console(), Console()
    await leave(*(await _visit(room, early, late)))
    await room.book.append(wish(off("a")))
    await leave(*(await _visit(room, early)))
    assert [name for name, _ in early.events].count("reset") == 0
    assert early.events[-3][1]["card"] is None or early.cards["units"].keys() == {"b"}
    room.clock.at += hours(25)
    await room.book.append(wish(on_duty("c")))
    assert room.hub.boards["units"].floor == 3
    assert "a" not in room.hub.boards["units"].slots
    await leave(*(await _visit(room, early, late)))
    assert [name for name, _ in early.events].count("reset") == 0
    resets = [data for name, data in late.events if name == "reset"]
    assert [(data["board"], data["reason"]) for data in resets] == [("units", "too_old")]
    assert early.cards == late.cards


async def _visit(room: Room, *consoles: Console) -> list[Any]:
    streams = [room.open(console) for console in consoles]
    await settle()
    return streams


async def test_a_position_beyond_the_head_or_of_another_lineage_starts_again() -> None:
    room = Room()
    await room.book.append(wish(on_duty("a"), dispatched()))
    ahead = Console(at={"units": 99, "jobs": 2}, cards={"units": {"ghost": {}}, "jobs": {}})
    foreign = Console(at={"units": 2, "jobs": 2}, lineage="another")
    await leave(*(await _visit(room, ahead, foreign)))
    assert ahead.cards["units"].keys() == {"a", "amb-1"}
    assert [d["board"] for n, d in ahead.events if n == "reset"] == ["units"]
    reasons = {(d["board"], d["reason"]) for n, d in foreign.events if n == "reset"}
    assert reasons == {("units", "lineage"), ("jobs", "lineage")}
    assert foreign.cards["jobs"].keys() == {"unit amb-1", "incident i-1"}
    assert foreign.lineage == room.hub.lineage


async def test_what_a_viewer_may_not_see_is_masked_or_a_tombstone() -> None:
    room = Room()
    await room.book.append(wish(on_duty("patrol-1"), on_duty("amb-1")))
    crew, staff = Console(actor=CREW), Console()
    streams = await _visit(room, crew, staff)
    assert crew.cards["units"].keys() == {"amb-1"}
    assert crew.cards["units"]["amb-1"]["secret"] == ""
    assert staff.cards["units"]["amb-1"]["secret"] == "rahasia"
    await room.book.append(wish(on_duty("patrol-1")))
    await settle()
    name, data = crew.events[-1]
    assert (name, data["key"], data["card"]) == ("message", "patrol-1", None)
    await leave(*streams)


async def test_changed_rights_end_the_stream_with_a_reset() -> None:
    room = Room()
    console = Console()
    (stream,) = await _visit(room, console)
    console.ended = True
    await room.book.append(wish(on_duty("secret")))
    await asyncio.wait_for(stream, PATIENCE_S)
    assert console.events[-1] == ("reset", {"board": None, "reason": "rights"})
    assert not any(data.get("key") == "secret" for _, data in console.events)


async def test_a_beat_each_second_says_only_what_was_sent() -> None:
    room = Room()
    await room.book.append(wish(on_duty("a")))
    console = Console()
    since_s = time.monotonic()
    (stream,) = await _visit(room, console)

    def heard() -> list[Any]:
        return [data for name, data in console.events if name == "beat"]

    await until(lambda: len(heard()) >= 3)
    beats = heard()
    assert len(beats) <= time.monotonic() - since_s + 2, "more than one a second"
    assert beats[-1]["position"] == 1
    assert beats[-1]["now"].startswith(NOW.strftime("%Y-%m-%dT%H:%M"))
    await leave(stream)


class _Slow(Console):
    """Something is written while it takes its first cards."""

    meanwhile: ClassVar[list[Any]] = []

    async def push(self, sent: bytes) -> None:
        self.hear(sent)
        if b"\ndata" in sent and self.meanwhile:
            await self.meanwhile.pop()()


async def test_a_beat_never_runs_ahead_of_the_cards() -> None:
    """While cards are being sent, more is written: that is said with the next beat only."""
    room = Room()
    await room.book.append(wish(*[on_duty(f"u-{n}") for n in range(450)]))
    console = _Slow()
    console.meanwhile.append(lambda: room.book.append(wish(on_duty("late"))))
    (stream,) = await _visit(room, console)
    seen = 0
    for name, data in console.events:
        if name in ("beat", "current"):
            assert data["position"] <= seen
        elif name == "message":
            seen = max(seen, data["position"])
    assert "late" in console.cards["units"]
    await leave(stream)


async def test_a_story_is_read_and_then_tailed_in_position_order() -> None:
    room = Room()
    other: IncidentOpened = replace(incident("i-2"), note=None)
    own: IncidentOpened = replace(incident("i-1"), note=None)
    await room.book.append(wish(own, other))
    name = "incident-story/i-1"
    console = Console(names=("units", "jobs", name))
    story = Story(room.book, STORY, subject="i-1")
    stream = room.open(console, {name: story})
    await settle()
    assert list(console.cards[name]) == ["1"]
    await room.book.append(wish(dispatched("d-1", "i-1"), dispatched("d-2", "i-2"), on_duty()))
    await settle()
    assert list(console.cards[name]) == ["1", "3"]
    assert console.positions == sorted(console.positions)
    await leave(stream)
    await room.book.append(wish(dispatched("d-3", "i-1")))
    stream = room.open(console, {name: Story(room.book, STORY, subject=str(IncidentId("i-1")))})
    await settle()
    assert list(console.cards[name]) == ["1", "3", "6"]
    await leave(stream)


async def test_signals_reach_their_audience_without_an_id() -> None:
    room = Room()
    staff, auditor = Console(), Console(actor=AUDITOR)
    streams = await _visit(room, staff, auditor)
    room.signals.put("draft", "form-1", value={"note": "x"}, at=NOW)
    room.signals.put("position", "amb-1", value={"latitude": -1.6}, at=NOW)
    await settle()
    heard = [[d["kind"] for n, d in c.events if n == "signal"] for c in (staff, auditor)]
    assert heard == [["draft", "position"], ["position"]]
    assert staff.at == {"units": 0, "jobs": 0}
    await leave(*streams)


async def test_a_board_starts_from_its_checkpoint(postgres: dict[str, Any]) -> None:
    async with opened(postgres) as book:
        live = [LiveBoard(board) for board in BOARDS]
        tail = Tail(book.book)
        tail.readers += [board.follow for board in live]
        book.book.offer = tail.offer
        await book.book.append(wish(on_duty("a"), on_duty("b"), dispatched()))
        head = await book.book.head()
        await checkpoints.save(book.pool, book.site, boards=live, lineage=head.lineage)
        await book.book.append(wish(off("a")))
        head = await book.book.head()

        again = [LiveBoard(board) for board in BOARDS]
        start = await checkpoints.restore(book.pool, book.site, boards=again, head=head)
        assert start == 3
        late = Tail(book.book)
        late.readers += [board.follow for board in again]
        await late.catch_up_from(start)
        assert [board.cards() for board in again] == [board.cards() for board in live]
        assert again[0].must_reset(2)
        assert not again[0].must_reset(3)

        for spoil in ("lineage = gen_random_uuid()", "code_digest = 'x'", "cards = '{'"):
            await checkpoints.save(book.pool, book.site, boards=live, lineage=head.lineage)
            await book.pool.execute(f"update board_checkpoint set {spoil} where board = 'jobs'")
            fresh = [LiveBoard(board) for board in BOARDS]
            assert await checkpoints.restore(book.pool, book.site, boards=fresh, head=head) == 0
            assert fresh[0].position == 4
            assert fresh[1].cards() == {}

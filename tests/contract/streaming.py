"""A hub over the logbook in memory, and a console that reads its stream as bytes and may be cut."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from siaga.language.dispatch import DispatchCancelled, UnitCleared, UnitDispatched
from siaga.language.entry import Entry, Fact
from siaga.language.units import UnitWentOffDuty, UnitWentOnDuty
from siaga.language.values import Actor, Role
from siaga.platform.board_stream import BoardStream, Wanted
from siaga.platform.desk import Board
from siaga.platform.hub import Hub
from siaga.platform.memory_logbook import MemoryLogbook
from siaga.platform.reveal import Revealer
from siaga.platform.signals import Signals
from siaga.platform.stories import Story
from siaga.platform.tail import Tail
from siaga.platform.vault import Sealer, Vault
from tests.builders import DISPATCHER, PLACE
from tests.contract.servers import RECORDS, HeldClock

HEARD = frozenset({UnitWentOnDuty, UnitWentOffDuty, UnitDispatched, UnitCleared, DispatchCancelled})


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCard:
    unit_id: str
    position: int  # of the entry that drew it
    secret: str = "rahasia"


@dataclass(frozen=True, slots=True, kw_only=True)
class JobCard:
    subject: str
    position: int


def unit_keys(fact: Any) -> tuple[str, ...]:
    return (fact.unit_id,)


def draw_unit(key: str, _card: UnitCard | None, entry: Entry) -> UnitCard | None:
    if isinstance(entry.fact, UnitWentOffDuty):
        return None
    return UnitCard(unit_id=key, position=entry.position)


def view_unit(card: UnitCard, viewer: Actor) -> UnitCard | None:
    """The room sees all; others see nothing of the patrol."""
    if viewer.is_room:
        return card
    if card.unit_id.startswith("patrol"):
        return None
    return UnitCard(unit_id=card.unit_id, position=card.position, secret="")


def job_keys(fact: Any) -> tuple[str, ...]:
    """One fact touches two cards of this board: a cut may fall between them."""
    if isinstance(fact, UnitDispatched | UnitCleared | DispatchCancelled):
        return (f"unit {fact.unit_id}", f"incident {fact.incident_id}")
    return ()


def draw_job(key: str, _card: JobCard | None, entry: Entry) -> JobCard | None:
    if isinstance(entry.fact, UnitDispatched):
        return JobCard(subject=key, position=entry.position)
    return None


def board(name: str, card: type[Any], keys: Any, draw: Any, view: Any) -> Board:
    roles = frozenset(Role)
    return Board(name=name, card=card, hears=HEARD, roles=roles, keys=keys, draw=draw, view=view)


BOARDS = (
    board("units", UnitCard, unit_keys, draw_unit, view_unit),
    board("jobs", JobCard, job_keys, draw_job, lambda card, _viewer: card),
)


@dataclass(slots=True)
class Console:
    """What one screen holds, kept by the rules of the console's own reader."""

    actor: Actor = DISPATCHER
    ended: bool = False
    names: Sequence[str] = ("units", "jobs")
    lineage: str | None = None
    at: dict[str, int] = field(default_factory=dict)
    cards: dict[str, dict[str, Any]] = field(default_factory=dict)
    events: list[tuple[str, Any]] = field(default_factory=list)
    positions: list[int] = field(default_factory=list)  # as they came, since it connected
    current: bool = False
    bytes_left: int | None = None
    _half: bytes = b""

    def connect(self, hub: Hub, clock: HeldClock, stories: dict[str, Story] | None = None) -> Any:
        """→ the running stream."""
        self._half, self.current, self.positions = b"", False, []
        for name in self.names:
            if not self.at.setdefault(name, 0):
                self.cards[name] = {}
        wanted = Wanted(
            boards={name: self.at[name] for name in self.names if name in hub.boards},
            stories={name: (story, self.at[name]) for name, story in (stories or {}).items()},
            lineage=self.lineage,
        )
        return asyncio.ensure_future(
            BoardStream(hub, clock, watcher=self, wanted=wanted).run(self.push)
        )

    async def push(self, sent: bytes) -> None:
        if self.bytes_left is not None:
            sent, cut = sent[: self.bytes_left], len(sent) > self.bytes_left
            self.bytes_left -= len(sent)
            self.hear(sent)
            if cut:
                raise ConnectionResetError
            return
        self.hear(sent)

    def hear(self, sent: bytes) -> None:
        *whole, self._half = (self._half + sent).split(b"\n\n")
        for frame in whole:
            lines = dict(line.split(b": ", 1) for line in frame.split(b"\n"))
            if b"data" in lines:
                self._event(lines.get(b"event", b"message").decode(), lines)

    def _event(self, name: str, lines: dict[bytes, bytes]) -> None:
        data = json.loads(lines[b"data"])
        self.events.append((name, data))
        match name:
            case "message":
                assert lines[b"id"].decode().endswith(f":{data['position']}")
                cards = self.cards.setdefault(data["board"], {})
                if data["card"] is None:
                    cards.pop(data["key"], None)
                else:
                    cards[data["key"]] = data["card"]
                self._passed(data["position"])
                self.positions.append(data["position"])
            case "current":
                self.current, self.lineage = True, data["lineage"]
                self._passed(data["position"])
            case "beat":
                self._passed(data["position"])
            case "reset":
                for board_name in [data["board"]] if data["board"] else list(self.names):
                    self.at[board_name] = 0
                    self.cards[board_name] = {}

    def _passed(self, position: int) -> None:
        """Before it is current, a board that came later may still be filled from its beginning."""
        for name in self.names if self.current else ():
            self.at[name] = max(self.at[name], position)


class Room:
    """A logbook in memory, followed by a hub of the two boards."""

    def __init__(self) -> None:
        self.clock = HeldClock()
        self.book = MemoryLogbook(PLACE, RECORDS, clock=self.clock)
        self.signals = Signals(lambda kind, key, viewer: kind != "draft" or viewer.is_room)
        vault = Vault(None, 0, sealer=Sealer(b"k" * 32), erased=Path("never-written"))
        self.hub = self.fresh_hub(vault)
        self.tail = Tail(self.book)
        self.tail.readers.append(self.hub.follow)
        self.book.offer = self.tail.offer

    def fresh_hub(self, vault: Vault) -> Hub:
        hub = Hub(BOARDS, Revealer(vault), signals=self.signals)
        hub.lineage = self.book.lineage
        return hub

    def open(self, console: Console, stories: dict[str, Story] | None = None) -> Any:
        return console.connect(self.hub, self.clock, stories)


async def settle() -> None:
    """Let every stream send what it has."""
    for _ in range(12):
        await asyncio.sleep(0)


async def leave(*streams: Any) -> None:
    for stream in streams:
        stream.cancel()
    await asyncio.gather(*streams, return_exceptions=True)


def facts_of(entries: Sequence[Entry]) -> list[Fact]:
    return [entry.fact for entry in entries]

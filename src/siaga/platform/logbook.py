"""The logbook (buku jaga): where facts become true, in one order. See docs of logbook.md 1-9."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from siaga.language.entry import Entry, Fact
from siaga.language.follow_ups import FollowUp
from siaga.language.values import Asked, Tag, Via
from siaga.platform.vault import VaultItem


class Conflict(Exception):
    """A guard tag was written beyond what the decision had seen: read again, decide again."""


class AlteredCommand(Exception):
    """This command id was used before with another body."""


class Unavailable(Exception):
    """The logbook cannot be written now, or its queue is full. The same command may be repeated."""


@dataclass(slots=True, kw_only=True)
class Wish:
    """What a decision wants written: all of it or nothing."""

    command_id: UUID
    digest: bytes  # of the command's body
    asked: Asked
    facts: Sequence[Fact] = ()
    guards: Mapping[Tag, int] = field(default_factory=dict)  # tag → last position folded
    refusal: str | None = None
    legal: tuple[str, ...] = ()
    via: Via = Via.CONSOLE
    cause: int | None = None
    depth: int = 0
    imported: bool = False
    items: Sequence[VaultItem] = ()
    follow_ups: Sequence[FollowUp] = ()
    urgent: bool = False  # contacts and the inbox go before all else


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    position: int
    refusal: str | None = None
    legal: tuple[str, ...] = ()
    number: str | None = None
    repeated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    lineage: str
    position: int
    chain: bytes
    recorded_at: datetime


Read = Callable[[int, int], Awaitable[list[Entry]]]
"""Entries beyond a position, oldest first, at most so many: from the logbook or out of memory."""


class Logbook(Protocol):
    async def append(self, wish: Wish) -> Answer:
        """Durable when it returns. Raises Conflict, AlteredCommand or Unavailable."""
        ...

    async def read(self, tags: Sequence[Tag], after: int = 0) -> list[Entry]:
        """Entries carrying any of `tags`, oldest first."""
        ...

    async def read_from(self, after: int, limit: int = 1000) -> list[Entry]:
        """All entries beyond `after`, oldest first, at most `limit`."""
        ...

    async def head(self) -> Head: ...

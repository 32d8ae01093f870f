"""A fact and the envelope it was written with (logbook.md 8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from siaga.language.values import ActorKind, Tag, Via


class Fact:
    """Something that happened. Subclasses are frozen dataclasses named in the past tense.

    `version` counts the shapes this fact has had; `series` names the number it draws, if any.
    """

    __slots__ = ()
    version: ClassVar[int] = 1
    series: ClassVar[str | None] = None

    def tags(self) -> tuple[Tag, ...]:
        """Story and guard tags, at most three (logbook.md 4)."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the logbook, as desks fold it and boards draw it."""

    position: int  # 1, 2, 3 … without gaps
    fact: Fact
    recorded_at: datetime
    received_at: datetime
    command_id: str  # UUID
    actor_kind: ActorKind
    actor: str
    seat: str = ""
    via: Via = Via.CONSOLE
    number: str | None = None  # of the fact's series, e.g. K-2026-000001
    cause: int | None = None  # position of the fact this one reacts to
    depth: int = 0
    imported: bool = False  # entered from elsewhere or restored: follows and reacts to nothing

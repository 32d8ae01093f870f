"""How a desk, a door and a board present themselves to the house."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_args
from uuid import UUID

from siaga.language.entry import Entry, Fact
from siaga.language.follow_ups import FollowUp, Reaction
from siaga.language.place import Place
from siaga.language.refusals import Refused
from siaga.language.values import Actor, Asked, Role, Tag

Outcome = Sequence[Fact] | Refused


def heard_types(heard: Any) -> frozenset[type[Fact]]:
    """The members of a desk's `Heard` union, or the single class it is."""
    return frozenset(get_args(heard) or (heard,))


def no_follow(_fact: Fact, _place: Place) -> tuple[FollowUp, ...]:
    return ()


def no_reach(_command: Any, _place: Place) -> tuple[Tag, ...]:
    return ()


def no_react(_entry: Entry) -> tuple[Reaction, ...]:
    return ()


def no_ring(_kind: str, _subject: str, _due_at: datetime, _command_id: UUID) -> Any:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """One command that may be asked from outside. `example` is a body the desk would accept."""

    command: type[Any]
    roles: frozenset[Role]
    summary: str
    example: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    name: str
    states: Mapping[str, type[Any]]  # tag prefix → state class
    heard: frozenset[type[Fact]]
    writes: frozenset[type[Fact]]
    boundary: Callable[[Any], tuple[Tag, ...]]
    decide: Callable[[Any, Mapping[Tag, Any], Place, Asked], Outcome]
    evolve: Callable[[Tag, Any, Entry], Any]
    follow: Callable[[Fact, Place], Sequence[FollowUp]] = no_follow
    react: Callable[[Entry], Sequence[Reaction]] = no_react
    ring: Callable[[str, str, datetime, UUID], Any] = no_ring
    timers: frozenset[str] = frozenset()  # kinds of timers this desk arms
    doors: tuple[Door, ...] = ()
    # Guard tags that only place data can name, beside those of `boundary`.
    reach: Callable[[Any, Place], tuple[Tag, ...]] = no_reach

    def guards(self, command: Any, place: Place) -> tuple[Tag, ...]:
        """Everything that must not change behind the decision's back."""
        return tuple(dict.fromkeys((*self.boundary(command), *self.reach(command, place))))

    def initial(self, tag: Tag) -> Any:
        return self.states[tag.partition(":")[0]]()


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """`roles` may open it at all; `view` then masks card by card."""

    name: str
    card: type[Any]
    hears: frozenset[type[Fact]]
    roles: frozenset[Role]
    keys: Callable[[Any], tuple[str, ...]]
    draw: Callable[[str, Any, Entry], Any]
    view: Callable[[Any, Actor], Any]
    personal: bool = False  # `view` looks at who the viewer is, not only at the rights

"""Given these facts, when this is asked, then these facts or this refusal.

A desk is asked the way the gateway asks it: only the facts it hears, one state per guard tag of
the command's boundary, nothing read for an id the command itself creates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from siaga.language.entry import Entry, Fact
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import TAGS_PER_FACT_MAX, Actor, ActorKind, Asked, Tag, Via
from siaga.platform.desk import Desk, Outcome
from tests.builders import NOW, PLACE, TAKER, uid

ALWAYS = 10**9
"""A number no story reaches: ids and positions of things told, not asked."""


def entry(
    fact: Fact,
    *,
    position: int = 1,
    at: datetime = NOW,
    actor: Actor = TAKER,
    number: str | None = None,
) -> Entry:
    """The fact as the logbook would hold it."""
    return Entry(
        position=position,
        fact=fact,
        recorded_at=at,
        received_at=at,
        command_id=str(uid(ALWAYS + position)),
        actor_kind=actor.kind,
        actor=actor.id,
        via=Via.CONSOLE,
        number=number or (f"{fact.series}-2026-{position:06d}" if fact.series else None),
    )


def entries_of(told: Sequence[Fact | Entry]) -> list[Entry]:
    """Facts become entries in the order told; an entry keeps all but its position."""
    return [
        entry(item, position=place) if isinstance(item, Fact) else replace(item, position=place)
        for place, item in enumerate(told, start=1)
    ]


def fold(desk: Desk, tag: Tag, entries: Iterable[Entry]) -> Any:
    """One guard tag's state, from the facts this desk hears."""
    state = desk.initial(tag)
    for item in entries:
        if type(item.fact) in desk.heard and tag in item.fact.tags():
            state = desk.evolve(tag, state, item)
    return state


def states_for(
    desk: Desk, command: Any, entries: Sequence[Entry], place: Place = PLACE
) -> dict[Tag, Any]:
    """What the gateway hands to `decide`."""
    new = f":{command.command_id}"
    return {
        tag: desk.initial(tag) if tag.endswith(new) else fold(desk, tag, entries)
        for tag in desk.guards(command, place)
    }


class _Unread(dict[Tag, Any]):
    """States that refuse a tag which was never part of the boundary, by name."""

    def __missing__(self, tag: Tag) -> Any:
        raise AssertionError(f"decide looked at {tag}, which its boundary does not name")


def ask(
    desk: Desk, command: Any, states: Mapping[Tag, Any], *, asked: Asked, place: Place = PLACE
) -> Outcome:
    """Ask the desk and check what holds for every answer of every desk."""
    outcome = desk.decide(command, _Unread(states), place, asked)
    if isinstance(outcome, Refused):
        return outcome
    for fact in outcome:
        assert type(fact) in desk.writes, f"{desk.name} wrote {type(fact).__name__}: not in writes"
        assert 1 <= len(fact.tags()) <= TAGS_PER_FACT_MAX, f"{fact} carries {fact.tags()}"
        assert len(set(fact.tags())) == len(fact.tags()), f"{fact} carries a tag twice"
    return outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the desk said."""

    outcome: Outcome

    @property
    def facts(self) -> tuple[Fact, ...]:
        assert not isinstance(self.outcome, Refused), f"refused: {self.outcome}"
        return tuple(self.outcome)

    @property
    def told(self) -> tuple[Any, ...]:
        """The same, for a look at what they say."""
        return self.facts

    def then(self, *facts: Fact) -> None:
        """Exactly these facts, in this order; none = accepted with nothing new."""
        assert self.facts == facts, f"\nwrote    {self.facts}\nexpected {facts}"

    def wrote(self, *kinds: type[Fact]) -> None:
        """Facts of these kinds, in this order, whatever they say."""
        assert tuple(type(fact) for fact in self.facts) == kinds

    def refused(self, reason: Refusal, legal: Sequence[str] | None = None) -> None:
        """`legal` is compared only when given."""
        assert isinstance(self.outcome, Refused), f"accepted: {self.outcome}"
        assert self.outcome.reason == reason
        if legal is not None:
            assert self.outcome.legal == tuple(legal)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    desk: Desk
    entries: list[Entry]
    place: Place = PLACE

    def when(self, command: Any, *, by: Actor = TAKER, at: datetime = NOW) -> Answer:
        """Ask at the instant `at`, which is the door's `received_at`."""
        seat = "" if by.kind is not ActorKind.PERSON else "meja-1"
        asked = Asked(actor=by, received_at=at, seat=seat)
        states = states_for(self.desk, command, self.entries, self.place)
        outcome = ask(self.desk, command, states, asked=asked, place=self.place)
        return Answer(outcome=outcome)

    def state(self, tag: Tag) -> Any:
        return fold(self.desk, tag, self.entries)


def teller(desk: Desk, place: Place = PLACE) -> Callable[..., Story]:
    """`given = teller(DESK)`, then `given(*facts).when(command, by=TAKER).then(*facts)`."""

    def given(*told: Fact | Entry) -> Story:
        return Story(desk=desk, entries=entries_of(told), place=place)

    return given

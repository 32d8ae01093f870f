"""Several desks against one list of entries: the gateway's rules in plain memory.

It numbers, repeats answers, reacts, rings timers and lets two commands race; it stores nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from siaga.language.entry import Entry, Fact
from siaga.language.follow_ups import Arm, Disarm, FollowUp, Send
from siaga.language.place import Place
from siaga.language.refusals import Refused
from siaga.language.values import Actor, Asked, Tag, Via
from siaga.platform.desk import Desk, Outcome
from tests.builders import NOW, PLACE, POLICY_ACTOR, TAKER, TIMER_ACTOR
from tests.story import ask, fold, states_for

REACTION_DEPTH_MAX = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """One command on its way to one desk."""

    desk: str
    command: Any
    actor: Actor = TAKER
    cause: int | None = None
    depth: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    command_id: UUID


@dataclass(slots=True)
class World:
    """`submit` answers like the gateway; facts written are in `entries`."""

    desks: Sequence[Desk]
    place: Place = PLACE
    now: datetime = NOW
    entries: list[Entry] = field(default_factory=list)
    sent: list[Send] = field(default_factory=list)
    timers: dict[tuple[str, str], datetime] = field(default_factory=dict)
    answers: dict[str, Outcome] = field(default_factory=dict)
    series: dict[str, int] = field(default_factory=dict)
    eager: bool = True  # policies act at once; else when `settle` is called
    pending: list[Asking] = field(default_factory=list)

    def desk(self, name: str) -> Desk:
        return next(desk for desk in self.desks if desk.name == name)

    def submit(self, desk: str, command: Any, actor: Actor = TAKER) -> Outcome:
        """The outcome; a repeated `command_id` gets its first answer and writes nothing."""
        return self._submit(Asking(desk=desk, command=command, actor=actor))

    def tell(self, fact: Fact, actor: Actor = TAKER) -> None:
        """A fact of a desk that is not here."""
        command_id = uuid5(NAMESPACE_URL, f"told:{len(self.entries)}")
        told = _Told(command_id=command_id)
        self._append(Asking(desk="", command=told, actor=actor), (fact,))

    def race(self, *askings: Asking) -> list[Outcome]:
        """All are decided on what is known now; who finds a guard tag moved decides again."""
        before = len(self.entries)
        early = [self._decide(asking, self.entries) for asking in askings]
        outcomes = []
        for asking, outcome in zip(askings, early, strict=True):
            if (known := self.answers.get(str(asking.command.command_id))) is not None:
                outcomes.append(known)
                continue
            guards = set(self.desk(asking.desk).guards(asking.command, self.place))
            moved = any(guards & set(item.fact.tags()) for item in self.entries[before:])
            settled = self._decide(asking, self.entries) if moved else outcome
            outcomes.append(self._append(asking, settled))
        return outcomes

    def state(self, desk: str, tag: Tag) -> Any:
        return fold(self.desk(desk), tag, self.entries)

    def facts(self, *kinds: type[Fact]) -> list[Any]:
        """Every fact so far of these kinds, oldest first."""
        return [item.fact for item in self.entries if isinstance(item.fact, kinds)]

    def wait(self, span: timedelta) -> None:
        """Let time pass; timers due by then ring, oldest first, each at its own instant."""
        until = self.now + span
        while due := sorted((at, *key) for key, at in self.timers.items() if at <= until):
            at, kind, subject = due[0]
            del self.timers[kind, subject]
            self.now = max(self.now, at)
            self._ring(kind, subject, at)
        self.now = until

    def _ring(self, kind: str, subject: str, at: datetime) -> None:
        command_id = uuid5(NAMESPACE_URL, f"{kind}:{subject}:{at.isoformat()}")
        for desk in self.desks:
            if kind in desk.timers:
                command = desk.ring(kind, subject, at, command_id)
                if command is not None:
                    self._submit(Asking(desk=desk.name, command=command, actor=TIMER_ACTOR))

    def _submit(self, asking: Asking) -> Outcome:
        known = self.answers.get(str(asking.command.command_id))
        if known is not None:
            return known
        return self._append(asking, self._decide(asking, self.entries))

    def _decide(self, asking: Asking, entries: Sequence[Entry]) -> Outcome:
        desk = self.desk(asking.desk)
        asked = Asked(actor=asking.actor, received_at=self.now)
        states = states_for(desk, asking.command, entries, self.place)
        return ask(desk, asking.command, states, asked=asked, place=self.place)

    def _append(self, asking: Asking, outcome: Outcome) -> Outcome:
        self.answers[str(asking.command.command_id)] = outcome
        if isinstance(outcome, Refused):
            return outcome
        written = [self._entry(asking, fact) for fact in outcome]
        for item in written:
            for desk in self.desks:
                self._follow(desk.follow(item.fact, self.place))
        for item in written:
            self._react(item)
        return outcome

    def _entry(self, asking: Asking, fact: Fact) -> Entry:
        item = Entry(
            position=len(self.entries) + 1,
            fact=fact,
            recorded_at=self.now,
            received_at=self.now,
            command_id=str(asking.command.command_id),
            actor_kind=asking.actor.kind,
            actor=asking.actor.id,
            via=getattr(asking.command, "via", Via.CONSOLE),
            number=self._number(fact.series),
            cause=asking.cause,
            depth=asking.depth,
        )
        self.entries.append(item)
        return item

    def _number(self, series: str | None) -> str | None:
        if series is None:
            return None
        self.series[series] = self.series.get(series, 0) + 1
        return f"{series}-{self.now.year}-{self.series[series]:06d}"

    def _follow(self, follow_ups: Iterable[FollowUp]) -> None:
        for item in follow_ups:
            match item:
                case Send():
                    self.sent.append(item)
                case Arm():
                    self.timers[item.kind, item.subject] = item.due_at
                case Disarm():
                    self.timers.pop((item.kind, item.subject), None)

    def _react(self, item: Entry) -> None:
        """In life a worker runs the policies from its own cursor."""
        if item.depth >= REACTION_DEPTH_MAX or item.imported:
            return
        for desk in self.desks:
            for n, reaction in enumerate(desk.react(item)):
                command_id = uuid5(NAMESPACE_URL, f"world:{item.position}:{desk.name}:{n}")
                command = replace(reaction.command, command_id=reaction.command_id or command_id)
                self.pending.append(
                    Asking(
                        desk=reaction.desk,
                        command=command,
                        actor=POLICY_ACTOR,
                        cause=item.position,
                        depth=item.depth + 1,
                    )
                )
        if self.eager:
            self.settle()

    def settle(self) -> None:
        """Run what policies asked for, oldest first, and what follows from it."""
        while self.pending:
            self._submit(self.pending.pop(0))

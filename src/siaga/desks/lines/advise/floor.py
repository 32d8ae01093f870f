"""All calls and takers at once, and whose turn it is. It advises; the desk decides each turn."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import get_args

from siaga.desks.lines.state import CallLife, Heard, Missed, Phase, TakerLife, evolve
from siaga.language.calls import Doing, OverflowReason, RingFailure
from siaga.language.entry import Entry
from siaga.language.lines import CallOffered
from siaga.language.place import Lines
from siaga.language.values import AccountId, ContactId

CALL, TAKER = "contact-life", "taker"
HEARD = frozenset(get_args(Heard))
AT_WORK = (Doing.READY, Doing.RINGING, Doing.TALKING, Doing.WRAP_UP)

UNDELIVERABLE = 3
"""Rings that never reached a telephone: such a call no longer keeps others waiting behind it."""

LATE_SETTLES = timedelta(seconds=5)
"""A call from the journal: by then its answer and its end are told too, if there were any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    contact_id: ContactId
    taker: AccountId


@dataclass(frozen=True, slots=True, kw_only=True)
class Overflow:
    contact_id: ContactId
    why: OverflowReason


Turn = Ring | Overflow
Waiting = tuple[ContactId, CallLife]


class Floor:
    """Mutable, of one process; folded from the same facts as the desk's own states."""

    def __init__(self) -> None:
        self.calls: dict[ContactId, CallLife] = {}  # not ended
        self.takers: dict[AccountId, TakerLife] = {}

    def see(self, entry: Entry) -> None:
        if type(entry.fact) not in HEARD:
            return
        for tag in entry.fact.tags():
            prefix, _, name = tag.partition(":")
            if prefix == CALL:
                self._see_call(ContactId(name), entry)
            elif prefix == TAKER:
                who = self.takers.get(AccountId(name)) or TakerLife()
                self.takers[AccountId(name)] = evolve(tag, who, entry)

    def _see_call(self, contact_id: ContactId, entry: Entry) -> None:
        """Contacts of other channels carry the same tag; calls that ended are not kept."""
        life = self.calls.get(contact_id)
        if life is None:
            if not isinstance(entry.fact, CallOffered):
                return
            life = CallLife()
        tag = next(tag for tag in entry.fact.tags() if tag == f"{CALL}:{contact_id}")
        self.put_call(contact_id, evolve(tag, life, entry))

    def put_call(self, contact_id: ContactId, life: CallLife) -> None:
        if life.phase is Phase.OVER or life.offered_at is None:
            self.calls.pop(contact_id, None)
        else:
            self.calls[contact_id] = life

    def put_taker(self, account_id: AccountId, life: TakerLife) -> None:
        self.takers[account_id] = life

    def turns(
        self, rules: Lines, now: datetime, *, online: Container[AccountId]
    ) -> tuple[Turn, ...]:
        """What to do at this instant: takers to ring, and calls for the second destination."""
        waiting = in_order(self._waiting(now), rules, now=now)
        free = self._free(rules, now, online=online)
        given: list[Turn] = []
        for contact_id, life in waiting:
            if not free:
                break
            who = _best(free, life, rules=rules, now=now)
            if who is not None:
                free.remove(who)
                given.append(Ring(contact_id=contact_id, taker=who))
            elif _keeps_others_waiting(life, rules, now):
                break  # the takers who just missed it pass nobody: they are tried in a moment
        rung = {turn.contact_id for turn in given}
        rest = (item for item in waiting if item[0] not in rung)
        return (*given, *self._overflows(rest, rules, now=now, online=online))

    def _waiting(self, now: datetime) -> Iterator[Waiting]:
        for contact_id, life in self.calls.items():
            if life.phase is Phase.WAITING and not _is_settling(life, now):
                yield contact_id, life

    def _free(
        self, rules: Lines, now: datetime, *, online: Container[AccountId]
    ) -> list[AccountId]:
        """Ready the longest first. Who missed a ring is asked only when nobody is ready.

        A telephone that could not be reached is left alone for a moment, else every waiting call
        would be tried on it within the same second.
        """
        ready: list[tuple[datetime, AccountId]] = []
        missed: list[tuple[datetime, AccountId]] = []
        for account_id, life in self.takers.items():
            if account_id not in online or life.since_at is None:
                continue
            if life.unreached_at is not None and now - life.unreached_at < _again(rules):
                continue
            if life.doing is Doing.READY:
                ready.append((life.since_at, account_id))
            elif life.doing is Doing.MISSED:
                missed.append((life.since_at, account_id))
        return [account_id for _, account_id in sorted(ready or missed)]

    def _overflows(
        self,
        waiting: Iterable[Waiting],
        rules: Lines,
        *,
        now: datetime,
        online: Container[AccountId],
    ) -> Iterator[Overflow]:
        why, after_s = self._overflow_rule(rules, online)
        for contact_id, life in waiting:
            if life.overflowed:
                continue
            waited_s = waited(life, now)
            if waited_s >= after_s:
                yield Overflow(contact_id=contact_id, why=why)
            elif waited_s >= rules.overflow_after_s:
                yield Overflow(contact_id=contact_id, why=OverflowReason.WAITED)

    def _overflow_rule(
        self, rules: Lines, online: Container[AccountId]
    ) -> tuple[OverflowReason, int]:
        doing = [life.doing for who, life in self.takers.items() if who in online]
        at_work = sum(one in AT_WORK for one in doing)
        if at_work == 0 and Doing.MISSED not in doing:
            return OverflowReason.NO_TAKER, rules.overflow_no_taker_s
        if at_work <= 1:
            return OverflowReason.TAKER_ALONE, rules.overflow_alone_s
        return OverflowReason.WAITED, rules.overflow_after_s


def in_order(calls: Iterable[Waiting], rules: Lines, *, now: datetime) -> list[Waiting]:
    """Who has waited the bound, oldest first; then victims and signs; then age and likelihood."""

    def place(item: Waiting) -> tuple[int, float, str]:
        contact_id, life = item
        waited_s = waited(life, now)
        if waited_s >= rules.bound_s:
            return 0, -waited_s, contact_id
        is_forward = life.front or life.signs > 0
        return 1 if is_forward else 2, -(waited_s + life.head_start_s), contact_id

    return sorted(calls, key=place)


def waited(life: CallLife, now: datetime) -> float:
    """Seconds since the first ring."""
    return (now - life.offered_at).total_seconds() if life.offered_at else 0.0


def _best(
    free: list[AccountId], life: CallLife, *, rules: Lines, now: datetime
) -> AccountId | None:
    """Who has not missed this call, else who may be tried again for it."""
    missed: dict[AccountId, Missed] = {one.taker: one for one in life.missed}
    for who in free:
        if who not in missed:
            return who
    again = [who for who in free if now - missed[who].at >= _again(rules)]
    return min(again, key=lambda who: missed[who].at, default=None)


def _keeps_others_waiting(life: CallLife, rules: Lines, now: datetime) -> bool:
    undelivered = sum(one.why is not RingFailure.NO_ANSWER for one in life.missed)
    return waited(life, now) >= rules.bound_s and undelivered < UNDELIVERABLE


def _is_settling(life: CallLife, now: datetime) -> bool:
    return life.late and life.heard_at is not None and now - life.heard_at < LATE_SETTLES


def _again(rules: Lines) -> timedelta:
    return timedelta(seconds=rules.again_s)

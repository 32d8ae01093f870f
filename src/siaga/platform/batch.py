"""A batch of wishes as the parallel arrays of the SQL function `append`, and its answers back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from siaga.language.entry import Entry
from siaga.language.follow_ups import Arm, Disarm, Send
from siaga.language.values import Tag
from siaga.platform.ids import derived_id
from siaga.platform.logbook import Answer, Wish
from siaga.platform.records import FactRecords, encode

APPEND = (
    "select * from append($1,$2,$3,$4,$5::uuid[],$6::bytea[],$7::text[],$8::text[],$9::text[],"
    "$10::text[],$11::text[],$12::text[],$13::bigint[],$14::int[],$15::boolean[],"
    "$16::timestamptz[],$17::int[],$18::text[],$19::bigint[],$20::int[],$21::text[],$22::int[],"
    "$23::text[],$24::text[],$25::text[],$26::int[],$27::uuid[],$28::bytea[],$29::bytea[],"
    "$30::text[],$31::text[],$32::text[],$33::int[],$34::uuid[],$35::text[],$36::text[],"
    "$37::text[],$38::text[],$39::timestamptz[],$40::int[],$41::text[],$42::text[],"
    "$43::timestamptz[])"
)

DRILL_SERIES = {"K": "L", "T": "LT", "S": "LS"}


class Written:
    """One wish with what is written of it worked out once: tags, bodies and their size."""

    __slots__ = ("bodies", "bytes", "guards", "tags", "touches", "wish")

    def __init__(self, wish: Wish, records: FactRecords) -> None:
        self.wish = wish
        self.bodies = [records.write(fact) for fact in wish.facts]
        self.tags = [fact.tags() for fact in wish.facts]
        self.touches = frozenset(tag for tags in self.tags for tag in tags)
        self.guards = wish.guards.keys()
        self.bytes = sum(map(len, self.bodies)) + sum(len(item.data) for item in wish.items)


def series_name(series: str | None, drill: bool) -> str | None:
    """A drill numbers its things apart (L-2026, LT-2026): a number never looks like a real one."""
    return DRILL_SERIES[series] if series and drill else series


def arrays(batch: Sequence[Written], *, drill: bool) -> list[Any]:
    commands: list[list[Any]] = [[] for _ in range(12)]
    guards: list[list[Any]] = [[], [], []]
    facts: list[list[Any]] = [[] for _ in range(6)]
    items: list[list[Any]] = [[] for _ in range(7)]
    sends: list[list[Any]] = [[] for _ in range(7)]
    timers: list[list[Any]] = [[] for _ in range(4)]
    for number, written in enumerate(batch, 1):
        wish = written.wish
        _row(commands, *_command(wish))
        for tag, after in wish.guards.items():
            _row(guards, number, tag, after)
        for fact, body, tags in zip(wish.facts, written.bodies, written.tags, strict=True):
            series = series_name(fact.series, drill)
            _row(facts, number, type(fact).__name__, fact.version, body, series, " ".join(tags))
        for item in wish.items:
            ref = UUID(item.ref)
            _row(items, number, ref, item.wrapped_key, item.data, item.subject, item.case_id)
            items[6].append(item.kind)
        _follow_ups(number, wish, sends, timers)
    return [*commands, *guards, *facts, *items, *sends, *timers]


def _row(columns: list[list[Any]], *values: Any) -> None:
    for column, value in zip(columns, values, strict=False):
        column.append(value)


def _command(wish: Wish) -> tuple[Any, ...]:
    actor = wish.asked.actor
    return (
        wish.command_id,
        wish.digest,
        wish.refusal,
        json.dumps(wish.legal) if wish.legal else None,
        actor.kind.value,
        actor.id,
        wish.asked.seat,
        wish.via.value,
        wish.cause,
        wish.depth,
        wish.imported,
        wish.asked.received_at,
    )


def _follow_ups(number: int, wish: Wish, sends: list[list[Any]], timers: list[list[Any]]) -> None:
    for n, follow_up in enumerate(wish.follow_ups):
        match follow_up:
            case Send():
                row = derived_id(wish.command_id, "send", n)
                kind, rule, recipient = follow_up.kind, follow_up.rule.value, follow_up.recipient
                _row(sends, number, row, kind, rule, recipient, encode(follow_up))
                sends[6].append(follow_up.deadline_at)
            case Arm():
                _row(timers, number, follow_up.kind, follow_up.subject, follow_up.due_at)
            case Disarm():
                _row(timers, number, follow_up.kind, follow_up.subject, None)


def answers(batch: Sequence[Written], row: Any) -> list[tuple[str, Answer]]:
    """→ (status, answer) per wish; status is accepted, repeated, altered or conflict."""
    return [
        (
            status,
            Answer(
                position=position,
                refusal=refusal,
                legal=tuple(json.loads(legal)) if legal else (),
                number=number,
                repeated=status == "repeated",
            ),
        )
        for status, position, refusal, legal, number in zip(
            row["statuses"],
            row["positions"],
            row["refusals"],
            row["legals"],
            row["numbers"],
            strict=True,
        )
    ]


def entries(batch: Sequence[Written], row: Any) -> list[tuple[Entry, tuple[Tag, ...]]]:
    """What this batch added to the logbook, in order."""
    out: list[tuple[Entry, tuple[Tag, ...]]] = []
    at: datetime = row["at"]
    numbered = zip(row["fact_positions"], row["fact_numbers"], strict=True)
    for written in batch:
        wish = written.wish
        for fact, tags in zip(wish.facts, written.tags, strict=True):
            position, number = next(numbered)
            if position:
                out.append((entry_of(wish, fact, position=position, at=at, number=number), tags))
    return out


def entry_of(wish: Wish, fact: Any, *, position: int, at: datetime, number: str | None) -> Entry:
    return Entry(
        position=position,
        fact=fact,
        recorded_at=at,
        received_at=wish.asked.received_at,
        command_id=str(wish.command_id),
        actor_kind=wish.asked.actor.kind,
        actor=wish.asked.actor.id,
        seat=wish.asked.seat,
        via=wish.via,
        number=number,
        cause=wish.cause,
        depth=wish.depth,
        imported=wish.imported,
    )

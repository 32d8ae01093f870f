"""The rows Kamailio writes by itself, turned into events. Pure.

A row has fields of the accounting module first and ours last, all of ours hex or numbers; so it
is read from its end, and whatever stands in the first ones cannot move them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from siaga.channels.phone.kamailio.protocol import (
    Malformed,
    call_id,
    cause,
    ender,
    instant,
    plain,
    text,
)
from siaga.channels.phone.port import Answered, Ended, Event, Offered, Placed

FIELDS = (
    "kind",
    "at",
    "call",
    "sender",
    "asserted",
    "taker",
    "how",
    "by",
    "reason",
    "t0",
    "t1",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    event: Event
    offered_at: datetime | None
    answered_at: datetime | None


def read_row(line: str) -> Row | Malformed:
    parts = line.rstrip("\r\n").split("|")
    if len(parts) < len(FIELDS):
        return Malformed(why="fields")
    values = dict(zip(FIELDS, parts[-len(FIELDS) :], strict=True))
    call, at = call_id(values["call"]), instant(values["at"])
    if not call or at is None:
        return Malformed(why="call")
    event = _event(values, call, at)
    if event is None:
        return Malformed(why="kind")
    return Row(event=event, offered_at=instant(values["t0"]), answered_at=instant(values["t1"]))


def _event(values: dict[str, str], call: str, at: datetime) -> Event | None:
    taker = plain(values["taker"])
    match values["kind"]:
        case "offered":
            caller, asserted = text(values["sender"]), text(values["asserted"])
            return Offered(call=call, at=at, caller=caller, asserted=asserted, replayed=True)
        case "placed":
            return Placed(call=call, at=at, taker=taker)
        case "answered":
            failsafe = values["how"] == "failsafe"
            return Answered(call=call, at=at, taker=taker, failsafe=failsafe, replayed=True)
        case "ended":
            by, why = ender(values["by"]), cause(values["reason"])
            return Ended(call=call, at=at, by=by, cause=why, replayed=True)
    return None


def in_order(rows: list[Row]) -> list[Event]:
    """Of several files, by the switch's clock; same instant: the order in a call's life."""
    rank = {Offered: 0, Placed: 0, Answered: 1, Ended: 2}
    rows = sorted(rows, key=lambda row: (row.event.at, rank.get(type(row.event), 3)))
    return [replace(row.event) for row in rows]

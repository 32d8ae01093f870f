"""What Kamailio and rtpengine say, turned into the events of the port. Pure: never an exception.

Whatever a stranger wrote arrives hex-encoded; it is decoded here, tolerantly. What does not fit
becomes Malformed: somebody else spoke, or the configuration is not ours.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import md5
from typing import Any

from siaga.channels.phone.port import (
    Answered,
    Digit,
    Ended,
    Event,
    Held,
    Offered,
    Overflowed,
    Placed,
    Ringing,
    TakerFailed,
    TakerOnline,
)

TEXT_LENGTH_MAX = 512
LOCATION_LENGTH_MAX = 16_384
DIGITS = "0123456789*#ABCD"
ENDERS = frozenset({"caller", "taker", "network", "system"})
_CAUSE = re.compile(r"q\.850[^,]*?;\s*cause\s*=\s*(\d{1,3})", re.IGNORECASE)
_PROMPT = re.compile(r"[-a-z0-9]{1,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Malformed:
    """Nothing of its content is kept: it may be anybody's."""

    why: str


class Wrong(StrEnum):
    """What the edge could not do for a call that flows all the same."""

    MEDIA = "media"  # rtpengine does not answer: a ring tone instead of the announcement
    PROMPT = "prompt"  # a sound file is missing


_WRONGS = {each.value: each for each in Wrong}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pong:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Resynced:
    """All that waits and all who are registered has been told again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """A command came too late: the edge does not have this call waiting."""

    call: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    what: Wrong
    at: datetime


Said = Event | Pong | Resynced | Gone | Trouble | Malformed


def read_event(frame: bytes) -> Said:
    """One frame of the link."""
    try:
        body = json.loads(frame)
    except (ValueError, RecursionError):
        return Malformed(why="json")
    if not isinstance(body, dict):
        return Malformed(why="shape")
    kind = body.get("ev")
    if kind == "pong":
        return Pong()
    if kind == "resynced":
        return Resynced()
    at = instant(body.get("at"))
    if at is None:
        return Malformed(why="instant")
    if kind == "taker":
        return _taker(body, at)
    if kind == "wrong":
        what = _WRONGS.get(str(body.get("what")))
        return Trouble(what=what, at=at) if what else Malformed(why="what")
    call = call_id(body.get("call"))
    if not call:
        return Malformed(why="call")
    return _of_call(str(kind), call, at, body)


def _taker(body: dict[str, Any], at: datetime) -> TakerOnline | Malformed:
    taker = text(body.get("taker"))
    if not taker:
        return Malformed(why="taker")
    return TakerOnline(
        taker=taker,
        at=at,
        online=body.get("online") is True,
        replaced=body.get("replaced") is True,
    )


def _of_call(kind: str, call: str, at: datetime, body: dict[str, Any]) -> Said:
    taker = text(body.get("taker"))
    match kind:
        case "offered":
            return _offered(call, at, body)
        case "placed":
            contact = text(body.get("contact"))
            return Placed(call=call, at=at, taker=taker, contact=contact)
        case "ringing":
            return Ringing(call=call, at=at, taker=taker)
        case "answered":
            return Answered(call=call, at=at, taker=taker, failsafe=body.get("how") == "failsafe")
        case "failed":
            return TakerFailed(call=call, at=at, taker=taker, code=number(body.get("code")))
        case "overflowed":
            return Overflowed(call=call, at=at)
        case "held":
            return Held(call=call, at=at, held=body.get("held") is True)
        case "ended":
            return Ended(
                call=call,
                at=at,
                by=ender(body.get("by")),
                cause=cause(body.get("reason")),
                code=number(body.get("code")),
            )
        case "gone":
            return Gone(call=call, at=at)
    return Malformed(why="event")


def _offered(call: str, at: datetime, body: dict[str, Any]) -> Offered:
    return Offered(
        call=call,
        at=at,
        caller=text(body.get("from")),
        asserted=text(body.get("pai")),
        privacy=text(body.get("privacy")),
        called=text(body.get("called")),
        location=text(body.get("geo"), limit=LOCATION_LENGTH_MAX),
        line=plain(body.get("line")),
    )


# ---- digits


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardDigit:
    """`waiting`: `call` is the name of an announcement, see `hold_name`."""

    call: str
    waiting: bool
    digit: Digit
    tag: str


def read_digit(datagram: bytes) -> HeardDigit | Malformed:
    """rtpengine's note of one key pressed."""
    try:
        body = json.loads(datagram)
    except (ValueError, RecursionError):
        return Malformed(why="json")
    if not isinstance(body, dict):
        return Malformed(why="shape")
    call, event = plain(body.get("callid")), body.get("event")
    if body.get("type") != "DTMF" or not call:
        return Malformed(why="type")
    if type(event) is not int or not 0 <= event < len(DIGITS):
        return Malformed(why="digit")
    at = instant(body.get("timestamp"))
    if at is None:
        return Malformed(why="instant")
    waiting = call.startswith("hold-")
    return HeardDigit(
        call=call,
        waiting=waiting,
        digit=Digit(call=call, at=at, digit=DIGITS[event]),
        tag=plain(body.get("source_tag")),
    )


def hold_name(call: str) -> str:
    """What rtpengine knows a waiting call's announcement by."""
    digest = md5(call.encode("latin-1", "replace"), usedforsecurity=False)
    return f"hold-{digest.hexdigest()}"


# ---- commands


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One command; `call` may be empty."""

    cmd: str
    call: str = ""
    more: dict[str, str | int] = field(default_factory=dict)


def encode(order: Order, key: str) -> bytes:
    body: dict[str, str | int] = {"key": key, "cmd": order.cmd, **order.more}
    if order.call:
        body["call"] = call_hex(order.call)
    return json.dumps(body, separators=(",", ":")).encode()


def is_prompt(name: str) -> bool:
    return bool(_PROMPT.fullmatch(name))


# ---- small readers


def text(value: Any, *, limit: int = TEXT_LENGTH_MAX) -> str:
    """Hex to text without control characters; what is no hex is ""."""
    found = _bytes(value).decode("utf-8", "replace")[:limit]
    return "".join(each for each in found if each.isprintable() or each in "\r\n\t")


def call_id(value: Any) -> str:
    """Byte for byte a character, whatever the bytes: it goes back exactly as it came."""
    return _bytes(value).decode("latin-1")


def call_hex(call: str) -> str:
    return call.encode("latin-1", "replace").hex()


def _bytes(value: Any) -> bytes:
    try:
        return bytes.fromhex(value) if isinstance(value, str) else b""
    except ValueError:
        return b""


def plain(value: Any) -> str:
    return value[:TEXT_LENGTH_MAX] if isinstance(value, str) else ""


def number(value: Any) -> int:
    found = str(value)
    return int(found) if found.isascii() and found.isdigit() and len(found) < 6 else 0


def instant(value: Any) -> datetime | None:
    try:
        at = datetime.fromtimestamp(float(value), UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None
    return at if 2000 < at.year < 2200 else None


def ender(value: Any) -> str:
    return value if isinstance(value, str) and value in ENDERS else "network"


def cause(value: Any) -> int:
    """The Q.850 cause of a Reason header in hex, 0 without one."""
    found = _CAUSE.search(text(value))
    return int(found[1]) if found and int(found[1]) < 128 else 0

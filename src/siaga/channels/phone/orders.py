"""What `legs` remembers of a call, and the orders it gives to a switch. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from siaga.channels.phone.port import CannotDo, Event, Offered


class Role(StrEnum):
    """Why a leg was dialled."""

    TAKER = "taker"
    SECOND = "second"
    TRANSFER = "transfer"
    PARTY = "party"
    LISTENER = "listener"

    @property
    def talks(self) -> bool:
        """The caller is theirs once they pick up."""
        return self in (Role.TAKER, Role.SECOND, Role.TRANSFER)


@dataclass(slots=True, kw_only=True)
class Leg:
    id: str
    caller: str  # the caller's leg
    role: Role
    who: str
    rang: bool = False
    up: bool = False

    @property
    def taker(self) -> str:
        """The account that is rung, "" outside the room."""
        return "" if self.role is Role.SECOND or is_number(self.who) else self.who


@dataclass(slots=True, kw_only=True)
class Call:
    leg: str
    offered: Offered
    placed_by: str = ""
    ringing: str = ""  # the leg that rings for it
    partner: str = ""  # the leg the caller talks to
    answered_at: datetime | None = None
    held: bool = False
    released: bool = False  # in the switch's own failsafe
    ended_by: str = ""  # known before its leg is gone

    @property
    def name(self) -> str:
        return self.offered.call

    @property
    def is_waiting(self) -> bool:
        return not (self.answered_at or self.placed_by or self.released)

    def retold(self) -> Offered:
        return replace(self.offered, replayed=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """How a leg ended. `hung_up`: by the person at its far end, not by us or by a fault."""

    at: datetime
    cause: int = 0  # Q.850
    code: int = 0  # SIP, 0 unknown
    hung_up: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One leg in the switch's own list: a caller (`offered`) or a leg we dialled (`role`)."""

    leg: str
    up: bool
    since_at: datetime
    offered: Offered | None = None
    role: Role | None = None
    who: str = ""  # whom we dialled, or the taker who placed the call
    caller: str = ""
    caller_up: bool = False
    in_hand: bool = True  # False: in the switch's own dialplan


@dataclass(frozen=True, slots=True, kw_only=True)
class Dial:
    leg: str
    caller: str
    role: Role
    to: str
    ring_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    caller: str
    leg: str
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    leg: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    leg: str
    prompt: str
    endless: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    caller: str
    leg: str
    held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """Let the switch's dialplan go on with this leg."""

    leg: str
    failsafe: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """The connection is of no use any more: end it and make another."""

    reason: str


Order = Dial | Join | Drop | Prompt | Hold | Release
Step = Event | Order

# Nothing else reaches a switch's command line or address: no space, comma, brace, quote or slash.
_ACCOUNT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_NUMBER = re.compile(r"\+?[0-9]{2,20}")
_PROMPT = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")

# Q.850 to SIP as in RFC 3398, but 19 "no answer" is 408: the worker tells it from unreachable.
_SIP_OF = {1: 404, 3: 404, 17: 486, 18: 408, 19: 408, 20: 480, 21: 603, 22: 410, 27: 502, 31: 480}
_SIP_OF |= {34: 503, 38: 503, 41: 503, 42: 503, 44: 503, 47: 503, 58: 503, 88: 488, 102: 504}

FAULTS = frozenset({27, 38, 41, 42, 44, 47, 102, 111})
"""Q.850 causes that nobody's finger caused."""


DOCUMENT_CHARACTERS_MAX = 16_384


def sip_code(cause: int) -> int:
    return _SIP_OF.get(cause, 0)


def is_number(to: str) -> bool:
    return _NUMBER.fullmatch(to) is not None


def where_to(to: str, role: Role) -> str:
    """An account or, where one may be called, a number; anything else is refused."""
    may_be_number = role in (Role.TRANSFER, Role.PARTY)
    if _ACCOUNT.fullmatch(to) or (may_be_number and is_number(to)):
        return to
    raise CannotDo("neither an account nor a number")


def prompt_name(prompt: str) -> str:
    """The name of a prompt file without its ending; never a path."""
    name = prompt.removesuffix(".wav")
    if not _PROMPT.fullmatch(name):
        raise CannotDo("not the name of a prompt")
    return name


def plain(text: object, limit: int = 256) -> str:
    """A text of the network cut short, without control characters or halves of characters."""
    if not isinstance(text, str):
        return ""
    return "".join(sign for sign in text[:limit] if sign.isprintable())


def document(text: object) -> str:
    """A location the network sent along, lines and all."""
    if not isinstance(text, str) or len(text) > DOCUMENT_CHARACTERS_MAX:
        return ""
    return "\n".join(map(plain_line, text.splitlines()))


def plain_line(line: str) -> str:
    return plain(line.replace("\t", " "), DOCUMENT_CHARACTERS_MAX)

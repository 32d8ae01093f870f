"""The one port to any telephone switch: what it tells us and what we can ask of it.

`call` is the SIP Call-ID of the caller's leg, `taker` the account id the page registered with.
Instants are the switch's own clock, aware UTC.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

EVERY_CALL = ""
"""As a call: everybody who waits."""


class Can(StrEnum):
    """What an adapter may lack; the console hides what its switch cannot do."""

    HOLD = "hold"
    TRANSFER = "transfer"
    ADD_PARTY = "add_party"
    LISTEN = "listen"
    EARLY_DIGITS = "early_digits"
    PLAY = "play"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A call from outside rings. Every text in it may be absent, absurd or hostile."""

    call: str
    at: datetime
    caller: str = ""  # user part of From
    asserted: str = ""  # P-Asserted-Identity
    privacy: str = ""
    called: str = ""  # request URI
    location: str = ""  # PIDF-LO body
    line: str = ""  # address it came from
    replayed: bool = False  # told again after a reconnect, or read from the journal


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A taker's page dials out; `contact` is the id it says the call belongs to, "" for none."""

    call: str
    taker: str
    at: datetime
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ringing:
    call: str
    taker: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """`taker` is "" at the second destination."""

    call: str
    at: datetime
    taker: str = ""
    failsafe: bool = False
    replayed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TakerFailed:
    """The call waits again. `taker` is "" when it was the second destination."""

    call: str
    at: datetime
    taker: str
    code: int  # SIP status: 408, 480, 486 …; 0 unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Overflowed:
    call: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """Answered or not. `by`: caller, taker, network or system. `cause`: Q.850, 0 unknown.

    `code`: the SIP status that ended a call of a taker's before anybody answered, 0 unknown.
    """

    call: str
    at: datetime
    by: str
    cause: int = 0
    code: int = 0
    replayed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Digit:
    call: str
    at: datetime
    digit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """The caller made a sound while waiting."""

    call: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    call: str
    at: datetime
    held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingReady:
    call: str
    at: datetime
    part: str  # waiting or talk
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class TakerOnline:
    taker: str
    at: datetime
    online: bool
    replaced: bool = False  # a newer page of the same taker: the older one rings no more


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """The connection to the switch itself. `restarted`: it has forgotten its calls."""

    up: bool
    at: datetime
    restarted: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Talking:
    """After a reconnect: this call is up, with this taker."""

    call: str
    taker: str
    at: datetime  # answered


Event = (
    Offered
    | Placed
    | Ringing
    | Answered
    | TakerFailed
    | Overflowed
    | Ended
    | Digit
    | Voice
    | Held
    | RecordingReady
    | TakerOnline
    | Link
    | Talking
)


class CannotDo(Exception):
    """The switch lacks this capability, or no longer knows the call."""


class Phone(Protocol):
    """An adapter. Commands return when the switch has been told, not when it has happened."""

    capabilities: frozenset[Can]

    def events(self) -> AsyncIterator[Event]:
        """Never ends by itself: reconnects, says so by Link, and tells again what still waits."""
        ...

    async def offer_to(self, call: str, taker: str, *, ring_s: int) -> None: ...

    async def overflow(self, call: str) -> None:
        """To the second destination, which the switch knows."""
        ...

    async def hang_up(self, call: str) -> None: ...

    async def play(self, call: str, prompt: str) -> None:
        """A file of the prompts folder, without ending; to one caller, or to EVERY_CALL.

        Played to EVERY_CALL it also becomes the announcement of calls yet to come; "" is the
        ordinary one.
        """
        ...

    async def hold(self, call: str, *, held: bool) -> None: ...

    async def transfer(self, call: str, *, to: str) -> None:
        """`to`: a taker's account id, or a number of the line."""
        ...

    async def add_party(self, call: str, *, to: str) -> None: ...

    async def listen(self, call: str, *, taker: str) -> None: ...

    async def join(self, call: str, *, to: str, taker: str) -> None:
        """`taker`'s page, which had both calls in one conversation, is gone: the two hear each
        other without it, and nobody ends them for its sake."""
        ...

    def silence(self, silent: bool) -> None:
        """Fall silent on purpose, so that the switch's own failsafe rings everybody."""
        ...

    async def close(self) -> None: ...

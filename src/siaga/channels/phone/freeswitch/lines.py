"""Orders as lines of FreeSWITCH's event socket. Pure; NOT PROVEN ON A LIVE SERVER.

Only ids, accounts, numbers and names that `orders` has checked are written into a line: a text of
the network never is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from siaga.channels.phone.orders import (
    Dial,
    Drop,
    Hold,
    Join,
    Order,
    Prompt,
    Release,
    Role,
    is_number,
)

_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.@:-]{0,127}")


@dataclass(frozen=True, slots=True, kw_only=True)
class EslSettings:
    """What the site's FreeSWITCH looks like; `second` is a whole dial string."""

    takers: str = "user/{}"
    trunk: str = ""  # dial string for numbers of the line, like sofia/gateway/carrier/{}
    second: str = ""
    prompts: Path = Path("/usr/share/freeswitch/siaga")
    recordings: Path = Path("/var/lib/freeswitch/recordings")
    failsafe: str = "siaga-failsafe XML siaga"  # extension, dialplan, context
    alive_s: int = 15  # a new call believes that we are there for so long
    lease_s: int = 0  # 0: whoever waits stays parked when we die
    record: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """One command of the event socket, without the empty line that ends it."""

    line: str


def is_safe(word: str) -> bool:
    """A switch's own id may stand in a line; anything odd may not."""
    return _SAFE.fullmatch(word) is not None


def api(line: str) -> Say:
    """Answered at once and in order; for whatever does not wait."""
    return Say(line=f"api {line}")


class Lines:
    """Turns orders into commands."""

    def __init__(self, settings: EslSettings, *, contact_of: Callable[[str], str]) -> None:
        self._settings, self._contact_of = settings, contact_of

    def of(self, order: Order, *, call: str) -> list[Say]:
        match order:
            case Dial():
                return [self._dial(order, call)]
            case Join():
                return self._join(order, call)
            case Drop(leg=leg):
                return [api(f"uuid_kill {leg}")]
            case Prompt(leg=leg, prompt=prompt, endless=endless):
                path = self._settings.prompts / f"{prompt}.wav"
                what = f"endless_playback::{path}" if endless else f"{path}"
                return [api(f"uuid_break {leg} all"), api(f"uuid_broadcast {leg} {what} aleg")]
            case Hold(leg=leg, held=held):
                return [api(f"uuid_hold {'' if held else 'off '}{leg}")]
            case Release(leg=leg, failsafe=failsafe):
                if not failsafe:  # its dialplan was never stopped
                    return []
                return [
                    *self.take_lease(leg),
                    api(f"uuid_transfer {leg} {self._settings.failsafe}"),
                ]

    def _dial(self, order: Dial, call: str) -> Say:
        own = {
            "origination_uuid": order.leg,
            "originate_timeout": str(order.ring_s),
            "ignore_early_media": "true",
            "siaga_role": order.role.value,
            "siaga_caller": order.caller,
            "siaga_who": order.to if order.role is not Role.SECOND else "second",
        }
        if order.role is Role.SECOND:
            where = order.to
        elif is_number(order.to):
            where = self._settings.trunk.format(order.to)
        else:
            where = self._settings.takers.format(order.to)
            own["sip_h_X-Siaga-Contact"] = self._contact_of(call)
        then = {
            Role.LISTENER: f"&eavesdrop({order.caller})",
            Role.PARTY: f"&three_way({order.caller})",
        }.get(order.role, "&park()")
        given = ",".join(f"{name}={value}" for name, value in own.items())
        # originate waits for the answer, so it runs in the background under the leg's own name.
        return Say(line=f"bgapi originate {{{given}}}{where} {then}\nJob-UUID: {order.leg}")

    def _join(self, order: Join, call: str) -> list[Say]:
        if not order.role.talks:  # eavesdrop and three_way have joined them already
            return []
        caller = order.caller
        found = [
            *self.take_lease(caller),
            api(f"uuid_break {caller} all"),
            api(f"uuid_answer {caller}"),
            api(f"uuid_bridge {caller} {order.leg}"),
        ]
        if self._settings.record and order.role is not Role.TRANSFER:
            path = self._settings.recordings / f"{self._contact_of(call)}-talk.wav"
            found.append(api(f"uuid_setvar {caller} RECORD_STEREO true"))
            found.append(api(f"uuid_record {caller} start {path}"))
        return found

    def take_lease(self, leg: str) -> list[Say]:
        return [api(f"sched_del {leg}")] if self._settings.lease_s else []

    def renew(self, leg: str) -> list[Say]:
        """Without a new one in time FreeSWITCH itself moves the call to the failsafe."""
        if not self._settings.lease_s:
            return []
        go = f"sched_transfer +{self._settings.lease_s} {leg} {self._settings.failsafe}"
        return [*self.take_lease(leg), api(go)]

    def alive_until(self, epoch_s: int) -> Say:
        """The dialplan compares this with its own clock before it gives us a call."""
        return api(f"global_setvar siaga_until={epoch_s}")

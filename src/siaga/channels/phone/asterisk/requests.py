"""Orders as requests of Asterisk's REST interface. Pure; NOT PROVEN ON A LIVE SERVER.

Shapes: Asterisk's own API descriptions (rest-api/api-docs), versions 18 to 22.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

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

Text = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request. Those of one `lane` are sent one after the other, lanes beside each other."""

    method: str
    path: str
    lane: str
    params: Text = field(default_factory=dict)
    body: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AriSettings:
    """What the site's Asterisk looks like; `second` is a whole endpoint, like PJSIP/500@carrier."""

    app: str = "siaga"
    technology: str = "PJSIP"
    trunk: str = ""  # endpoint for numbers of the line
    second: str = ""
    sounds: str = "siaga"  # folder of the prompts below Asterisk's own
    recordings: Path = Path("/var/spool/asterisk/recording")
    failsafe: str = "siaga-failsafe"  # context where everybody's phone rings
    lease_s: int = 0  # 0: the dialplan has no T extension to fall to
    record: bool = True
    not_takers: frozenset[str] = frozenset()


def bridge_of(caller: str) -> str:
    return f"siaga-{caller}"


def snoop_of(leg: str) -> str:
    return f"{leg}-snoop"


class Requests:
    """Turns orders into requests. Remembers only what plays on which leg."""

    def __init__(self, settings: AriSettings, *, contact_of: Callable[[str], str]) -> None:
        self._settings, self._contact_of = settings, contact_of
        self._numbers = 0
        self.playing: dict[str, Prompt] = {}  # by playback id
        self._playback: dict[str, str] = {}  # leg → playback id

    def of(self, order: Order, *, call: str) -> list[Request]:
        """`call` is the Call-ID of the call the order is about, "" when it has ended."""
        match order:
            case Dial():
                return [self._dial(order, call)]
            case Join():
                return self._join(order, call)
            case Drop(leg=leg):
                return [*self.quiet(leg), self._channel("DELETE", leg, lane=leg)]
            case Prompt():
                return [*self.quiet(order.leg), self.play(order)]
            case Hold():
                return self._hold(order.caller, held=order.held)
            case Release(leg=leg, failsafe=failsafe):
                where = {"context": self._settings.failsafe, "extension": "s", "priority": "1"}
                go = self._channel("POST", leg, "continue", params=where if failsafe else {})
                return [*self.quiet(leg), go]

    def _dial(self, order: Dial, call: str) -> Request:
        own = {
            "SIAGA_ROLE": order.role.value,
            "SIAGA_CALLER": order.caller,
            "SIAGA_WHO": order.to,
        }
        if order.role is Role.SECOND:
            endpoint = order.to
        elif is_number(order.to):
            endpoint = f"{self._settings.technology}/{order.to}@{self._settings.trunk}"
        else:
            endpoint = f"{self._settings.technology}/{order.to}"
            own["PJSIP_HEADER(add,X-Siaga-Contact)"] = self._contact_of(call)
        body = {
            "endpoint": endpoint,
            "app": self._settings.app,
            "appArgs": "dialled",
            "channelId": order.leg,
            "timeout": order.ring_s,
            "variables": own,
        }
        return Request(method="POST", path="/channels", lane=order.leg, body=body)

    def _hold(self, caller: str, *, held: bool) -> list[Request]:
        """Out of the bridge and into music, or back."""
        if held:
            return [self._bridge(caller, "removeChannel", caller), self._moh("POST", caller)]
        return [self._moh("DELETE", caller), self._bridge(caller, "addChannel", caller)]

    def _moh(self, method: str, caller: str) -> Request:
        return self._channel(method, caller, "moh")

    def _bridge(self, owner: str, verb: str, channels: str) -> Request:
        path = f"/bridges/{quote(bridge_of(owner), safe='')}/{verb}"
        return Request(method="POST", path=path, lane=owner, params={"channel": channels})

    def _join(self, order: Join, call: str) -> list[Request]:
        caller, leg = order.caller, order.leg
        if order.role is Role.LISTENER:
            spy = {"spy": "both", "whisper": "none", "app": self._settings.app}
            spy |= {"appArgs": "snoop", "snoopId": snoop_of(leg)}
            ear = self._new_bridge(leg, "mixing")
            return [ear, self._channel("POST", caller, "snoop", params=spy, lane=leg)]
        if order.role is Role.PARTY:
            return [self._bridge(caller, "addChannel", leg)]
        if order.role is Role.TRANSFER:  # perhaps out of the music of a hold
            return [
                self._moh("DELETE", caller),
                self._bridge(caller, "addChannel", f"{caller},{leg}"),
            ]
        found = [
            *self.quiet(caller),
            *self._lease(caller, 0),
            self._channel("POST", caller, "answer"),
            # dtmf_events keeps Asterisk from joining them natively, where no digit is reported.
            self._new_bridge(caller, "mixing,dtmf_events"),
            self._bridge(caller, "addChannel", f"{caller},{leg}"),
        ]
        if self._settings.record:
            found.append(self._record(caller, self._contact_of(call)))
        return found

    def _new_bridge(self, owner: str, kind: str) -> Request:
        params = {"type": kind, "bridgeId": bridge_of(owner)}
        return Request(method="POST", path="/bridges", lane=owner, params=params)

    def _record(self, caller: str, contact: str) -> Request:
        return Request(
            method="POST",
            path=f"/bridges/{quote(bridge_of(caller), safe='')}/record",
            lane=caller,
            params={"name": f"{contact}-talk", "format": "wav", "ifExists": "overwrite"},
        )

    def snooped(self, leg: str, snoop: str) -> Request:
        """The listener and the channel that spies, in a bridge of their own."""
        return self._bridge(leg, "addChannel", f"{leg},{snoop}")

    def end_bridge(self, leg: str) -> Request:
        path = f"/bridges/{quote(bridge_of(leg), safe='')}"
        return Request(method="DELETE", path=path, lane=leg)

    def play(self, prompt: Prompt) -> Request:
        self._numbers += 1
        playback = f"siaga-play-{prompt.leg}-{self._numbers}"
        self.playing[playback], self._playback[prompt.leg] = prompt, playback
        media = f"sound:{self._settings.sounds}/{prompt.prompt}"
        return self._channel(
            "POST", prompt.leg, "play", params={"media": media, "playbackId": playback}
        )

    def quiet(self, leg: str) -> list[Request]:
        playback = self._playback.pop(leg, None)
        if playback is None:
            return []
        del self.playing[playback]
        path = f"/playbacks/{quote(playback, safe='')}"
        return [Request(method="DELETE", path=path, lane=leg)]

    def forget(self, leg: str) -> None:
        """The leg is gone, and with it what was played to it."""
        playback = self._playback.pop(leg, None)
        if playback is not None:
            del self.playing[playback]

    def ring_tone(self, leg: str) -> Request:
        """What is left when a prompt cannot be played: the tone every caller knows."""
        return self._channel("POST", leg, "ring")

    def listen_for_voice(self, leg: str) -> Request:
        return self._variable(leg, "TALK_DETECT(set)", "")

    def renew(self, leg: str) -> list[Request]:
        return self._lease(leg, self._settings.lease_s)

    def _lease(self, leg: str, seconds: int) -> list[Request]:
        """Without a new one in time the call falls to the T extension; 0 takes it away."""
        if not self._settings.lease_s:
            return []
        return [self._variable(leg, "TIMEOUT(absolute)", str(seconds))]

    def subscribe(self, source: str, *, lane: str = "") -> Request:
        path = f"/applications/{quote(self._settings.app, safe='')}/subscription"
        return Request(method="POST", path=path, lane=lane, params={"eventSource": source})

    def _variable(self, leg: str, variable: str, value: str) -> Request:
        params = {"variable": variable, "value": value}
        return self._channel("POST", leg, "variable", params=params)

    def _channel(
        self, method: str, leg: str, verb: str = "", *, params: Text | None = None, lane: str = ""
    ) -> Request:
        path = f"/channels/{quote(leg, safe='')}" + (f"/{verb}" if verb else "")
        return Request(method=method, path=path, lane=lane or leg, params=params or {})

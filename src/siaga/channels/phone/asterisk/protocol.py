"""The conversation with Asterisk's ARI. Pure: messages in, port events and requests out.

NOT PROVEN ON A LIVE SERVER: written from Asterisk's own API descriptions, tested on recorded
messages. A caller waits unanswered in Stasis and hears the prompt as early media; he is answered
when somebody picks up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from siaga.channels.phone.asterisk import reading
from siaga.channels.phone.asterisk.reading import Node, node
from siaga.channels.phone.asterisk.requests import (
    AriSettings,
    Request,
    Requests,
    snoop_of,
)
from siaga.channels.phone.legs import Legs
from siaga.channels.phone.orders import FAULTS, Dial, Drop, Gone, Join, Lost, Order, Role, plain
from siaga.channels.phone.orders import Step as LegsStep
from siaga.channels.phone.port import Event, Link, RecordingReady, TakerOnline

Step = Event | Request | Lost

# A prompt that is over sooner than this did not play: the file is missing or empty.
PROMPT_SHORTEST = timedelta(seconds=1)

_CODE_OF = {"BUSY": 486, "NOANSWER": 408, "CONGESTION": 503, "CHANUNAVAIL": 480}
_CODE_OF |= {"DONTCALL": 603, "TORTURE": 603, "INVALIDARGS": 400}


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What the REST interface says when the stream of events is open."""

    info: bytes
    channels: bytes
    endpoints: bytes


class Ari:
    """One Asterisk. What arrives may be anything; nothing here raises for it."""

    def __init__(
        self, settings: AriSettings, *, legs: Legs, contact_of: Callable[[str], str]
    ) -> None:
        self.legs, self._settings = legs, settings
        self._requests = Requests(settings, contact_of=contact_of)
        self._started = ""  # when this Asterisk started, in its own words
        self._causes: dict[str, int] = {}
        self._codes: dict[str, int] = {}
        self._played_at: dict[str, datetime] = {}
        self._online: dict[str, bool] = {}
        self._recorded: dict[str, str] = {}  # leg → call, until its recording is finished
        self._hears: dict[str, Callable[[Node, datetime], list[Step]]] = {
            "StasisStart": self._stasis_start,
            "StasisEnd": self._stasis_end,
            "ChannelStateChange": self._state_change,
            "ChannelHangupRequest": self._hangup_request,
            "ChannelDestroyed": self._destroyed,
            "Dial": self._dial,
            "ChannelDtmfReceived": self._dtmf,
            "ChannelTalkingStarted": self._talking,
            "ChannelHold": self._hold,
            "ChannelUnhold": self._unhold,
            "PlaybackStarted": self._playback_started,
            "PlaybackFinished": self._playback_finished,
            "RecordingFinished": self._recording_finished,
            "RecordingFailed": self._recording_failed,
            "EndpointStateChange": self._endpoint,
            "ApplicationReplaced": self._replaced,
        }

    # ---- the connection

    def opened(self, opening: Opening, *, at: datetime) -> list[Step]:
        status = node(node(reading.parse(opening.info)).get("status"))
        started = plain(status.get("startup_time"))
        restarted = bool(self._started) and started != self._started
        self._started = started
        self._online.clear()
        self._played_at.clear()
        kept = {leg: call for leg, call in self._recorded.items() if self.legs.knows(leg)}
        self._recorded = kept
        steps: list[Step] = [Link(up=True, at=at, restarted=restarted)]
        technology = self._settings.technology
        steps.append(self._requests.subscribe(f"endpoint:{technology}"))
        for endpoint in reading.rows(reading.parse(opening.endpoints)):
            steps += self._endpoint({"endpoint": endpoint}, at)
        found = reading.found(opening.channels, app=self._settings.app, at=at)
        steps += self.carry_out(self.legs.settle(found, at=at))
        placed = [call.leg for call in self.legs.calls() if call.placed_by]
        return steps + [self._requests.subscribe(f"channel:{leg}", lane=leg) for leg in placed]

    def farewell(self) -> list[Step]:
        """Before a wanted silence: whoever waits goes to the failsafe."""
        return self.carry_out(self.legs.release())

    def pulse(self) -> list[Step]:
        """Every few seconds: the leases of those who wait."""
        waiting = list(self.legs.waiting())
        return [step for call in waiting for step in self._requests.renew(call.leg)]

    def answered(self, request: Request, *, status: int, at: datetime) -> list[Step]:
        """How a request went; 0 when no answer came."""
        failed = not 200 <= status < 300
        if request.path == "/channels" and request.body and failed:
            leg = str(request.body["channelId"])
            return self._gone(leg, Gone(at=at, code=480))
        if request.path.endswith("/moh") and not failed:
            held = request.method == "POST"
            return self.carry_out(self.legs.holds(request.lane, held=held, at=at))
        if request.path.endswith("/play") and failed and status != 404:
            return self._mute(request.params["playbackId"])
        return []

    def carry_out(self, steps: Iterable[LegsStep]) -> list[Step]:
        """Events pass; orders become requests."""
        done: list[Step] = []
        for step in steps:
            if not isinstance(step, Order):
                done.append(step)
                continue
            about = step.caller if isinstance(step, Dial | Join) else getattr(step, "leg", "")
            call = self.legs.call_of(about)
            if isinstance(step, Join) and step.role.talks and call and self._settings.record:
                self._recorded[step.caller] = call.name
            done += self._requests.of(step, call=call.name if call else "")
        return done

    # ---- what it says

    def received(self, frame: bytes, *, at: datetime) -> list[Step]:
        """One message of the stream. `at` is used where it names no time of its own."""
        message = node(reading.parse(frame))
        hear = self._hears.get(plain(message.get("type")))
        if hear is None:
            return []
        return hear(message, reading.instant(message.get("timestamp"), at))

    def _stasis_start(self, message: Node, at: datetime) -> list[Step]:
        channel = node(message.get("channel"))
        leg = plain(channel.get("id"))
        args = [plain(one) for one in reading.rows(message.get("args"))]
        if not leg or args == ["dialled"]:
            return self.carry_out(self.legs.picks_up(leg, at=at)) if leg else []
        if args == ["snoop"]:
            owner = leg.removesuffix("-snoop")
            return [self._requests.snooped(owner, leg)] if self.legs.knows(owner) else []
        if args == ["placed"]:
            watch = self._requests.subscribe(f"channel:{leg}", lane=leg)
            return [watch, *self.carry_out(self.legs.placed(leg, reading.placed(channel, at)))]
        told = self.legs.offered(leg, reading.offered(channel, at))
        if not told:
            return []
        return [
            *self.carry_out(told),
            self._requests.listen_for_voice(leg),
            *self._requests.renew(leg),
        ]

    def _stasis_end(self, message: Node, at: datetime) -> list[Step]:
        """Left our hands: gone, unless we sent it on its way ourselves."""
        leg = self._leg(message)
        call = self.legs.call_of(leg)
        is_sent_on = call is not None and call.leg == leg and (call.placed_by or call.released)
        return [] if is_sent_on else self._gone(leg, self._end(leg, at, cause=None))

    def _destroyed(self, message: Node, at: datetime) -> list[Step]:
        leg = self._leg(message)
        return self._gone(leg, self._end(leg, at, cause=reading.q850(message.get("cause"))))

    def _end(self, leg: str, at: datetime, *, cause: int | None) -> Gone:
        heard = self._causes.pop(leg, None)
        known = cause or heard or 0
        code = self._codes.pop(leg, 0)
        return Gone(at=at, cause=known, code=code, hung_up=known not in FAULTS)

    def _gone(self, leg: str, gone: Gone) -> list[Step]:
        dialled, call = self.legs.leg(leg), self.legs.call_of(leg)
        self._causes.pop(leg, None)
        self._codes.pop(leg, None)
        self._requests.forget(leg)
        steps = self.carry_out(self.legs.gone(leg, gone))
        if dialled is not None and dialled.role is Role.LISTENER and dialled.up:
            steps += self.carry_out([Drop(leg=snoop_of(leg))])
            steps.append(self._requests.end_bridge(leg))
        elif call is not None and call.leg == leg and call.answered_at and not call.placed_by:
            steps.append(self._requests.end_bridge(leg))
        return steps

    def _state_change(self, message: Node, at: datetime) -> list[Step]:
        channel = node(message.get("channel"))
        leg, state = plain(channel.get("id")), channel.get("state")
        if state == "Ringing":
            return self.carry_out(self.legs.rings(leg, at=at))
        # A leg we dialled counts as answered when it enters Stasis, where we may join it.
        is_placed = state == "Up" and self.legs.leg(leg) is None and self.legs.knows(leg)
        return self.carry_out(self.legs.picks_up(leg, at=at)) if is_placed else []

    def _dial(self, message: Node, at: datetime) -> list[Step]:
        leg = plain(node(message.get("peer")).get("id"))
        status = plain(message.get("dialstatus"))
        if status in ("RINGING", "PROGRESS"):
            return self.carry_out(self.legs.rings(leg, at=at))
        if status in _CODE_OF and self.legs.leg(leg) is not None:
            self._codes[leg] = _CODE_OF[status]
        return []

    def _hangup_request(self, message: Node, _: datetime) -> list[Step]:
        leg = self._leg(message)
        if self.legs.knows(leg):
            self._causes[leg] = reading.q850(message.get("cause"))
        return []

    def _dtmf(self, message: Node, at: datetime) -> list[Step]:
        digit = plain(message.get("digit"))
        return self.carry_out(self.legs.digit(self._leg(message), digit, at=at))

    def _talking(self, message: Node, at: datetime) -> list[Step]:
        return self.carry_out(self.legs.voice(self._leg(message), at=at))

    def _hold(self, message: Node, at: datetime) -> list[Step]:
        return self.carry_out(self.legs.holds(self._leg(message), held=True, at=at))

    def _unhold(self, message: Node, at: datetime) -> list[Step]:
        return self.carry_out(self.legs.holds(self._leg(message), held=False, at=at))

    def _playback_started(self, message: Node, at: datetime) -> list[Step]:
        playback = plain(node(message.get("playback")).get("id"))
        if playback in self._requests.playing:
            self._played_at[playback] = at
        return []

    def _playback_finished(self, message: Node, at: datetime) -> list[Step]:
        told = node(message.get("playback"))
        playback = plain(told.get("id"))
        prompt = self._requests.playing.get(playback)
        began_at = self._played_at.pop(playback, None)
        if prompt is None:
            return []
        if told.get("state") == "failed" or began_at is None or at - began_at < PROMPT_SHORTEST:
            return self._mute(playback)
        self._requests.forget(prompt.leg)
        return [self._requests.play(prompt)] if prompt.endless else []

    def _mute(self, playback: str) -> list[Step]:
        """The prompt does not play: a ring tone instead of playing it again at once, for ever."""
        prompt = self._requests.playing.get(playback)
        if prompt is None:
            return []
        self._requests.forget(prompt.leg)
        return [self._requests.ring_tone(prompt.leg)] if prompt.endless else []

    def _recording_finished(self, message: Node, at: datetime) -> list[Step]:
        told = node(message.get("recording"))
        name, source = plain(told.get("name")), plain(told.get("target_uri"))
        call = self._recorded.pop(source.removeprefix("bridge:siaga-"), None)
        if call is None or "/" in name or not name.endswith("-talk"):
            return []
        path = self._settings.recordings / f"{name}.wav"
        return [RecordingReady(call=call, at=at, part="talk", path=path)]

    def _recording_failed(self, message: Node, _: datetime) -> list[Step]:
        source = plain(node(message.get("recording")).get("target_uri"))
        self._recorded.pop(source.removeprefix("bridge:siaga-"), None)
        return []

    def _replaced(self, _: Node, __: datetime) -> list[Step]:
        """Somebody else opened a stream for this application: from now on they hear the calls."""
        return [Lost(reason="replaced by another listener")]

    def _endpoint(self, message: Node, at: datetime) -> list[Step]:
        told = node(message.get("endpoint"))
        taker, state = plain(told.get("resource")), told.get("state")
        ours = told.get("technology") == self._settings.technology and taker
        if not ours or taker in self._settings.not_takers or state not in ("online", "offline"):
            return []
        if self._online.get(taker) == (state == "online"):
            return []
        self._online[taker] = state == "online"
        return [TakerOnline(taker=taker, at=at, online=state == "online")]

    def _leg(self, message: Node) -> str:
        return plain(node(message.get("channel")).get("id"))

"""The conversation with FreeSWITCH's event socket. Pure: bytes in, port events and commands out.

NOT PROVEN ON A LIVE SERVER: written from FreeSWITCH's documentation, tested on recorded bytes. A
caller waits parked and unanswered, hears the prompt as early media, and is answered when somebody
picks up.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from siaga.channels.phone.freeswitch import reading
from siaga.channels.phone.freeswitch.framing import Frame, Framing, Unreadable, read_event
from siaga.channels.phone.freeswitch.lines import EslSettings, Lines, Say, api, is_safe
from siaga.channels.phone.freeswitch.reading import Headers, leg_of, variable
from siaga.channels.phone.legs import Legs
from siaga.channels.phone.orders import Dial, Gone, Join, Lost, Order, plain
from siaga.channels.phone.orders import Step as LegsStep
from siaga.channels.phone.port import Event, Link, RecordingReady, TakerOnline

EVENTS = (
    "event plain CHANNEL_PARK CHANNEL_PROGRESS CHANNEL_PROGRESS_MEDIA"
    " CHANNEL_ANSWER CHANNEL_HANGUP_COMPLETE CHANNEL_HOLD CHANNEL_UNHOLD DTMF RECORD_STOP"
    " BACKGROUND_JOB CUSTOM sofia::register sofia::unregister sofia::expire siaga::placed"
)
EARLY_EVENTS_MAX = 10_000
_FAR_END = ("recv_bye", "recv_cancel")
_CODE_OF_WORD = {"USER_BUSY": 486, "NO_ANSWER": 408, "NO_USER_RESPONSE": 408, "CALL_REJECTED": 603}
_CODE_OF_WORD |= {"USER_NOT_REGISTERED": 480, "SUBSCRIBER_ABSENT": 480, "NO_ROUTE_DESTINATION": 404}


@dataclass(frozen=True, slots=True, kw_only=True)
class Authenticate:
    """Say the password now; the protocol does not know it."""


Step = Event | Say | Authenticate | Lost


class Esl:
    """One connection after the other to one FreeSWITCH. What arrives may be anything."""

    def __init__(
        self, settings: EslSettings, *, legs: Legs, contact_of: Callable[[str], str]
    ) -> None:
        self.legs, self._settings = legs, settings
        self._lines = Lines(settings, contact_of=contact_of)
        self._core = ""
        self._recorded: dict[str, str] = {}
        self._hears: dict[str, Callable[[Headers, datetime], list[Step]]] = {
            "CHANNEL_PARK": self._parked,
            "CHANNEL_PROGRESS": self._rings,
            "CHANNEL_PROGRESS_MEDIA": self._rings,
            "CHANNEL_ANSWER": self._answered,
            "CHANNEL_HANGUP_COMPLETE": self._hung_up,
            "CHANNEL_HOLD": self._hold,
            "CHANNEL_UNHOLD": self._unhold,
            "DTMF": self._dtmf,
            "RECORD_STOP": self._record_stop,
            "CUSTOM": self._custom,
        }
        self.connected()

    # ---- the connection

    def connected(self) -> None:
        """A new connection: nothing of the old one's bytes counts."""
        self._framing = Framing()
        self._asked: deque[str] = deque()  # what the next answers are about, in order
        self._early: list[tuple[Headers, bytes]] | None = []  # events before the list of legs
        self._dumps: dict[str, Headers] = {}
        self._dumps_due = 0
        self._restarted = False
        self._registered: set[str] = set()

    @property
    def is_settled(self) -> bool:
        return self._early is None

    def received(self, data: bytes, *, at: datetime) -> Iterator[Step]:
        """The steps that these bytes complete; `at` is used where an event names no time."""
        try:
            for frame in self._framing.feed(data):
                yield from self._frame(frame, at)
        except Unreadable as broken:
            yield Lost(reason=str(broken))

    def farewell(self) -> list[Step]:
        """Before a wanted silence: new calls and whoever waits go to the failsafe."""
        steps: list[Step] = [self._ask(self._lines.alive_until(0), "")]
        for call in self.legs.waiting():
            steps.append(self._ask(api(f"uuid_setvar {call.leg} siaga_released true"), ""))
        return steps + self.carry_out(self.legs.release())

    def pulse(self, *, at: datetime) -> list[Step]:
        """Every few seconds: we are there, and so are the leases of those who wait."""
        until_s = int(at.timestamp()) + self._settings.alive_s
        says = [self._lines.alive_until(until_s)]
        for call in self.legs.waiting():
            says += self._lines.renew(call.leg)
        return [self._ask(say, "") for say in says]

    def carry_out(self, steps: Iterable[LegsStep]) -> list[Step]:
        """Events pass; orders become commands."""
        done: list[Step] = []
        for step in steps:
            if not isinstance(step, Order):
                done.append(step)
                continue
            about = step.caller if isinstance(step, Dial | Join) else getattr(step, "leg", "")
            call = self.legs.call_of(about)
            if isinstance(step, Join) and step.role.talks and call and self._settings.record:
                self._recorded.setdefault(step.caller, call.name)
            says = self._lines.of(step, call=call.name if call else "")
            done += [self._ask(say, "") for say in says]
        return done

    def _ask(self, say: Say, about: str) -> Say:
        self._asked.append(about)
        return say

    # ---- frames

    def _frame(self, frame: Frame, at: datetime) -> Iterator[Step]:
        match frame.kind:
            case "auth/request":
                self._asked.append("auth")
                yield Authenticate()
            case "command/reply" | "api/response":
                yield from self._reply(frame, at)
            case "text/event-plain":
                yield from self._event(*read_event(frame.body), at)
            case "text/disconnect-notice":
                yield Lost(reason="the switch ended the connection")
            case "text/rude-rejection":
                yield Lost(reason="the switch's access list refuses us")
            case _:
                pass  # log/data and whatever is added later

    def _reply(self, frame: Frame, at: datetime) -> Iterator[Step]:
        about, _, what = (self._asked.popleft() if self._asked else "").partition(":")
        ok = not frame.headers.get("reply-text", "").startswith("-ERR")
        if about == "auth":
            if not ok:
                yield Lost(reason="the switch refuses the password")
                return
            yield self._ask(Say(line=EVENTS), "events")
            yield self._ask(api("global_getvar core_uuid"), "core")
            yield self._ask(api("show registrations as json"), "registrations")
            yield self._ask(api("show channels as json"), "channels")
        elif about == "events" and not ok:
            yield Lost(reason="the switch refuses its events")
        elif about == "core":
            core = plain(frame.body.decode("utf-8", "replace").strip())
            self._restarted = bool(self._core) and core != self._core
            self._core = core
        elif about == "registrations":
            users = [row.get("reg_user") for row in reading.rows(frame.body)]
            self._registered = set(filter(None, map(plain, users)))
        elif about == "channels":
            yield from self._list(frame.body, at)
        elif about == "dump":
            self._dumps_due -= 1
            if dump := reading.dumped(frame.body):
                self._dumps[what] = dump
            yield from self._settle(at)

    def _list(self, listing: bytes, at: datetime) -> Iterator[Step]:
        legs = [plain(row.get("uuid")) for row in reading.rows(listing)]
        for leg in dict.fromkeys(filter(is_safe, legs)):
            self._dumps_due += 1
            yield self._ask(api(f"uuid_dump {leg} json"), f"dump:{leg}")
        yield from self._settle(at)

    def _settle(self, at: datetime) -> Iterator[Step]:
        """Every leg is known: say so, tell again what waits, then what happened meanwhile."""
        if self._dumps_due or self._early is None:
            return
        early, self._early = self._early, None
        yield Link(up=True, at=at, restarted=self._restarted)
        yield from self.pulse(at=at)
        for taker in sorted(self._registered):
            yield TakerOnline(taker=taker, at=at, online=True)
        found = reading.found(self._dumps, at)
        self._dumps = {}
        kept = {leg: call for leg, call in self._recorded.items() if self.legs.knows(leg)}
        self._recorded = kept
        yield from self.carry_out(self.legs.settle(found, at=at))
        for event, body in early:
            yield from self._event(event, body, at)

    def _event(self, event: Headers, body: bytes, at: datetime) -> Iterator[Step]:
        if self._early is not None:
            if len(self._early) >= EARLY_EVENTS_MAX:
                yield Lost(reason="too much happens before the list of calls has come")
                return
            self._early.append((event, body))
            return
        name = event.get("event-name", "")
        if name == "BACKGROUND_JOB":
            yield from self._job(event, body, at)
        elif (hear := self._hears.get(name)) is not None:
            yield from hear(event, reading.happened(event, at))

    # ---- events

    def _parked(self, event: Headers, at: datetime) -> list[Step]:
        leg, role = leg_of(event), variable(event, "siaga_role")
        if not leg or role != "offered":
            return []
        told = self.legs.offered(leg, reading.offered(event, at))
        if not told:
            return []
        return self.carry_out(told) + [self._ask(say, "") for say in self._lines.renew(leg)]

    def _rings(self, event: Headers, at: datetime) -> list[Step]:
        return self.carry_out(self.legs.rings(leg_of(event), at=at))

    def _answered(self, event: Headers, at: datetime) -> list[Step]:
        leg = leg_of(event)
        if not self.legs.knows(leg) and not (leg and reading.is_dialled(event)):
            return []
        return self.carry_out(self.legs.picks_up(leg, at=at))

    def _hung_up(self, event: Headers, at: datetime) -> list[Step]:
        cause = reading.q850(variable(event, "hangup_cause_q850"))
        code = reading.whole(variable(event, "sip_term_status"))
        word = event.get("hangup-cause", "")
        code = code if code >= 400 else _CODE_OF_WORD.get(word, 0)
        by_far_end = variable(event, "sip_hangup_disposition") in _FAR_END
        gone = Gone(at=at, cause=cause, code=code, hung_up=by_far_end)
        return self.carry_out(self.legs.gone(leg_of(event), gone))

    def _job(self, event: Headers, body: bytes, at: datetime) -> list[Step]:
        """An originate that failed, perhaps before there was any channel."""
        leg = plain(event.get("job-uuid"))
        told = body.decode("utf-8", "replace").strip()
        if not told.startswith("-ERR") or self.legs.leg(leg) is None:
            return []
        code = _CODE_OF_WORD.get(told.removeprefix("-ERR").strip(), 480)
        gone = Gone(at=reading.happened(event, at), code=code)
        return self.carry_out(self.legs.gone(leg, gone))

    def _hold(self, event: Headers, at: datetime) -> list[Step]:
        return self.carry_out(self.legs.holds(leg_of(event), held=True, at=at))

    def _unhold(self, event: Headers, at: datetime) -> list[Step]:
        return self.carry_out(self.legs.holds(leg_of(event), held=False, at=at))

    def _dtmf(self, event: Headers, at: datetime) -> list[Step]:
        return self.carry_out(self.legs.digit(leg_of(event), event.get("dtmf-digit", ""), at=at))

    def _record_stop(self, event: Headers, at: datetime) -> list[Step]:
        call = self._recorded.pop(leg_of(event), None)
        path = Path(plain(event.get("record-file-path")))
        if call is None or path.parent != self._settings.recordings:
            return []
        return [RecordingReady(call=call, at=at, part="talk", path=path)]

    def _custom(self, event: Headers, at: datetime) -> list[Step]:
        match event.get("event-subclass", ""):
            case "siaga::placed":  # its dialplan goes on by itself, we only follow
                leg = leg_of(event)
                told = self.legs.placed(leg, reading.placed(event, at)) if leg else []
                return self.carry_out(told)
            case "sofia::register":
                return self._online(event, at, online=True)
            case "sofia::unregister" | "sofia::expire":
                return self._online(event, at, online=False)
            case _:
                return []

    def _online(self, event: Headers, at: datetime, *, online: bool) -> list[Step]:
        """Told once: a page registers again every minute."""
        taker = plain(event.get("from-user") or event.get("user"))
        if not taker or (taker in self._registered) == online:
            return []
        if online:
            self._registered.add(taker)
        else:
            self._registered.remove(taker)
        return [TakerOnline(taker=taker, at=at, online=online)]

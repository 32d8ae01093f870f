"""A telephone that a test holds in its hand: a citizen's, a desk telephone, or a taker's page."""

from __future__ import annotations

import asyncio
import itertools
import secrets
from contextlib import suppress
from dataclasses import dataclass, field

from tests.patience import PATIENCE_S
from tests.voice.sip import Asked, Message, media_port, parse, proof, sdp, uri_of
from tests.voice.sound import Sound
from tests.voice.transport import Transport, Udp, WebSocket

REALM = "siaga.local"
_ENCRYPTED = (
    "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio {port} UDP/TLS/RTP/SAVPF 8 101\r\n"
    "c=IN IP4 127.0.0.1\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\n"
    "a=mid:0\r\na=rtcp-mux\r\na=setup:active\r\na=ice-ufrag:abcd\r\na=ice-pwd:0123456789012345678901"
    "\r\na=fingerprint:sha-256 " + ":".join(["AB"] * 32) + "\r\n"
    "a=candidate:1 1 udp 2130706431 127.0.0.1 {port} typ host\r\na=sendrecv\r\n"
)


@dataclass
class Talk:
    """One call of a telephone, made or received."""

    call_id: str
    ours: str  # From or To of this side, with tag
    theirs: str
    target: str
    routes: list[str] = field(default_factory=list)
    cseq: int = 1
    invite: Message | None = None
    said: asyncio.Queue[Message] = field(default_factory=asyncio.Queue)
    sound: Sound = field(default_factory=Sound)
    early: Message | None = None
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    bye: Message | None = None
    began_s: float = 0.0
    branch: str = ""


class Telephone:
    def __init__(self, account: str, *, secret: tuple[str, str] = ("", "")) -> None:
        self.account = account
        self.user, self.password = secret
        self.transport: Transport
        self.talks: dict[str, Talk] = {}
        self.rings: asyncio.Queue[Talk] = asyncio.Queue()
        self._count = itertools.count(1)
        self._register_id = secrets.token_hex(8)
        self._answers: asyncio.Queue[Message] = asyncio.Queue()
        self.answer_after_s: float | None = None  # None: only ring
        self.refuse: int = 0
        self.tone_hz = 0
        self.registered = False
        self._tasks: set[asyncio.Task[None]] = set()

    async def by_udp(self, port: int, *, host: str = "127.0.0.1", own: int = 0) -> Telephone:
        self.transport = await Udp.open(port, self._heard, host=host, own=own)
        return self

    async def by_websocket(self, port: int, *, secure: bool = False) -> Telephone:
        self.transport = await WebSocket.open(port, self._heard, secure=secure)
        return self

    @property
    def is_page(self) -> bool:
        return self.transport.via != "UDP"

    def _via(self) -> str:
        branch = f"z9hG4bK{secrets.token_hex(6)}"
        host = "page.invalid" if self.is_page else self.transport.contact
        return f"SIP/2.0/{self.transport.via} {host};branch={branch};rport"

    def _contact(self) -> str:
        return f"<sip:{self.account}@{self.transport.contact}>"

    # ---- registration

    async def register(self, *, expires_s: int = 60, to: str = "") -> int:
        uri = f"sip:{REALM}"
        account = to or self.account
        authorization = ""
        for _ in range(2):
            headers = [
                ("Via", self._via()),
                ("Max-Forwards", "70"),
                ("From", f"<sip:{account}@{REALM}>;tag=r1"),
                ("To", f"<sip:{account}@{REALM}>"),
                ("Call-ID", self._register_id),
                ("CSeq", f"{next(self._count)} REGISTER"),
                ("Contact", f"{self._contact()};expires={expires_s}"),
            ]
            if authorization:
                headers.append(("Authorization", authorization))
            self.transport.send(Message(f"REGISTER {uri} SIP/2.0", headers).encode())
            answer = await asyncio.wait_for(self._answers.get(), PATIENCE_S)
            if answer.status != 401:
                self.registered = answer.status == 200 and expires_s > 0
                return answer.status
            challenge = answer.get("WWW-Authenticate")
            authorization = proof(challenge, Asked("REGISTER", uri), self.user, self.password)
        return answer.status

    # ---- calls out

    def call(
        self, to: str, *, headers: list[tuple[str, str]] | None = None, body: str | None = None
    ) -> Talk:
        """Send an INVITE; `headers` may name a From of its own."""
        extra = list(headers or [])
        sender = next((v for n, v in extra if n == "From"), "")
        name = sender or f"<sip:{self.account}@{REALM if self.is_page else '127.0.0.1'}>"
        talk = Talk(
            call_id=next((v for n, v in extra if n == "Call-ID"), secrets.token_hex(10)),
            ours=f"{name};tag={secrets.token_hex(4)}",
            theirs=f"<{to}>",
            target=to,
        )
        self.talks[talk.call_id] = talk
        extra = [(n, v) for n, v in extra if n not in ("From", "Call-ID")]
        if not any(n == "Content-Type" for n, _ in extra):
            extra.append(("Content-Type", "application/sdp"))
        self._invite(talk, extra, self._sdp(talk) if body is None else body)
        return talk

    def _sdp(self, talk: Talk) -> str:
        if self.is_page:
            return _ENCRYPTED.format(port=talk.sound.port)
        return sdp(talk.sound.port)

    def _invite(self, talk: Talk, extra: list[tuple[str, str]], body: str) -> None:
        via = self._via()
        talk.branch = via
        headers = [
            ("Via", via),
            ("Max-Forwards", "70"),
            ("From", talk.ours),
            ("To", talk.theirs),
            ("Call-ID", talk.call_id),
            ("CSeq", f"{talk.cseq} INVITE"),
            ("Contact", self._contact()),
            *extra,
        ]
        talk.invite = Message(f"INVITE {talk.target} SIP/2.0", headers, body)
        talk.began_s = asyncio.get_running_loop().time()
        self.transport.send(talk.invite.encode())

    async def until(self, talk: Talk, *wanted: int, within_s: float = PATIENCE_S) -> Message:
        """The first response to the INVITE with one of these codes; failures end the wait."""
        async with asyncio.timeout(within_s):
            while True:
                answer = await talk.said.get()
                if answer.get("CSeq") != f"{talk.cseq} INVITE":
                    continue
                if answer.status == 183 and answer.body:
                    talk.early = answer
                if answer.status >= 200:
                    self._final(talk, answer)
                if answer.status in wanted:
                    return answer
                assert answer.status < 300 or answer.status in (401, 407), answer.start

    def _final(self, talk: Talk, answer: Message) -> None:
        talk.theirs = answer.get("To")
        if answer.status < 300:
            talk.routes = list(reversed(answer.every("Record-Route")))
            talk.target = uri_of(answer.get("Contact")) or talk.target
            self.transport.send(self._request(talk, "ACK", cseq=talk.cseq).encode())
            return
        assert talk.invite
        headers = [("Via", talk.branch), *talk.invite.headers[1:5], ("CSeq", f"{talk.cseq} ACK")]
        start = f"ACK {talk.invite.start.split()[1]} SIP/2.0"
        self.transport.send(Message(start, headers).encode())

    async def authorised(self, talk: Talk) -> None:
        """Answer the 407 of a call just made."""
        answer = await self.until(talk, 407, 401)
        assert talk.invite
        uri = talk.invite.start.split()[1]
        challenge = answer.get("Proxy-Authenticate") or answer.get("WWW-Authenticate")
        name = "Proxy-Authorization" if answer.status == 407 else "Authorization"
        talk.cseq += 1
        talk.theirs = talk.theirs.split(";tag=")[0]
        extra = talk.invite.headers[7:]
        given = proof(challenge, Asked("INVITE", uri), self.user, self.password)
        self._invite(talk, [*extra, (name, given)], talk.invite.body)

    def hear(self, talk: Talk, answer: Message, *, tone_hz: int = 0) -> None:
        talk.sound.start(media_port(answer.body), tone_hz=tone_hz)

    def cancel(self, talk: Talk, *, reason: str = "") -> None:
        assert talk.invite
        headers = [h for h in talk.invite.headers[:5]]
        headers.append(("CSeq", f"{talk.cseq} CANCEL"))
        if reason:
            headers.append(("Reason", reason))
        start = f"CANCEL {talk.invite.start.split()[1]} SIP/2.0"
        self.transport.send(Message(start, headers).encode())

    # ---- inside a call

    def _request(self, talk: Talk, method: str, *, cseq: int = 0) -> Message:
        if not cseq:
            talk.cseq += 1
        headers = [
            ("Via", self._via()),
            ("Max-Forwards", "70"),
            *(("Route", each) for each in talk.routes),
            ("From", talk.ours),
            ("To", talk.theirs),
            ("Call-ID", talk.call_id),
            ("CSeq", f"{cseq or talk.cseq} {method}"),
            ("Contact", self._contact()),
        ]
        return Message(f"{method} {talk.target} SIP/2.0", headers)

    def bye(self, talk: Talk, *, reason: str = "") -> None:
        request = self._request(talk, "BYE")
        if reason:
            request.headers.append(("Reason", reason))
        self.transport.send(request.encode())

    def again(self, talk: Talk, *, way: str) -> None:
        """A re-INVITE: hold (`sendonly`) or resume (`sendrecv`)."""
        request = self._request(talk, "INVITE")
        request.headers.append(("Content-Type", "application/sdp"))
        request.body = self._sdp(talk).replace("a=sendrecv", f"a={way}")
        talk.branch = request.get("Via")
        talk.invite = request
        self.transport.send(request.encode())

    # ---- calls in

    def _heard(self, raw: bytes) -> None:
        message = parse(raw)
        if message.status:
            if message.answers == "REGISTER":
                self._answers.put_nowait(message)
            elif talk := self.talks.get(message.get("Call-ID")):
                talk.said.put_nowait(message)
            return
        handle = {"INVITE": self._rung, "BYE": self._byed, "CANCEL": self._cancelled}
        if method := handle.get(message.method):
            method(message)
        elif message.method == "OPTIONS":
            self.reply(message, 200, "OK")

    def reply(self, request: Message, status: int, words: str, *, body: str = "") -> None:
        headers = [("Via", each) for each in request.every("Via")]
        headers += [("Record-Route", each) for each in request.every("Record-Route")]
        to = request.get("To")
        if ";tag=" not in to and status > 100:
            to += f";tag={self._register_id}"
        headers += [("From", request.get("From")), ("To", to)]
        headers += [("Call-ID", request.get("Call-ID")), ("CSeq", request.get("CSeq"))]
        headers.append(("Contact", self._contact()))
        if body:
            headers.append(("Content-Type", "application/sdp"))
        self.transport.send(Message(f"SIP/2.0 {status} {words}", headers, body).encode())

    def _rung(self, request: Message) -> None:
        known = self.talks.get(request.get("Call-ID"))
        if known and ";tag=" in request.get("To"):
            way = "recvonly" if "a=sendonly" in request.body else "sendrecv"
            known.early = request
            if not self.is_page and request.body:
                known.sound.start(media_port(request.body))  # the other side may have moved
            body = self._sdp(known).replace("a=sendrecv", f"a={way}")
            self.reply(request, 200, "OK", body=body)
            return
        talk = Talk(
            call_id=request.get("Call-ID"),
            ours=f"{request.get('To')};tag={self._register_id}",
            theirs=request.get("From"),
            target=uri_of(request.get("Contact")),
            routes=request.every("Record-Route"),
            invite=request,
        )
        self.talks[talk.call_id] = talk
        if self.refuse:
            self.reply(request, self.refuse, "Busy Here")
            return
        talk.began_s = asyncio.get_running_loop().time()
        self.reply(request, 180, "Ringing")
        self.rings.put_nowait(talk)
        if self.answer_after_s is not None:
            task = asyncio.create_task(self._answer_later(talk, self.answer_after_s))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _answer_later(self, talk: Talk, after_s: float) -> None:
        await asyncio.sleep(after_s)
        if not talk.ended.is_set():
            self.pick_up(talk)

    def pick_up(self, talk: Talk) -> None:
        assert talk.invite
        if not self.is_page and talk.invite.body:
            talk.sound.start(media_port(talk.invite.body), tone_hz=self.tone_hz)
        self.reply(talk.invite, 200, "OK", body=self._sdp(talk))

    def _byed(self, request: Message) -> None:
        self.reply(request, 200, "OK")
        if talk := self.talks.get(request.get("Call-ID")):
            talk.bye = request
            talk.ended.set()

    def _cancelled(self, request: Message) -> None:
        self.reply(request, 200, "OK")
        if (talk := self.talks.get(request.get("Call-ID"))) and talk.invite:
            self.reply(talk.invite, 487, "Request Terminated")
            talk.ended.set()

    async def close(self) -> None:
        """Says goodbye, unless the connection is already gone."""
        for each in list(self._tasks):
            each.cancel()
        if self.registered:
            with suppress(TimeoutError, OSError):
                await self.register(expires_s=0)
        for talk in self.talks.values():
            await talk.sound.close()
        await self.transport.close()

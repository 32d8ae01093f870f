"""The SIP of a call that only speaks (RFC 3261), as text. Pure: ids and tags are handed in.

One call at a time per conversation: INVITE, its answers, ACK, BYE or CANCEL; A-law, 20 ms a packet.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Address

PACKET_MS = 20
PACKET_BYTES = 160  # A-law at 8 kHz
PAYLOAD_ALAW = 8
AU_HEADER = struct.Struct(">4s5I")
AU_ALAW = 27

_NUMBER = re.compile(r"\+?[0-9]{3,20}")
_PORT = re.compile(r"[0-9]{1,5}")
_ADDRESS = re.compile(r"^c=IN IP4 (\S+)", re.MULTILINE)
_URI = re.compile(r"<([^>]+)>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A response: `method` is what it answers."""

    status: int
    method: str
    call: str
    to: str = ""
    contact: str = ""
    routes: tuple[str, ...] = ()
    body: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the other side asks within the call: BYE, or something we do not do."""

    method: str
    call: str
    headers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """What names one call. `here`: our address and port, as the other side can reach it."""

    number: str
    trunk: str  # host:port
    here: str
    caller: str  # the number that is shown
    realm: str
    call: str
    tag: str
    branch: str
    media_port: int
    routes: tuple[str, ...] = field(default=())
    to: str = ""
    contact: str = ""

    @property
    def uri(self) -> str:
        return f"sip:{self.number}@{self.trunk}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """`within`: a request of a call that stands, on the way its answer came."""

    method: str
    uri: str
    branch: str
    number: int = 1
    within: bool = False


def may_call(number: str) -> bool:
    return _NUMBER.fullmatch(number) is not None


def invite(leg: Leg) -> bytes:
    host = leg.here.partition(":")[0]
    body = (
        f"v=0\r\no=siaga 1 1 IN IP4 {host}\r\ns=-\r\nc=IN IP4 {host}\r\nt=0 0\r\n"
        f"m=audio {leg.media_port} RTP/AVP {PAYLOAD_ALAW}\r\n"
        f"a=rtpmap:{PAYLOAD_ALAW} PCMA/8000\r\na=ptime:{PACKET_MS}\r\na=sendrecv\r\n"
    )
    more = [
        ("Contact", f"<sip:{leg.caller}@{leg.here}>"),
        ("P-Asserted-Identity", f"<sip:{leg.caller}@{leg.realm}>"),
        ("Content-Type", "application/sdp"),
    ]
    return _request(leg, Head(method="INVITE", uri=leg.uri, branch=leg.branch), more, body)


def cancel(leg: Leg) -> bytes:
    """Of the INVITE: the same branch and number."""
    return _request(leg, Head(method="CANCEL", uri=leg.uri, branch=leg.branch))


def ack(leg: Leg, *, refused: bool) -> bytes:
    """Of a refusal it belongs to the INVITE; of a 200 it is a transaction of its own."""
    uri = leg.uri if refused else leg.contact or leg.uri
    branch = leg.branch if refused else f"{leg.branch}a"
    return _request(leg, Head(method="ACK", uri=uri, branch=branch, within=not refused))


def bye(leg: Leg) -> bytes:
    uri = leg.contact or leg.uri
    head = Head(method="BYE", uri=uri, branch=f"{leg.branch}b", number=2, within=True)
    return _request(leg, head)


def ok(request: Request) -> bytes:
    return _respond(request, "200 OK")


def not_here(request: Request) -> bytes:
    return _respond(request, "405 Method Not Allowed")


def _respond(request: Request, status: str) -> bytes:
    kept = {"via", "from", "to", "call-id", "cseq"}
    lines = [f"{name}: {value}" for name, value in request.headers if name.lower() in kept]
    head = "\r\n".join((f"SIP/2.0 {status}", *lines, "Content-Length: 0"))
    return f"{head}\r\n\r\n".encode()


def _request(leg: Leg, head: Head, more: Sequence[tuple[str, str]] = (), body: str = "") -> bytes:
    headers = [
        ("Via", f"SIP/2.0/UDP {leg.here};branch={head.branch};rport"),
        ("Max-Forwards", "70"),
        ("From", f"<sip:{leg.caller}@{leg.realm}>;tag={leg.tag}"),
        ("To", leg.to or f"<{leg.uri}>"),
        ("Call-ID", leg.call),
        ("CSeq", f"{head.number} {head.method}"),
    ]
    headers += [("Route", route) for route in leg.routes] if head.within else []
    headers += more
    headers.append(("Content-Length", str(len(body.encode()))))
    lines = "\r\n".join(f"{name}: {value}" for name, value in headers)
    return f"{head.method} {head.uri} SIP/2.0\r\n{lines}\r\n\r\n{body}".encode()


def read(raw: bytes) -> Answer | Request | None:
    """None for what is no SIP of a call; any bytes are understood."""
    text = raw.decode("utf-8", "replace")
    head, _, body = text.partition("\r\n\r\n")
    start, *lines = head.split("\r\n")
    pairs = [(name.strip(), value.strip()) for name, _, value in (s.partition(":") for s in lines)]
    found = {name.lower(): value for name, value in reversed(pairs)}
    call = found.get("call-id", "")
    words = start.split(" ")
    if not call or len(words) < 2:
        return None
    if words[0] != "SIP/2.0":
        return Request(method=words[0], call=call, headers=tuple(pairs))
    if not words[1].isdecimal() or len(words[1]) != 3:
        return None
    contact = _URI.search(found.get("contact", ""))
    routes = [value for name, value in pairs if name.lower() == "record-route"]
    return Answer(
        status=int(words[1]),
        method=found.get("cseq", "").rpartition(" ")[2],
        call=call,
        to=found.get("to", ""),
        contact=contact[1] if contact else "",
        routes=tuple(reversed(routes)),
        body=body,
    )


def media_of(body: str) -> tuple[str, int] | None:
    """Where the other side wants its sound; None: nowhere, or at no plain address."""
    _, named, sound = body.partition("m=audio ")
    port = _PORT.match(sound)
    address = _ADDRESS.search(sound.partition("\nm=")[0]) or _ADDRESS.search(body)
    if not named or port is None or address is None or not 0 < int(port[0]) <= 65_535:
        return None
    try:
        there = IPv4Address(address[1])
    except ValueError:
        return None
    return None if there.is_unspecified else (str(there), int(port[0]))


def read_au(data: bytes) -> bytes:
    """The A-law bytes of an AU file. Raises ValueError for another kind of sound."""
    if len(data) < AU_HEADER.size:
        raise ValueError("no sound file")
    magic, offset, _, encoding, rate, channels = AU_HEADER.unpack_from(data)
    if magic != b".snd" or (encoding, rate, channels) != (AU_ALAW, 8000, 1):
        raise ValueError("not A-law at 8 kHz")
    return data[offset:]


def packets(sound: bytes, stream: int) -> list[bytes]:
    """The sound as RTP packets, the last one filled up with silence."""
    out = []
    for number, first in enumerate(range(0, len(sound), PACKET_BYTES)):
        payload = sound[first : first + PACKET_BYTES].ljust(PACKET_BYTES, b"\xd5")
        marked = PAYLOAD_ALAW | (0x80 if number == 0 else 0)
        head = struct.pack(">BBHII", 0x80, marked, number & 0xFFFF, number * PACKET_BYTES, stream)
        out.append(head + payload)
    return out

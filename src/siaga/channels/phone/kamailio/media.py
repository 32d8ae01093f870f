"""Two calls whose page is gone, joined in the sound relay (rtpengine's ng protocol, on loopback).

The page sat in both and mixed. In each of the two, the relay is told that the page's sound comes
from, and goes to, the relay's own port of the other. What either telephone was told stays as it is:
same address, same port, and no word of SIP.
"""

from __future__ import annotations

import asyncio
import re
import secrets
import socket
from dataclasses import dataclass
from typing import Any

ANSWER_S_MAX = 1.0
TRIES = 2
_ANSWER_BYTES = 65_535
_PORT = re.compile(r"^m=audio ([0-9]{1,5}) ", re.MULTILINE)


class NoSound(Exception):
    """The relay does not answer, or does not have the call so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two calls. `page_port`: the relay's own, towards the page."""

    call: str
    telephone: str  # tag
    page: str  # tag
    address: str  # where the telephone's sound goes
    port: int
    page_port: int


async def join(ng_port: int, call: str, *, other: str) -> None:
    """Raises NoSound."""
    one = side_of(call, await _ask(ng_port, call, {"command": "query"}))
    two = side_of(other, await _ask(ng_port, other, {"command": "query"}))
    port = await _turn(ng_port, one, to=two.page_port)
    moved = await _turn(ng_port, two, to=port)
    if moved != two.page_port:
        await _turn(ng_port, one, to=moved)


def side_of(call: str, said: dict[str, Any]) -> Side:
    """Raises NoSound unless one telephone talks there with one page."""
    try:
        tags = said["tags"]
        for tag, one in tags.items():
            media = one["medias"][0]
            pages = [each["tag"] for each in one["subscriptions"] if _is_page(tags[each["tag"]])]
            if media["protocol"] == "RTP/AVP" and pages:
                there = media["streams"][0]["endpoint"]
                return Side(
                    call=call,
                    telephone=tag,
                    page=pages[-1],
                    address=str(there["address"]),
                    port=int(there["port"]),
                    page_port=int(tags[pages[-1]]["medias"][0]["streams"][0]["local port"]),
                )
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise NoSound("unreadable") from error
    raise NoSound("no telephone with a page")


def _is_page(one: dict[str, Any]) -> bool:
    return bool(one["medias"][0]["protocol"] == "UDP/TLS/RTP/SAVPF")


async def _turn(ng_port: int, side: Side, *, to: int) -> int:
    """The page's place is taken by port `to`. → the relay's own port there, perhaps a new one."""
    way = {
        "from-tag": side.page,
        "to-tag": side.telephone,
        "transport-protocol": "RTP/AVP",
        "ICE": "remove",
        "rtcp-mux": ["demux"],
        "flags": ["port-latching"],  # else the telephone would be sent to another port, untold
        "replace": ["origin", "session connection"],
    }
    offer = {"command": "offer", "sdp": _sdp("127.0.0.1", to), **way}
    await _ask(ng_port, side.call, offer)
    answer = {"command": "answer", "sdp": _sdp(side.address, side.port), **way}
    said = await _ask(ng_port, side.call, answer)
    found = _PORT.search(str(said.get("sdp", "")))
    if found is None:
        raise NoSound("no port")
    return int(found[1])


def _sdp(address: str, port: int) -> str:
    return (
        f"v=0\r\no=- 1 1 IN IP4 {address}\r\ns=-\r\nc=IN IP4 {address}\r\nt=0 0\r\n"
        f"m=audio {port} RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\na=sendrecv\r\n"
    )


async def _ask(ng_port: int, call: str, order: dict[str, Any]) -> dict[str, Any]:
    """A question repeated with its own cookie is carried out once."""
    cookie = secrets.token_hex(8).encode()
    asked = cookie + b" " + encoded({"call-id": call, **order})
    for _ in range(TRIES):
        try:
            async with asyncio.timeout(ANSWER_S_MAX):
                said = decoded(await _answer(ng_port, cookie, asked))
        except (OSError, TimeoutError):
            continue
        if not isinstance(said, dict) or said.get("result") != "ok":
            raise NoSound("refused")
        return said
    raise NoSound("no answer")


async def _answer(ng_port: int, cookie: bytes, asked: bytes) -> bytes:
    loop = asyncio.get_running_loop()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.setblocking(False)
        await loop.sock_connect(line, ("127.0.0.1", ng_port))
        await loop.sock_sendall(line, asked)
        while True:
            head, _, body = (await loop.sock_recv(line, _ANSWER_BYTES)).partition(b" ")
            if head == cookie:
                return body


# ---- bencode


def encoded(value: str | list[Any] | dict[str, Any]) -> bytes:
    match value:
        case str():
            raw = value.encode("latin-1", "replace")  # as a Call-ID was read
            return b"%d:%b" % (len(raw), raw)
        case list():
            return b"l" + b"".join(map(encoded, value)) + b"e"
        case dict():
            pairs = (encoded(name) + encoded(each) for name, each in sorted(value.items()))
            return b"d" + b"".join(pairs) + b"e"


def decoded(raw: bytes) -> Any:
    """Raises NoSound for what is none."""
    try:
        return _value(raw, 0)[0]
    except (ValueError, IndexError, TypeError, RecursionError) as error:
        raise NoSound("unreadable") from error


def _value(raw: bytes, at: int) -> tuple[Any, int]:
    kind = raw[at : at + 1]
    if kind == b"i":
        end = raw.index(b"e", at)
        return int(raw[at + 1 : end]), end + 1
    if kind in (b"l", b"d"):
        found, at = [], at + 1
        while raw[at : at + 1] != b"e":
            one, at = _value(raw, at)
            found.append(one)
        named = dict(zip(found[::2], found[1::2], strict=True)) if kind == b"d" else found
        return named, at + 1
    colon = raw.index(b":", at)
    end = colon + 1 + int(raw[at:colon])
    return raw[colon + 1 : end].decode("latin-1"), end

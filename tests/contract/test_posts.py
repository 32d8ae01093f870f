"""Posts to agencies' systems over real sockets: what is connected to is what was checked."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
import trustme

from siaga.channels.agency_api.post import Poster, Resolve
from siaga.channels.agency_api.protocol import PostKind, read_networks, read_url
from tests.contract.listener import listener
from tests.patience import PATIENCE_S

HOST = "sistem.example.id"
HERE = read_networks("127.0.0.1/32")
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]


def resolving(*addresses: str) -> Resolve:
    async def resolve(_host: str, _port: int) -> list[str]:
        return list(addresses)

    return resolve


class Server:
    """Answers as it is told, and keeps the heads of what it was asked."""

    def __init__(self, answer: Answer) -> None:
        self.answer, self.heads, self.port = answer, list[str](), 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.heads.append((await reader.readuntil(b"\r\n\r\n")).decode())
        await self.answer(writer)
        await writer.drain()


@asynccontextmanager
async def server(answer: Answer, *, context: ssl.SSLContext | None = None) -> AsyncIterator[Server]:
    wanted = Server(answer)
    async with listener(wanted.serve, context=context) as wanted.port:
        yield wanted


async def ok(writer: asyncio.StreamWriter) -> None:
    writer.write(OK)


async def test_the_name_is_proven_though_the_address_is_pinned() -> None:
    """TLS still asks for the host by its name, whatever was resolved."""
    authority = trustme.CA()
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(HOST).configure_cert(theirs)
    ours = ssl.create_default_context()
    authority.configure_trust(ours)
    async with server(ok, context=theirs) as there:
        poster = Poster(HERE, tls=ours, resolve=resolving("127.0.0.1"))
        url = f"https://{HOST}:{there.port}/siaga?x=1"
        posted = await poster.post(read_url(url), b"{}", headers={"webhook-id": "n-1"})
        assert posted.kind is PostKind.DELIVERED
        head = there.heads[0].lower()
        assert head.startswith("post /siaga?x=1 ")
        assert f"host: {HOST}:{there.port}\r\n" in head
        assert "webhook-id: n-1\r\n" in head
        wrong = read_url(f"https://lain.example.id:{there.port}/")
        assert (await poster.post(wrong, b"{}", headers={})).reason == "tls"


@pytest.mark.parametrize(
    "addresses",
    [
        ("127.0.0.1",),
        ("10.0.0.5", "192.168.1.1"),
        ("169.254.169.254",),
        ("::1",),
        ("::ffff:127.0.0.1",),
        ("2002:7f00:1::",),
    ],
)
async def test_an_inner_address_is_refused_unasked(addresses: tuple[str, ...]) -> None:
    async with server(ok) as there:
        poster = Poster((), resolve=resolving(*addresses))
        for url in (f"http://{HOST}:{there.port}/", f"https://{HOST}:{there.port}/"):
            posted = await poster.post(read_url(url), b"{}", headers={})
            assert (posted.kind, posted.reason) == (PostKind.REFUSED, "inner_address")
        assert there.heads == []


@pytest.mark.parametrize(
    "host",
    ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "localhost", "[::ffff:7f00:1]", "0.0.0.0"],
)
async def test_an_inner_address_written_otherwise_is_one(host: str) -> None:
    """As this machine's own resolver reads it: no list of spellings, what it means is judged."""
    async with server(ok) as there:
        posted = await Poster(()).post(read_url(f"http://{host}:{there.port}/"), b"", headers={})
        assert (posted.kind, posted.reason) == (PostKind.REFUSED, "inner_address")
        assert there.heads == []


async def test_a_name_that_is_answered_differently_the_second_time_changes_nothing() -> None:
    """Rebinding: each connection goes to an address of the very answer that was checked."""
    answers = iter((["203.0.113.7", "127.0.0.1"], ["127.0.0.1"]))
    asked = []

    async def turning(host: str, _port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    async with server(ok) as there:
        poster = Poster((), resolve=turning, total_s=2)
        url = read_url(f"http://{HOST}:{there.port}/")
        assert (await poster.post(url, b"{}", headers={})).kind is PostKind.REFUSED
        assert (await poster.post(url, b"{}", headers={})).reason == "inner_address"
        assert there.heads == []
        assert asked == [HOST, HOST], "asked once for each connection, and by us"


async def test_plain_http_goes_to_a_named_network_only() -> None:
    poster = Poster(HERE, resolve=resolving("8.8.8.8"), total_s=1)
    posted = await poster.post(read_url(f"http://{HOST}/"), b"{}", headers={})
    assert (posted.kind, posted.reason) == (PostKind.REFUSED, "https_required")


async def test_a_redirect_is_not_followed() -> None:
    async with server(ok) as inner:

        async def away(writer: asyncio.StreamWriter) -> None:
            to = f"Location: http://127.0.0.1:{inner.port}/\r\n"
            writer.write(f"HTTP/1.1 307 x\r\n{to}Content-Length: 0\r\n\r\n".encode())

        async with server(away) as there:
            poster = Poster(HERE, resolve=resolving("127.0.0.1"))
            posted = await poster.post(read_url(f"http://{HOST}:{there.port}/"), b"{}", headers={})
            assert (posted.kind, posted.reason) == (PostKind.REFUSED, "redirect")
        assert inner.heads == []


async def _endless(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n")
    while True:
        writer.write(b"x" * 65_536)
        await writer.drain()


async def _drips(writer: asyncio.StreamWriter) -> None:
    for byte in OK:
        writer.write(bytes([byte]))
        await asyncio.sleep(0.1)


async def _hangs(_writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(30)


async def _breaks(writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()


async def _babbles(writer: asyncio.StreamWriter) -> None:
    writer.write(b"\x00\xff" * 50_000)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (_endless, PostKind.DELIVERED),  # it said 200, and nobody reads on
        (_drips, PostKind.UNKNOWN),
        (_hangs, PostKind.UNKNOWN),
        (_breaks, PostKind.UNKNOWN),
        (_babbles, PostKind.UNKNOWN),
    ],
)
async def test_a_receiver_that_misbehaves_costs_little(answer: Answer, kind: PostKind) -> None:
    async with server(answer) as there:
        poster = Poster(HERE, resolve=resolving("127.0.0.1"), total_s=0.6)
        async with asyncio.timeout(PATIENCE_S):
            posted = await poster.post(read_url(f"http://{HOST}:{there.port}/"), b"{}", headers={})
        assert posted.kind is kind


async def test_where_nobody_listens_it_is_tried_again() -> None:
    async with server(ok) as there:
        port = there.port
    poster = Poster(HERE, resolve=resolving("127.0.0.1"))
    posted = await poster.post(read_url(f"http://{HOST}:{port}/"), b"{}", headers={})
    assert (posted.kind, posted.reason) == (PostKind.AGAIN, "unreachable")

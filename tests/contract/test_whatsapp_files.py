"""Fetching files from a real server that behaves as Meta's does, and as it should not."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Callable
from contextlib import asynccontextmanager
from hashlib import sha256
from typing import Any

import httpx
import pytest

from siaga.app.workers.media.fetching import Attempt, Fetched, Gone, Wait, digest_of
from siaga.app.workers.media.whatsapp import MISSING_MAX, WhatsAppFiles
from siaga.channels.whatsapp.outcomes import Outcome
from siaga.channels.whatsapp.settings import WhatsAppSettings
from siaga.language.conversation import MediaProblem
from siaga.platform.media_store import RECEIVED_BYTES_MAX
from tests.contract.listener import listener

DATA = b"\xff\xd8\xff" + b"api" * 1000
SECRET = "token-yang-dirahasiakan"

Answer = tuple[int, dict[str, str], bytes]
Give = Callable[[str, int], Answer]


class Server:
    """Answers by `give(path, port)`; keeps the paths and heads it was asked with."""

    def __init__(self, give: Give) -> None:
        self.give = give
        self.paths: list[str] = []
        self.heads: list[bytes] = []
        self.port = 0
        self.broke_off = False

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        path = head.split(b" ")[1].decode()
        self.paths.append(path)
        self.heads.append(head)
        status, headers, body = self.give(path, self.port)
        if "Content-Length" not in headers and "Transfer-Encoding" not in headers:
            headers = headers | {"Content-Length": str(len(body))}
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        try:
            writer.write(f"HTTP/1.1 {status} X\r\n{lines}\r\n".encode() + body)
            await writer.drain()
        except ConnectionError:
            self.broke_off = True


@asynccontextmanager
async def meta(give: Give) -> Any:
    server = Server(give)
    async with (
        listener(server.serve) as server.port,
        httpx.AsyncClient(trust_env=False) as http,
    ):
        yield server, WhatsAppFiles(settings_of(server.port), http)


def settings_of(port: int) -> WhatsAppSettings:
    return WhatsAppSettings(
        enabled=True,
        app_secrets=(b"k",),
        verify_token="v",
        token=SECRET,
        phone_number_id="1065",
        graph_url=f"http://127.0.0.1:{port}/v25.0",
    )


def about(port: int, **more: Any) -> Answer:
    node = {"url": f"http://127.0.0.1:{port}/fresh", "mime_type": "image/jpeg", "id": "77"}
    return 200, {"Content-Type": "application/json"}, json.dumps(node | more).encode()


def reference(port: int, **more: Any) -> dict[str, Any]:
    return {"kind": "whatsapp", "id": "77", "url": f"http://127.0.0.1:{port}/first"} | more


async def fetched(give: Give, *, made: int = 0, **more: Any) -> tuple[Any, Server]:
    async with meta(give) as (server, files):
        attempt = Attempt(reference=reference(server.port, **more), made=made)
        return await files.fetch(attempt), server


def error(code: int, status: int = 400) -> Answer:
    return status, {}, json.dumps({"error": {"code": code}}).encode()


async def test_the_address_of_the_message_saves_a_question() -> None:
    announced = base64.b64encode(sha256(DATA).digest()).decode()
    had, server = await fetched(lambda *_: (200, {}, DATA), sha256=announced)
    assert isinstance(had, Fetched)
    assert (had.data, had.altered) == (DATA, False)
    assert server.paths == ["/first"]
    assert f"authorization: bearer {SECRET}".encode() in server.heads[0].lower()


async def test_a_stale_address_is_replaced_by_a_fresh_one() -> None:
    def give(path: str, port: int) -> Answer:
        if path == "/first":
            return 404, {}, b"gone"
        return about(port) if path.startswith("/v25.0/77?") else (200, {}, DATA)

    had, server = await fetched(give)
    assert isinstance(had, Fetched)
    assert (had.data, had.media_type) == (DATA, "image/jpeg")
    assert server.paths == ["/first", "/v25.0/77?phone_number_id=1065", "/fresh"]
    had, server = await fetched(give, made=1)
    assert server.paths[0] == "/v25.0/77?phone_number_id=1065", "hours later it is not even tried"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_off_the_list_is_not_followed(status: int) -> None:
    def give(path: str, port: int) -> Answer:
        if path.startswith("/v25.0"):
            return about(port)
        return status, {"Location": "https://evil.example/x"}, b""

    had, server = await fetched(give)
    assert had == Gone(problem=MediaProblem.REFUSED)
    assert server.paths == ["/first", "/v25.0/77?phone_number_id=1065", "/fresh"]


async def test_a_redirect_on_the_list_is_followed_and_a_circle_ends() -> None:
    def moved(path: str, port: int) -> Answer:
        return (200, {}, DATA) if path == "/there" else (302, {"Location": "/there"}, b"")

    had, server = await fetched(moved)
    assert isinstance(had, Fetched)
    assert server.paths == ["/first", "/there"]

    def circle(path: str, port: int) -> Answer:
        return about(port) if path.startswith("/v25.0") else (302, {"Location": path}, b"")

    had, server = await fetched(circle)
    assert had == Gone(problem=MediaProblem.REFUSED)
    assert len(server.paths) == 7


async def test_a_file_that_is_gone_is_asked_for_a_few_times_only() -> None:
    for made in range(MISSING_MAX - 1):
        had, _ = await fetched(lambda *_: error(100), made=made)
        assert isinstance(had, Wait)
    had, _ = await fetched(lambda *_: error(100), made=MISSING_MAX - 1)
    assert had == Gone(problem=MediaProblem.EXPIRED)


@pytest.mark.parametrize(
    "answer", [error(190, 401), (500, {}, b""), (503, {}, b"x"), error(130429), (200, {}, b"[[")]
)
async def test_trouble_at_metas_is_waited_for_however_long(answer: Answer) -> None:
    had, _ = await fetched(lambda *_: answer, made=50, url=None)
    assert isinstance(had, Wait)


async def test_a_refused_token_is_told() -> None:
    told: list[Outcome] = []
    async with meta(lambda *_: error(190, 401)) as (server, files):
        files.told = told.append
        await files.fetch(Attempt(reference=reference(server.port), made=0))
    assert [outcome.code for outcome in told] == ["190"]


async def test_a_file_too_large_is_not_read_to_its_end() -> None:
    too_large = {"Content-Length": str(RECEIVED_BYTES_MAX + 1)}
    had, _ = await fetched(lambda *_: (200, too_large, b"x"))
    assert had == Gone(problem=MediaProblem.TOO_LARGE)

    def announced(path: str, port: int) -> Answer:
        return about(port, file_size=str(RECEIVED_BYTES_MAX + 1))

    had, server = await fetched(announced, url=None)
    assert had == Gone(problem=MediaProblem.TOO_LARGE)
    assert len(server.paths) == 1


async def test_one_that_hides_its_size_is_broken_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("siaga.app.workers.media.whatsapp.RECEIVED_BYTES_MAX", 10_000)
    chunk = b"ffff\r\n" + bytes(0xFFFF) + b"\r\n"
    endless = {"Transfer-Encoding": "chunked"}
    had, _ = await fetched(lambda *_: (200, endless, chunk * 20))
    assert had == Gone(problem=MediaProblem.TOO_LARGE)


async def test_nobody_listening_is_waited_for() -> None:
    async with meta(lambda *_: (200, {}, DATA)) as (server, _):
        port = server.port
    async with httpx.AsyncClient(trust_env=False) as http:
        files = WhatsAppFiles(settings_of(port), http)
        had = await files.fetch(Attempt(reference=reference(port), made=0))
    assert isinstance(had, Wait)


@pytest.mark.parametrize("bad", [{"id": "../x"}, {"id": ""}, {"id": None}, {"id": "7?x=1"}])
async def test_an_id_that_is_none_is_not_asked_for(bad: dict[str, Any]) -> None:
    had, server = await fetched(lambda *_: (200, {}, DATA), url="https://evil.example/x", **bad)
    assert had == Gone(problem=MediaProblem.REFUSED)
    assert server.paths == []


async def test_other_bytes_than_announced_are_marked() -> None:
    wrong = sha256(b"x").hexdigest()
    had, _ = await fetched(lambda *_: (200, {}, DATA), sha256=wrong)
    assert isinstance(had, Fetched)
    assert had.altered


def test_digests_in_any_spelling() -> None:
    digest = sha256(DATA).digest()
    assert digest_of(digest.hex()) == digest
    assert digest_of(digest.hex().upper()) == digest
    assert digest_of(base64.b64encode(digest).decode()) == digest
    for nothing in ("", "x", "SfIn…=", "A" * 44, "zz" * 32, digest.hex()[:-2]):
        assert digest_of(nothing) in (None, bytes(33)), nothing

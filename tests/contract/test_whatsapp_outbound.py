"""What Meta's answers mean, and a real server that misbehaves."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import struct
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from siaga.channels.whatsapp.outcomes import Outcome, OutcomeKind, Trouble, classify, patience_s
from siaga.channels.whatsapp.sender import WhatsAppSender
from siaga.channels.whatsapp.settings import Provider, WhatsAppSettings
from tests.contract.listener import listener
from tests.contract.test_whatsapp_bodies import BODIES


@pytest.mark.parametrize(
    ("status_code", "code", "kind", "trouble"),
    [
        (400, 131047, OutcomeKind.FAILED, Trouble.WINDOW_CLOSED),
        (400, 131026, OutcomeKind.FAILED, Trouble.RECIPIENT),
        (400, 131009, OutcomeKind.FAILED, Trouble.CONTENT),
        (401, 190, OutcomeKind.FAILED, Trouble.CHANNEL),
        (403, 200, OutcomeKind.FAILED, Trouble.CHANNEL),
        (400, 131056, OutcomeKind.RETRY_AFTER, Trouble.BUSY),
        (400, 131048, OutcomeKind.RETRY_AFTER, Trouble.BUSY),
        (503, 2, OutcomeKind.RETRY_AFTER, Trouble.BUSY),
        (400, 132001, OutcomeKind.FAILED, Trouble.CONTENT),
        (400, 131042, OutcomeKind.FAILED, Trouble.CHANNEL),
        (400, 130429, OutcomeKind.RETRY_AFTER, Trouble.BUSY),
        (500, 131000, OutcomeKind.RETRY_AFTER, Trouble.BUSY),
        (429, None, OutcomeKind.RETRY_AFTER, Trouble.BUSY),
        (500, None, OutcomeKind.RETRY_AFTER, Trouble.BUSY),
        (504, None, OutcomeKind.UNKNOWN, Trouble.NONE),
        (404, None, OutcomeKind.FAILED, Trouble.CHANNEL),
        (302, None, OutcomeKind.FAILED, Trouble.CHANNEL),
        (200, None, OutcomeKind.UNKNOWN, Trouble.NONE),
    ],
)
def test_what_an_answer_means(
    status_code: int, code: int | None, kind: OutcomeKind, trouble: Trouble
) -> None:
    body = b"<html>" if code is None else json.dumps({"error": {"code": code}}).encode()
    outcome = classify(status_code, body)
    assert (outcome.kind, outcome.trouble) == (kind, trouble)
    assert code is None or outcome.code == str(code)


def test_a_pair_that_is_too_fast_waits_longer_each_time() -> None:
    outcome = classify(400, json.dumps({"error": {"code": 131056}}).encode())
    assert [patience_s(outcome, n) for n in (1, 2, 3, 4, 9)] == [1, 4, 16, 64, 1024]
    busy = classify(400, json.dumps({"error": {"code": 131057}}).encode())
    assert (patience_s(busy, 1), patience_s(busy, 5)) == (60, 60)
    assert patience_s(classify(500, b""), 1) is None


@pytest.mark.parametrize("body", [b"", b"[]", b'{"messages":[]}', b'{"messages":[7]}', b"\xff"])
def test_an_acceptance_without_an_id_is_unknown(body: bytes) -> None:
    assert classify(200, body).kind is OutcomeKind.UNKNOWN


# ---- a real server on loopback

Behave = Callable[[bytes, asyncio.StreamWriter], Awaitable[None]]


async def exchange(
    behave: Behave, *, read_s: float = 5.0, provider: Provider = Provider.META
) -> tuple[Outcome, list[bytes]]:
    """Send one body to a server that reads it whole and then does what `behave` does."""
    seen: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            int(line.split(b":")[1])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length:")
        )
        seen.extend((head, await reader.readexactly(length)))
        await behave(seen[-1], writer)

    timeout = httpx.Timeout(5.0, read=read_s)
    async with listener(serve) as port, httpx.AsyncClient(trust_env=False) as client:
        sender = WhatsAppSender(client, timeout=timeout)
        outcome = await sender.send(to_port(port, provider), BODIES["text"])
    return outcome, seen


def to_port(port: int, provider: Provider = Provider.META) -> WhatsAppSettings:
    return WhatsAppSettings(
        enabled=True,
        provider=provider,
        app_secrets=(b"kunci",),
        verify_token="kata",
        token="token-yang-dirahasiakan",
        phone_number_id="106540352242922",
        graph_url=f"http://127.0.0.1:{port}/v25.0/",
    )


def answering(status_code: int, answer: Any) -> Behave:
    async def behave(_: bytes, writer: asyncio.StreamWriter) -> None:
        content = json.dumps(answer).encode()
        head = f"HTTP/1.1 {status_code} X\r\nContent-Length: {len(content)}\r\n\r\n"
        writer.write(head.encode() + content)
        await writer.drain()

    return behave


async def reset(_: bytes, writer: asyncio.StreamWriter) -> None:
    at_once = struct.pack("ii", 1, 0)  # lingering for 0 s closes with a reset
    connection = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
    writer.transport.abort()


async def hang_up(_: bytes, __: asyncio.StreamWriter) -> None:
    return


async def half_an_answer(_: bytes, writer: asyncio.StreamWriter) -> None:
    writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"mess')
    await writer.drain()


async def silence(_: bytes, __: asyncio.StreamWriter) -> None:
    await asyncio.sleep(1.0)


def test_an_accepted_message_carries_its_id_and_was_posted_as_meta_wants(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    accepted = answering(200, {"messages": [{"id": "wamid.OUT"}]})
    outcome, (head, body) = asyncio.run(exchange(accepted))
    assert outcome == Outcome(kind=OutcomeKind.ACCEPTED, wamid="wamid.OUT")
    assert head.startswith(b"POST /v25.0/106540352242922/messages HTTP/1.1")
    assert b"authorization: bearer token-yang-dirahasiakan\r\n" in head.lower()
    assert json.loads(body) == BODIES["text"]
    logged = [
        record.getMessage()
        for record in caplog.records
        if record.name.startswith(("siaga", "httpx"))
    ]
    assert not any("dirahasiakan" in line or "menuju lokasi" in line for line in logged)


def test_a_provider_in_between_has_its_own_address_and_header() -> None:
    accepted = answering(200, {"messages": [{"id": "wamid.OUT"}]})
    outcome, (head, body) = asyncio.run(exchange(accepted, provider=Provider.DIALOG_360))
    assert outcome.kind is OutcomeKind.ACCEPTED
    assert head.startswith(b"POST /v25.0/messages HTTP/1.1")
    assert b"d360-api-key: token-yang-dirahasiakan\r\n" in head.lower()
    assert b"authorization" not in head.lower()
    assert json.loads(body) == BODIES["text"]


@pytest.mark.parametrize(
    ("behave", "kind", "code"),
    [
        (answering(400, {"error": {"code": 131047}}), OutcomeKind.FAILED, "131047"),
        (answering(429, {}), OutcomeKind.RETRY_AFTER, "http_429"),
        (answering(500, {}), OutcomeKind.RETRY_AFTER, "http_500"),
        (reset, OutcomeKind.UNKNOWN, "ReadError"),
        (hang_up, OutcomeKind.UNKNOWN, "RemoteProtocolError"),
        (half_an_answer, OutcomeKind.UNKNOWN, "RemoteProtocolError"),
    ],
)
def test_what_a_real_server_did(behave: Behave, kind: OutcomeKind, code: str) -> None:
    outcome, seen = asyncio.run(exchange(behave))
    assert (outcome.kind, outcome.code) == (kind, code)
    assert len(seen) == 2  # posted once, not again


def test_a_silent_server_leaves_the_message_unknown() -> None:
    outcome, _ = asyncio.run(exchange(silence, read_s=0.2))
    assert (outcome.kind, outcome.code) == (OutcomeKind.UNKNOWN, "ReadTimeout")


def test_a_redirect_never_carries_the_token_away() -> None:
    async def elsewhere(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 307 X\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()

    outcome, seen = asyncio.run(exchange(elsewhere))
    assert outcome.kind is OutcomeKind.FAILED
    assert len(seen) == 2


def test_nobody_listening_is_safe_to_repeat() -> None:
    async def send() -> Outcome:
        async with listener(lambda _, writer: hang_up(b"", writer)) as port:
            pass
        async with httpx.AsyncClient(trust_env=False) as client:
            return await WhatsAppSender(client).send(to_port(port), BODIES["text"])

    assert asyncio.run(send()).kind is OutcomeKind.RETRY_AFTER

"""What the hooks and streams answer, who have no framework around them, when something breaks."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from siaga.app.http.application import answered
from siaga.platform.logbook import Unavailable

START = {"type": "http.response.start", "status": 200, "headers": []}


def told(reason: Exception, *, begun: bool = False) -> list[dict[str, Any]]:
    sent: list[dict[str, Any]] = []

    async def hot(_room: Any, _scope: Any, *, receive: Any, send: Any) -> None:
        if begun:
            await send(START)
        raise reason

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {"path": "/hooks/whatsapp"}
    asyncio.run(answered(hot, None, scope=scope, receive=None, send=send))  # type: ignore[arg-type]
    return sent


@pytest.mark.parametrize(
    ("reason", "status"),
    [
        (Unavailable("full"), 503),
        (ConnectionResetError("by peer"), 503),
        (TimeoutError("starting up"), 503),
        (RuntimeError("unable to perform operation; the handler is closed"), 503),
        (KeyError("a bug"), 500),
    ],
)
def test_a_lost_database_asks_to_come_again_and_a_bug_is_told_as_one(
    reason: Exception, status: int
) -> None:
    start, body = told(reason)
    assert start["status"] == status
    assert (b"retry-after", b"1") in start["headers"] or status == 500
    assert str(reason).encode() not in body["body"]


def test_an_answer_that_has_begun_is_broken_off() -> None:
    with pytest.raises(ConnectionResetError):
        told(ConnectionResetError(), begun=True)

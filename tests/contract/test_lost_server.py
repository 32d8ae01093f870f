"""What counts as a server that went away, wherever the driver happened to break."""

from __future__ import annotations

import asyncio

import asyncpg
import pytest

from siaga.platform.database import LOST, as_lost, is_away, is_lost


def raised_in(module: str, reason: BaseException) -> BaseException:
    """The same, as it comes out of a module of this name."""
    said = {"__name__": module, "reason": reason}
    with pytest.raises(type(reason)) as caught:
        exec("def ask():\n raise reason\nask()", said)
    return caught.value


@pytest.mark.parametrize(
    "reason",
    [
        ConnectionResetError(),
        TimeoutError(),
        asyncpg.InterfaceError("connection is closed"),
        asyncpg.InternalClientError("cannot switch to state 12"),
        asyncpg.CannotConnectNowError("the database system is in recovery mode"),
        RuntimeError("unable to perform operation on <UnixTransport>; the handler is closed"),
        raised_in("asyncpg.protocol.protocol", AttributeError("'NoneType' has no 'write'")),
        raised_in("asyncpg.pool", AssertionError()),
    ],
)
def test_a_connection_that_broke_is_asked_again(reason: BaseException) -> None:
    assert is_lost(reason)


@pytest.mark.parametrize(
    "reason",
    [
        ValueError("ours"),
        AttributeError("ours"),
        asyncpg.UniqueViolationError("a rule of ours"),
        asyncpg.DataError("a value that cannot be sent"),
        FileNotFoundError(2, "No such file or directory", "media/ab/abcd"),
        raised_in("asyncpg.protocol.protocol", asyncpg.UndefinedColumnError("no such column")),
        raised_in("siaga.desks.dispatch.decide", AttributeError("a bug")),
    ],
)
def test_a_bug_is_no_lost_server(reason: BaseException) -> None:
    assert not is_lost(reason)
    assert not is_away(reason)


async def _breaks(reason: BaseException) -> None:
    raise reason


def test_whoever_asks_the_pool_sees_a_lost_server_as_one() -> None:
    closed = RuntimeError("unable to perform operation on <UnixTransport>; the handler is closed")
    with pytest.raises(asyncpg.InterfaceError) as lost:
        asyncio.run(as_lost(_breaks(closed)))
    assert isinstance(lost.value, LOST)
    for ours in (KeyError("a bug"), asyncpg.UniqueViolationError("a rule of ours")):
        with pytest.raises(type(ours)):
            asyncio.run(as_lost(_breaks(ours)))


def test_what_broke_because_of_it_counts_too() -> None:
    outer = RuntimeError("a room that could not look")
    outer.__cause__ = ConnectionResetError()
    assert is_away(outer)
    assert not is_lost(outer)
    outer.__cause__ = None
    outer.__context__ = outer
    assert not is_away(outer)

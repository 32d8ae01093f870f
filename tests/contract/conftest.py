"""Servers for a whole session, a database for each test, and tests written as coroutines."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache, partial
from typing import Any

import pytest
import structlog

from tests.contract.servers import NOT_RUN, SERVERS, Adapter, Server, in_memory, opened, server

# Plain lines: the default draws each exception with all its values, slower than the test itself.
structlog.configure(
    processors=[structlog.processors.format_exc_info, structlog.processors.KeyValueRenderer()]
)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """A coroutine is run in a loop of its own."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    names = inspect.signature(pyfuncitem.obj).parameters
    asyncio.run(pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in names}))
    return True


def pytest_terminal_summary(terminalreporter: Any) -> None:
    for line in NOT_RUN:
        terminalreporter.write_line(f"NOT RUN  {line}")


@pytest.fixture(scope="session")
def running() -> Iterator[Callable[[str], Server]]:
    """The servers of this session by name, each started when it is first wanted."""
    with ExitStack() as stack:
        yield cache(lambda name: stack.enter_context(server(name)))


@pytest.fixture
def database(running: Callable[[str], Server]) -> Iterator[dict[str, Any]]:
    """Connect options of a migrated database of its own, on the server that is shipped."""
    with running("wheel").database() as options:
        yield options


@pytest.fixture(params=SERVERS)
def postgres(
    request: pytest.FixtureRequest, running: Callable[[str], Server]
) -> Iterator[dict[str, Any]]:
    """The same on every server: for what may depend on PostgreSQL's version."""
    with running(request.param).database() as options:
        yield options


@pytest.fixture(params=("memory", *SERVERS))
def adapter(request: pytest.FixtureRequest, running: Callable[[str], Server]) -> Iterator[Adapter]:
    """A way to open a logbook: in memory, or in a database of its own."""
    if request.param == "memory":
        yield in_memory
        return
    with running(request.param).database() as options:
        yield partial(opened, options)

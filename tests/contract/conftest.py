"""Servers for a whole session, a database for each test, and tests written as coroutines."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from tests.contract.servers import NOT_RUN, SERVERS, Adapter, Server, in_memory, opened, server


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


@pytest.fixture(scope="session", params=SERVERS)
def every_server(request: pytest.FixtureRequest) -> Iterator[Server]:
    with server(request.param) as running:
        yield running


@pytest.fixture(scope="session")
def one_server() -> Iterator[Server]:
    """The server that is shipped; for what does not depend on PostgreSQL's version."""
    with server("wheel") as running:
        yield running


@pytest.fixture
def database(one_server: Server) -> Iterator[dict[str, Any]]:
    """Connect options of a migrated database of its own."""
    with one_server.database() as options:
        yield options


@pytest.fixture(scope="session", params=("memory", *SERVERS))
def adapter_server(request: pytest.FixtureRequest) -> Iterator[Server | None]:
    if request.param == "memory":
        yield None
        return
    with server(request.param) as running:
        yield running


@pytest.fixture
def adapter(adapter_server: Server | None) -> Iterator[Adapter]:
    """A way to open a logbook: in memory, or in a database of its own."""
    if adapter_server is None:
        yield in_memory
        return
    with adapter_server.database() as options:
        yield partial(opened, options)


@pytest.fixture
def postgres(every_server: Server) -> Iterator[dict[str, Any]]:
    with every_server.database() as options:
        yield options

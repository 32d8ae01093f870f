"""One real server for all tests of this folder, one Graph server beside it, people signed in."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from benchmarks.floor import ask
from tests.contract.test_whatsapp_bodies import meta_schema
from tests.http.graph import Graph
from tests.http.people import Person
from tests.http.server import (
    AML_KEY,
    APP_SECRET,
    BOT_SECRET,
    BOT_TOKEN,
    GRAPH_TOKEN,
    NUMBERS,
    PASSWORD,
    SPOKEN,
    VERIFY_TOKEN,
    Server,
)
from tests.patience import eventually

People = Callable[..., Person]
NothingStored = Callable[[], Any]


@pytest.fixture(scope="session")
def graph() -> Iterator[Graph]:
    try:
        schema = meta_schema()
    except pytest.skip.Exception:
        graph = Graph(lambda _body: None)
    else:
        graph = Graph(lambda body: next((e.message for e in schema.iter_errors(body)), None))
    yield graph
    graph.close()
    assert graph.problems == []


@pytest.fixture(scope="session")
def server(graph: Graph) -> Iterator[Server]:
    folder = Path(tempfile.mkdtemp(prefix="siaga-http-"))
    folder.chmod(0o755)
    server = Server(folder, graph.url)
    try:
        server.start()
        yield server
        assert server.process is not None
        assert server.process.poll() is None, "it died"
    finally:
        server.stop()
    log = server.log.read_text()
    shutil.rmtree(folder, ignore_errors=True)
    secrets: tuple[str, ...] = (APP_SECRET, VERIFY_TOKEN, GRAPH_TOKEN, PASSWORD, NUMBERS, SPOKEN)
    secrets += (BOT_TOKEN, BOT_SECRET, AML_KEY)
    told = [line for line in log.splitlines() if any(secret in line for secret in secrets)]
    assert told == [], "the log holds a secret, a number or somebody's words"
    bugs = [line for line in log.splitlines() if "request.failed" in line or "Traceback" in line]
    assert bugs == []


@pytest.fixture(scope="session")
def people(server: Server) -> Iterator[People]:
    """`people("dispatcher")`: signed in once a run."""
    known: dict[str, Person] = {}

    def signed_in(user: str) -> Person:
        if user not in known:
            known[user] = Person(server.url, user)
        return known[user]

    yield signed_in
    for person in known.values():
        person.close()


@pytest.fixture
def taker(people: People) -> Person:
    return people("calltaker")


ASKED_SINCE = """
select count(*) from entry
where position > {} and actor_kind in ('person', 'channel') and cause is null
"""
"""What came of something earlier, a message that was sent meanwhile, names its cause."""


@pytest.fixture
def nothing_stored(taker: Person, server: Server) -> NothingStored:
    """A block in which nobody outside gets a fact written; the house's own policies may."""

    @contextmanager
    def block() -> Iterator[None]:
        before = steady_position(taker)
        yield
        steady_position(taker)
        assert ask(server.folder / "data" / "demo", ASKED_SINCE.format(before)) == "0"

    return block


def until_all_heard(server: Server) -> None:
    """Whatever citizens have sent by now."""
    unheard = "select max(position - heard) from inbox_head"
    eventually(lambda: ask(server.folder / "data" / "demo", unheard) == "0", what="all is heard")


def steady_position(person: Person, *, quiet_s: float = 0.12) -> int:
    position = -1
    since_s = time.monotonic()
    while True:
        now = int(person.look("units")["position"])
        if now != position:
            position, since_s = now, time.monotonic()
        elif time.monotonic() - since_s > quiet_s:
            return position
        time.sleep(0.03)

"""A state folder, the programs to test and a way to start servers that are always ended."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from siaga.platform.embedded_postgres import EmbeddedPostgres
from tests.contract.embedded_postgres.conversation import Open

DEBIAN_15 = Path(os.environ.get("SIAGA_TEST_PG15_BIN") or "/usr/lib/postgresql/15/bin")


@pytest.fixture
def state() -> Iterator[Path]:
    """A folder that another account may walk to: pytest's own are closed when root runs it."""
    folder = Path(tempfile.mkdtemp(prefix="siaga-test-"))
    folder.chmod(0o755)
    yield folder / "state"
    shutil.rmtree(folder)


@pytest.fixture(params=["wheel", "debian-15"])
def bindir(request: pytest.FixtureRequest) -> Path | None:
    """The programs to test; None lets the server find the wheel's itself."""
    if request.param == "wheel":
        return None
    if not (DEBIAN_15 / "postgres").exists():
        pytest.skip("Debian's PostgreSQL 15 is not installed")
    return DEBIAN_15


@pytest.fixture
def opened(state: Path, bindir: Path | None) -> Iterator[Open]:
    """Start a server on the one state folder and wait for it; whatever still runs is ended."""
    servers: list[EmbeddedPostgres] = []

    def start() -> EmbeddedPostgres:
        server = EmbeddedPostgres(state, bindir=bindir)
        servers.append(server)
        server.start()
        server.wait()
        return server

    yield start
    for server in servers:
        if server.pids():
            server.stop()

"""What the tests say to a server and do to its processes."""

import asyncio
import contextlib
import os
import signal
from collections.abc import Callable
from pathlib import Path

import asyncpg

from siaga.platform.embedded_postgres import EmbeddedPostgres

IS_ROOT = os.geteuid() == 0
NEEDS_ROOT = "only root can become another account"

Open = Callable[[], EmbeddedPostgres]


def ask(server: EmbeddedPostgres, *statements: str) -> object:
    """Run the statements in sessions of their own; returns the last one's first value."""

    async def run() -> object:
        connection = await asyncpg.connect(**server.connect_options())
        try:
            answers = [await connection.fetchval(statement) for statement in statements]
            return answers[-1]
        finally:
            await connection.close()

    return asyncio.run(run())


def fill(server: EmbeddedPostgres, rows: int) -> None:
    """Commit `rows` rows into a table of their own."""
    ask(server, "create table if not exists kept(i int)")
    ask(server, f"insert into kept select generate_series(1, {rows})")


def kill_all(pids: list[int]) -> None:
    """Kill -9, postmaster first, as an out-of-memory killer or a power cut would."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def is_gone(pid: int) -> bool:
    """Whether the process has ended; a zombie that nobody has collected counts as ended."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return True
    return text.rsplit(")", 1)[1].split()[0] == "Z"

"""The floor: what PostgreSQL itself can write durably on this machine, by its own pgbench.

One row, one commit, prepared; taken before and after each measurement on the same server.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path

from siaga.platform import postgres_cluster as cluster
from siaga.platform.postgres_programs import find_programs

# The shape of the inbox: a place in the order, a unique key chosen outside, 600 bytes of raw.
TABLE = """
create table if not exists bench_row (
  id bigint generated always as identity primary key,
  source text not null, item_key text not null, wrapped_key bytea not null, raw bytea not null,
  received_at timestamptz not null default clock_timestamp(), unique (source, item_key))
"""
INSERT = (
    "insert into bench_row (source, item_key, wrapped_key, raw) values ('whatsapp',"
    " gen_random_uuid()::text, convert_to(repeat('k', 60), 'UTF8'),"
    " convert_to(repeat('x', 600), 'UTF8')) on conflict do nothing;\n"
)


def ask(state: Path, text: str) -> str:
    """What psql prints, rows only, on the server whose state folder is `state`."""
    command = [str(find_programs(None).folder / "psql"), "-qAt", *_connection(state)]
    done = subprocess.run(
        [*command, "-v", "ON_ERROR_STOP=1", "-c", text, "postgres"],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def _connection(state: Path) -> list[str]:
    socket = str(cluster.socket_folder(state))
    return ["-h", socket, "-p", str(cluster.PORT), "-U", cluster.ROLE]


class Floor:
    """Runs on the server whose state folder is `state`."""

    def __init__(self, state: Path, *, clients: int) -> None:
        self.clients, self.state = clients, state
        self.rates: list[float] = []
        ask(state, TABLE)

    def measure(self, seconds: float = 3.0) -> float:
        """→ rows per second."""
        with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
            script.write(INSERT)
            script.flush()
            words = ["-n", "-M", "prepared", "-c", str(self.clients), "-j", "1"]
            words += ["-T", str(max(1, round(seconds))), "-f", script.name]
            words += [*_connection(self.state), "postgres"]
            done = subprocess.run(
                [str(find_programs(None).folder / "pgbench"), *words],
                capture_output=True,
                text=True,
                check=True,
            )
        found = re.search(r"tps = ([\d.]+)", done.stdout)
        if found is None:
            raise RuntimeError(f"pgbench said nothing of its speed: {done.stdout}")
        self.rates.append(float(found[1]))
        return self.rates[-1]

    @property
    def mean(self) -> float:
        return sum(self.rates) / len(self.rates)

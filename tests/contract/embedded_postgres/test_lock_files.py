"""What a power cut leaves behind, and a second server on one folder."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from siaga.platform import embedded_postgres
from siaga.platform.embedded_postgres import EmbeddedPostgres, PostgresFailed
from tests.contract.embedded_postgres.conversation import IS_ROOT, Open, ask

pytestmark = pytest.mark.postgres


def _leave_lock_file(state: Path, pid: int) -> None:
    """What a power cut leaves: `postmaster.pid` with a number that now belongs to `pid`."""
    data = state / "pg"
    lock_file = data / "postmaster.pid"
    now_s = Path("/proc/self").stat().st_mtime
    lock_file.write_text(f"{pid}\n{data}\n{now_s:.0f}\n5432\n/nowhere\n\n  123 456\nready\n")
    socket_lock = state / "run" / ".s.PGSQL.5432.lock"
    shutil.copy(lock_file, socket_lock)
    owner = data.stat()
    for path in (lock_file, socket_lock):
        os.chown(path, owner.st_uid, owner.st_gid)


def test_a_lock_file_whose_number_belongs_to_another_program_is_removed(
    opened: Open, state: Path
) -> None:
    opened().stop()
    owner = (state / "pg").stat().st_uid
    # The same account as the server: PostgreSQL itself would refuse to start.
    other = subprocess.Popen(["sleep", "60"], user=owner if IS_ROOT else None)
    try:
        _leave_lock_file(state, other.pid)
        assert ask(opened(), "select 1") == 1
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


def test_a_lock_file_whose_number_belongs_to_another_cluster_is_removed(
    opened: Open, state: Path, bindir: Path | None
) -> None:
    opened().stop()
    neighbour = EmbeddedPostgres(state.with_name("neighbour"), bindir=bindir)
    neighbour.start()
    neighbour.wait()
    try:
        _leave_lock_file(state, neighbour.pids()[0])
        assert ask(opened(), "select 1") == 1
        assert ask(neighbour, "select 1") == 1
    finally:
        neighbour.stop()


def test_a_second_server_on_the_same_folder_is_refused(
    opened: Open, state: Path, bindir: Path | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = opened()
    monkeypatch.setattr(embedded_postgres, "_OTHER_SERVER_PATIENCE_S", 0.2)
    with pytest.raises(PostgresFailed, match=r"sedang dipakai .* is in use by another server"):
        EmbeddedPostgres(state, bindir=bindir).start()
    assert ask(server, "select 1") == 1

"""Accounts of the machine: who the server runs as, and who it lets in. These tests need root."""

import multiprocessing
import os
import pwd
import shutil
import subprocess
from multiprocessing.queues import Queue
from pathlib import Path

import pytest

from siaga.platform.embedded_postgres import EmbeddedPostgres, PostgresFailed
from siaga.platform.postgres_programs import find_programs, reachable_programs
from tests.contract.embedded_postgres.conversation import IS_ROOT, NEEDS_ROOT, Open, ask, fill

pytestmark = [pytest.mark.postgres, pytest.mark.skipif(not IS_ROOT, reason=NEEDS_ROOT)]


def test_another_account_of_the_machine_is_denied(
    opened: Open, state: Path, bindir: Path | None
) -> None:
    server = opened()
    owner = (state / "pg").stat().st_uid
    stranger = next(entry for entry in pwd.getpwall() if entry.pw_uid not in (0, owner))
    host = Path(str(server.connect_options()["host"]))
    programs = reachable_programs(find_programs(bindir), uid=stranger.pw_uid, state=state)
    psql = [str(programs.folder / "psql"), "-XAt", "-h", str(host), "-U", "app", "-d", "postgres"]

    def knock() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*psql, "-c", "select 1"],
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            user=stranger.pw_uid,
            group=stranger.pw_gid,
            extra_groups=[],
        )

    assert "Permission denied" in knock().stderr
    # Even with the folder and the socket wide open the server asks the kernel who is there.
    host.chmod(0o755)
    (host / ".s.PGSQL.5432").chmod(0o777)
    denied = knock()
    assert denied.returncode != 0
    assert "Peer authentication failed" in denied.stderr


def _life_under_an_ordinary_account(state: Path, bindir: Path, answers: "Queue[object]") -> None:
    """In a forked process: give up root for good, then start, write, restart and read."""
    account = pwd.getpwnam("nobody")
    os.setgroups([])
    os.setgid(account.pw_gid)
    os.setuid(account.pw_uid)
    os.environ["HOME"] = str(state.parent)
    first = EmbeddedPostgres(state, bindir=bindir)
    first.start()
    first.wait()
    fill(first, 7)
    first.stop()
    second = EmbeddedPostgres(state, bindir=bindir)
    second.start()
    second.wait()
    answers.put((ask(second, "select count(*) from kept"), second.stop()))


def test_an_ordinary_account_needs_no_root(state: Path, bindir: Path | None) -> None:
    nobody = pwd.getpwnam("nobody").pw_uid
    programs = reachable_programs(find_programs(bindir), uid=nobody, state=state.parent)
    os.chown(state.parent, nobody, -1)
    fork = multiprocessing.get_context("fork")
    answers: Queue[object] = fork.Queue()
    child = fork.Process(
        target=_life_under_an_ordinary_account, args=(state, programs.folder, answers)
    )
    child.start()
    child.join(60)
    assert child.exitcode == 0
    assert answers.get(timeout=5) == (7, 0)


def test_programs_in_a_closed_folder_are_copied_for_the_server(state: Path) -> None:
    wheel = find_programs(None).folder.parents[1]
    closed = state.parent / "closed"
    for part in (wheel, wheel.with_name(f"{wheel.name}.libs")):
        shutil.copytree(part, closed / part.name, symlinks=True)
    closed.chmod(0o700)
    server = EmbeddedPostgres(state, bindir=closed / wheel.name / "pginstall" / "bin")
    server.start()
    try:
        server.wait()
        executable = Path(f"/proc/{server.pids()[0]}/exe").resolve()
        assert executable.is_relative_to(state)
    finally:
        server.stop()


def test_a_state_folder_out_of_reach_is_named(state: Path) -> None:
    state.parent.chmod(0o700)
    with pytest.raises(PostgresFailed, match=r"tidak dapat masuk ke .* cannot enter"):
        EmbeddedPostgres(state).start()

"""Birth, restarts, crashes and refusals of the embedded server."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from siaga.platform.embedded_postgres import EmbeddedPostgres, PostgresFailed
from tests.contract.embedded_postgres.conversation import (
    Open,
    ask,
    fill,
    is_gone,
    kill_all,
)
from tests.patience import eventually

pytestmark = pytest.mark.postgres


def test_a_cluster_is_made_once_and_keeps_its_rows(opened: Open) -> None:
    first = opened()
    fill(first, 100)
    identity = ask(first, "select system_identifier::text from pg_control_system()")
    assert first.stop() == 0
    assert first.pids() == []
    second = opened()
    assert ask(second, "select count(*) from kept") == 100
    assert ask(second, "select system_identifier::text from pg_control_system()") == identity


def test_the_server_is_durable_and_hears_only_its_socket(opened: Open) -> None:
    server = opened()
    promised = {
        "fsync": "on",
        "synchronous_commit": "on",
        "full_page_writes": "on",
        "data_checksums": "on",
        "wal_level": "replica",
        "max_wal_size": "512",
        "listen_addresses": "",
        "TimeZone": "UTC",
        "server_encoding": "UTF8",
    }
    found = {
        name: ask(server, f"select setting from pg_settings where name = '{name}'")
        for name in promised
    }
    assert found == promised


def test_text_is_ordered_by_code_point_on_every_version(opened: Open) -> None:
    words = "select string_agg(w, ' ' order by w) from unnest(array['é','b','a','B','_']) w"
    assert ask(opened(), words) == "B _ a b é"


def test_nothing_committed_is_lost_when_every_process_is_killed(opened: Open) -> None:
    server = opened()
    for round_number in range(1, 4):
        fill(server, 10_000)
        kill_all(server.pids())
        server = opened()
        assert ask(server, "select count(*) from kept") == 10_000 * round_number


def test_it_starts_while_the_children_of_a_killed_postmaster_still_end(opened: Open) -> None:
    server = opened()
    fill(server, 10)
    os.kill(server.pids()[0], signal.SIGKILL)
    assert ask(opened(), "select count(*) from kept") == 10


def test_another_major_version_is_refused_and_nothing_changes(
    opened: Open, state: Path, bindir: Path | None
) -> None:
    opened().stop()
    version = state / "pg" / "PG_VERSION"
    made_by = version.read_text()
    version.write_text("9\n")
    before = sorted((path, path.stat().st_mtime_ns) for path in (state / "pg").rglob("*"))
    with pytest.raises(PostgresFailed, match=r"dibuat oleh PostgreSQL 9.*PG_BINDIR") as refused:
        EmbeddedPostgres(state, bindir=bindir).start()
    assert "was made by PostgreSQL 9" in str(refused.value)
    assert sorted((p, p.stat().st_mtime_ns) for p in (state / "pg").rglob("*")) == before
    version.write_text(made_by)
    assert ask(opened(), "select 1") == 1


def test_a_cut_off_creation_is_begun_anew(opened: Open, state: Path) -> None:
    half_made = state / "pg.init"
    half_made.mkdir(parents=True)
    state.chmod(0o755)
    (half_made / "PG_VERSION").write_text("18\n")
    assert ask(opened(), "select 1") == 1
    assert not half_made.exists()


@pytest.mark.parametrize("name", ["with a space, 'quotes\" and a comma", "deep/" * 30])
def test_awkward_paths_work(name: str, state: Path) -> None:
    server = EmbeddedPostgres(state.parent / name / "state")
    (state.parent / name).mkdir(parents=True)
    server.start()
    try:
        server.wait()
        assert ask(server, "select 1") == 1
        assert len(f"{server.connect_options()['host']}/.s.PGSQL.5432") <= 107
    finally:
        server.stop()


def test_progress_is_told_while_the_server_is_slow(state: Path) -> None:
    server = EmbeddedPostgres(state)
    server.start()
    pid = server.pids()[0]
    os.kill(pid, signal.SIGSTOP)
    awake = threading.Timer(1.6, os.kill, (pid, signal.SIGCONT))
    awake.start()
    told: list[str] = []
    server.wait(told.append)
    awake.join()
    server.stop()
    assert told[0] == "PostgreSQL: starting, 1 s"


def test_a_server_that_cannot_start_says_why(opened: Open, state: Path) -> None:
    opened().stop()
    (state / "pg" / "global" / "pg_control").unlink()
    with pytest.raises(PostgresFailed, match=r"(?s)PostgreSQL berhenti saat mulai.*pg_control"):
        opened()


def test_programs_that_are_not_there_are_named(state: Path, tmp_path: Path) -> None:
    with pytest.raises(PostgresFailed, match=r"tidak dapat dijalankan"):
        EmbeddedPostgres(state, bindir=tmp_path).start()


def test_it_refuses_any_thread_but_the_main_one(state: Path) -> None:
    refused: list[str] = []

    def start() -> None:
        try:
            EmbeddedPostgres(state).start()
        except PostgresFailed as failure:
            refused.append(str(failure))

    thread = threading.Thread(target=start)
    thread.start()
    thread.join()
    assert refused == ["The embedded server must be started in the main thread."]


def test_the_server_ends_with_a_killed_application_and_starts_again(
    opened: Open, state: Path, bindir: Path | None
) -> None:
    program = (
        "import sys, time; from pathlib import Path\n"
        "from siaga.platform.embedded_postgres import EmbeddedPostgres\n"
        "bindir = Path(sys.argv[2]) if len(sys.argv) > 2 else None\n"
        "server = EmbeddedPostgres(Path(sys.argv[1]), bindir=bindir)\n"
        "server.start(); server.wait()\n"
        "print(*server.pids(), flush=True); time.sleep(600)\n"
    )
    command = [sys.executable, "-c", program, str(state), *map(str, filter(None, [bindir]))]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    application = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env)
    assert application.stdout is not None
    with application.stdout:
        pids = [int(word) for word in application.stdout.readline().split()]
    assert pids
    application.kill()
    application.wait()
    eventually(lambda: all(map(is_gone, pids)))
    assert ask(opened(), "select 1") == 1

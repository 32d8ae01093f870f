"""The embedded server's promises, on the PostgreSQL of the wheel and on Debian's 15."""

import asyncio
import contextlib
import multiprocessing
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from multiprocessing.queues import Queue
from pathlib import Path

import asyncpg
import pytest

from siaga.platform import embedded_postgres
from siaga.platform.embedded_postgres import EmbeddedPostgres, PostgresFailed
from siaga.platform.postgres_programs import find_programs, reachable_programs

pytestmark = pytest.mark.postgres

IS_ROOT = os.geteuid() == 0
SOURCE = Path(__file__).parents[2] / "src"
DEBIAN_15 = Path(os.environ.get("SIAGA_TEST_PG15_BIN") or "/usr/lib/postgresql/15/bin")
NEEDS_ROOT = "only root can become another account"

Open = Callable[[], EmbeddedPostgres]


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


def wait_until(happened: Callable[[], bool], *, within_s: float) -> bool:
    deadline_s = time.monotonic() + within_s
    while not happened():
        if time.monotonic() > deadline_s:
            return False
        time.sleep(0.02)
    return True


def is_gone(pid: int) -> bool:
    """Whether the process has ended; a zombie that nobody has collected counts as ended."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return True
    return text.rsplit(")", 1)[1].split()[0] == "Z"


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
    application = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(SOURCE)}
    )
    assert application.stdout is not None
    with application.stdout:
        pids = [int(word) for word in application.stdout.readline().split()]
    assert pids
    application.kill()
    application.wait()
    assert wait_until(lambda: all(map(is_gone, pids)), within_s=5)
    assert ask(opened(), "select 1") == 1


@pytest.mark.skipif(not IS_ROOT, reason=NEEDS_ROOT)
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


@pytest.mark.skipif(not IS_ROOT, reason=NEEDS_ROOT)
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


@pytest.mark.skipif(not IS_ROOT, reason=NEEDS_ROOT)
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


@pytest.mark.skipif(not IS_ROOT, reason=NEEDS_ROOT)
def test_a_state_folder_out_of_reach_is_named(state: Path) -> None:
    state.parent.chmod(0o700)
    with pytest.raises(PostgresFailed, match=r"tidak dapat masuk ke .* cannot enter"):
        EmbeddedPostgres(state).start()

"""A real PostgreSQL as a child of this process: started, supervised and stopped with it.

Unix socket only, peer authentication, durable settings. As root the server runs as the account
`postgres` or `nobody`. However this process dies, the kernel then stops the server (Linux).
"""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from siaga.platform import postgres_cluster as cluster
from siaga.platform.postgres_lock_file import is_alive, read_holder, remove_if_stale
from siaga.platform.postgres_programs import PostgresFailed, find_programs, reachable_programs

__all__ = ["EmbeddedPostgres", "PostgresFailed"]

# Loaded before the fork: after it, the server's account may not be able to read a library here.
_LIBC = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1
_LOG_BYTES_MAX = 5_000_000
_OTHER_SERVER_PATIENCE_S = 15.0
_FAST_STOP_S = 60.0
_IMMEDIATE_STOP_S = 10.0
_ORPHANS = "pre-existing shared memory block"
_RECOVERY = "automatic recovery in progress"


class EmbeddedPostgres:
    """One server on the data folder `state`/pg. Call `start`, then `wait`, in the main thread."""

    def __init__(self, state: Path, *, bindir: Path | None = None) -> None:
        """`state` is made when absent; `bindir` overrides where the programs are looked for."""
        self._state = state.resolve()
        self._data = self._state / "pg"
        self._socket = cluster.socket_folder(self._state)
        self._bindir = bindir
        self._log = self._state / "postgres.log"
        self._log_offset = 0
        self._command: list[str] = []
        self._account: cluster.Account | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Create the cluster when there is none and start the server, without waiting for it.

        Raises PostgresFailed.
        """
        if sys.platform != "linux":
            raise PostgresFailed("Set SIAGA_DATABASE_URL: the embedded server needs Linux.")
        if threading.current_thread() is not threading.main_thread():
            # The kernel stops the server when the thread that started it ends.
            raise PostgresFailed("The embedded server must be started in the main thread.")
        try:
            self._prepare()
            self._spawn()
        except OSError as error:
            raise PostgresFailed(
                f"PostgreSQL tidak dapat disiapkan. / PostgreSQL cannot be prepared: {error}"
            ) from error

    def wait(self, on_progress: Callable[[str], None] | None = None) -> None:
        """Return when the server accepts connections, however long its crash recovery takes.

        `on_progress` is told once a second what is going on. Raises PostgresFailed.
        """
        began_s = time.monotonic()
        told_s = 1.0
        while not self._is_ready():
            elapsed_s = time.monotonic() - began_s
            if self._running().poll() is not None:
                if _ORPHANS not in self._new_log() or elapsed_s > _OTHER_SERVER_PATIENCE_S:
                    raise PostgresFailed(
                        "PostgreSQL berhenti saat mulai. / PostgreSQL ended while starting;"
                        f" see {self._log}:\n{self._new_log()[-2000:].strip()}"
                    )
                self._spawn()
            if on_progress and elapsed_s >= told_s:
                told_s += 1.0
                doing = "recovering after a crash" if _RECOVERY in self._new_log() else "starting"
                on_progress(f"PostgreSQL: {doing}, {elapsed_s:.0f} s")
            time.sleep(0.01)

    def stop(self) -> int:
        """End all sessions, write everything to disk and return the server's exit code."""
        process = self._running()
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        try:
            return process.wait(_FAST_STOP_S)
        except subprocess.TimeoutExpired:
            # Nothing committed is lost: the next start recovers from the write-ahead log.
            process.send_signal(signal.SIGQUIT)
        try:
            return process.wait(_IMMEDIATE_STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
        return process.wait()

    def connect_options(self) -> dict[str, object]:
        """Keyword arguments for `asyncpg.connect` and `asyncpg.create_pool`."""
        return {
            "host": str(self._socket),
            "port": cluster.PORT,
            "user": cluster.ROLE,
            "database": "postgres",
        }

    def pids(self) -> list[int]:
        """The server's process and its children; empty when it does not run."""
        if self._process is None or self._process.poll() is not None:
            return []
        pid = self._process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [pid, *map(int, children)]

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise PostgresFailed("The embedded server was not started.")
        return self._process

    def _prepare(self) -> None:
        """Everything before the server's own process: folders, programs, cluster, lock file."""
        if not self._state.exists():
            self._state.mkdir(parents=True)
            self._state.chmod(0o711)
        account = self._account = cluster.choose_account(self._data)
        programs = find_programs(self._bindir)
        if account.dropped:
            cluster.check_walkable(self._state, account)
            programs = reachable_programs(programs, uid=account.uid, state=self._state)
        if not self._data.exists():
            cluster.create_cluster(self._data, programs, account=account)
        cluster.check_major(self._data, programs)
        self._await_other_server()
        cluster.make_folder(self._socket, account, mode=0o700)
        rules = cluster.write_access_rules(self._state / "pg-access", account)
        settings = {
            **cluster.SETTINGS,
            **rules,
            "unix_socket_directories": '"{}"'.format(str(self._socket).replace('"', '""')),
        }
        options = [word for pair in settings.items() for word in ("-c", "=".join(pair))]
        server = [str(programs.folder / "postgres"), "-D", str(self._data)]
        self._command = [*server, "-p", str(cluster.PORT), *options]
        if self._log.exists() and self._log.stat().st_size > _LOG_BYTES_MAX:
            self._log.replace(self._log.with_suffix(".log.1"))

    def _await_other_server(self) -> None:
        """Let the server of an application that was just killed end; refuse one that stays."""
        deadline_s = time.monotonic() + _OTHER_SERVER_PATIENCE_S
        while (holder := read_holder(self._data)) and is_alive(holder, self._data):
            if time.monotonic() > deadline_s:
                raise PostgresFailed(
                    f"{self._data} sedang dipakai server lain (proses {holder.pid}); hentikan dulu"
                    f" Siaga yang lain. / {self._data} is in use by another server (process"
                    f" {holder.pid}); stop the other Siaga first."
                )
            time.sleep(0.05)
        remove_if_stale(self._data)
        # The socket has a lock file of its own, whose number goes stale in the same way. The folder
        # is this cluster's alone, so with no server on the cluster it is nobody's.
        (self._socket / f".s.PGSQL.{cluster.PORT}.lock").unlink(missing_ok=True)

    def _spawn(self) -> None:
        account = self._account
        if account is None:
            raise PostgresFailed("The embedded server was not prepared.")
        parent = os.getpid()

        def follow_parent_to_death() -> None:
            _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGINT)
            if os.getppid() != parent:
                os._exit(1)

        with self._log.open("ab") as log:
            self._log_offset = log.tell()
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=cluster.server_environment(),
                process_group=0,
                preexec_fn=follow_parent_to_death,
                **account.run_as(),
            )

    def _is_ready(self) -> bool:
        holder = read_holder(self._data)
        return holder is not None and (holder.pid, holder.state) == (self._running().pid, "ready")

    def _new_log(self) -> str:
        """What the server has written since it was last started."""
        with self._log.open("rb") as log:
            log.seek(self._log_offset)
            return log.read().decode(errors="replace")

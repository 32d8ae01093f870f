"""One program kept alive: started, watched, started again after a pause that grows."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from siaga.platform.clock import Clock, steady_s

PAUSES_S = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
QUICK_S = 3.0  # an end within so long makes the next pause longer
STOP_S_MAX = 4.0
LOG_BYTES_MAX = 20_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Port:
    number: int
    udp: bool


@dataclass(slots=True, kw_only=True)
class Keeper:
    """`ready` says whether it does its work; a running program that does not is a problem too."""

    name: str
    command: list[str]
    folder: Path
    ports: tuple[Port, ...]
    ready: Callable[[], bool]
    clock: Clock
    before: Callable[[int], None] = field(default=lambda quick_ends: None)
    pid: int = 0
    since_at: datetime | None = None
    restarts: int = -1
    problem: str = ""
    quick_ends: int = 0
    _child: subprocess.Popen[bytes] | None = None
    _next_s: float = 0.0
    _started_s: float = 0.0

    def look(self) -> None:
        """One round: notice its end, start it when its time has come, ask whether it works."""
        if self.pid and not self._alive():
            self._ended()
        if not self.pid and steady_s() >= self._next_s:
            self._start()
        if self.pid:
            self._judge()

    def adopt(self, pid: int) -> bool:
        """Take over a program that outlived its supervisor. → whether it is ours and alive"""
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            return False
        if not words or self.command[-1].encode() not in words:
            return False
        self.pid, self.since_at = pid, self.clock.now()
        self.restarts, self._started_s = 0, steady_s()
        return True

    def stop(self) -> None:
        if not self.pid:
            return
        self._signal(signal.SIGTERM)
        until_s = steady_s() + STOP_S_MAX
        while self._alive() and steady_s() < until_s:
            time.sleep(0.05)
        self._signal(signal.SIGKILL)
        if self._child:
            self._child.wait()
        self.pid, self._child = 0, None

    def _alive(self) -> bool:
        if self._child:
            return self._child.poll() is None
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        return True

    def _signal(self, number: int) -> None:
        """To the whole group: workers outlive a main process that was killed, holding its ports."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, number)

    def _ended(self) -> None:
        self._signal(signal.SIGKILL)
        lasted_s = steady_s() - self._started_s
        code = self._child.returncode if self._child else 0
        self.quick_ends = self.quick_ends + 1 if lasted_s < QUICK_S else 0
        pause_s = PAUSES_S[min(self.quick_ends, len(PAUSES_S) - 1)]
        self._next_s = steady_s() + pause_s
        self.pid, self._child = 0, None
        self.problem = f"{self.name}: berhenti (kode {code}) / ended (code {code}); {self._log()}"

    def _start(self) -> None:
        if taken := next((port for port in self.ports if is_taken(port)), None):
            self.problem = (
                f"Port {taken.number} sudah dipakai program lain; {self.name} menunggu."
                f" / Port {taken.number} is in use by another program; {self.name} waits."
            )
            self._next_s = steady_s() + 2.0
            return
        self.before(self.quick_ends)
        self._shorten_log()
        try:
            with self._log().open("ab") as out:
                self._child = subprocess.Popen(
                    self.command,
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=out,
                    cwd=self.folder,
                    start_new_session=True,
                )
        except OSError as error:
            self.problem = f"{self.command[0]}: {error.strerror}; `siaga voice install`"
            self._next_s = steady_s() + PAUSES_S[-1]
            return
        self.pid, self.since_at = self._child.pid, self.clock.now()
        self.restarts += 1
        self._started_s = steady_s()

    def _judge(self) -> None:
        if self.ready():
            self.problem = ""
        elif steady_s() - self._started_s > QUICK_S:
            self.problem = f"{self.name}: tidak menjawab / does not answer; {self._log()}"

    def _log(self) -> Path:
        return self.folder / "log" / f"{self.name}.log"

    def _shorten_log(self) -> None:
        path = self._log()
        if path.exists() and path.stat().st_size > LOG_BYTES_MAX:
            path.replace(path.with_suffix(".log.1"))


def is_taken(port: Port) -> bool:
    """Asked before the start: Kamailio shares a UDP port with a stranger without a word."""
    kind = socket.SOCK_DGRAM if port.udp else socket.SOCK_STREAM
    with socket.socket(socket.AF_INET, kind) as trial:
        if not port.udp:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port.number))
        except OSError:
            return True
    return False

"""A room of its own for a benchmark: `siaga up --demo` as a process, on a fresh data folder."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.machine import children

ROOT = Path(__file__).resolve().parents[1]
START_S_MAX = 900.0
STOP_S_MAX = 30.0


@contextmanager
def data_folder() -> Iterator[Path]:
    """Made new, reachable by the account PostgreSQL runs as, removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="siaga-bench-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(slots=True, kw_only=True)
class SignedIn:
    cookie: str
    csrf: str

    def headers(self) -> dict[str, str]:
        return {"Cookie": self.cookie, "X-CSRF-Token": self.csrf}


@dataclass(slots=True, kw_only=True)
class Room:
    """`start` may be called again after `kill`: the same data, the same port."""

    folder: Path
    port: int = field(default_factory=free_port)
    app_secret: str = field(default_factory=lambda: secrets.token_hex(16))
    password: str = field(default_factory=lambda: secrets.token_urlsafe(9))
    process: subprocess.Popen[bytes] | None = None
    more: dict[str, str] = field(default_factory=dict)  # further settings: SIAGA_…
    program: str = "siaga"

    @property
    def state(self) -> Path:
        """Where the demo keeps its database."""
        return self.folder / "demo"

    @property
    def pid(self) -> int:
        if self.process is None:
            raise RuntimeError("the room was not started")
        return self.process.pid

    def start(self) -> None:
        """Returns when the room is ready. Raises RuntimeError when it ends instead."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith("SIAGA_")}
        environment |= {
            "SIAGA_DEMO_PASSWORD": self.password,
            "SIAGA_WHATSAPP_APP_SECRET": self.app_secret,
            "SIAGA_WHATSAPP_VERIFY_TOKEN": "bench",
            "SIAGA_LOG_LEVEL": "warning",
            "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}",
        } | self.more
        command = [sys.executable, "-m", self.program, "up", "--demo", "--data", str(self.folder)]
        with (self.folder / "room.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--port", str(self.port)],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=log,
            )
        self._await_ready()

    def _await_ready(self) -> None:
        deadline_s = time.monotonic() + START_S_MAX
        while time.monotonic() < deadline_s:
            if self.process is None or self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=2):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        raise RuntimeError(f"the room did not open:\n{self.log()[-3000:]}")

    def log(self) -> str:
        return (self.folder / "room.log").read_text(errors="replace")

    def postmaster(self) -> int:
        """The process id of the PostgreSQL server that belongs to this room."""
        return int((self.state / "pg" / "postmaster.pid").read_text().split()[0])

    def database_pids(self) -> list[int]:
        postmaster = self.postmaster()
        return [postmaster, *children(postmaster)]

    def sign_in(self, user: str) -> SignedIn:
        body = json.dumps({"user": user, "password": self.password}).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/session",
            data=body,
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=20) as answer:
            cookie = answer.headers["Set-Cookie"].partition(";")[0]
            return SignedIn(cookie=cookie, csrf=answer.headers["X-CSRF-Token"])

    def kill(self) -> None:
        """Without warning, as a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def stop(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(STOP_S_MAX)
        except subprocess.TimeoutExpired:
            self.kill()

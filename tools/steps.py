"""Progress lines, stamps, the lock on `.build` and the environment for child processes."""

import contextlib
import fcntl
import hashlib
import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / ".build"
STARTED_S = time.monotonic()

# Both certificate settings let the proxy authority of an office, known to the system, be trusted.
_SETTINGS = {
    "UV_PYTHON_DOWNLOADS": "never",
    "UV_SYSTEM_CERTS": "1",
    "UV_NO_CONFIG": "1",
    "UV_NO_PROGRESS": "1",
    "NODE_USE_SYSTEM_CA": "1",
    "PYTHONUNBUFFERED": "1",
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
}
_FOREIGN = ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME")


class SetupFailed(Exception):
    """A step that cannot go on; the text says what the person at the machine can do."""


def say(text: str) -> None:
    """Print one progress line with the seconds since the command began."""
    print(f"[{time.monotonic() - STARTED_S:6.1f} s] {text}", flush=True)


def child_environment(**extra: str) -> dict[str, str]:
    """This process's environment with our settings and without a foreign Python's."""
    inherited = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
    return {**inherited, **_SETTINGS, **extra}


def run(
    command: Sequence[str | Path],
    what: str,
    *,
    cwd: Path = ROOT,
    env: Mapping[str, str] | None = None,
    quiet: bool = False,
) -> None:
    """Run `command`; with `quiet` its output is shown only when it fails.

    Raises SetupFailed naming `what`.
    """
    words = [str(word) for word in command]
    sink = subprocess.PIPE if quiet else None
    try:
        done = subprocess.run(
            words,
            cwd=cwd,
            env=env or child_environment(),
            stdout=sink,
            stderr=subprocess.STDOUT if quiet else None,
            check=False,
        )
    except OSError as error:
        raise SetupFailed(f"{what}: cannot start {words[0]}: {error.strerror}") from error
    if done.returncode:
        if quiet:
            sys.stdout.write(done.stdout.decode(errors="replace"))
        raise SetupFailed(f"{what} failed with exit code {done.returncode}: {' '.join(words)}")


def is_root() -> bool:
    """Whether this process may install system packages."""
    return os.geteuid() == 0


def interpreter_identity() -> str:
    """What a virtual environment is tied to: interpreter, machine and place of the checkout."""
    return f"{sys.version} {sys.base_prefix} {platform.machine()} {ROOT}"


def fingerprint(paths: Iterable[Path]) -> str:
    """SHA-256 over the interpreter's identity and the names and bytes of `paths`."""
    digest = hashlib.sha256(interpreter_identity().encode())
    for path in sorted(paths):
        content = path.read_bytes()
        digest.update(f"\0{path.relative_to(ROOT)}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


class Stamp:
    """Remembers in `.build/stamps` that a step was done for one state of its inputs."""

    def __init__(self, name: str, inputs: Iterable[Path]) -> None:
        self._path = BUILD / "stamps" / name
        self._want = fingerprint(inputs)

    def matches(self) -> bool:
        """Whether the step was done for exactly these inputs."""
        try:
            return self._path.read_text() == self._want
        except FileNotFoundError:
            return False

    def write(self) -> None:
        """Call it last: a step that was cut off must run again."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(self._want)


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold the lock on `.build`, so that two set-ups of one checkout wait for each other."""
    BUILD.mkdir(exist_ok=True)
    with (BUILD / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another set-up of this checkout is running: waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield

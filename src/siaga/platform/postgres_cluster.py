"""The data folder of the embedded PostgreSQL: its account, creation, version and stale lock file.

Everything that decides who may connect lies outside the data folder, which belongs to the account
the server runs as: root writes nothing into a folder that another account controls.
"""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TypedDict

from siaga.platform.postgres_programs import PostgresFailed, Programs, can_walk_to

ROLE = "app"
PORT = 5432
_SOCKET_PATH_BYTES_MAX = 107
_UNPRIVILEGED = ("postgres", "nobody")

# The durable ones are spelled out because they are promises, not because they differ from
# PostgreSQL's own defaults. They go on the command line: no file in the data folder overrides them.
SETTINGS: Mapping[str, str] = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "wal_level": "replica",
    "max_wal_size": "512MB",
    "shared_buffers": "48MB",
    "max_connections": "40",
    "max_parallel_workers_per_gather": "0",
    "idle_in_transaction_session_timeout": "60s",
    "jit": "off",
    "autovacuum": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_destination": "stderr",
    "logging_collector": "off",
    "log_checkpoints": "off",
    # A unique violation's detail would print the value, which may be somebody's number.
    "log_error_verbosity": "terse",
}


class RunAs(TypedDict, total=False):
    """The part of `subprocess.Popen`'s arguments that changes the account."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True, kw_only=True)
class Account:
    """The operating system's account that the server runs as; `dropped` when we are root."""

    name: str
    uid: int
    gid: int
    dropped: bool

    def give(self, path: Path) -> None:
        """Make `path` this account's own."""
        if self.dropped:
            os.chown(path, self.uid, self.gid)

    def run_as(self) -> RunAs:
        """Keyword arguments for `subprocess` that start a child as this account."""
        if not self.dropped:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def choose_account(data: Path) -> Account:
    """Ourselves, or as root the owner of `data`, else `postgres` or `nobody`.

    Raises PostgresFailed when `data` belongs to somebody the server cannot run as.
    """
    me = os.geteuid()
    owner = data.stat().st_uid if data.exists() else None
    if me and owner not in (None, me):
        raise PostgresFailed(
            f"{data} milik akun lain (uid {owner}); jalankan Siaga sebagai akun itu."
            f" / {data} belongs to another account (uid {owner}); run Siaga as that account."
        )
    if owner == 0:
        raise PostgresFailed(
            f"{data} milik root, sedangkan PostgreSQL tidak boleh berjalan sebagai root:"
            f" `chown -R nobody {data}`. / {data} belongs to root, and PostgreSQL refuses to run"
            f" as root: `chown -R nobody {data}`."
        )
    uid = me or owner
    entry = _known(uid) if uid else _unprivileged()
    return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid, dropped=me == 0)


def _known(uid: int) -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(uid)
    except KeyError:
        raise PostgresFailed(
            f"Akun dengan uid {uid} tidak ada di /etc/passwd; PostgreSQL memerlukannya."
            f" / No account has the uid {uid} in /etc/passwd; PostgreSQL needs one."
        ) from None


def _unprivileged() -> pwd.struct_passwd:
    for name in _UNPRIVILEGED:
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise PostgresFailed(
        "Tidak ada akun postgres maupun nobody untuk menjalankan PostgreSQL."
        " / There is no account postgres or nobody to run PostgreSQL as."
    )


def make_folder(folder: Path, account: Account, *, mode: int) -> None:
    """Make `folder` the account's own with exactly `mode`; refuse one that is somebody else's."""
    try:
        folder.mkdir()
    except FileExistsError:
        if folder.is_symlink() or folder.stat().st_uid not in (account.uid, os.geteuid()):
            raise PostgresFailed(
                f"{folder} milik orang lain; hapus atau pilih folder data lain."
                f" / {folder} is somebody else's; remove it or choose another data folder."
            ) from None
    folder.chmod(mode)
    account.give(folder)


def check_walkable(state: Path, account: Account) -> None:
    """Raise PostgresFailed when the account cannot reach what lies in `state`."""
    if not can_walk_to(state / "pg", account.uid):
        raise PostgresFailed(
            f"Akun {account.name} tidak dapat masuk ke {state}; pilih --data lain atau beri izin x"
            f" pada folder di atasnya. / The account {account.name} cannot enter {state}; choose"
            " another --data or give the folders above it the permission x."
        )


def socket_folder(state: Path) -> Path:
    """A folder for the socket whose whole path fits the 107 bytes the system allows."""
    wanted = state / "run"
    if len(os.fsencode(wanted / f".s.PGSQL.{PORT}")) <= _SOCKET_PATH_BYTES_MAX:
        return wanted
    digest = sha256(os.fsencode(state)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"siaga-{os.geteuid()}-{digest}"


def write_access_rules(folder: Path, account: Account) -> dict[str, str]:
    """Let only root's, our own and the server's account in; returns the server's settings for it.

    Written at every start, so that they fit whoever starts Siaga today.
    """
    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)
    accounts = {"root", account.name, pwd.getpwuid(os.geteuid()).pw_name}
    rules = {
        "pg_hba.conf": "local all all peer map=siaga\nhost all all all reject\n",
        "pg_ident.conf": "".join(f'siaga "{name}" {ROLE}\n' for name in sorted(accounts)),
    }
    for name, text in rules.items():
        (folder / name).write_text(text)
        (folder / name).chmod(0o644)
    return {"hba_file": str(folder / "pg_hba.conf"), "ident_file": str(folder / "pg_ident.conf")}


def create_cluster(data: Path, programs: Programs, *, account: Account) -> None:
    """Make a new cluster beside `data` and rename it, so that a half-made one is never used."""
    half_made = data.with_name(f"{data.name}.init")
    shutil.rmtree(half_made, ignore_errors=True)
    make_folder(half_made, account, mode=0o700)
    locale = ["--locale=C.UTF-8"]
    if programs.major >= 17:
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    command = [str(programs.folder / "initdb"), "-D", str(half_made), "-U", ROLE]
    access = ["--encoding=UTF8", "--auth-local=peer", "--auth-host=reject", "--data-checksums"]
    # initdb itself flushes every file of the new folder to the disk.
    done = subprocess.run(
        [*command, *access, *locale],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        env=server_environment(),
        **account.run_as(),
    )
    if done.returncode:
        raise PostgresFailed(
            f"Basis data tidak dapat dibuat. / The database cannot be made: {done.stderr.strip()}"
        )
    half_made.rename(data)
    _flush_folder(data.parent)


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def check_major(data: Path, programs: Programs) -> None:
    """Raise PostgresFailed when the cluster was made by another major version."""
    made_by = (data / "PG_VERSION").read_text().strip()
    if made_by != str(programs.major):
        raise PostgresFailed(
            f"{data} dibuat oleh PostgreSQL {made_by}, yang terpasang PostgreSQL {programs.major}."
            f" Data tidak diubah. Isi PG_BINDIR dengan program PostgreSQL {made_by}, atau pindahkan"
            " data dengan pg_upgrade."
            f" / {data} was made by PostgreSQL {made_by}, but PostgreSQL {programs.major} is"
            f" installed. Nothing was changed. Set PG_BINDIR to the programs of PostgreSQL"
            f" {made_by}, or move the data with pg_upgrade."
        )


def server_environment() -> dict[str, str]:
    """What the server's processes need; none of the application's secrets."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    return {**kept, "LC_ALL": "C.UTF-8", "TZ": "UTC"}

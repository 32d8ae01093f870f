"""Debian packages: installed through apt when root, unpacked into `.build` otherwise."""

import shutil
from collections.abc import Callable
from pathlib import Path

from tools.steps import SetupFailed, child_environment, is_root, run, say

_CHROMIUM_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
_TELEPHONE = ("kamailio", "rtpengine", "espeak-ng", "sox")
_CALLERS = "sip-tester"  # makes calls in tests; Siaga itself has no use for it
_POSTGRES_15 = Path("/usr/lib/postgresql/15/bin")
_CLUSTER_SETTINGS = Path("/etc/postgresql-common/createcluster.d/siaga-tests.conf")

_MODEM = ("gammu-smsd", "gammu")

CHROMIUM_HINT = "sudo apt-get install --no-install-recommends chromium-headless-shell"
MODEM_HINT = "sudo apt-get install --no-install-recommends gammu gammu-smsd"
TELEPHONE_HINT = ".venv/bin/siaga voice install"
POSTGRES_15_HINT = "sudo apt-get install --no-install-recommends postgresql-15"


def have_apt() -> bool:
    """Whether this is a Debian-like system."""
    return shutil.which("apt-get") is not None


def apt_install(*packages: str) -> None:
    """Install `packages` without their recommendations and without asking anything."""
    env = child_environment(DEBIAN_FRONTEND="noninteractive")
    run(["apt-get", "update", "-qq"], "apt-get update", env=env, quiet=True)
    options = ["-y", "-qq", "--no-install-recommends"]
    run(["apt-get", "install", *options, *packages], "apt-get install", env=env, quiet=True)


def apt_download(package: str, where: Path) -> Path:
    """Unpack `package` under `where` as an ordinary user; returns `where`.

    The list of packages is fetched into `where` too: a small image often has none.
    """
    shutil.rmtree(where, ignore_errors=True)
    private = {"Dir::State::Lists": where / "lists", "Dir::Cache": where / "cache"}
    for folder in private.values():
        (folder / "partial").mkdir(parents=True)
    options = [f"-o{name}={folder}" for name, folder in private.items()]
    apt = ["apt-get", "-qq", "-oDebug::NoLocking=1", *options]
    run([*apt, "update"], "fetching the list of packages", quiet=True)
    run([*apt, "download", package], f"downloading {package}", cwd=where, quiet=True)
    run(["dpkg", "-x", next(where.glob("*.deb")), where], f"unpacking {package}")
    return where


def chromium() -> Path | None:
    """The browser for the browser tests; None when it is missing and cannot be installed."""
    found = _first_on_path()
    if found is None and is_root() and have_apt():
        say("Chromium: apt-get install chromium-headless-shell (only for the browser tests)")
        found = _install_or_none("chromium-headless-shell", _first_on_path)
    return found


def postgres_15() -> Path | None:
    """The folder of PostgreSQL 15's programs; None when missing and not installable."""
    if not _postgres_15_or_none() and is_root() and have_apt():
        say("PostgreSQL 15: apt-get install postgresql-15 (only for the contract tests)")
        # The package would start a server of its own, which the tests do not want.
        _CLUSTER_SETTINGS.parent.mkdir(parents=True, exist_ok=True)
        _CLUSTER_SETTINGS.write_text("create_main_cluster = false\n")
        return _install_or_none("postgresql-15", _postgres_15_or_none)
    return _postgres_15_or_none()


def have_modem() -> bool:
    """Whether gammu-smsd is there, which looks after an SMS modem or pretends to have one."""
    if not all(map(shutil.which, _MODEM)) and is_root() and have_apt():
        say("gammu-smsd: apt-get install gammu-smsd (only for the tests of the SMS modem)")
        try:
            apt_install(*_MODEM)
        except SetupFailed as failure:
            say(str(failure))
    return all(map(shutil.which, _MODEM))


def have_telephone(python: Path) -> bool:
    """Whether the telephone's programs are there; installed by Siaga's own command when root."""
    programs = (*_TELEPHONE, "sipp")
    if not all(map(shutil.which, programs)) and is_root() and have_apt():
        say("telephone: siaga voice install (only for the voice tests)")
        try:
            run([python, "-m", "siaga", "voice", "install"], "siaga voice install", quiet=True)
            apt_install(_CALLERS)
        except SetupFailed as failure:
            say(str(failure))
    return all(map(shutil.which, programs))


def _first_on_path() -> Path | None:
    found = next(filter(None, map(shutil.which, _CHROMIUM_NAMES)), None)
    return Path(found) if found else None


def _postgres_15_or_none() -> Path | None:
    return _POSTGRES_15 if (_POSTGRES_15 / "postgres").exists() else None


def _install_or_none(package: str, look: Callable[[], Path | None]) -> Path | None:
    """A failed installation is not the end: the rest of the tests still runs."""
    try:
        apt_install(package)
    except SetupFailed as failure:
        say(str(failure))
    return look()

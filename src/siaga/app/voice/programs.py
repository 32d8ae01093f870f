"""The packages that carry the telephone, their installation, and what is missing of them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass

PACKAGES = (
    "kamailio",
    "kamailio-autheph-modules",
    "kamailio-extra-modules",
    "kamailio-json-modules",
    "kamailio-tls-modules",
    "kamailio-utils-modules",
    "kamailio-websocket-modules",
    "rtpengine-daemon",
    "espeak-ng",
    "sox",
)
_INSTALL_S_MAX = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """`needed`: calls do not flow without it."""

    name: str
    proven: str  # the versions all this was measured with
    ask: tuple[str, ...]
    needed: bool = True


PROGRAMS = (
    Program(name="kamailio", proven="5.6", ask=("kamailio", "-v")),
    Program(name="rtpengine", proven="10.5", ask=("rtpengine", "--version")),
    Program(name="espeak-ng", proven="1.51", ask=("espeak-ng", "--version"), needed=False),
    Program(name="sox", proven="14.4", ask=("sox", "--version"), needed=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    program: Program
    version: str  # "" when it is not there

    @property
    def proven(self) -> bool:
        return self.version.startswith(self.program.proven)


def look() -> list[Found]:
    return [Found(program=each, version=_version(each)) for each in PROGRAMS]


def missing() -> list[str]:
    """Names of programs without which no call flows."""
    return [each.name for each in PROGRAMS if each.needed and shutil.which(each.name) is None]


def install_command() -> list[str]:
    return ["apt-get", "install", "--yes", "--no-install-recommends", *PACKAGES]


def install() -> int:
    """As root and on Debian; otherwise the command is said and a person has to. → exit code"""
    command = install_command()
    if os.geteuid() or shutil.which("apt-get") is None:
        print("Jalankan sebagai root / run as root:\n  " + " ".join(command))
        return 1
    # Debian starts what it installs; these two are ours to start, with our configuration.
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    try:
        subprocess.run(["apt-get", "update", "-qq"], timeout=_INSTALL_S_MAX, check=False)
        done = subprocess.run(command, env=environment, timeout=_INSTALL_S_MAX, check=False)
    except subprocess.TimeoutExpired:
        print("apt-get: terlalu lama / too long")
        return 1
    return done.returncode


def _version(program: Program) -> str:
    if shutil.which(program.name) is None:
        return ""
    try:
        asked = subprocess.run(program.ask, capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    found = re.search(r"\d+\.\d+[\w.+-]*", asked.stdout + asked.stderr)
    return found[0] if found else ""

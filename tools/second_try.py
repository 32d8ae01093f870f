"""Tests that meet a real machine: what fails among others is tried once more, alone, and named.

A few only: a change that breaks something breaks it again, and many failures are no chance.
"""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from tools.steps import ROOT

UNSTEADY_MAX = 3
FAILED = 1  # pytest's exit code: tests ran, and some of them failed


def started(command: list[str], *, env: dict[str, str], quiet: bool = True) -> tuple[int, str]:
    """→ (exit code, what it said where it was `quiet`)."""
    done = subprocess.run(command, cwd=ROOT, env=env, check=False, capture_output=quiet)
    said = (done.stdout or b"") + (done.stderr or b"")
    return done.returncode, said.decode(errors="replace")


@dataclass(slots=True, kw_only=True)
class PytestRun:
    """One run of pytest with a memory of its own, so that two may run beside each other."""

    name: str
    command: list[str]
    env: dict[str, str]
    memory: Path = ROOT / ".build" / "pytest"
    quiet: bool = True  # what it says is returned, not printed
    unsteady: list[str] = field(default_factory=list)

    def run(self) -> tuple[int, str]:
        """→ (exit code, what it said)."""
        self._last_failed.unlink(missing_ok=True)
        code, said = self._start()
        failed = self._failed() if code == FAILED else []
        if not 0 < len(failed) <= UNSTEADY_MAX:
            return code, said
        code, more = self._start("--last-failed")
        if code == 0:
            self.unsteady = failed
        return code, f"{said}\nonce more, alone: {', '.join(failed)}\n{more}"

    def _start(self, *words: str) -> tuple[int, str]:
        command = [*self.command, "-o", f"cache_dir={self._kept}", *words]
        return started(command, env=self.env, quiet=self.quiet)

    @property
    def _kept(self) -> Path:
        return self.memory / self.name

    @property
    def _last_failed(self) -> Path:
        return self._kept / "v" / "cache" / "lastfailed"

    def _failed(self) -> list[str]:
        try:
            return sorted(json.loads(self._last_failed.read_text()))
        except FileNotFoundError:
            return []

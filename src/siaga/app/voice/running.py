"""The telephone started for the room, found running, or stopped."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from siaga.app.voice import programs
from siaga.app.voice.prompts import CannotSpeak, read_prompts, speak_all
from siaga.app.voice.render import CannotRender, render
from siaga.app.voice.settings import VoiceSettings, kept_settings
from siaga.app.voice.supervise import edge_listens, is_supervised, read_state
from siaga.platform.clock import Clock, steady_s

START_S_MAX = 12.0
APPEARS_S_MAX = 3.0
STOP_S_MAX = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """`problems` are sentences for a person; with `running` the calls flow all the same."""

    running: bool
    by_us: bool
    problems: tuple[str, ...] = ()


def ensure_running(settings: VoiceSettings, clock: Clock) -> Started:
    """Write the files and start the supervisor, unless one already runs in this folder.

    It is detached: it and the calls outlive this process, however that ends.
    """
    if is_supervised(settings.folder):
        return Started(running=True, by_us=False, problems=tuple(problems_of(settings.folder)))
    if lacking := programs.missing():
        text = f"Belum terpasang / not installed: {', '.join(lacking)}; `siaga voice install`"
        return Started(running=False, by_us=False, problems=(text,))
    try:
        render(settings, clock)
    except (CannotRender, OSError) as error:
        return Started(running=False, by_us=False, problems=tuple(str(error).splitlines()))
    spoken = speak_prompts(settings)
    with (settings.folder / "log" / "supervisor.log").open("ab") as out:
        # Forked away, so that it is nobody's child: neither our end nor its own leaves a trace.
        own = [sys.executable, "-m", "siaga", "voice", "run", "--folder", str(settings.folder)]
        subprocess.run(
            ["setsid", "--fork", *own],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            env=_environment(),
            check=True,
        )
    _wait_until_decided(settings.folder)
    found = (*spoken, *problems_of(settings.folder))
    return Started(running=is_supervised(settings.folder), by_us=True, problems=found)


def stop_if_started(started: Started, folder: Path) -> None:
    if started.by_us:
        stop(folder)


def stop(folder: Path) -> bool:
    """→ whether one was running. Both programs end with it, and with them the running calls."""
    if not is_supervised(folder):
        return False
    pid = read_state(folder).get("pid")
    if isinstance(pid, int):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
    until_s = steady_s() + STOP_S_MAX
    while is_supervised(folder) and steady_s() < until_s:
        time.sleep(0.05)
    return True


def speak_prompts(settings: VoiceSettings) -> tuple[str, ...]:
    """Without them callers hear a ring tone."""
    try:
        asyncio.run(speak_all(read_prompts(), settings.prompts))
    except CannotSpeak as error:
        return (str(error),)
    return ()


def problems_of(folder: Path) -> list[str]:
    state = read_state(folder)
    told = [(state.get(name) or {}).get("problem", "") for name in ("rtpengine", "kamailio")]
    return [each for each in told if each]


def _wait_until_decided(folder: Path) -> None:
    """What the state file says counts only while somebody is there to write it."""
    began_s = steady_s()
    while steady_s() - began_s < START_S_MAX:
        time.sleep(0.1)
        if not is_supervised(folder):
            if steady_s() - began_s > APPEARS_S_MAX:
                return
            continue
        edge = read_state(folder).get("kamailio") or {}
        if edge.get("problem") or (edge.get("pid") and _edge_listens(folder)):
            return


def _edge_listens(folder: Path) -> bool:
    return edge_listens(kept_settings(folder).ports.link)


def _environment() -> dict[str, str]:
    """The child finds this package as this process did."""
    source = str(Path(__file__).resolve().parents[3])
    path = os.environ.get("PYTHONPATH", "")
    return os.environ | {"PYTHONPATH": f"{source}:{path}" if path else source}

"""`siaga voice`: install the telephone programs, run them, look at them, stop them."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from siaga.app.cli import config_of
from siaga.app.voice import programs
from siaga.app.voice.from_config import voice_settings
from siaga.app.voice.render import CannotRender, render
from siaga.app.voice.running import ensure_running, problems_of, speak_prompts, stop
from siaga.app.voice.settings import VoiceSettings
from siaga.app.voice.supervise import AlreadyRuns, is_supervised, read_state, run
from siaga.platform.clock import WallClock

_CHECK_S_MAX = 30


def main(words: list[str]) -> int:
    """→ 0 done, 1 something is wrong, 2 could not be done."""
    arguments = _parser().parse_args(words)
    if arguments.command == "install":
        return _install()
    if arguments.command == "run" and arguments.folder:
        return _run(arguments.folder)
    settings = voice_settings(config_of(arguments))
    match arguments.command:
        case "start":
            return _start(settings)
        case "run":
            return _prepared(settings) or _run(settings.folder)
        case "status":
            return _status(settings.folder)
        case "stop":
            print("berhenti / stopped" if stop(settings.folder) else "tidak berjalan / not running")
            return 0
    return _check(settings)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="siaga voice")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="command")
    commands.add_parser("install", help="the packages, with apt-get as root")
    texts = {
        "start": "write the files and start in the background",
        "run": "the same in the foreground, for a service manager",
        "status": "what runs, since when, and what is wrong",
        "stop": "end both programs, and the calls they carry",
        "check": "is the configuration sound? starts nothing",
    }
    for name, text in texts.items():
        command = commands.add_parser(name, help=text)
        command.add_argument("--data", type=Path, help="folder of the database, keys and media")
        command.add_argument("--place", help="e.g. id/kota, a folder under places/")
        command.add_argument("--demo", action="store_true", default=None)
        command.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    return parser


def _install() -> int:
    code = programs.install()
    for each in programs.look():
        state = each.version or "TIDAK ADA / MISSING"
        if each.version and not each.proven:
            state += f" (belum teruji, teruji: {each.program.proven} / not the proven version)"
        print(f"{each.program.name}: {state}")
    return 1 if code or programs.missing() else 0


def _prepared(settings: VoiceSettings) -> int:
    try:
        render(settings, WallClock())
    except (CannotRender, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    for problem in speak_prompts(settings):
        print(problem, file=sys.stderr)
    return 0


def _run(folder: Path) -> int:
    try:
        run(folder, WallClock())
    except AlreadyRuns:
        print(f"{folder}: sudah berjalan / already runs", file=sys.stderr)
        return 2
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _start(settings: VoiceSettings) -> int:
    started = ensure_running(settings, WallClock())
    for problem in started.problems:
        print(problem, file=sys.stderr)
    if not started.running:
        return 2
    return _status(settings.folder)


def _status(folder: Path) -> int:
    if not is_supervised(folder):
        print("tidak berjalan / not running")
        return 1
    state = read_state(folder)
    for name in ("kamailio", "rtpengine"):
        told = state.get(name) or {}
        line = f"{name}: pid {told.get('pid')}, {told.get('since_at')}, {told.get('restarts')} x"
        print(line, told.get("problem", ""))
    return 1 if problems_of(folder) else 0


def _check(settings: VoiceSettings) -> int:
    """Renders too: what is checked is what would run."""
    if lacking := programs.missing():
        print(f"Belum terpasang / not installed: {', '.join(lacking)}", file=sys.stderr)
        return 2
    if code := _prepared(settings):
        return code
    command = ["kamailio", "-c", "-f", str(settings.folder / "kamailio.cfg")]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=_CHECK_S_MAX, check=False
    )
    if done.returncode:
        print(done.stderr.strip(), file=sys.stderr)
        return 1
    print("konfigurasi telepon baik / the telephone's configuration is sound")
    return 0

"""The telephone's own supervisor: a process that outlives the room, keeping two programs alive."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import IO, Any

from siaga.app.voice.keeper import Keeper, Port
from siaga.app.voice.render import dialog_tables
from siaga.app.voice.settings import VoiceSettings, kept_settings
from siaga.platform.clock import Clock, steady_s

STATE_FILE = "state.json"
LOCK_FILE = "lock"
LOOK_S = 0.25
MEDIA_FIRST_S = 5.0
JOURNAL_DAYS = 30
_MEMORY = ("-m", "64", "-M", "8")


class AlreadyRuns(Exception):
    """Another supervisor holds this folder."""


@dataclass(slots=True)
class Supervisor:
    settings: VoiceSettings
    media: Keeper
    edge: Keeper
    lock: IO[str]
    last: str = ""


def run(folder: Path, clock: Clock) -> None:
    """Until SIGTERM or SIGINT, which stop both programs too. Raises AlreadyRuns, OSError."""
    settings = kept_settings(folder)
    lock = (folder / LOCK_FILE).open("a")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as taken:
        raise AlreadyRuns(str(folder)) from taken
    ending = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        ending.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    supervisor = Supervisor(settings, _media(settings, clock), _edge(settings, clock), lock)
    _adopt(supervisor)
    _write_state(supervisor)  # what the one before us had to say is over
    _first_the_media(supervisor, ending)
    while not ending.wait(LOOK_S):
        supervisor.media.look()
        supervisor.edge.look()
        _write_state(supervisor)
    supervisor.edge.stop()
    supervisor.media.stop()
    _write_state(supervisor)


def read_state(folder: Path) -> dict[str, Any]:
    """What the supervisor wrote last; {} when nothing was ever written."""
    try:
        found: dict[str, Any] = json.loads((folder / STATE_FILE).read_text())
    except (OSError, ValueError):
        return {}
    return found


def is_supervised(folder: Path) -> bool:
    try:
        with (folder / LOCK_FILE).open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def _first_the_media(supervisor: Supervisor, ending: threading.Event) -> None:
    """The edge asks rtpengine at its start; without it, it starts all the same and rings."""
    until_s = steady_s() + MEDIA_FIRST_S
    while not ending.is_set() and steady_s() < until_s:
        supervisor.media.look()
        if supervisor.media.pid and supervisor.media.ready():
            return
        if supervisor.media.problem and not supervisor.media.pid:
            return
        ending.wait(0.05)


def _adopt(supervisor: Supervisor) -> None:
    before = read_state(supervisor.settings.folder)
    for keeper in (supervisor.media, supervisor.edge):
        pid = (before.get(keeper.name) or {}).get("pid")
        if isinstance(pid, int) and pid > 1:
            keeper.adopt(pid)


def _media(settings: VoiceSettings, clock: Clock) -> Keeper:
    ports = settings.ports
    return Keeper(
        name="rtpengine",
        command=[
            "rtpengine",
            "--config-section=rtpengine",
            f"--config-file={settings.folder / 'rtpengine.conf'}",
        ],
        folder=settings.folder,
        ports=(Port(number=ports.media, udp=True), Port(number=ports.media_cli, udp=False)),
        ready=lambda: media_answers(ports.media),
        clock=clock,
    )


def _edge(settings: VoiceSettings, clock: Clock) -> Keeper:
    ports, folder = settings.ports, settings.folder
    pid_file = folder / "run" / "kamailio.pid"

    def before(quick_ends: int) -> None:
        # It refuses to start over a pid file of its own, also of one that was killed.
        pid_file.unlink(missing_ok=True)
        # Who talked to whom must never keep the line from coming back.
        dialog_tables(folder, anew=quick_ends >= 2)
        _put_away(settings.journal, clock.now())

    tcp = [ports.ws, ports.link, ports.rpc]
    if settings.wss_host:
        tcp.append(ports.wss)
    return Keeper(
        name="kamailio",
        command=[
            *("kamailio", "-DD", "-E", *_MEMORY),
            *("-P", str(pid_file), "-Y", str(folder / "run")),
            *("-f", str(folder / "kamailio.cfg")),
        ],
        folder=folder,
        ports=(Port(number=ports.sip, udp=True), *(Port(number=each, udp=False) for each in tcp)),
        ready=lambda: edge_listens(ports.link),
        clock=clock,
        before=before,
    )


def media_answers(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.settimeout(0.3)
        with suppress(OSError):
            asking.connect(("127.0.0.1", port))
            asking.send(b"1 d7:command4:pinge")
            return b"pong" in asking.recv(500)
    return False


def edge_listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=0.3).close()
    except OSError:
        return False
    return True


def _put_away(journal: Path, now: datetime) -> None:
    """At each start the files of earlier days get their day's name; old ones go."""
    for path in journal.glob("calls*"):
        changed_at = datetime.fromtimestamp(path.stat().st_mtime, now.tzinfo)
        if now - changed_at > timedelta(days=JOURNAL_DAYS):
            path.unlink()
        elif changed_at.date() != now.date() and path.suffix == ".log":
            path.rename(path.with_name(f"{path.stem}-{changed_at:%Y%m%d%H%M%S}.old"))


def _write_state(supervisor: Supervisor) -> None:
    """Atomically, and only what has changed."""
    state: dict[str, Any] = {"pid": os.getpid()}
    for keeper in (supervisor.media, supervisor.edge):
        state[keeper.name] = {
            "pid": keeper.pid,
            "since_at": keeper.since_at.isoformat() if keeper.since_at else None,
            "restarts": max(keeper.restarts, 0),
            "problem": keeper.problem,
        }
    text = json.dumps(state, indent=1)
    if text == supervisor.last:
        return
    supervisor.last = text
    path = supervisor.settings.folder / STATE_FILE
    part = path.with_suffix(".part")
    part.write_text(text + "\n")
    part.replace(path)

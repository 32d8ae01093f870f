"""`siaga up`: the database, the room and the web server in one process, started and stopped."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import secrets
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import uvicorn

from siaga.app.config import Config
from siaga.app.demo_secrets import demo_secrets
from siaga.app.front import Front
from siaga.platform.embedded_postgres import EmbeddedPostgres, PostgresFailed

KEEP_ALIVE_S = 75
SHUTDOWN_S = 2
WATCH_S = 0.5
MODE_FILE = "mode"


class WrongMode(Exception):
    pass


def say(text: str) -> None:
    since = float(os.environ.get("SIAGA_STARTED_MONOTONIC_S", _STARTED_S))
    print(f"[{time.monotonic() - since:6.1f} s] {text}", flush=True)


_STARTED_S = time.monotonic()


def hold_mode(data: Path, *, demo: bool) -> None:
    """A data folder opened as demo can never be opened as real, nor the reverse."""
    data.mkdir(parents=True, exist_ok=True)
    path = data / MODE_FILE
    wanted = "demo" if demo else "real"
    if not path.exists():
        path.write_text(wanted + "\n")
    if (found := path.read_text().strip()) != wanted:
        raise WrongMode(
            f"{data} adalah data {found}, bukan {wanted}. Pakai --data dengan folder lain."
            f" / {data} holds {found} data, not {wanted}. Use --data with another folder."
        )


def run(config: Config) -> int:
    try:
        config = _demo_folder(config)
        hold_mode(config.data, demo=config.demo)
        config = _demo_secrets(_demo_password(config))
    except WrongMode as reason:
        print(reason, file=sys.stderr)
        return 1
    return _serve(config, None if config.database_url else EmbeddedPostgres(config.data))


def _demo_folder(config: Config) -> Config:
    return replace(config, data=config.data / "demo") if config.demo else config


def _demo_password(config: Config) -> Config:
    """From SIAGA_DEMO_PASSWORD, or random and kept with the demo's data."""
    if not config.demo or config.demo_password:
        return config
    path = config.data / "demo_password"
    if not path.exists():
        path.write_text(secrets.token_urlsafe(9))
        path.chmod(0o600)
    return replace(config, demo_password=path.read_text().strip())


def _demo_secrets(config: Config) -> Config:
    """What is not configured the demo makes itself: its webhook works from the first start."""
    if not config.demo or config.whatsapp_enabled:
        return config
    own = demo_secrets(config.data)
    return replace(
        config,
        whatsapp_app_secret=config.whatsapp_app_secret or own["whatsapp_app_secret"],
        whatsapp_verify_token=config.whatsapp_verify_token or own["whatsapp_verify_token"],
    )


class WebServer(uvicorn.Server):
    """Tells the front that the end was asked for, so that open streams end by themselves."""

    closing: Callable[[], object] = staticmethod(lambda: None)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self.closing()
        super().handle_exit(sig, frame)


def _serve(config: Config, server: EmbeddedPostgres | None) -> int:
    async def begin(front: Front) -> None:
        await _open(front, config, server)

    front = Front(begin)
    try:
        listening = socket.create_server((config.host, config.port))
    except OSError as error:
        reason = f"Port {config.port} di {config.host} tidak dapat dipakai. Pakai --port lain."
        print(f"{reason} / Use another --port: {error.strerror}", file=sys.stderr)
        return 1
    web = WebServer(
        uvicorn.Config(
            front,
            log_level="warning",
            access_log=False,
            timeout_keep_alive=KEEP_ALIVE_S,
            timeout_graceful_shutdown=SHUTDOWN_S,
            server_header=False,
            date_header=True,
            proxy_headers=False,
        )
    )
    web.closing = lambda: front.closing()
    front.give_up = lambda: setattr(web, "should_exit", True)
    say(f"first page: http://{config.host}:{config.port}")
    with contextlib.suppress(KeyboardInterrupt):
        web.run(sockets=[listening])
    if front.failed is None:
        return 0
    print(f"{type(front.failed).__name__}: {front.failed}", file=sys.stderr)
    return 1


async def _open(front: Front, config: Config, server: EmbeddedPostgres | None) -> None:
    """Load the libraries while PostgreSQL starts, then open the room."""
    if server is not None:
        say("PostgreSQL: starting")
        server.start()  # here, in the main thread: the kernel ties the server's life to it
        front.end = partial(_stop, server)
    front.step = "memuat pustaka"
    parts: Any = await asyncio.to_thread(_load)
    front.step = "menunggu PostgreSQL"
    watching: asyncio.Task[None] | None = None
    if server is not None:
        await asyncio.to_thread(server.wait, say)
        watching = asyncio.create_task(_watch(server), name="postgres watch")
    started: Any = await asyncio.to_thread(_start_telephone, config) if config.voice else None
    options = server.connect_options() if server else {"dsn": config.database_url}
    front.step = "membuka buku jaga"
    parts.telemetry.set_up_logs(config.log_level)
    room = await parts.open_room(config, options)
    await parts.issue_cards(room)
    if config.demo:
        front.step = "menyiapkan latihan"
        await parts.prepare_demo(room, config.demo_password)
    parts.telemetry.watch(room)

    def room_of() -> Any:
        return room

    async def end() -> None:
        if watching is not None:
            watching.cancel()
        await parts.close_room(room)
        say("room closed")
        if started is not None:
            await asyncio.to_thread(_stop_telephone, started, config)
        if server is not None:
            await _stop(server)

    front.end = end
    loop = asyncio.get_running_loop()
    front.closing = partial(loop.call_soon_threadsafe, room.hub.close)
    front.app = parts.hot_paths(room_of, parts.application(room_of))
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 1_000)
    say(f"ready: http://{config.host}:{config.port}  ({room.place.key})")
    if config.demo:
        say(f"demo password: {config.demo_password}")


def _start_telephone(config: Config) -> Any:
    """The calls' own programs outlive this process; only a graceful end takes them along."""
    from siaga.app.voice.from_config import voice_settings
    from siaga.app.voice.running import ensure_running
    from siaga.platform.clock import WallClock

    say("telephone: starting")
    started = ensure_running(voice_settings(config), WallClock())
    for problem in started.problems:
        say(f"telephone: {problem}")
    say(f"telephone: {'ready' if started.running else 'NOT RUNNING'}")
    return started


def _stop_telephone(started: Any, config: Config) -> None:
    from siaga.app.voice.from_config import voice_settings
    from siaga.app.voice.running import stop_if_started

    stop_if_started(started, voice_settings(config).folder)
    say("telephone: stopped" if started.by_us else "telephone: left running")


async def _watch(server: EmbeddedPostgres) -> None:
    """Start the server again when it died; the room's connections come back by themselves."""
    while True:
        await asyncio.sleep(WATCH_S)
        if server.pids():
            continue
        say("PostgreSQL ended by itself; starting it again")
        try:
            server.start()
            await asyncio.to_thread(server.wait, say)
        except PostgresFailed as reason:
            say(f"PostgreSQL: {reason}")


async def _stop(server: EmbeddedPostgres) -> None:
    say(f"PostgreSQL stopped ({await asyncio.to_thread(server.stop)})")


def _load() -> Any:
    """Imported here, off the event loop, so that the first page does not wait for it."""
    from siaga.app import loaded

    return loaded

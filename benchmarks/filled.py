"""Servers to measure: a room whose logbook may already hold many entries, and a bare one."""

from __future__ import annotations

import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from benchmarks.clients import run
from benchmarks.floor import ask
from benchmarks.options import Options
from benchmarks.prefill import fill, logbook
from benchmarks.room import Room, data_folder
from siaga.platform.embedded_postgres import EmbeddedPostgres


@contextmanager
def filled_room(options: Options) -> Iterator[Room]:
    with data_folder() as folder:
        room = Room(folder=folder)
        if options.entries:
            _fill(room.state, options)
        try:
            room.start()
            _wait_until_counted(room)
            yield room
        finally:
            room.stop()


@contextmanager
def server_of_its_own() -> Iterator[Path]:
    """The state folder of a running PostgreSQL with the room's settings and nothing in it."""
    with data_folder() as folder:
        server = EmbeddedPostgres(folder)
        server.start()
        try:
            server.wait()
            yield folder
        finally:
            server.stop()


def _wait_until_counted(room: Room) -> None:
    """A living room's statistics have counted its past already."""
    url = f"http://127.0.0.1:{room.port}/metrics"
    while True:
        with urllib.request.urlopen(url, timeout=10) as answer:
            lines = answer.read().decode().splitlines()
        if "siaga_statistics_lag 0.0" in lines:
            return
        time.sleep(0.5)


def _fill(state: Path, options: Options) -> None:
    """In the very data folder that the room opens afterwards."""
    server = EmbeddedPostgres(state)
    server.start()
    try:
        server.wait()

        async def filling() -> None:
            async with logbook(server.connect_options(), state / "keys") as (book, sealer):
                await fill(book, sealer, entries=options.entries, chance=Random(options.seed))

        run(filling())
        ask(state, "vacuum (analyze)")  # what a bulk load leaves behind no living room has
        ask(state, "checkpoint")
    finally:
        server.stop()

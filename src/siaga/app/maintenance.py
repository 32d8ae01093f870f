"""`siaga logbook` and `siaga account` on a data folder: beside the open room, or without one."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from siaga.app.config import Config, ConfigInvalid, read_config
from siaga.app.up import WrongMode, hold_mode
from siaga.platform.database import is_answering
from siaga.platform.embedded_postgres import EmbeddedPostgres, PostgresFailed


class CannotWork(Exception):
    """A sentence for the person at the terminal."""


def shared_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, help="folder of the database, keys and media")
    parser.add_argument("--place", help="e.g. id/kota, a folder under places/")
    parser.add_argument("--demo", action="store_true", default=None, help="the twin for practice")
    parser.add_argument("--database-url", help="an external server instead of the folder's own")


def config_from(arguments: argparse.Namespace) -> Config:
    """The folder's own mode decides when nobody says. Raises CannotWork."""
    names = ("data", "place", "demo", "database_url")
    given = {name: getattr(arguments, name, None) for name in names}
    try:
        config = read_config(os.environ, given)
    except ConfigInvalid as invalid:
        raise CannotWork("\n".join(invalid.problems)) from invalid
    demo = config.data / "demo"
    if not config.demo and not (config.data / "mode").exists() and (demo / "mode").exists():
        config = replace(config, demo=True)
    return replace(config, data=demo) if config.demo else config


@contextmanager
def database_of(config: Config, *, create: bool = False) -> Iterator[dict[str, Any]]:
    """Connect options of the room's server: the running one, or one started for this work.

    Raises CannotWork.
    """
    if config.database_url:
        yield {"dsn": config.database_url}
        return
    if not create and not (config.data / "pg").is_dir():
        raise CannotWork(f"{config.data}: tidak ada buku jaga di sini. / There is no logbook here.")
    server = EmbeddedPostgres(config.data)
    options = server.connect_options()
    if (config.data / "pg").is_dir() and asyncio.run(is_answering(options)):
        yield options
        return
    try:
        hold_mode(config.data, demo=config.demo)
        server.start()
        server.wait()
    except (PostgresFailed, WrongMode) as reason:
        raise CannotWork(str(reason)) from reason
    try:
        yield options
    finally:
        server.stop()


def told(reason: CannotWork) -> int:
    print(reason, file=sys.stderr)
    return 2

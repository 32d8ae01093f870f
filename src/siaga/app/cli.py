"""The `siaga` command."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from siaga.app.config import Config, ConfigInvalid, read_config

Run = Callable[[argparse.Namespace], int]


OTHERS = {
    "logbook": ("siaga.app.logbook_cli", "verify the logbook, renew its lineage"),
    "account": ("siaga.app.account_cli", "open, close and list accounts, set passwords"),
    "demo": ("siaga.app.demo_cli", "send believable traffic to a practice room"),
    "guide": ("siaga.app.guide_cli", "say which guide cards are unsigned, print them"),
    "triage": ("siaga.app.triage.cli", "read messages without a room; train, evaluate"),
    "voice": ("siaga.app.voice.cli", "install, run and look at the telephone programs"),
    "bench": ("siaga.app.bench_cli", "measure append, intake and screen"),
}
"""Commands in modules of their own, loaded only when they are asked for."""


def main(words: list[str] | None = None) -> int:
    words = sys.argv[1:] if words is None else words
    if words and words[0] in OTHERS:
        code: int = import_module(OTHERS[words[0]][0]).main(words[1:])
        return code
    arguments = _parser().parse_args(words)
    run: Run = arguments.run
    return run(arguments)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="siaga", description="The room behind an emergency number."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    up = commands.add_parser("up", help="open the room and serve it")
    _shared(up)
    up.add_argument("--host")
    up.add_argument("--port", type=int)
    up.add_argument("--demo", action="store_true", default=None, help="a twin place for practice")
    up.add_argument("--voice", action="store_true", default=None, help="with the telephone")
    up.set_defaults(run=_up)
    _place(commands)
    _others(commands)
    return parser


def _shared(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, help="folder of the database, keys and media")
    parser.add_argument("--place", help="e.g. id/kota, a folder under places/")


def _place(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    place = commands.add_parser("place", help="place data").add_subparsers(required=True)
    check = place.add_parser("check", help="say what is wrong with a place's files")
    _shared(check)
    check.set_defaults(run=_check_place)
    config = commands.add_parser("config", help="configuration").add_subparsers(required=True)
    checked = config.add_parser("check", help="say what is wrong with the configuration")
    _shared(checked)
    checked.set_defaults(run=_check_config)


def _others(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Named here for the list of commands; `main` hands them over before anything is parsed."""
    for name, (_, text) in OTHERS.items():
        commands.add_parser(name, help=text)


def config_of(arguments: argparse.Namespace) -> Config:
    """Ends the program with the problems when the configuration cannot be used."""
    names = ("data", "host", "port", "place", "demo", "voice")
    given = {name: getattr(arguments, name, None) for name in names}
    try:
        return read_config(os.environ, given)
    except ConfigInvalid as invalid:
        for problem in invalid.problems:
            print(problem, file=sys.stderr)
        raise SystemExit(2) from invalid


def _up(arguments: argparse.Namespace) -> int:
    code: int = import_module("siaga.app.up").run(config_of(arguments))
    return code


def _check_config(arguments: argparse.Namespace) -> int:
    config = config_of(arguments)
    print(config)
    return 0


def _check_place(arguments: argparse.Namespace) -> int:
    from siaga.platform.place_files import check_place, place_gaps
    from siaga.platform.triage_files import check_triage, triage_folder

    config = config_of(arguments)
    folder = config.places / config.place
    problems = check_place(folder) + check_triage(triage_folder(folder))
    for problem in problems:
        print(problem)
    gaps = [] if problems else place_gaps(folder)
    for gap in gaps:
        print(f"perhatian: {gap}")
    print(f"{config.place}: {len(problems)} masalah, {len(gaps)} yang masih kurang")
    return 1 if problems else 0

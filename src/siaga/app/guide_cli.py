"""`siaga guide`: which cards are unsigned before the room goes live, and all of them on paper."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from siaga.app.guide_cards import CardStanding, names_of, standings, unsigned
from siaga.app.guide_paper import STYLE, Paper, short
from siaga.app.maintenance import CannotWork, config_from, database_of, shared_options, told
from siaga.app.room import Room, close_room, open_room

Work = Callable[[Room, argparse.Namespace], Coroutine[Any, Any, int]]


def main(words: list[str]) -> int:
    """→ 0 done, 1 something required is unsigned, 2 could not be done."""
    arguments = _parser().parse_args(words)
    try:
        config = config_from(arguments)
        with database_of(config, create=True) as options:
            return asyncio.run(_in_room(config, options, arguments))
    except CannotWork as reason:
        return told(reason)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="siaga guide")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    check = commands.add_parser("check", help="name the cards that keep the room from going live")
    shared_options(check)
    check.set_defaults(work=_check)
    paper = commands.add_parser("paper", help="all cards as a page to print")
    paper.add_argument("--out", type=Path, help="file to write; otherwise it is printed out")
    shared_options(paper)
    paper.set_defaults(work=_paper)
    return parser


async def _in_room(config: Any, options: dict[str, Any], arguments: argparse.Namespace) -> int:
    room = await open_room(config, options, workers=False)
    try:
        code: int = await arguments.work(room, arguments)
        return code
    finally:
        await close_room(room)


async def _check(room: Room, _arguments: argparse.Namespace) -> int:
    found = standings(room)
    names = await names_of(room, found)
    for one in found:
        print(_line(one, names))
    missing = unsigned(found)
    if missing:
        titles = ", ".join(one.card.id for one in missing)
        print(f"{len(missing)} kartu wajib belum ditandatangani / unsigned: {titles}")
    return 1 if missing else 0


def _line(one: CardStanding, names: dict[str, str]) -> str:
    mark = "*" if one.required else " "
    state = "DRAF"
    if one.signed_at is not None:
        state = f"{one.signed_at:%Y-%m-%d %H:%M} UTC {names.get(one.signed_by or '', '')}"
    return f"{mark} {one.card.id:18} {one.card.version:3} {short(one.card.digest)}  {state}"


async def _paper(room: Room, arguments: argparse.Namespace) -> int:
    found = standings(room)
    paper = Paper(
        place=room.place,
        found=found,
        names=await names_of(room, found),
        printed_at=room.clock.now(),
        head=f"<style>{STYLE.read_text()}</style>",
    )
    if arguments.out is None:
        sys.stdout.write(paper.html())
    else:
        arguments.out.write_text(paper.html(), encoding="utf-8")
    return 0

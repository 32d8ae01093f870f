"""`siaga logbook`: is it whole; and a new lineage after a restore."""

from __future__ import annotations

import argparse
import asyncio
from typing import Any

from siaga.app.config import Config
from siaga.app.maintenance import CannotWork, config_from, database_of, shared_options, told
from siaga.app.room import close_room, open_room
from siaga.desks.site.commands import RenewLineage
from siaga.platform.database import Pool, open_pool
from siaga.platform.gateway import Submission
from siaga.platform.ids import derived_id
from siaga.platform.lineage import Cut, begin_lineage, room_is_open, sites
from siaga.platform.verify import Verified, verify


def main(words: list[str]) -> int:
    """→ 0 whole, 1 problems found, 2 could not look."""
    arguments = _parser().parse_args(words)
    try:
        config = config_from(arguments)
        with database_of(config) as options:
            code: int = asyncio.run(arguments.work(config, options, arguments.place))
            return code
    except CannotWork as reason:
        return told(reason)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="siaga logbook")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    whole = commands.add_parser("verify", help="recompute every hash; say what does not fit")
    shared_options(whole)
    whole.set_defaults(work=_verify)
    renew = commands.add_parser("renew-lineage", help="after a restore, before the room opens")
    shared_options(renew)
    renew.set_defaults(work=_renew)
    return parser


async def _verify(_config: Config, options: dict[str, Any], place: str | None) -> int:
    pool = await open_pool(options, size=2)
    try:
        found = [await verify(pool, site) for site in (await _wanted(pool, place)).values()]
    finally:
        await pool.close()
    for each in found:
        _print(each)
    return 1 if any(each.problems for each in found) else 0


def _print(found: Verified) -> None:
    print(f"{found.key}: {found.entries} entri, {len(found.problems)} masalah / entries, problems")
    print(f"  lineage {found.lineage}")
    print(f"  head    {found.head_hash}")
    for problem in found.problems:
        print(f"  ! {problem}")


async def _wanted(pool: Pool, place: str | None) -> dict[str, int]:
    """A place and its twin, or all there are. Raises CannotWork."""
    known = await sites(pool)
    wanted = {k: n for k, n in known.items() if place in (None, k, k.partition("~")[0])}
    if not wanted:
        there = ", ".join(known) or "-"
        raise CannotWork(f"Tidak ada {place or 'tempat'} di basis data ini. / It holds: {there}")
    return wanted


async def _renew(config: Config, options: dict[str, Any], _place: str | None) -> int:
    pool = await open_pool(options, size=2)
    try:
        known = await sites(pool)
        key = f"{config.place}~latihan" if config.demo else config.place
        if key not in known:
            raise CannotWork(f"{key}: tidak ada di basis data ini. / It holds: {', '.join(known)}")
        if await room_is_open(pool, known[key]):
            raise CannotWork(f"{key} sedang dibuka; hentikan dulu. / Stop the open room first.")
        cut = await begin_lineage(pool, known[key])
    finally:
        await pool.close()
    lineage = await _say(config, options, cut)
    print(f"{key}: {cut.old_lineage} → {lineage}")
    print(f"  dipotong setelah {cut.position}; {cut.held} pesan menunggu orang")
    print(f"  cut after {cut.position}; {cut.held} messages wait for a person")
    return 0


async def _say(config: Config, options: dict[str, Any], cut: Cut) -> str:
    room = await open_room(config, options, workers=False)
    try:
        lineage = (await room.book.head()).lineage
        command = RenewLineage(
            command_id=derived_id("renew", lineage),
            old_lineage=cut.old_lineage,
            cut_position=cut.position,
            cut_hash=cut.hash,
        )
        asked = room.system("logbook.renew")
        await room.gateway.submit(Submission(desk="site", command=command, asked=asked))
    finally:
        await close_room(room)
    return lineage

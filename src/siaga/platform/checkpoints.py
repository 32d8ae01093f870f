"""Where live boards start again: their cards at a position, good for the code that drew them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

import asyncpg
import msgspec

from siaga.platform.live_board import LiveBoard
from siaga.platform.logbook import Head
from siaga.platform.records import code_digest, decoder, encode

CARDS_AT_ONCE = 100


async def restore(pool: asyncpg.Pool, site: int, *, boards: Iterable[LiveBoard], head: Head) -> int:
    """Give every board its checkpoint; → the position from which all of them must be folded."""
    rows = await pool.fetch("select * from board_checkpoint where place = $1", site)
    known = {row["board"]: row for row in rows}
    start = head.position
    for live in boards:
        row = known.get(live.board.name)
        cards = _cards(live, row, head) if row is not None else None
        if row is None or cards is None:
            start = 0
            continue
        live.restore(cards, row["position"], at=head.recorded_at)
        start = min(start, row["position"])
    return start


def _cards(live: LiveBoard, row: Any, head: Head) -> dict[str, Any] | None:
    """None when the checkpoint is of another lineage, of other code, or cannot be read."""
    same = str(row["lineage"]) == head.lineage and row["code_digest"] == _digest(live)
    if not same or row["position"] > head.position:
        return None
    kind: Any = live.board.card
    try:
        cards: dict[str, Any] = decoder(dict[str, kind]).decode(row["cards"])
    except msgspec.DecodeError:
        return None
    return cards


async def save(pool: asyncpg.Pool, site: int, *, boards: Iterable[LiveBoard], lineage: str) -> None:
    for live in boards:
        position, digest, cards = live.position, _digest(live), live.cards()
        text = await _text(cards)
        await pool.execute(
            "insert into board_checkpoint (place, board, lineage, position, code_digest, cards)"
            " values ($1, $2, $3::uuid, $4, $5, $6) on conflict (place, board) do update set"
            " lineage = excluded.lineage, position = excluded.position,"
            " code_digest = excluded.code_digest, cards = excluded.cards",
            site,
            live.board.name,
            lineage,
            position,
            digest,
            text,
        )


async def _text(cards: dict[str, Any]) -> str:
    """All cards as one JSON object, written a few at a time: nobody waits for a long board."""
    parts: list[str] = []
    for number, (key, card) in enumerate(cards.items(), 1):
        parts.append(f"{encode(key)}:{encode(card)}")
        if number % CARDS_AT_ONCE == 0:
            await asyncio.sleep(0)
    return "{" + ",".join(parts) + "}"


def _digest(live: LiveBoard) -> str:
    return code_digest(live.board.draw, live.board.keys, live.board.card)

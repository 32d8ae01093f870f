"""Entries as boards draw them, and the folding of a board by its keys as the keeper does it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from types import ModuleType
from typing import Any

from siaga.language.entry import Entry, Fact
from siaga.language.values import Actor, Via
from tests.builders import TAKER, uid


class Told:
    """Numbers facts into entries, one after the other, as one logbook would."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def __call__(
        self,
        fact: Fact,
        *,
        via: Via = Via.CONSOLE,
        cause: int | None = None,
        actor: Actor = TAKER,
        late_s: float = 0,
    ) -> Entry:
        """`late_s`: how long after the fact's own time it is recorded."""
        position = len(self.entries) + 1
        happened: Any = fact  # every fact has `when`
        recorded_at = happened.when.at + timedelta(seconds=late_s)
        entry = Entry(
            position=position,
            fact=fact,
            recorded_at=recorded_at,
            received_at=recorded_at,
            command_id=str(uid(10**9 + position)),
            actor_kind=actor.kind,
            actor=actor.id,
            via=via,
            number=f"{fact.series}-2026-{position:06d}" if fact.series else None,
            cause=cause,
        )
        self.entries.append(entry)
        return entry


def drawn(board: ModuleType, entries: Iterable[Entry]) -> dict[str, Any]:
    """The board's cards after these entries."""
    cards: dict[str, Any] = {}
    for entry in entries:
        for key in board.keys(entry.fact):
            card = board.draw(key, cards.get(key), entry)
            if card is None:
                cards.pop(key, None)
            else:
                cards[key] = card
    return cards

"""Live boards: cards folded by the tail, and what a reader at any position has missed.

A reader pulls: it asks for what changed since the position it holds and gets every touched card
once, as it is now. A first visit, a reconnect and a slow console are the same question.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from siaga.language.values import Actor
from siaga.platform.desk import Board
from siaga.platform.tail import Tagged

TOMBSTONE_KEPT = timedelta(hours=24)


@dataclass(slots=True)
class Slot:
    """A card, or a tombstone when `card` is None; `drawn` caches what viewers were sent."""

    position: int
    card: Any
    at: datetime
    drawn: dict[Actor, bytes] = field(default_factory=dict)
    erasures: int = 0  # of the vault, when it was drawn


class LiveBoard:
    def __init__(self, board: Board) -> None:
        self.board = board
        self.position = 0
        self.floor = 0  # tombstones are complete from here
        self.slots: OrderedDict[str, Slot] = OrderedDict()  # by last change, oldest first
        self._buried: OrderedDict[str, datetime] = OrderedDict()

    def follow(self, entries: list[Tagged]) -> None:
        for entry, _ in entries:
            if entry.position <= self.position:
                continue  # it started from a checkpoint
            self.position = entry.position
            if type(entry.fact) not in self.board.hears:
                continue
            for key in self.board.keys(entry.fact):
                before = self.slots.get(key)
                old = before.card if before else None
                card = self.board.draw(key, old, entry)
                if card is old:
                    continue
                self.slots[key] = Slot(entry.position, card, entry.recorded_at)
                self.slots.move_to_end(key)
                if card is None:
                    self._buried[key] = entry.recorded_at
                else:
                    self._buried.pop(key, None)
            self._forget_old(entry.recorded_at)

    def _forget_old(self, now: datetime) -> None:
        while self._buried:
            key, at = next(iter(self._buried.items()))
            if now - at < TOMBSTONE_KEPT:
                return
            del self._buried[key]
            self.floor = max(self.floor, self.slots.pop(key).position)

    def must_reset(self, after: int) -> bool:
        """A reader below the floor or beyond the head cannot be brought forward by changes."""
        return 0 < after < self.floor or after > self.position

    def changed_since(self, after: int) -> Iterator[tuple[str, Slot]]:
        """Everything touched after `after`, oldest change first; no tombstone on a first visit."""
        late: list[tuple[str, Slot]] = []
        for key in reversed(self.slots):
            slot = self.slots[key]
            if slot.position <= after:
                break
            if after or slot.card is not None:
                late.append((key, slot))
        return reversed(late)

    def cards(self) -> dict[str, Any]:
        return {key: slot.card for key, slot in self.slots.items() if slot.card is not None}

    def restore(self, cards: dict[str, Any], position: int, *, at: datetime) -> None:
        """Start from a checkpoint: everything before it is below the floor."""
        self.position = self.floor = position
        for key, card in cards.items():
            self.slots[key] = Slot(position, card, at)

    def view(self, slot: Slot, viewer: Actor) -> Any:
        return None if slot.card is None else self.board.view(slot.card, viewer)

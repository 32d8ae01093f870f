"""Signals: positions, presence, drafts, typing. The latest value, in memory, never folded."""

from __future__ import annotations

import itertools
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from siaga.language.values import Actor

KEPT_MAX = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    sequence: int
    kind: str
    value: Any
    at: datetime
    frame: bytes


class Signals:
    """`audience` decides per kind who may see it."""

    def __init__(self, audience: Callable[[str, str, Actor], bool]) -> None:
        self._audience = audience
        self._latest: OrderedDict[tuple[str, str], Signal] = OrderedDict()
        self._sequence = itertools.count(1)
        self.sequence = 0
        self.on_change: Callable[[], None] = lambda: None

    def put(self, kind: str, key: str, *, value: Any, at: datetime) -> None:
        """A value of None ends the signal for everybody."""
        self.sequence = next(self._sequence)
        body = msgspec.json.encode({"kind": kind, "key": key, "value": value, "at": at})
        frame = b"event: signal\ndata: " + body + b"\n\n"
        self._latest[kind, key] = Signal(
            sequence=self.sequence, kind=kind, value=value, at=at, frame=frame
        )
        self._latest.move_to_end((kind, key))
        while len(self._latest) > KEPT_MAX:
            self._latest.popitem(last=False)
        self.on_change()

    def latest(self, kind: str, key: str) -> Signal | None:
        return self._latest.get((kind, key))

    def since(self, sequence: int, viewer: Actor) -> Iterator[bytes]:
        """Frames newer than `sequence`, oldest first; ended ones only to who saw them live."""
        fresh = []
        for (kind, key), signal in reversed(self._latest.items()):
            if signal.sequence <= sequence:
                break
            ended = signal.value is None and sequence == 0
            if not ended and self._audience(kind, key, viewer):
                fresh.append(signal.frame)
        return reversed(fresh)

"""Which contacts are to be advised, and when: a flood of messages of one is one reading."""

from __future__ import annotations

from dataclasses import dataclass, field

from siaga.language.values import ContactId

SETTLE_S = 0.08
"""An album, or a text and its place, come within a moment of each other."""

EVERY_S = 1.0
"""Whoever writes ten messages in a second is read once more after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """`position`: of the newest fact that asked for it. `read`: its words may have changed."""

    position: int
    from_s: float
    read: bool


@dataclass(slots=True)
class Due:
    """Times in seconds of a clock that never jumps."""

    _wished: dict[ContactId, Wish] = field(default_factory=dict)
    _advised_s: dict[ContactId, float] = field(default_factory=dict)

    def ask(self, contact_id: ContactId, position: int, *, now_s: float, read: bool) -> None:
        before = self._wished.get(contact_id)
        if before is None:
            last_s = self._advised_s.get(contact_id)
            from_s = now_s + SETTLE_S
            if last_s is not None:
                from_s = max(from_s, last_s + EVERY_S)
            self._wished[contact_id] = Wish(position=position, from_s=from_s, read=read)
            return
        self._wished[contact_id] = Wish(
            position=max(before.position, position),
            from_s=before.from_s,
            read=before.read or read,
        )

    def take(self, now_s: float, most: int) -> dict[ContactId, Wish]:
        """Those whose time has come, longest due first; they are advised now."""
        ready = sorted(
            ((asked.from_s, key) for key, asked in self._wished.items() if asked.from_s <= now_s),
        )[:most]
        taken = {key: self._wished.pop(key) for _, key in ready}
        self._advised_s |= dict.fromkeys(taken, now_s)
        for key, at_s in tuple(self._advised_s.items()):
            if now_s - at_s > EVERY_S:
                del self._advised_s[key]
        return taken

    def give_back(self, taken: dict[ContactId, Wish]) -> None:
        """What could not be written is tried again; what was asked meanwhile is not lost."""
        for key, asked in taken.items():
            self.ask(key, asked.position, now_s=asked.from_s, read=asked.read)

    def forget(self, contact_id: ContactId) -> None:
        self._wished.pop(contact_id, None)

    def clear(self) -> None:
        self._wished.clear()
        self._advised_s.clear()

    def next_s(self) -> float | None:
        return min((asked.from_s for asked in self._wished.values()), default=None)

    def __len__(self) -> int:
        return len(self._wished)

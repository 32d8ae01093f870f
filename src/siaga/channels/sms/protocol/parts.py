"""Parts of long messages, until they are all there or the minute is over. Pure.

Kept in memory only: every part lies in the inbox already, and is read from there after a restart.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from siaga.channels.sms.protocol.reading import Heard, text_of

SHOWN_AFTER = timedelta(seconds=60)
"""So long an unfinished message is waited for; then what has come is shown."""

SAME_FOR = timedelta(minutes=15)
"""A telephone's reference numbers come round again; after this it is another message."""

GAP = "[…]"

Key = tuple[str, int, int]
"""Sender, reference and number of parts."""


@dataclass(slots=True, kw_only=True)
class Whole:
    """A long message in the making. `first_key` names it, before and after it is complete."""

    sender: str
    total: int
    first_key: str
    first_at: datetime
    parts: dict[int, Heard] = field(default_factory=dict)
    shown: int = 0  # with how many of its parts it was shown last; 0: not yet
    shown_first: int = 0  # the same, the first time: what comes later corrects that

    @property
    def complete(self) -> bool:
        return len(self.parts) == self.total

    def text(self, alphabet: str) -> str:
        """Neighbouring parts joined before they are read: a letter may be cut between them."""
        pieces: list[str] = []
        run, coding = b"", 0
        for number in range(1, self.total + 1):
            part = self.parts.get(number)
            if run and (part is None or part.coding != coding):
                pieces.append(text_of(run, coding, alphabet=alphabet))
                run = b""
            if part is None:
                if pieces[-1:] != [GAP]:
                    pieces.append(GAP)
                continue
            run, coding = run + part.payload, part.coding
        if run:
            pieces.append(text_of(run, coding, alphabet=alphabet))
        return "".join(pieces)


class Parts:
    """`add` every part heard, in any order and as often as it comes."""

    def __init__(self) -> None:
        self._open: dict[Key, Whole] = {}

    def add(self, heard: Heard, key: str, *, at: datetime) -> Whole:
        """The message it belongs to; `complete` when it was the last one missing."""
        assert heard.part is not None
        name = (heard.sender, heard.part.reference, heard.part.total)
        whole = self._open.get(name)
        if whole is None or self._is_another(whole, heard, at):
            whole = Whole(sender=heard.sender, total=heard.part.total, first_key=key, first_at=at)
            self._open[name] = whole
        whole.parts.setdefault(heard.part.number, heard)
        return whole

    def unsaid(self, now: datetime) -> list[Whole]:
        """Messages that hold more than was shown of them: whole ones, as those that only memory
        completed after a restart, and unfinished ones whose minute is over."""
        late = now - SHOWN_AFTER
        return [
            whole
            for whole in self._open.values()
            if whole.shown < len(whole.parts) and (whole.complete or whole.first_at <= late)
        ]

    def forget(self, now: datetime) -> None:
        """What is too old to be added to."""
        old = [name for name, whole in self._open.items() if now - whole.first_at > SAME_FOR]
        for name in old:
            del self._open[name]

    def __len__(self) -> int:
        return len(self._open)

    def _is_another(self, whole: Whole, heard: Heard, at: datetime) -> bool:
        """The same reference again: a part of a new message, or an old part told twice."""
        assert heard.part is not None
        if at - whole.first_at > SAME_FOR:
            return True
        known = whole.parts.get(heard.part.number)
        return known is not None and known.payload != heard.payload

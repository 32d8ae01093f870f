"""The logbook in memory: for tests and simulations. The same rules, no durability."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from siaga.language.entry import Entry
from siaga.language.follow_ups import Arm, Disarm, Send
from siaga.language.place import Place
from siaga.language.values import Tag
from siaga.platform.batch import Written, entry_of, series_name
from siaga.platform.clock import Clock
from siaga.platform.ids import NAMESPACE
from siaga.platform.logbook import AlteredCommand, Answer, Conflict, Head, Wish
from siaga.platform.records import FactRecords


class MemoryLogbook:
    def __init__(self, place: Place, records: FactRecords, *, clock: Clock) -> None:
        self.place, self.records, self.clock = place, records, clock
        self.lineage = str(uuid5(NAMESPACE, place.key))
        self.entries: list[Entry] = []
        self.by_tag: dict[Tag, list[int]] = {}
        self.answers: dict[UUID, tuple[bytes, Answer]] = {}
        self.series: dict[str, int] = {}
        self.outbox: list[Send] = []
        self.timers: dict[tuple[str, str], Arm] = {}
        self.items: dict[str, bytes] = {}
        self.offer: Callable[[list[tuple[Entry, tuple[Tag, ...]]]], None] = lambda _entries: None

    async def append(self, wish: Wish) -> Answer:
        written = Written(wish, self.records)
        if known := self.answers.get(wish.command_id):
            if known[0] != wish.digest:
                raise AlteredCommand
            return replace(known[1], repeated=True)
        if any(self._last(tag) > after for tag, after in wish.guards.items()):
            raise Conflict
        added = self._enter(wish, written)
        numbers = [entry.number for entry, _ in added if entry.number]
        answer = Answer(
            position=len(self.entries),
            refusal=wish.refusal,
            legal=wish.legal,
            number=numbers[0] if numbers else None,
        )
        self.answers[wish.command_id] = (wish.digest, answer)
        self._follow(wish)
        if added:
            self.offer(added)
        return answer

    async def read(self, tags: Sequence[Tag], after: int = 0) -> list[Entry]:
        positions = {p for tag in tags for p in self.by_tag.get(tag, ()) if p > after}
        return [self._as_read(self.entries[p - 1]) for p in sorted(positions)]

    async def read_from(self, after: int, limit: int = 1000) -> list[Entry]:
        return [self._as_read(entry) for entry in self.entries[after : after + limit]]

    async def head(self) -> Head:
        at = self.entries[-1].recorded_at if self.entries else self.clock.now()
        return Head(lineage=self.lineage, position=len(self.entries), chain=b"", recorded_at=at)

    def _last(self, tag: Tag) -> int:
        return self.by_tag.get(tag, [0])[-1]

    def _as_read(self, entry: Entry) -> Entry:
        """Through the record and back, so that no test leans on object identity."""
        body = self.records.write(entry.fact)
        fact = self.records.read(type(entry.fact).__name__, entry.fact.version, body=body)
        return replace(entry, fact=fact)

    def _enter(self, wish: Wish, written: Written) -> list[tuple[Entry, tuple[Tag, ...]]]:
        at = self.clock.now()
        if self.entries:
            at = max(at, self.entries[-1].recorded_at)
        added = []
        for fact, tags in zip(wish.facts, written.tags, strict=True):
            number = None
            if series := series_name(fact.series, self.place.drill):
                stem = f"{series}-{at.astimezone(ZoneInfo(self.place.zone)).year}"
                self.series[stem] = self.series.get(stem, 0) + 1
                number = f"{stem}-{self.series[stem]:06d}"
            entry = entry_of(wish, fact, position=len(self.entries) + 1, at=at, number=number)
            self.entries.append(entry)
            for tag in tags:
                self.by_tag.setdefault(tag, []).append(entry.position)
            added.append((entry, tags))
        return added

    def _follow(self, wish: Wish) -> None:
        self.items.update({item.ref: item.data for item in wish.items})
        for follow_up in wish.follow_ups:
            match follow_up:
                case Send():
                    self.outbox.append(follow_up)
                case Arm():
                    self.timers[follow_up.kind, follow_up.subject] = follow_up
                case Disarm():
                    self.timers.pop((follow_up.kind, follow_up.subject), None)

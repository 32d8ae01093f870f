"""How well messages are read: what was expected against what was read, counted. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from siaga.app.triage.corpus import Draws, Example
from siaga.desks.triage.advise.reading import Reader, Reading
from siaga.language.triage_rules import Judging

BINS = 10
RESAMPLES = 1000
Pair = tuple[Example, Reading]
Test = Callable[[Example, Reading], bool]


@dataclass(frozen=True, slots=True)
class Rate:
    """`hits` of `count`; the interval is of families drawn again and again, 95 %."""

    hits: int
    count: int
    low: float = 0.0
    high: float = 1.0

    @property
    def share(self) -> float:
        return self.hits / self.count if self.count else 1.0


@dataclass(frozen=True, slots=True)
class Bin:
    """Messages whose share lay together: how many, what was said, what was true."""

    count: int
    said: float
    true: float


@dataclass(frozen=True, slots=True)
class Calibration:
    name: str
    bins: tuple[Bin, ...]
    brier: float  # mean square of said less true
    error: float  # mean distance of said and true over the bins, weighted by their size


class Evaluation:
    """Every message is read once, when it is made."""

    def __init__(self, examples: Sequence[Example], reader: Reader, *, judging: Judging) -> None:
        self.pairs: list[Pair] = [(example, reader.read(example.t)) for example in examples]
        self.judging = judging
        self.rules = reader.version

    def rate(self, right: Test, among: Test = lambda _e, _r: True) -> Rate:
        by_family: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
        for example, reading in self.pairs:
            if among(example, reading):
                by_family[example.family][0] += right(example, reading)
                by_family[example.family][1] += 1
        rows = [by_family[family] for family in sorted(by_family)]
        low, high = _interval(rows)
        return Rate(sum(row[0] for row in rows), sum(row[1] for row in rows), low, high)

    def alarmed(self, _example: Example, reading: Reading) -> bool:
        return reading.emergency >= self.judging.alarm_at

    def hinted(self, _example: Example, reading: Reading) -> bool:
        return reading.prank >= self.judging.prank_at

    def rates(self) -> dict[str, Rate]:
        """The figures that are promised, and those beside them."""
        return {
            "category": self.rate(lambda e, r: r.category == e.category),
            "category_any": self.rate(lambda e, r: r.category in e.categories),
            "emergencies_found": self.rate(self.alarmed, lambda e, _: bool(e.emergency)),
            "false_alarms": self.rate(self.alarmed, lambda e, _: not e.emergency),
            "pranks_found": self.rate(self.hinted, lambda e, _: bool(e.prank)),
            "others_as_prank": self.rate(self.hinted, lambda e, _: not e.prank),
            "emergencies_as_prank": self.rate(self.hinted, lambda e, _: bool(e.emergency)),
            "p1_kept": self.rate(lambda _, r: r.priority == "P1", lambda e, _: e.priority == "P1"),
            "priority": self.rate(lambda e, r: r.priority == e.priority),
            "type": self.rate(lambda e, r: r.incident_type == e.type, lambda e, _: bool(e.type)),
            "own_victim": self.rate(lambda _, r: r.own_victim, lambda e, _: bool(e.own_victim)),
            "injured": self.rate(
                lambda e, r: r.injured == e.injured, lambda e, _: e.injured not in (None, 1)
            ),
        }

    def by_language(self, right: Test, among: Test = lambda _e, _r: True) -> dict[str, Rate]:
        return {
            lang: self.rate(right, lambda e, r, lang=lang: e.lang == lang and among(e, r))  # type: ignore[misc]
            for lang in sorted({example.lang for example, _ in self.pairs})
        }

    def confusion(self) -> Counter[tuple[str, str]]:
        """(expected, read) → messages."""
        return Counter((example.category, reading.category) for example, reading in self.pairs)

    def calibrations(self) -> tuple[Calibration, ...]:
        top = [(r.categories[0][1], r.category in e.categories) for e, r in self.pairs]
        return (
            _calibration("emergency", [(r.emergency, bool(e.emergency)) for e, r in self.pairs]),
            _calibration("prank", [(r.prank, bool(e.prank)) for e, r in self.pairs]),
            _calibration("category", top),
        )

    def worst(self, most: int) -> list[tuple[str, Pair]]:
        """Missed emergencies first, then false alarms and wrong categories by how sure they
        were; one message of each template."""
        found: list[tuple[tuple[int, float], str, Pair]] = []
        for example, reading in self.pairs:
            pair = (example, reading)
            if example.emergency and self.hinted(*pair):
                found.append(((0, -reading.prank), "emergency as prank", pair))
            elif example.emergency and not self.alarmed(*pair):
                found.append(((1, reading.emergency), "emergency missed", pair))
            elif not example.emergency and self.alarmed(*pair):
                found.append(((2, -reading.emergency), "false alarm", pair))
            elif reading.category not in example.categories:
                found.append(((2, -reading.categories[0][1]), "wrong category", pair))
        return _one_of_each(sorted(found, key=lambda item: item[0]), most)


def _one_of_each(
    found: Iterable[tuple[tuple[int, float], str, Pair]], most: int
) -> list[tuple[str, Pair]]:
    seen: set[tuple[str, int]] = set()
    kept: list[tuple[str, Pair]] = []
    for _, what, pair in found:
        template = (pair[0].family, pair[0].template)
        if template not in seen and len(kept) < most:
            seen.add(template)
            kept.append((what, pair))
    return kept


def _interval(rows: Sequence[Sequence[int]]) -> tuple[float, float]:
    """Messages of one family go together, so families are drawn, not messages."""
    if not rows:
        return 0.0, 1.0
    draws = Draws(f"families/{len(rows)}")
    shares: list[float] = []
    for _ in range(RESAMPLES):
        drawn = [rows[draws.below(len(rows))] for _ in rows]
        shares.append(sum(row[0] for row in drawn) / sum(row[1] for row in drawn))
    shares.sort()
    return shares[int(0.025 * RESAMPLES)], shares[int(0.975 * RESAMPLES) - 1]


def _calibration(name: str, told: Sequence[tuple[float, bool]]) -> Calibration:
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for share, truth in told:
        bins[min(BINS - 1, int(share * BINS))].append((share, truth))
    drawn = tuple(
        Bin(len(one), sum(s for s, _ in one) / len(one), sum(t for _, t in one) / len(one))
        if one
        else Bin(0, 0.0, 0.0)
        for one in bins
    )
    return Calibration(
        name=name,
        bins=drawn,
        brier=sum((share - truth) ** 2 for share, truth in told) / len(told),
        error=sum(one.count * abs(one.said - one.true) for one in drawn) / len(told),
    )

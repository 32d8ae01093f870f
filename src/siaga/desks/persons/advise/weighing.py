"""How likely two reports are of one person, and when to say nothing.

Each level of agreement has points (weights.py): 100 x the logarithm of how much oftener it is
found in two reports of one person than in reports of two. They are learnt from generated reports;
benchmarks/persons.py measures them on reports generated otherwise. Points say how alike two are;
the chance also asks how many others could be it, and that it may be none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp

from siaga.desks.persons.advise.comparing import compare
from siaga.desks.persons.advise.look import Look
from siaga.desks.persons.advise.weights import POINTS, TRUST
from siaga.language.persons import Likeness, MatchCandidate, MatchReason
from siaga.language.values import PersonId

RULE = "persons-2"
PRESENT = 0.3
"""Before anything is compared: that a missing one is among the found ones of the room at all.
Nobody counted it here; a low one is silent too often rather than wrong."""
FEWEST = 20  # found people a city has: who is alone in our list is not the one by 30 %
VERY_LIKELY_FROM, SHOWN_FROM = 0.75, 0.20
SHOWN_MAX, SIGNS_MAX = 5, 3


@dataclass(frozen=True, slots=True)
class Weighed:
    points: int
    reasons: tuple[MatchReason, ...]
    is_strong: bool  # a mark for life or a name agrees: never hidden, whatever contradicts


def weigh(missing: Look, found: Look) -> Weighed:
    """The weightiest reason first, for and against."""
    told: dict[str, MatchReason] = {}
    points, is_strong = 0, False
    for one in compare(missing, found):
        worth = POINTS.get(one.level, 0)
        points += worth
        is_strong = is_strong or one.level in ("marks.strong", "name.same")
        if one.reason:
            before = told.get(one.reason)
            more = (before.points, before.value or 0) if before else (0, 0)
            value = None if one.value is None else one.value + more[1]
            told[one.reason] = MatchReason(key=one.reason, points=worth + more[0], value=value)
    reasons = sorted(told.values(), key=lambda one: -abs(one.points))
    return Weighed(points, tuple(reasons), is_strong)


def chances(
    weighed: Sequence[Weighed], *, present: float = PRESENT, trust: float = TRUST
) -> list[float]:
    """One of them at most, and often none: the more are as alike, the less each is it."""
    each = present / max(len(weighed), FEWEST)
    none = max(1 - present, 1 - each * len(weighed))
    odds = [each * exp(one.points * trust / 100) for one in weighed]
    whole = none + sum(odds)
    return [one / whole for one in odds]


def rank(missing: Look, found: Iterable[Look]) -> tuple[MatchCandidate, ...]:
    """Likeliest first; nobody when nobody is likely."""
    looks = list(found)
    weighed = [weigh(missing, one) for one in looks]
    named = [
        _candidate(look.person_id, one, chance)
        for look, one, chance in zip(looks, weighed, chances(weighed), strict=True)
        if chance >= SHOWN_FROM or one.is_strong
    ]
    named.sort(key=lambda one: (-(one.chance_percent or 0), -one.points, one.found_id))
    likely = [one for one in named if one.likeness is not Likeness.SIGN_ONLY]
    others = [one for one in named if one.likeness is Likeness.SIGN_ONLY]
    return (*likely[:SHOWN_MAX], *others[:SIGNS_MAX])


def may_be_named(missing: Look, found: Look) -> bool:
    """Whether it could be named among the fewest others: only then must it be ranked."""
    one = weigh(missing, found)
    return one.is_strong or chances([one])[0] >= SHOWN_FROM


def _candidate(found_id: PersonId, one: Weighed, chance: float) -> MatchCandidate:
    likeness = Likeness.VERY_LIKELY if chance >= VERY_LIKELY_FROM else Likeness.POSSIBLE
    return MatchCandidate(
        found_id=found_id,
        points=one.points,
        reasons=one.reasons,
        likeness=likeness if chance >= SHOWN_FROM else Likeness.SIGN_ONLY,
        chance_percent=round(100 * chance),
    )

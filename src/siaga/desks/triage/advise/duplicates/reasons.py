"""Why an incident is suggested, as keys that the screen words."""

from __future__ import annotations

from collections.abc import Iterator

from siaga.desks.triage.advise.duplicates.weighing import AKIN_AT, SAME_AT, Parts
from siaga.language.triage import Reason

SAYS_NOTHING = 0.3
"""Log-odds below which a part is not worth a word."""


def reasons(parts: Parts) -> tuple[Reason, ...]:
    """Weightiest first, for or against."""
    found = [reason for reason in _found(parts) if abs(reason.points) >= 100 * SAYS_NOTHING]
    return tuple(sorted(found, key=lambda reason: -abs(reason.points)))


def _found(parts: Parts) -> Iterator[Reason]:
    yield _reason("near" if parts.space > 0 else "far", parts.space)
    yield _reason("long_ago", parts.time)
    yield _reason(_kind(parts.kind), parts.kind)
    yield _reason("same_names" if parts.names > 0 else "other_names", parts.names)
    yield _reason("same_words" if parts.words > 0 else "other_words", parts.words)


def _kind(points: float) -> str:
    if points >= SAME_AT:
        return "same_type"
    return "akin_type" if points >= AKIN_AT else "other_type"


def _reason(key: str, points: float) -> Reason:
    return Reason(key=key, points=round(100 * points))

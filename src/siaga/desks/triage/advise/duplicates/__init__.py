"""The duplicate radar: which open incidents a report may speak of, best first, with reasons.

Each incident is weighed against a new happening by place, time, kind and words (log-odds); the
shares of all of them and of "new" add up to one. Nothing is decided here: a person answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from heapq import nlargest
from math import exp

from siaga.desks.triage.advise.duplicates.kinds import kin
from siaga.desks.triage.advise.duplicates.reasons import reasons
from siaga.desks.triage.advise.duplicates.seen import Known, Report, Spot, Told
from siaga.desks.triage.advise.duplicates.space import nearest_m
from siaga.desks.triage.advise.duplicates.weighing import Parts, Scale
from siaga.desks.triage.advise.duplicates.words import Listener, told
from siaga.language.triage import CANDIDATES_MAX, Candidate

__all__ = [
    "RULES_VERSION",
    "SHOWN_PM",
    "Known",
    "Listener",
    "Report",
    "Spot",
    "Told",
    "kin",
    "rank",
    "told",
]

RULES_VERSION = "radar-1"

SHOWN_PM = 40
"""Below this a candidate is not worth a look."""

NEW = 1.0
"""The odds of a new happening, which the others are measured by."""


def rank(report: Report, incidents: Sequence[Known], *, now: datetime) -> tuple[Candidate, ...]:
    """At most five; none where it seems new. Whom a person judged different is left out."""
    open_ones = [known for known in incidents if not known.judged_different]
    scale = Scale(report, open_ones)
    weighed = [
        (exp(parts.sum), known, parts)
        for known in open_ones
        if (parts := scale.weigh(known)) is not None
    ]
    whole = NEW + sum(odds for odds, _, _ in weighed)
    return tuple(
        _candidate(report, known, parts, share_pm=share_pm, now=now)
        for odds, known, parts in nlargest(CANDIDATES_MAX, weighed, key=_odds)
        if (share_pm := round(1000 * odds / whole)) >= SHOWN_PM
    )


def _odds(weighed: tuple[float, Known, Parts]) -> float:
    return weighed[0]


def _candidate(
    report: Report, known: Known, parts: Parts, *, share_pm: int, now: datetime
) -> Candidate:
    metres = nearest_m(report.spot, known)
    return Candidate(
        incident_id=known.incident_id,
        share_pm=share_pm,
        distance_m=None if metres is None else round(metres),
        age_s=max(0, int((now - known.opened_at).total_seconds())),
        reasons=reasons(parts),
    )

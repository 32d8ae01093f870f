"""How likely a caller is in danger, by the place's rules. It orders the queue, nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

from siaga.desks.lines.commands import CallerSeen
from siaga.language.calls import LikelihoodReason
from siaga.language.place import Fading, Likelihood, Lines

DAY_H = 24.0
SILENT_WITHIN_MIN = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    likely: float  # 0 … 1
    head_start_s: int
    front: bool
    reasons: tuple[LikelihoodReason, ...]
    rules: str


def judge(seen: CallerSeen, rules: Lines) -> Judgement:
    """Silence never lowers: no rule looks at it except the one that raises."""
    weights = rules.likelihood
    reasons = tuple(reason for reason in _reasons(seen, weights) if reason.points)
    moved = sum(reason.points for reason in reasons)
    head_start_s = round(moved * weights.seconds_per_100 / 100)
    return Judgement(
        likely=round(1 / (1 + exp(-(weights.start + moved) / 100)), 4),
        head_start_s=max(-weights.behind_max_s, min(weights.ahead_max_s, head_start_s)),
        front=seen.on_open_incident or seen.asked_back,
        reasons=reasons,
        rules=f"{weights.name}-{weights.version}",
    )


def _reasons(seen: CallerSeen, weights: Likelihood) -> tuple[LikelihoodReason, ...]:
    day = tuple(h for h in seen.pranks_h if h <= DAY_H)
    month = tuple(h for h in seen.pranks_h if h > DAY_H)
    genuine = () if seen.genuine_h is None else (seen.genuine_h,)
    return (
        _fading("prank_day", weights.prank_day, day),
        _fading("prank_month", weights.prank_month, month),
        _fading("genuine", weights.genuine, genuine),
        _silent_again(seen, weights),
        _near(seen, weights),
        LikelihoodReason(rule="restricted", points=weights.restricted if seen.restricted else 0),
        LikelihoodReason(rule="hour", points=weights.by_hour[seen.local_hour]),
    )


def _fading(rule: str, fading: Fading, ages_h: tuple[float, ...]) -> LikelihoodReason:
    points = sum(fading.points * 0.5 ** (max(0.0, age_h) / fading.half_life_h) for age_h in ages_h)
    points = max(-fading.most, min(fading.most, points))
    return LikelihoodReason(rule=rule, points=round(points), count=len(ages_h))


def _silent_again(seen: CallerSeen, weights: Likelihood) -> LikelihoodReason:
    """Somebody who cannot speak calls again; a number known for pranks gains nothing by it."""
    count = sum(1 for age_min in seen.silent_min if age_min <= SILENT_WITHIN_MIN)
    points = 0 if seen.pranks_h else min(weights.silent_again_most, weights.silent_again * count)
    return LikelihoodReason(rule="silent_again", points=points, count=count)


def _near(seen: CallerSeen, weights: Likelihood) -> LikelihoodReason:
    """A crowd around a known incident must not stand before what nobody knows yet."""
    rule, points = (
        ("crowd", weights.crowd) if seen.announced else ("incident_near", weights.incident_near)
    )
    return LikelihoodReason(
        rule=rule, points=points if seen.incidents_near else 0, count=seen.incidents_near
    )

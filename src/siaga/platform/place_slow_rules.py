"""What must hold of a place's gauges, shelters and rules for what lasts."""

from __future__ import annotations

from collections.abc import Iterator

from siaga.language.place import Place
from siaga.language.slow_rules import Gauge
from siaga.platform.place_records import Problems

MINUTES_MAX = 60 * 24 * 14


def note_broken_slow(place: Place, problems: Problems) -> None:
    for key, value in _spans(place):
        if not 0 < value <= MINUTES_MAX:
            problems.add(f"long_cases.toml: {key}", "must be from 1 minute to 14 days")
    if not 1 <= place.slow.poster_days_max <= 60:
        problems.add("long_cases.toml: poster_days_max", "must be from 1 to 60 days")
    _check_premises(place, problems)
    for kind in _types(place):
        if kind not in place.incident_types:
            problems.add(
                "long_cases.toml", f"unknown type {kind!r}; use one of incident_types.toml"
            )
    for gauge in place.gauges.values():
        _check_gauge(gauge, place, problems)
    for shelter in place.shelters.values():
        if shelter.area not in place.areas:
            problems.add(f"shelters.toml: {shelter.id}.area", f"unknown {shelter.area!r}")
        if shelter.capacity is not None and not 0 < shelter.capacity <= 100_000:
            problems.add(f"shelters.toml: {shelter.id}.capacity", "must be from 1 to 100000")


def _check_premises(place: Place, problems: Problems) -> None:
    rules = place.premises
    days = {f"days.{kind}": count for kind, count in rules.days.items()}
    days |= {"days_other": rules.days_other, "review_days": rules.review_days}
    if not 1 <= rules.days_max <= 365:
        problems.add("premises.toml: days_max", "must be from 1 to 365")
    for key, count in days.items():
        if not 1 <= count <= rules.days_max:
            problems.add(f"premises.toml: {key}", "must be from 1 to days_max")
    if not 0 <= rules.keep_days <= 365:
        problems.add("premises.toml: keep_days", "must be from 0 to 365")
    if not 10 <= rules.radius_m <= rules.radius_max_m <= 1000:
        problems.add("premises.toml: radius_m", "must be from 10 to radius_max_m, 1000 at most")


def _spans(place: Place) -> Iterator[tuple[str, int]]:
    slow = place.slow
    for name in ("report_every", "ring_again", "hand_over", "house_recall", "count_again"):
        yield f"{name}_min", getattr(slow, f"{name}_min")
    yield "water_again_min", slow.water_again_min
    for rule in slow.review:
        yield "review.first_min", rule.first_min
        yield "review.again_min", rule.again_min


def _types(place: Place) -> Iterator[str]:
    yield from place.slow.report_types
    for rule in place.slow.review:
        yield from rule.types


def _check_gauge(gauge: Gauge, place: Place, problems: Problems) -> None:
    where = f"gauges.toml: {gauge.id}"
    if gauge.agency not in place.agencies:
        problems.add(f"{where}.agency", f"unknown {gauge.agency!r}; use one of agencies.toml")
    if not gauge.stages:
        problems.add(f"{where}.stages", "write the stages, from the mildest to the gravest")
    if len({stage.id for stage in gauge.stages}) < len(gauge.stages):
        problems.add(f"{where}.stages", "two stages have one id")
    for area in gauge.areas:
        if area not in place.areas:
            problems.add(f"{where}.areas", f"unknown {area!r}; use a code of areas.csv")
    for stage in gauge.stages:
        if stage.incident_type is not None and stage.incident_type not in place.incident_types:
            problems.add(f"{where}.{stage.id}", f"unknown type {stage.incident_type!r}")
    levels = [stage.level_cm for stage in gauge.stages if stage.level_cm is not None]
    if levels != sorted(set(levels)):
        problems.add(f"{where}.stages", "each stage's level must be higher than the one before")
    if gauge.confirmed and len(levels) < len(gauge.stages):
        problems.add(f"{where}.confirmed", "true, though a stage has no level yet")

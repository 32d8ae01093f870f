"""What must hold of response plans: held by `siaga place check` and by the edit screen alike."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from siaga.language.major import ROLL_CALL_MAX, ROLL_CALL_MIN
from siaga.language.place import Place
from siaga.language.plans import (
    ALARM_MAX,
    TOLD_ROLES,
    TOLD_STEP_MAX,
    HourSpan,
    PlanId,
    PlanMessage,
    ResponsePlan,
)
from siaga.language.text import Text

COUNT_MAX = 20
NAMES_MAX = 80
NOTE_MAX = 200
LISTED_MAX = 80
AGENCIES_MAX = 12
MINUTES_MAX = 240

_SLUG = re.compile(r"[a-z0-9._-]{1,64}")
_NUMBER = re.compile(r"\d(?:[\s.()-]*\d){6,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanProblem:
    """`field` as in `agencies[1].agency`."""

    field: str
    message: Text


def plan_problems(plan: ResponsePlan, place: Place) -> Iterator[PlanProblem]:
    """What is wrong with one plan by itself."""
    yield from _words(plan)
    yield from _limits(plan)
    for field, slug, known in _references(plan, place):
        if slug not in known:
            yield _unknown(field, slug)
    for number, told in enumerate(plan.messages):
        for problem in message_problems(told, place):
            yield replace(problem, field=f"messages[{number}].{problem.field}")
    for field, names in (
        ("types", plan.types),
        ("priorities", plan.priorities),
        ("areas", plan.areas),
        ("cards", plan.cards),
        ("needs", tuple(need.capability for need in plan.needs)),
        ("agencies", tuple(one.agency for one in plan.agencies)),
    ):
        if len(set(names)) < len(names):
            yield _wrong(field, "disebut dua kali", "named twice")


def overlapping(plan: ResponsePlan, others: Iterable[ResponsePlan]) -> PlanId | None:
    """A plan that can hold at the same moment and is exactly as specific: nobody could tell why
    one of them should win."""
    return next((one.id for one in others if one.id != plan.id and _overlap(plan, one)), None)


def book_problems(plans: Mapping[PlanId, ResponsePlan]) -> Iterator[tuple[PlanId, PlanId]]:
    """Pairs of plans that overlap."""
    listed = sorted(plans.values(), key=lambda plan: plan.id)
    for number, plan in enumerate(listed):
        for other in listed[number + 1 :]:
            if _overlap(plan, other):
                yield plan.id, other.id


def _wrong(field: str, indonesian: str, english: str) -> PlanProblem:
    return PlanProblem(field=field, message=Text(id=indonesian, en=english))


def _words(plan: ResponsePlan) -> Iterator[PlanProblem]:
    if not _SLUG.fullmatch(plan.id):
        yield _wrong(
            "id",
            "hanya a-z, 0-9, titik, strip, garis bawah; 64 huruf",
            "only a-z, 0-9, dot, hyphen, underscore; 64 at most",
        )
    texts = [("name.id", plan.name.id, NAMES_MAX), ("name.en", plan.name.en, NAMES_MAX)]
    for number, one in enumerate(plan.agencies):
        texts.append((f"agencies[{number}].note", one.note, NOTE_MAX))
    for field, text, longest in texts:
        if field.startswith("name") and not text.strip():
            yield _wrong(field, "wajib diisi", "fill it in")
        if len(text) > longest:
            yield _wrong(field, f"paling banyak {longest} huruf", f"{longest} characters at most")
        if not text.isprintable():
            yield _wrong(
                field, "satu baris, tanpa karakter rusak", "one line of readable characters"
            )
        if _NUMBER.search(text):
            yield _wrong(
                field, "nomor telepon tidak ditulis di rencana", "no telephone numbers in a plan"
            )


def _limits(plan: ResponsePlan) -> Iterator[PlanProblem]:
    if not plan.types:
        yield _wrong(
            "types",
            "sebutkan paling sedikit satu jenis kejadian",
            "name at least one incident type",
        )
    if not 1 <= plan.alarm <= ALARM_MAX:
        yield _wrong("alarm", f"1 sampai {ALARM_MAX}", f"1 to {ALARM_MAX}")
    for field, listed, most in (
        ("types", plan.types, LISTED_MAX),
        ("areas", plan.areas, LISTED_MAX),
        ("needs", plan.needs, COUNT_MAX),
        ("agencies", plan.agencies, AGENCIES_MAX),
        ("cards", plan.cards, COUNT_MAX),
        ("messages", plan.messages, COUNT_MAX),
    ):
        if len(listed) > most:
            yield _wrong(field, f"paling banyak {most}", f"{most} at most")
    for number, need in enumerate(plan.needs):
        if not 1 <= need.count <= COUNT_MAX:
            yield _wrong(f"needs[{number}].count", f"1 sampai {COUNT_MAX}", f"1 to {COUNT_MAX}")
    if plan.hours is not None and plan.hours.begins == plan.hours.ends:
        yield _wrong(
            "hours",
            "awal dan akhir sama; kosongkan bila sepanjang hari",
            "begins and ends alike; leave it out for round the clock",
        )
    if plan.hours is not None and (plan.hours.begins.tzinfo or plan.hours.ends.tzinfo):
        yield _wrong("hours", "jam setempat, tanpa zona waktu", "local time, without a zone")
    for field, minutes, (least, most) in (
        ("timers.roll_call_min", plan.timers.roll_call_min, (ROLL_CALL_MIN, ROLL_CALL_MAX)),
        ("timers.first_check_min", plan.timers.first_check_min, (1, MINUTES_MAX)),
    ):
        if minutes is not None and not least <= minutes <= most:
            yield _wrong(field, f"{least} sampai {most} menit", f"{least} to {most} minutes")


def _references(plan: ResponsePlan, place: Place) -> Iterator[tuple[str, str, Collection[str]]]:
    districts = {area.district_code for area in place.areas.values()}
    for number, kind in enumerate(plan.types):
        yield f"types[{number}]", kind, place.incident_types
    for number, area in enumerate(plan.areas):
        yield f"areas[{number}]", area, place.areas.keys() | districts
    for number, need in enumerate(plan.needs):
        yield f"needs[{number}].capability", need.capability, place.capabilities
    for number, one in enumerate(plan.agencies):
        yield f"agencies[{number}].agency", one.agency, place.agencies
    for number, card in enumerate(plan.cards):
        yield f"cards[{number}]", card, place.guide.cards


def message_problems(told: PlanMessage, place: Place) -> Iterator[PlanProblem]:
    """One recipient who can be told, and a text there is."""
    if sum(one is not None for one in (told.to, told.agency, told.group)) != 1:
        yield _wrong(
            "to", "pilih satu: jabatan, instansi, atau grup", "one of: office, agency, group"
        )
    if told.step not in range(TOLD_STEP_MAX + 1) or (told.step and told.agency is None):
        yield _wrong(
            "step",
            f"0 sampai {TOLD_STEP_MAX}, hanya untuk instansi",
            f"0 to {TOLD_STEP_MAX}, only of an agency",
        )
    known: tuple[tuple[str, str | None, Collection[str]], ...] = (
        ("to", told.to, TOLD_ROLES),
        ("agency", told.agency, place.agencies),
        ("group", told.group, {one.id for one in place.alerts.group}),
        ("message", told.message, place.messages),
    )
    for field, slug, listed in known:
        if slug is not None and slug not in listed:
            yield _unknown(field, slug)


def _unknown(field: str, slug: str) -> PlanProblem:
    named = ascii(slug)[:60]
    return _wrong(field, f"tidak dikenal: {named}", f"unknown {named}; use one of the place")


def _overlap(one: ResponsePlan, other: ResponsePlan) -> bool:
    """Rank for rank the same: see `siaga.desks.place.advise`, which ranks by these."""
    return (
        one.alarm == other.alarm
        and not set(one.types).isdisjoint(other.types)
        and _same_sort(one.areas, other.areas)
        and _same_sort(one.priorities, other.priorities)
        and (one.hours is None) == (other.hours is None)
        and _hours_meet(one.hours, other.hours)
        and one.days is other.days
    )


def _same_sort(one: Collection[str], other: Collection[str]) -> bool:
    """Both hold everywhere, or both name a same one."""
    if not one or not other:
        return not one and not other
    return not set(one).isdisjoint(other)


def _hours_meet(one: HourSpan | None, other: HourSpan | None) -> bool:
    if one is None or other is None:
        return True
    return one.holds(other.begins) or other.holds(one.begins)

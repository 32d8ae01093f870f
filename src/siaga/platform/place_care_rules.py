"""What must hold of a place's hospitals and services: care.toml, and what hospitals.toml names."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from siaga.language.care_rules import CareRules
from siaga.language.place import Place
from siaga.platform.place_folder import PlaceFolder
from siaga.platform.place_records import Problems
from siaga.platform.place_rules import note_slugs

FILE = "care.toml"


def with_care(place: Place, files: PlaceFolder) -> Place:
    return replace(place, care=files.whole(FILE, CareRules) or place.care)


def note_broken_care(place: Place, problems: Problems) -> None:
    care = place.care
    for key, value, most in (
        ("pre_alert_answer_s", care.pre_alert_answer_s, 600),
        ("offload_target_s", care.offload_target_s, 7200),
        ("report_valid_min", care.report_valid_min, 24 * 60),
        ("diversion_max_h", care.diversion_max_h, 72),
    ):
        if not 0 < value <= most:
            problems.add(f"{FILE}: {key}", f"between 1 and {most}")
    note_slugs([service.id for service in care.service], FILE, problems=problems)
    for number, need in enumerate(care.need, start=1):
        where = f"{FILE}: need {number}"
        for kind in need.types:
            if kind not in place.incident_types:
                problems.add(where, f"unknown type {kind!r}; it must be in incident_types.toml")
        for service in need.services:
            if service not in care.services:
                problems.add(where, f"unknown service {service!r}; add it as [[service]]")
    for hospital in place.hospitals.values():
        for service in hospital.services:
            if service not in care.services:
                where = f"{FILE}: {service}"
                problems.add(where, f"{hospital.id} in hospitals.toml has it; add it here")
    fed = Counter(one.feed_id for one in place.hospitals.values() if one.feed_id)
    for feed_id, times in fed.items():
        if times > 1:
            problems.add("hospitals.toml", f"feed_id {feed_id!r} stands at {times} hospitals")

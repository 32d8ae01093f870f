"""What must hold of a place's rules for others' machines and of its neighbours."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from siaga.language.machine_rules import NeighbourRules, SystemRules
from siaga.language.place import Place
from siaga.platform.place_folder import PlaceFolder
from siaga.platform.place_records import Problems

DELIVER_WITHIN_S = (10, 7 * 86_400)
RING_AFTER_S = (1, 3600)


def with_machines(place: Place, files: PlaceFolder) -> Place:
    return replace(
        place,
        systems=files.whole("systems.toml", SystemRules) or place.systems,
        neighbours=files.whole("neighbours.toml", NeighbourRules) or place.neighbours,
    )


def note_broken_machines(place: Place, problems: Problems) -> None:
    _within(
        "systems.toml: deliver_within_s", place.systems.deliver_within_s, DELIVER_WITHIN_S, problems
    )
    _within("neighbours.toml: ring_after_s", place.neighbours.ring_after_s, RING_AFTER_S, problems)
    for kind in place.systems.eido_types:
        if kind not in place.incident_types:
            problems.add(
                f"systems.toml: eido_types.{kind}",
                "unknown type; use one of incident_types.toml",
            )
    neighbours = place.neighbours.neighbour
    for slug, times in Counter(each.id for each in neighbours).items():
        if times > 1:
            problems.add(f"neighbours.toml: {slug}", f"used {times} times; give each its own id")
    for each in neighbours:
        where = f"neighbours.toml: {each.id}"
        if not (-90 <= each.latitude <= 90 and -180 <= each.longitude <= 180):
            problems.add(where, "write latitude and longitude in degrees")
        if each.place == place.id:
            problems.add(f"{where}.place", "that is this place itself")
        for phone in each.phones:
            for district in set(phone.districts) - set(each.districts):
                problems.add(f"{where}.phones", f"{district!r} is none of its districts")
            digits = phone.number.replace(" ", "").replace("-", "").removeprefix("+")
            if not digits.isdecimal() or not 3 <= len(digits) <= 15:
                problems.add(f"{where}.phones", f"{phone.number!r} is no telephone number")


def _within(where: str, value: int, limits: tuple[int, int], problems: Problems) -> None:
    least, most = limits
    if not least <= value <= most:
        problems.add(where, f"between {least} and {most}")

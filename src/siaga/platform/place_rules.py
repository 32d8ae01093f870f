"""What must hold between a place's records: references, slugs, coordinates, texts, deadlines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from zoneinfo import ZoneInfo

from siaga.language.citizen_rules import LinkRules
from siaga.language.place import Agency, Likelihood, Lines, Place, Position, Sla, Text
from siaga.language.values import CHATS, Priority
from siaga.platform.place_records import Problems

REQUIRED_MESSAGES = (
    "first_reply",
    "location_received",
    "unreadable",
    "busy",
    "report_received",
    "closed",
    "incident_announced",
    "location_link",
    "status_link",
)
SMS_CHARACTERS = 160
CUT_OFF_CALL_BACK_S = 60
HOURS = 24
UNIT_KINDS = ("ambulance", "fire_engine", "rescue", "boat", "patrol", "team")

_SLUG = re.compile(r"[a-z0-9._-]+")
_PLACE_ID = re.compile(r"[a-z]{2}/[a-z0-9-]+")


def note_slugs(slugs: Iterable[str], file: str, *, problems: Problems) -> None:
    """Every slug is well formed and used once."""
    for slug, times in Counter(list(slugs)).items():
        if not _SLUG.fullmatch(slug):
            problems.add(
                f"{file}: {slug}", "a slug may hold only a-z, 0-9, dot, hyphen and underscore"
            )
        if times > 1:
            problems.add(f"{file}: {slug}", f"used {times} times; give each entry its own slug")


def note_broken_rules(place: Place, problems: Problems) -> None:
    """Everything that only the whole place can tell."""
    _check_place(place, problems)
    for agency in place.agencies.values():
        _check_hours(agency, problems)
    for where, target, file, known in _references(place):
        if target not in known:
            problems.add(where, f"unknown {target!r}; add it to {file} or use one that is there")
    for area in place.areas.values():
        where = f"areas.csv: {area.code}"
        centroid = Position(latitude=area.latitude, longitude=area.longitude)
        _check_position(centroid, place, where, problems)
        if area.area_km2 <= 0:
            problems.add(f"{where}.area_km2", "must be more than 0")
    for file, sites in (("stations.toml", place.stations), ("hospitals.toml", place.hospitals)):
        for site in sites.values():
            _check_position(site.position, place, f"{file}: {site.id}.position", problems)
    _check_units(place, problems)
    note_slugs(place.capabilities, "capabilities.toml", problems=problems)
    note_slugs(place.results, "results.toml", problems=problems)
    _check_texts(place.messages, problems)
    _check_sla(place.sla, problems)
    _check_lines(place.lines, problems)
    _check_likelihood(place.lines.likelihood, place.lines.bound_s, problems)
    _check_links(place.links, problems)


def _check_place(place: Place, problems: Problems) -> None:
    where = "place.toml: "
    if not _PLACE_ID.fullmatch(place.id):
        problems.add(f"{where}id", "write country/city in small letters, as in id/some-city")
    try:
        ZoneInfo(place.zone)
    except (ValueError, OSError, KeyError):
        problems.add(f"{where}zone", f"unknown {place.zone!r}; use an IANA name as Asia/Jakarta")
    if not _are_bounds(place.bounds):
        problems.add(f"{where}bounds", "write [west, south, east, north] in degrees")
    if not place.emergency_number.isdecimal():
        problems.add(f"{where}emergency_number", "write digits only")
    for file, records in (
        ("agencies.toml", place.agencies),
        ("areas.csv", place.areas),
        ("capabilities.toml", place.capabilities),
        ("hospitals.toml", place.hospitals),
        ("incident_types.toml", place.incident_types),
        ("results.toml", place.results),
        ("stations.toml", place.stations),
        ("units.toml", place.units),
    ):
        if not records:
            problems.add(file, "holds nothing; a room needs at least one entry")


def _are_bounds(bounds: tuple[float, float, float, float]) -> bool:
    west, south, east, north = bounds
    return -180 <= west < east <= 180 and -90 <= south < north <= 90


def _check_hours(agency: Agency, problems: Problems) -> None:
    hours = agency.hours
    if hours is None:
        return
    where = f"agencies.toml: {agency.id}.hours"
    if not hours.days or not set(hours.days) <= set(range(1, 8)):
        problems.add(f"{where}.days", "write weekdays 1 (Monday) to 7, at least one")
    if hours.opens >= hours.closes:
        problems.add(
            where, "`opens` must be before `closes`; leave `hours` out for round the clock"
        )


def _references(place: Place) -> Iterator[tuple[str, str, str, Collection[str]]]:
    """Every reference: where it stands, what it names, the file and slugs it must be among."""
    agencies = ("agencies.toml", place.agencies)
    areas = ("areas.csv", place.areas)
    capabilities = ("capabilities.toml", place.capabilities)
    for station in place.stations.values():
        where = f"stations.toml: {station.id}"
        yield f"{where}.agency", station.agency, *agencies
        yield f"{where}.area", station.area, *areas
    for unit in place.units.values():
        where = f"units.toml: {unit.id}"
        yield f"{where}.agency", unit.agency, *agencies
        yield f"{where}.station", unit.station, "stations.toml", place.stations
        for capability in unit.capabilities:
            yield f"{where}.capabilities", capability, *capabilities
    for hospital in place.hospitals.values():
        yield f"hospitals.toml: {hospital.id}.area", hospital.area, *areas
    for kind in place.incident_types.values():
        where = f"incident_types.toml: {kind.id}"
        if kind.parent is not None:
            yield f"{where} (its parent)", kind.parent, "incident_types.toml", place.incident_types
        for agency in kind.agencies:
            yield f"{where}.agencies", agency, *agencies
        for other in kind.akin:
            yield f"{where}.akin", other, "incident_types.toml", place.incident_types
        for capability in kind.capabilities:
            yield f"{where}.capabilities", capability, *capabilities


def _check_position(position: Position, place: Place, where: str, problems: Problems) -> None:
    west, south, east, north = place.bounds
    latitude, longitude = position.latitude, position.longitude
    is_inside = south <= latitude <= north and west <= longitude <= east
    if is_inside or not _are_bounds(place.bounds):
        return
    swapped = south <= longitude <= north and west <= latitude <= east
    hint = (
        "latitude and longitude are swapped" if swapped else "correct it, or bounds in place.toml"
    )
    problems.add(where, f"{latitude}, {longitude} is outside the place's bounds; {hint}")


def _check_units(place: Place, problems: Problems) -> None:
    call_signs = Counter(unit.call_sign for unit in place.units.values())
    for unit in place.units.values():
        where = f"units.toml: {unit.id}"
        if unit.kind not in UNIT_KINDS:
            problems.add(f"{where}.kind", f"unknown; use one of {', '.join(UNIT_KINDS)}")
        if call_signs[unit.call_sign] > 1:
            problems.add(
                f"{where}.call_sign", f"{unit.call_sign} is another unit's too; change one"
            )


def _check_texts(messages: Mapping[str, Text], problems: Problems) -> None:
    for key in REQUIRED_MESSAGES:
        if key not in messages:
            problems.add(f"messages.toml: {key}", "missing; write [" + key + "] with id and en")
    first = messages.get("first_reply")
    if first is None:
        return
    for language, text in (("id", first.id), ("en", first.en)):
        if len(text) > SMS_CHARACTERS:
            problems.add(
                f"messages.toml: first_reply.{language}",
                f"{len(text)} characters; shorten it to {SMS_CHARACTERS} at most",
            )


def _check_sla(sla: Sla, problems: Problems) -> None:
    urgent, working = {Priority.P1, Priority.P2}, {Priority.P3, Priority.P4}
    for key, seconds, wanted in (
        ("accept_s", sla.accept_s, urgent),
        ("accept_working_s", sla.accept_working_s, working),
        ("escalation_step_s", sla.escalation_step_s, urgent | working),
        ("verify_s", sla.verify_s, urgent | working),
        ("unit_assigned_s", sla.unit_assigned_s, urgent | working),
    ):
        if seconds.keys() != wanted:
            names = ", ".join(sorted(wanted))
            problems.add(f"sla.toml: {key}", f"must give seconds for exactly {names}")
        for priority, value in seconds.items():
            if value <= 0:
                problems.add(f"sla.toml: {key}.{priority}", "must be more than 0 seconds")
    if not sla.answer_s:
        problems.add("sla.toml: answer_s", "write at least one [seconds, percent]")
    for value, percent in sla.answer_s:
        if value <= 0 or not 0 < percent <= 100:
            problems.add("sla.toml: answer_s", f"[{value}, {percent}] is not [seconds, percent]")


def _check_lines(lines: Lines, problems: Problems) -> None:
    for key, value in (
        ("bound_s", lines.bound_s),
        ("ring_s", lines.ring_s),
        ("again_s", lines.again_s),
        ("overflow_after_s", lines.overflow_after_s),
        ("overflow_alone_s", lines.overflow_alone_s),
        ("overflow_no_taker_s", lines.overflow_no_taker_s),
        ("wrap_up_max_s", lines.wrap_up_max_s),
        ("call_back_s", lines.call_back_s),
        ("call_back_cut_off_s", lines.call_back_cut_off_s),
        ("announcement_min", lines.announcement_min),
        ("silent_listen_s", lines.silent_listen_s),
        ("near_m", lines.near_m),
    ):
        if value <= 0:
            problems.add(f"lines.toml: {key}", "must be more than 0")
    if lines.call_back_cut_off_s > CUT_OFF_CALL_BACK_S:
        problems.add(
            "lines.toml: call_back_cut_off_s", f"at most {CUT_OFF_CALL_BACK_S} s after the cut"
        )
    note_slugs([line.id for line in lines.line], "lines.toml", problems=problems)


def _check_likelihood(rules: Likelihood, bound_s: int, problems: Problems) -> None:
    """Each rule may only point the way its name says; waiting stays bounded."""
    where = "lines.toml: likelihood."
    for key, points, is_raise in (
        ("prank_day.points", rules.prank_day.points, False),
        ("prank_month.points", rules.prank_month.points, False),
        ("genuine.points", rules.genuine.points, True),
        ("silent_again", rules.silent_again, True),
        ("silent_again_most", rules.silent_again_most, True),
        ("incident_near", rules.incident_near, True),
        ("crowd", rules.crowd, False),
        ("restricted", rules.restricted, False),
    ):
        if points < 0 if is_raise else points > 0:
            sign = "0 or more: it raises" if is_raise else "0 or less: it lowers"
            problems.add(f"{where}{key}", f"must be {sign}")
    for key, fading in (
        ("prank_day", rules.prank_day),
        ("prank_month", rules.prank_month),
        ("genuine", rules.genuine),
    ):
        if fading.half_life_h <= 0 or fading.most < 0:
            problems.add(f"{where}{key}", "half_life_h must be more than 0, most 0 or more")
    if len(rules.by_hour) != HOURS:
        problems.add(f"{where}by_hour", f"write {HOURS} values, one for each hour of the day")
    if rules.seconds_per_100 < 0 or rules.ahead_max_s < 0:
        problems.add(f"{where}seconds_per_100", "it and ahead_max_s must be 0 or more")
    if not 0 <= rules.behind_max_s <= bound_s:
        problems.add(f"{where}behind_max_s", f"between 0 and bound_s, which is {bound_s}")


def _check_links(rules: LinkRules, problems: Problems) -> None:
    for key, value, most in (
        ("location_min", rules.location_min, 24 * 60),
        ("status_days", rules.status_days, 60),
        ("reopen_h", rules.reopen_h, 7 * 24),
    ):
        if not 0 < value <= most:
            problems.add(f"links.toml: {key}", f"between 1 and {most}")
    for channel in rules.status_to:
        if channel not in CHATS:
            names = ", ".join(sorted(CHATS))
            problems.add("links.toml: status_to", f"{channel} is no chat; use {names}")
    if not rules.exit_url.startswith("https://"):
        problems.add("links.toml: exit_url", "write the address of a harmless page, https://…")

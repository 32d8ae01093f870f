"""Places as files: the shipped place is sound, and every mistake in one is named."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import date, time
from pathlib import Path

import pytest

from siaga.language.place import Authority, CoordinateQuality, Place
from siaga.language.values import (
    AgencyId,
    AreaCode,
    HospitalId,
    IncidentTypeId,
    Priority,
    Safety,
    StationId,
    UnitId,
)
from siaga.platform.place_files import PlaceInvalid, check_place, load_place

SHIPPED = Path(__file__).resolve().parents[2] / "places" / "id" / "jambi"


@pytest.fixture(scope="module")
def place() -> Place:
    return load_place(SHIPPED, drill=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped place, to be spoilt, beside the cards of its country."""
    shutil.copytree(SHIPPED.parent / "guide", tmp_path / "guide")
    return Path(shutil.copytree(SHIPPED, tmp_path / "place"))


def replace(folder: Path, file: str, old: str, *, new: str) -> None:
    """Change the first `old` in a file; fails when it is not there, so no test goes stale."""
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file}"
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_shipped_place_is_sound(place: Place) -> None:
    assert check_place(SHIPPED) == []
    assert place.id == "id/jambi"
    assert (place.zone, place.zone_name, place.emergency_number) == ("Asia/Jakarta", "WIB", "112")
    assert not place.drill


def test_areas_are_the_citys_districts_and_kelurahan(place: Place) -> None:
    assert len(place.areas) == 68
    assert len({area.district_code for area in place.areas.values()}) == 11
    assert len({area.district for area in place.areas.values()}) == 11
    assert all(code.startswith(area.district_code) for code, area in place.areas.items())
    assert all(len(area.postcode) == 5 for area in place.areas.values())
    assert sum(area.area_km2 for area in place.areas.values()) == pytest.approx(169.9, abs=0.2)
    legok = place.areas[AreaCode("15.71.10.1003")]
    assert (legok.name, legok.district, legok.postcode) == ("Legok", "Danau Sipin", "36121")


def test_a_site_without_a_position_stands_on_its_kelurahans_centroid_and_says_so(
    place: Place,
) -> None:
    hospital = place.hospitals[HospitalId("rsud-raden-mattaher")]
    area = place.areas[hospital.area]
    assert (hospital.position.latitude, hospital.position.longitude) == (
        area.latitude,
        area.longitude,
    )
    assert hospital.position.quality is CoordinateQuality.KELURAHAN


def test_a_surveyed_position_is_kept(folder: Path) -> None:
    replace(
        folder,
        "stations.toml",
        'id = "mako-damkar"',
        new='id = "mako-damkar"\n'
        'position = { latitude = -1.63, longitude = 103.6, quality = "surveyed" }',
    )
    position = load_place(folder, drill=False).stations[StationId("mako-damkar")].position
    assert (position.latitude, position.longitude) == (-1.63, 103.6)
    assert position.quality is CoordinateQuality.SURVEYED


def test_who_may_be_sent_asked_or_only_requested(place: Place) -> None:
    own = {one.id for one in place.agencies.values() if one.authority is Authority.OWN}
    through = {one.id for one in place.agencies.values() if one.authority is Authority.THROUGH_BASE}
    assert own == {"damkar", "psc119"}
    assert through == {"polresta", "dinsos"}
    assert {unit.agency for unit in place.units.values()} <= own | through
    hours = place.agencies[AgencyId("perkim")].hours
    assert hours is not None
    assert (hours.days, hours.opens, hours.closes) == ((1, 2, 3, 4, 5), time(8), time(16))
    assert place.agencies[AgencyId("damkar")].hours is None


def test_the_city_has_three_ambulances_and_a_unit_for_every_capability(place: Place) -> None:
    ambulances = [unit.id for unit in place.units.values() if unit.kind == "ambulance"]
    assert ambulances == ["amb-1", "amb-2", "amb-3"]
    assert place.units[UnitId("amb-1")].call_sign == "AMB-1"
    offered = {one for unit in place.units.values() for one in unit.capabilities}
    assert offered == set(place.capabilities)


def test_the_tree_of_types_has_its_roots_and_every_branch_proposes_something(place: Place) -> None:
    types = place.incident_types
    assert {kind.id for kind in types.values() if kind.parent is None} == {
        "fire",
        "medical",
        "traffic_accident",
        "crime",
        "disaster",
        "rescue",
        "missing_person",
        "found_person",
        "abandoned_person",
        "public_facility",
        "other",
    }
    branches = [kind for kind in types.values() if kind.parent is not None]
    idle = [kind.id for kind in branches if not kind.agencies and not kind.capabilities]
    assert idle == []
    assert all(kind.words for kind in types.values())
    assert types[IncidentTypeId("fire.building")].parent == "fire"


@pytest.mark.parametrize(
    ("slug", "priority"),
    [
        ("other.silent", Priority.P1),
        ("abandoned_person.baby", Priority.P1),
        ("abandoned_person.mental_armed", Priority.P1),
        ("missing_person.child", Priority.P2),
        ("missing_person.near_water", Priority.P1),
        ("public_facility.street_light", Priority.P4),
    ],
)
def test_default_priorities(place: Place, slug: str, priority: Priority) -> None:
    assert place.incident_types[IncidentTypeId(slug)].priority is priority


def test_reporters_of_hidden_violence_are_not_called_back(place: Place) -> None:
    hidden = {kind.id for kind in place.incident_types.values() if kind.safety is not None}
    assert hidden == {
        "crime.domestic_violence",
        "crime.sexual_violence",
        "crime.child_violence",
        "crime.captivity",
        "other.silent",
    }
    assert all(
        place.incident_types[kind].safety is Safety.DO_NOT_CONTACT
        for kind in map(IncidentTypeId, hidden)
    )


def test_floods_haze_and_quakes_are_area_incidents(place: Place) -> None:
    wide = {kind.id for kind in place.incident_types.values() if kind.area_incident}
    assert {"disaster.flood", "disaster.haze", "disaster.quake"} <= wide


def test_a_dark_house_a_dark_street_and_a_death_are_told_apart(place: Place) -> None:
    said = {
        word: kind.id
        for kind in place.incident_types.values()
        for word in kind.words
        if word in {"mati lampu", "lampu jalan mati", "ada yang mati"}
    }
    assert said == {
        "mati lampu": "public_facility.power",
        "lampu jalan mati": "public_facility.street_light",
        "ada yang mati": "found_person.dead",
    }


def test_the_first_reply_is_the_agreed_one_and_every_text_fits_one_sms(place: Place) -> None:
    assert place.messages["first_reply"].id == (
        "112 Jambi: pesan masuk. Nyawa terancam? TELEPON 112 (gratis). "
        "Kirim lokasi lewat tombol ini."
    )
    lengths = Counter({key: len(text.id) for key, text in place.messages.items()})
    assert lengths.most_common(1)[0][1] <= 160


def test_promises_about_time_cover_every_priority(place: Place) -> None:
    assert place.sla.accept_s == {Priority.P1: 60, Priority.P2: 300}
    assert place.sla.accept_working_s == {Priority.P3: 3600, Priority.P4: 28800}
    assert place.sla.answer_s == ((15, 90), (20, 95))
    assert set(place.sla.verify_s) == set(Priority)


def test_telephone_calls_wait_a_bounded_time_in_an_order_that_is_data(place: Place) -> None:
    lines = place.lines
    assert (lines.bound_s, lines.overflow_alone_s, lines.call_back_cut_off_s) == (60, 8, 60)
    assert lines.likelihood.behind_max_s <= lines.bound_s
    assert len(lines.likelihood.by_hour) == 24
    assert [line.id for line in lines.line] == ["main"]


def test_holidays_are_days(place: Place) -> None:
    assert {date(2026, 3, 21), date(2026, 12, 25), date(2027, 1, 1)} <= place.holidays
    assert date(2026, 12, 23) not in place.holidays


def test_a_drill_is_the_same_place_under_another_key() -> None:
    real, drill = (load_place(SHIPPED, drill=drill) for drill in (False, True))
    assert (real.key, drill.key) == ("id/jambi", "id/jambi~latihan")
    assert real.version == drill.version


def test_the_version_follows_the_files_and_not_the_folder(folder: Path, place: Place) -> None:
    assert load_place(folder, drill=False).version == place.version
    (folder / "README.md").write_text("other words")
    assert load_place(folder, drill=False).version == place.version
    replace(folder, "areas.csv", "-1.61557", new="-1.61558")
    assert load_place(folder, drill=False).version != place.version


# file, what it says, what it is changed to, what the problem must name
MISTAKES = [
    ("agencies.toml", 'short = "Damkar"', 'short = "Damkar"\ncolour = 1', "damkar.colour: unknown"),
    ("agencies.toml", 'short = "Damkar"\n', "", "damkar: missing required field `short`"),
    ("agencies.toml", 'short = "Damkar"', 'short = " "', "damkar.short: empty"),
    ("agencies.toml", 'authority = "own"', 'authority = "ours"', "use one of own, through_base"),
    ("agencies.toml", 'id = "psc119"', 'id = "damkar"', "damkar: used 2 times"),
    ("agencies.toml", 'id = "pmi"', 'id = "PMI_1"', "PMI_1: a slug may hold only"),
    ("agencies.toml", "opens = 08:00:00", "opens = 17:00:00", "dinkes.hours: `opens` must be"),
    ("agencies.toml", "days = [1, 2", "days = [0, 2", "dinkes.hours.days: write weekdays"),
    ("agencies.toml", "[[agency]]", "[agency]", "not TOML"),
    ("agencies.toml", "en = ", "de = ", "damkar.name.de: unknown key"),
    ("areas.csv", "code,name", "kode,name", "the first line must be code,name,"),
    ("areas.csv", "-1.61557", "satu", "line 2: could not convert"),
    ("areas.csv", "-1.61557", "nan", "15.71.01.1001.latitude: empty or not a finite"),
    ("areas.csv", "-1.61557,103.57677", "103.57677,-1.61557", "latitude and longitude are swapped"),
    ("areas.csv", "-1.61557", "-6.2", "15.71.01.1001: -6.2, 103.57677 is outside"),
    ("areas.csv", ",1.992,", ",0,", "15.71.01.1001.area_km2: must be more than 0"),
    ("areas.csv", "15.71.01.1002", "15.71.01.1001", "15.71.01.1001: used 2 times"),
    ("areas.csv", ",36124\n", ",36124,x\n", "line 2: more than 8 columns"),
    ("capabilities.toml", "boat = ", "speedboat = ", "prh-1.capabilities: unknown 'boat'"),
    ("capabilities.toml", 'en = "Boat"', 'en = ""', "boat.en: empty"),
    ("holidays.toml", "date = 2026-01-01", 'date = "new year"', "`date`"),
    ("holidays.toml", "[[holiday]]", "[[day]]", "day: unknown key"),
    ("hospitals.toml", "15.71.02.1004", "15.71.99.1004", "rs-royal-prima.area: unknown"),
    (
        "hospitals.toml",
        'id = "rs-siloam"',
        'id = "rs-siloam"\nposition = { latitude = 0.0, longitude = 0.0 }',
        "rs-siloam.position: 0.0, 0.0 is outside the place's bounds",
    ),
    ("incident_types.toml", 'id = "fire"', 'id = "fires"', "unknown 'fire'"),
    ("incident_types.toml", '"pln"', '"pnl"', "fire.building.agencies: unknown 'pnl'"),
    (
        "incident_types.toml",
        '"fire-suppression"',
        '"suppression"',
        "fire.capabilities: unknown 'suppression'",
    ),
    ("incident_types.toml", 'priority = "P1"', 'priority = "P0"', "fire: Invalid enum value 'P0'"),
    ("incident_types.toml", 'priority = "P1"', 'parent = "fire"', "fire.parent: remove it"),
    ("lines.toml", "bound_s = 60", "bound_s = 0", "lines.toml: bound_s: must be more than 0"),
    ("lines.toml", "cut_off_s = 60", "cut_off_s = 90", "call_back_cut_off_s: at most 60 s"),
    ("lines.toml", "silent_again = 50", "silent_again = -50", "silent_again: must be 0 or more"),
    ("lines.toml", "restricted = -250", "restricted = 1", "restricted: must be 0 or less"),
    ("lines.toml", "points = -150", "points = 150", "prank_day.points: must be 0 or less"),
    ("lines.toml", "half_life_h = 12.0", "half_life_h = 0.0", "prank_day: half_life_h must be"),
    ("lines.toml", "by_hour = [30, ", "by_hour = [", "by_hour: write 24 values"),
    ("lines.toml", "behind_max_s = 60", "behind_max_s = 61", "between 0 and bound_s"),
    ("lines.toml", "ahead_max_s = 60", "ahead_max_s = -1", "ahead_max_s must be 0 or more"),
    ("lines.toml", 'id = "main"', 'id = "Main"', "Main: a slug may hold only"),
    ("lines.toml", "early_digits", "early_tones", "early_tones"),
    ("messages.toml", "[busy]", "[hold]", "busy: missing"),
    ("messages.toml", "tombol ini.", "tombol ini" + "!" * 80, "first_reply.id: 171 characters"),
    ("messages.toml", 'en = "112: location', 'xx = "112: location', "location_received.xx"),
    ("place.toml", "103.5242, -1.6961", "-1.6961, 103.5242", "bounds: write [west, south"),
    ("place.toml", "Asia/Jakarta", "Asia/Kota", "zone: unknown 'Asia/Kota'"),
    ("place.toml", '"id/jambi"', '"Jambi"', "id: write country/city"),
    ("place.toml", '"112"', '"satu satu dua"', "emergency_number: write digits"),
    ("results.toml", "refused = ", "Refused = ", "Refused: a slug may hold only"),
    ("sla.toml", "P1 = 60\nP2 = 300", "P1 = 60", "accept_s: must give seconds for exactly P1, P2"),
    (
        "neighbours.toml",
        'source = "Polri, layanan 110"',
        'source = "Polri"\ndistricts = ["Jelutung"]',
        "'Jelutung' is none of its districts",
    ),
    ("sla.toml", "P4 = 259200\n", "", "verify_s: must give seconds for exactly"),
    ("sla.toml", "P1 = 3600", "P1 = 0", "verify_s.P1: must be more than 0"),
    ("sla.toml", "[unit_assigned_s]", "[assigned_s]", "assigned_s: unknown key"),
    ("sla.toml", "[20, 95]", "[20, 950]", "answer_s: [20, 950] is not"),
    ("stations.toml", 'agency = "psc119"', 'agency = "psc"', "posko-psc119.agency: unknown 'psc'"),
    ("stations.toml", "15.71.07.1004", "15.71.07.9", "mako-damkar.area: unknown '15.71.07.9'"),
    ("units.toml", 'agency = "psc119"', 'agency = "psc"', "amb-1.agency: unknown 'psc'"),
    ("units.toml", '"posko-psc119"', '"posko"', "amb-1.station: unknown 'posko'"),
    ("units.toml", 'kind = "ambulance"', 'kind = "helicopter"', "amb-1.kind: unknown"),
    ("units.toml", '"AMB-2"', '"AMB-1"', "amb-1.call_sign: AMB-1 is another unit's"),
    ("units.toml", 'id = "amb-1"', 'id = "amb-2"', "amb-2: used 2 times"),
]


@pytest.mark.parametrize(("file", "old", "new", "named"), MISTAKES)
def test_a_mistake_is_named(folder: Path, file: str, old: str, new: str, named: str) -> None:
    replace(folder, file, old, new=new)
    problems = check_place(folder)
    assert [line for line in problems if named in line], problems
    with pytest.raises(PlaceInvalid) as caught:
        load_place(folder, drill=False)
    assert caught.value.problems == problems


@pytest.mark.parametrize("file", sorted(path.name for path in SHIPPED.iterdir()))
def test_a_missing_file_is_named(folder: Path, file: str) -> None:
    (folder / file).unlink()
    problems = check_place(folder)
    if file == "README.md":
        assert problems == []
    else:
        assert problems[0].startswith(f"{file}: missing")


MAY_BE_EMPTY = {
    "dispatch.toml",
    "gauges.toml",
    "holidays.toml",
    "liaisons.toml",
    "long_cases.toml",
    "neighbours.toml",
    "partners.toml",
    "premises.toml",
    "shelters.toml",
    "systems.toml",
}
"""Their rules have defaults, or a place has none of these."""


@pytest.mark.parametrize("file", sorted(path.name for path in SHIPPED.glob("*.toml")))
def test_an_empty_file_is_a_problem_of_that_file(folder: Path, file: str) -> None:
    (folder / file).write_text("")
    problems = check_place(folder)
    if file in MAY_BE_EMPTY:
        assert problems == []
    else:
        assert [line for line in problems if line.startswith(file)]


def test_a_file_that_is_not_utf8_is_named(folder: Path) -> None:
    for file in ("agencies.toml", "areas.csv"):
        (folder / file).write_bytes((folder / file).read_bytes() + b"\n# caf\xe9\n")
    problems = check_place(folder)
    assert [line.partition(" at byte")[0] for line in problems[:2]] == [
        "agencies.toml: not UTF-8",
        "areas.csv: not UTF-8",
    ]


def test_an_unknown_file_and_a_missing_folder_are_named(folder: Path) -> None:
    (folder / "ambulances.toml").write_text("")
    assert check_place(folder)[0].startswith("ambulances.toml: unknown file")
    assert "no such folder" in check_place(folder / "nowhere")[0]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [("areas.csv", "code,name", "kode,name"), ("place.toml", "103.5242, -1.6961", "-1.6961, 1")],
)
def test_one_mistake_does_not_bury_itself_under_its_consequences(
    folder: Path, file: str, old: str, new: str
) -> None:
    replace(folder, file, old, new=new)
    assert len(check_place(folder)) == 1


def test_all_problems_are_told_at_once(folder: Path) -> None:
    replace(folder, "units.toml", '"AMB-2"', new="2")
    replace(folder, "hospitals.toml", 'name = "RS Royal Prima"\n', new="")
    replace(folder, "agencies.toml", 'authority = "own"', new='authority = "ours"')
    assert sorted(line.partition(":")[0] for line in check_place(folder)) == [
        "agencies.toml",
        "hospitals.toml",
        "units.toml",
    ]

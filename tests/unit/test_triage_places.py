"""Where a message says it is."""

from __future__ import annotations

import pytest

from tests.triage_house import place, read


def code(name: str) -> str:
    return next(area.code for area in place().areas.values() if area.name == name)


@pytest.mark.parametrize(
    ("text", "places", "areas"),
    [
        ("kebakaran di legok", ["legok"], ["Legok"]),
        ("kebakaran Kel. Simpang 3 Sipin", ["Kel. Simpang 3 Sipin"], ["Simpang III Sipin"]),
        ("banjir rt 04 pal merah", ["rt 04", "pal merah"], ["Paal Merah"]),
        ("kecelakaan di jl. Sudirman no 12 ramai", ["jl. Sudirman no 12"], []),
        ("kecelakaan jln kol pol m thaher dekat spbu", ["jln kol pol m thaher"], []),
        ("ada ular lorong mawar", ["lorong mawar"], []),
        ("pingsan dpn masjid agung", ["dpn masjid agung"], []),
        ("jatuh disimpang pulai", ["simpang pulai"], []),
        ("anak hilang sebelah rs siloam", ["sebelah rs siloam"], []),
        ("kebakaran dekat sd 47 cepat", ["dekat sd 47"], []),
        ("jl pattimura olak kemang banjir", ["jl pattimura", "olak kemang"], ["Olak Kemang"]),
        ("depan rumah ada maling", [], []),
        ("selamat malam, mati lampu", [], []),
        ("mati lampu kelurahan selamat", ["kelurahan selamat"], ["Selamat"]),
        ("orang di tengah jalan", [], []),
        ("angin puting beliung", [], []),
    ],
)
def test_places_as_written_and_their_areas(text: str, places: list[str], areas: list[str]) -> None:
    reading = read(text)
    assert list(reading.places) == places
    assert list(reading.areas) == [code(name) for name in areas]


def test_a_street_swallows_no_danger() -> None:
    reading = read("jl sudirman rumah terbakar")
    assert list(reading.places) == ["jl sudirman"]
    assert reading.category == "fire"


def test_a_streets_name_is_no_cue() -> None:
    """Lorong Budaya is not about a crocodile (buaya)."""
    assert read("selokan mampet di lorong budaya").category == "public_facility"

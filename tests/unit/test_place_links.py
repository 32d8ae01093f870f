"""The place's rules for links: sound as shipped, and every mistake is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from siaga.language.citizen_rules import USUAL
from siaga.platform.place_files import check_place, load_place

SHIPPED = Path(__file__).resolve().parents[2] / "places" / "id" / "jambi"
SMS_CHARACTERS = 160
ADDRESS_CHARACTERS = 60  # https:// and a city's name, /l/ and a token of 26


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped place beside its neighbours, to be spoilt."""
    shutil.copytree(SHIPPED.parent, tmp_path / "id")
    return tmp_path / "id" / SHIPPED.name


def test_a_sent_link_fits_into_one_sms() -> None:
    messages = load_place(SHIPPED, drill=False).messages
    for key in ("location_link", "status_link"):
        for words in (messages[key].id, messages[key].en):
            assert len(words) + 1 + ADDRESS_CHARACTERS <= SMS_CHARACTERS, words


def test_the_shipped_rules_are_those_of_the_file() -> None:
    rules = load_place(SHIPPED, drill=False).links
    assert rules.status_to == ("whatsapp", "telegram")
    assert rules.location_min > 0
    assert rules.exit_url.startswith("https://")
    assert USUAL.status_to == (), "a place that says nothing sends nothing by itself"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("location_min = 60", "location_min = 0", "location_min: between 1 and 1440"),
        ("status_days = 14", "status_days = 400", "status_days: between 1 and 60"),
        ("reopen_h = 24", "reopen_h = -1", "reopen_h: between 1 and 168"),
        ('"telegram"]', '"phone"]', "status_to: phone is no chat"),
        ('"telegram"]', '"pigeon"]', "status_to"),
        ('exit_url = "https', 'exit_url = "http', "exit_url: write the address"),
        ("location_by_sms = false", "location_by_smoke = true", "location_by_smoke"),
    ],
)
def test_every_mistake_is_named(folder: Path, old: str, new: str, told: str) -> None:
    file = folder / "links.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    problems = check_place(folder)
    assert any("links.toml" in each and told in each for each in problems), problems

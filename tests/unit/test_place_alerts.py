"""A place's chains of alerts: each kind at each priority once, none on the internet alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from siaga.platform.place_files import check_place, load_place

SHIPPED = Path(__file__).resolve().parents[2] / "places" / "id" / "jambi"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(SHIPPED.parent / "guide", tmp_path / "guide")
    return Path(shutil.copytree(SHIPPED, tmp_path / "place"))


def changed(folder: Path, old: str, new: str) -> list[str]:
    path = folder / "alerts.toml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    return [problem for problem in check_place(folder) if problem.startswith("alerts.toml")]


def test_the_shipped_place_is_sound(folder: Path) -> None:
    assert check_place(folder) == []
    assert load_place(folder, drill=False).alerts.test_at.hour == 6


def test_an_urgent_chain_needs_a_way_without_the_internet(folder: Path) -> None:
    old = '    { ways = ["radio"], deliver_s = 60, answer_s = 60 },\n'
    (problem,) = changed(folder, old, "")
    assert "without the internet: radio or sms" in problem


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('about = ["pre_alert"]', 'about = ["panic"]', "pre_alert P1: has no chain"),
        ('about = ["pre_alert"]', 'about = ["pre_alert", "review"]', "stands in 2 chains"),
        ('ways = ["voice"], deliver_s = 40', 'ways = ["voice"], deliver_s = 0', "deliver_s"),
        ('ways = ["voice"], deliver_s = 40', "ways = [], deliver_s = 40", "names no way"),
        ('ways = ["voice"], deliver_s = 40', 'ways = ["sms"], deliver_s = 40', "2 times"),
        ('ways = ["voice"], deliver_s = 40', 'ways = ["pigeon"], deliver_s = 40', "pigeon"),
        ("repeat_s = 15", "repeat_s = 1", "repeat_s"),
        ("ring_again_s = 60", "ring_again_s = 0", "ring_again_s"),
        ("test_s = 1800", "test_s = 1", "test_s"),
    ],
)
def test_a_mistake_is_named(folder: Path, old: str, new: str, said: str) -> None:
    problems = changed(folder, old, new)
    assert any(said in problem for problem in problems), problems

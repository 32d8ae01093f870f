"""A place whose response plans are wrong is not used, and says which and where."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from siaga.platform.place_files import check_place

SHIPPED = next((Path(__file__).parents[2] / "places").glob("*/*/place.toml")).parent


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(SHIPPED.parent / "guide", tmp_path / "guide")
    return Path(shutil.copytree(SHIPPED, tmp_path / "place"))


def written(folder: Path, plan: str) -> list[str]:
    path = folder / "plans.toml"
    path.write_text(f"{path.read_text()}\n[[plan]]\nid = 'uji'\n{plan}\n", encoding="utf-8")
    return [line for line in check_place(folder) if line.startswith("plans.toml")]


NAME = 'name = { id = "Uji", en = "Test" }\n'


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        ('types = ["fire"]\nalarm = 9', "plans.toml: uji.alarm: 1 to 3"),
        ('types = ["love"]', "plans.toml: uji.types[0]: unknown 'love'"),
        ('types = ["fire"]\nareas = ["1.2"]', "plans.toml: uji.areas[0]: unknown '1.2'"),
        ('types = ["fire"]\ncards = ["none"]', "plans.toml: uji.cards[0]: unknown 'none'"),
        (
            'types = ["fire"]\nagencies = [{ agency = "nowhere" }]',
            "plans.toml: uji.agencies[0].agency: unknown 'nowhere'",
        ),
        (
            'types = ["fire"]\nneeds = [{ capability = "wings" }]',
            "plans.toml: uji.needs[0].capability: unknown 'wings'",
        ),
        (
            'types = ["fire"]\nmessages = [{ to = "head", message = "none" }]',
            "plans.toml: uji.messages[0].message: unknown 'none'",
        ),
        (
            'types = ["fire"]\nagencies = [{ agency = "pln", note = "0741 123 456" }]',
            "plans.toml: uji.agencies[0].note: no telephone numbers in a plan",
        ),
        ('types = ["fire"]', "plans.toml: fire: overlaps uji"),
        ('types = ["fire"]\ncolour = "red"', "plans.toml: uji.colour: unknown key"),
    ],
)
def test_a_plan_of_a_missing_thing_is_named(folder: Path, plan: str, said: str) -> None:
    found = written(folder, NAME + plan)
    assert any(line.startswith(said) for line in found), found


def test_two_plans_of_one_id_are_named(folder: Path) -> None:
    path = folder / "plans.toml"
    path.write_text(path.read_text() + "\n[[plan]]\nid = 'fire'\n" + NAME + 'types = ["other"]\n')
    assert any("plans.toml: fire: used 2 times" in line for line in check_place(folder))

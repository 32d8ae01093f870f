"""Mistakes in a place's dispatch rules, partners and posts are named, with what to do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from siaga.platform.place_files import check_place

SHIPPED = next((Path(__file__).parents[2] / "places").glob("*/*/place.toml")).parent
MISTAKES = (
    ("dispatch.toml", 'kinds = ["ambulance"]', 'kinds = ["balloon"]', "unknown 'balloon'"),
    ("dispatch.toml", "position_max_s = 900", "position_max_s = 0", "position_max_s"),
    ("dispatch.toml", "handed_over = 300", "handed_over = -1", "left_s.handed_over"),
    ("dispatch.toml", "lane_m = 30", "lane_km = 30", "lane_km"),
    ("partners.toml", "order = 2", "order = 1", "who is called first"),
    ("partners.toml", 'id = "mitra-pmi"', 'id = "amb-1"', "a unit has this id too"),
    ("partners.toml", 'call_sign = "PMI"', 'call_sign = "AMB-1"', "is a unit's too"),
    ("partners.toml", "opens = 08:00:00\n", "", "write both"),
    ("partners.toml", '"resuscitation"', '"flying"', "unknown 'flying'"),
    ("partners.toml", 'area = "15.71.09.1003"', 'area = "1"', "unknown '1'"),
)


@pytest.mark.parametrize(("file", "old", "new", "named"), MISTAKES)
def test_a_mistake_is_named(tmp_path: Path, file: str, old: str, new: str, named: str) -> None:
    folder = tmp_path / "place"
    shutil.copytree(SHIPPED, folder)
    shutil.copytree(SHIPPED.parent / "guide", tmp_path / "guide")
    text = (folder / file).read_text()
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1))
    problems = [line for line in check_place(folder) if line.startswith(file)]
    assert [line for line in problems if named in line], problems

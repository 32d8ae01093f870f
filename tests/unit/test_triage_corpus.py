"""The corpora: whole, apart from each other, and the same everywhere."""

from __future__ import annotations

import hashlib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from siaga.app.triage.corpus import (
    FAMILIES,
    PARTS,
    PER_TEMPLATE,
    Draws,
    Example,
    read_part,
    templates_of,
)
from siaga.app.triage.hands import as_typed
from tests.triage_house import FOLDER, place

BYTES_MAX = 2_000_000
TEST_DIGEST = "0c4951d03887dff5"


@cache
def examples(part: str) -> list[Example]:
    return read_part(FOLDER, part)


def test_there_are_enough_of_them_and_they_stay_small() -> None:
    assert sum(len(examples(part)) for part in PARTS) >= 5_000
    assert len(examples("test")) >= 2_000
    size = sum(path.stat().st_size for path in (FOLDER / FAMILIES).rglob("*.toml"))
    assert size < BYTES_MAX


def test_no_template_and_no_family_stands_in_two_parts() -> None:
    templates = Counter(
        text.lower()
        for part in PARTS
        for text in {t.lower() for _, t in templates_of(FOLDER, part)}
    )
    assert [text for text, count in templates.items() if count > 1] == []
    families = Counter(
        family for part in PARTS for family in {family for family, _ in templates_of(FOLDER, part)}
    )
    assert [family for family, count in families.items() if count > 1] == []


def test_hardly_a_message_comes_twice_by_chance() -> None:
    """A slip of the hand may turn one short message into another part's."""
    train = {example.t.lower() for example in examples("train")}
    assert len(train & {example.t.lower() for example in examples("test")}) <= 2


@pytest.mark.parametrize("part", PARTS)
def test_labels_are_the_places_own(part: str) -> None:
    roots = {kind for kind in place().incident_types if "." not in kind} | {"none"}
    for example in examples(part):
        assert example.category in roots, example
        assert set(example.categories) <= roots, example
        assert example.type is None or example.type in place().incident_types, example
        assert example.type is None or example.type.partition(".")[0] == example.category, example
        assert example.priority in ("P1", "P2", "P3", "P4"), example
        assert not (example.prank and example.category != "none"), example
        assert "{" not in example.t, example
        assert "[" not in example.t or "[diteruskan" in example.t.lower(), example


@pytest.mark.parametrize("part", ["train", "test"])
def test_every_category_language_and_nearly_every_type_is_there(part: str) -> None:
    told = examples(part)
    roots = {kind for kind in place().incident_types if "." not in kind} | {"none"}
    assert {example.category for example in told} == roots
    assert {example.lang for example in told} == {"id", "jambi", "en"}
    leaves = {kind for kind in place().incident_types if "." in kind}
    assert len(leaves - {example.type for example in told}) <= 1


def test_a_template_grows_a_few_messages() -> None:
    counted = Counter((example.family, example.template) for example in examples("train"))
    assert max(counted.values()) == PER_TEMPLATE


def test_the_same_files_give_the_same_messages_everywhere() -> None:
    text = "\n".join(example.t for example in examples("test"))
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    assert digest == TEST_DIGEST


def test_hands_leave_four_of_ten_as_they_were() -> None:
    text = "tolong ada kebakaran rumah warga"
    typed = [as_typed(text, {"tolong": ["tlg"]}, draws=Draws(f"t/{n}")) for n in range(400)]
    same = typed.count(text)
    assert 140 < same < 240
    assert any(one.startswith("tlg") for one in typed)
    assert any(one.isupper() for one in typed)


def test_folders_of_families_are_these(tmp_path: Path) -> None:
    assert {path.name for path in (FOLDER / FAMILIES).iterdir() if path.is_dir()} == set(PARTS)
    with pytest.raises(FileNotFoundError):
        read_part(tmp_path, "train")

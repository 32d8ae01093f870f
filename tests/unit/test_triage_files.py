"""What is wrong with files of words and weights is said by file and key."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from siaga.platform.triage_files import TriageInvalid, load_triage
from siaga.platform.triage_weights import write_weights
from tests.triage_house import FOLDER, rules

Change = Callable[[Path], object]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "triage"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("families"))
    return folder


def append(name: str, text: str) -> Change:
    def change(folder: Path) -> None:
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(text)

    return change


def test_the_same_files_are_the_same_version(copy: Path) -> None:
    assert load_triage(copy).version == rules().version
    append("cues/fire.toml", "# a remark\n")(copy)
    assert load_triage(copy).version != rules().version


def test_weights_are_written_as_they_are_read(copy: Path) -> None:
    before = (copy / "weights.tsv").read_text()
    write_weights(copy / "weights.tsv", load_triage(copy).weights)
    assert (copy / "weights.tsv").read_text() == before


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda folder: (folder / "weights.tsv").unlink(), "siaga triage --train"),
        (lambda folder: (folder / "weights.tsv").write_text("x\n"), "begins with 'x'"),
        (lambda folder: (folder / "where.toml").unlink(), "where.toml: missing"),
        (append("judging.toml", "\nnonsense = 1\n"), "judging.toml.nonsense: unknown key"),
        (append("cues/fire.toml", '\n[[cue]]\nkey = "fire"\nwords = ["x"]\n'), "stands twice"),
        (append("cues/fire.toml", '\n[[cue]]\nkey = "x"\nwords = ["* x"]\n'), "ends in a gap"),
        (append("cues/fire.toml", '\n[[cue]]\nkey = "x"\nkind = "y"\nwords = ["x"]\n'), "incident"),
        (
            append("combinations.toml", '\n[[combination]]\nall = ["nobody"]\n'),
            "no cue is called 'nobody'",
        ),
        (
            append("orders.toml", '\n[[order]]\nfirst = "x"\nthen = ["fire"]\n'),
            "'x' is no category",
        ),
        (append("spelling.toml", '\n"xyz" = ["a b"]\n'), "two words"),
    ],
)
def test_what_is_wrong_is_named(copy: Path, change: Change, said: str) -> None:
    change(copy)
    with pytest.raises(TriageInvalid, match=re.escape(said)):
        load_triage(copy)

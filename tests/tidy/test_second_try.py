"""A test that fails by chance is named; one that is broken fails the run, however it is tried."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tools.second_try import UNSTEADY_MAX, PytestRun

BY_CHANCE = """
from pathlib import Path
def test_by_chance():
    seen = Path(__file__).with_suffix(".seen")
    first = not seen.exists()
    seen.touch()
    assert not first
def test_sound():
    pass
"""


def run_of(folder: Path, *tests: str) -> PytestRun:
    for number, text in enumerate(tests):
        (folder / f"test_{number}.py").write_text(text)
    pytest = [sys.executable, "-m", "pytest", "-q", "-c", os.devnull, str(folder)]
    bare = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": ""}
    return PytestRun(name="trial", command=pytest, env=bare, memory=folder / "memory")


def test_what_fails_once_passes_and_is_named(tmp_path: Path) -> None:
    run = run_of(tmp_path, BY_CHANCE)
    code, said = run.run()
    assert code == 0, said
    assert [test.rpartition("::")[2] for test in run.unsteady] == ["test_by_chance"]
    assert "1 failed, 1 passed" in said, "the first try is told too"


def test_what_is_broken_fails(tmp_path: Path) -> None:
    run = run_of(tmp_path, BY_CHANCE, "def test_broken():\n    assert False\n")
    code, said = run.run()
    assert (code, run.unsteady) == (1, []), said


def test_many_failures_are_no_chance(tmp_path: Path) -> None:
    run = run_of(tmp_path, *[BY_CHANCE] * (UNSTEADY_MAX + 1))
    code, said = run.run()
    assert (code, run.unsteady) == (1, [])
    assert said.count("short test summary") == 1, "they are not tried again"


def test_what_cannot_be_collected_fails(tmp_path: Path) -> None:
    run = run_of(tmp_path, "import nothing_of_this_name\n")
    code, said = run.run()
    assert (code > 1, run.unsteady) == (True, []), said

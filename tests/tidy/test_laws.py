"""docs/laws.md names tests that exist."""

import re

from tests.tidy.source import ROOT

NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def test_every_law_is_held_by_a_test() -> None:
    named = NAMED.findall((ROOT / "docs" / "laws.md").read_text())
    assert named
    missing = [
        f"{path}::{test}"
        for path, test in named
        if not (ROOT / path).exists() or f"def {test}(" not in (ROOT / path).read_text()
    ]
    assert not missing

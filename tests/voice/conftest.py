"""One stack for all tests that leave it as they found it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from siaga.app.voice import programs
from tests.voice.stack import Stack, stack


@pytest.fixture(scope="session")
def edge() -> Iterator[Stack]:
    if lacking := programs.missing():
        pytest.skip(f"not installed: {', '.join(lacking)}; run `siaga voice install`")
    with stack(record_waiting=True) as running:
        yield running

"""A minute of injected failures, with the room killed half-way: nothing is lost unseen."""

from __future__ import annotations

import pytest

from benchmarks.deliveries import measure


@pytest.mark.long
def test_each_notice_arrives_or_is_shown_with_its_reason() -> None:
    figures = measure(seconds=60, deliver_within_s=30, pace_s=0.4, kill=True)
    assert figures["what"] == []
    assert figures["broken_promises"] == 0
    assert figures["notices"] > 100
    assert figures["delivered"] > 0
    assert figures["undelivered"] + figures["unknown"] > 0, "nothing failed: it proved nothing"

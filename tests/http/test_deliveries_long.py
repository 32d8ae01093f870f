"""A minute and a half of injected failures, the room killed twice: nothing is lost unseen."""

from __future__ import annotations

import shutil

import pytest

from benchmarks.deliveries import measure

WAYS = ("webhook", "push", "email", "sms", "whatsapp", "voice")
NEEDED = ("gammu-smsd", "espeak-ng", "sox")
MISSING = ", ".join(name for name in NEEDED if shutil.which(name) is None)


@pytest.mark.long
@pytest.mark.skipif(bool(MISSING), reason=f"NOT RUN: no {MISSING}")
def test_each_notice_arrives_or_is_shown_with_its_reason() -> None:
    figures = measure(seconds=90, deliver_within_s=30, pace_s=1, kills=2)
    told = {way: figures[way] for way in WAYS}
    assert {way: one["what"] for way, one in told.items()} == {way: [] for way in WAYS}
    assert figures["chains"]["what"] == []
    assert figures["broken_promises"] == 0
    assert figures["kills"] == 2
    assert all(one["count"] > 20 for one in told.values())
    assert all(one["why_not"] for way, one in told.items() if way != "sms"), "nothing failed"
    assert figures["chains"]["rang_in_the_room"] > 5
    assert figures["chains"]["answered"] > 5

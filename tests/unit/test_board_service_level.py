"""Answer times of the last day, hour by hour."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from siaga.boards import service_level
from siaga.boards.service_level import ServiceHour, bucket
from siaga.language.entry import Fact
from siaga.language.values import ContactId
from tests.board_entries import Told, drawn
from tests.builders import AUDITOR, CREW, DAMKAR_DESK, NOW, TAKER, hours
from tests.unit.call_story import answered, hung_up, offered

HOUR = f"{NOW:%H}"
A, B, C = ContactId("a"), ContactId("b"), ContactId("c")


def hour(*facts: Fact) -> ServiceHour:
    told = Told()
    for fact in facts:
        told(fact)
    card = drawn(service_level, told.entries)[HOUR]
    assert isinstance(card, ServiceHour)
    return card


@pytest.mark.parametrize(
    ("wait_s", "within"),
    [(0, "5"), (5, "5"), (5.1, "10"), (15, "15"), (15.001, "20"), (60, "60"), (61, "more")],
)
def test_a_wait_counts_once_under_the_first_bound_it_kept(wait_s: float, within: str) -> None:
    assert bucket(timedelta(seconds=wait_s)) == within


def test_an_hour_counts_its_calls_and_unanswered_ones_apart() -> None:
    card = hour(
        offered(A),
        offered(B, second=10),
        offered(C, second=20),
        answered(4, contact=A),
        answered(19, contact=B),
        hung_up(50, contact=C),
        hung_up(90, answered_s=4, contact=A),
    )
    assert (card.offered, card.answered, card.unanswered) == (3, 2, 1)
    assert card.waits == {"5": 1, "20": 1}


def test_late_calls_count_without_a_wait_and_tests_not_at_all() -> None:
    card = hour(
        offered(A, late=True),
        answered(4, contact=A),
        offered(B, late=True),
        hung_up(30, contact=B),
        offered(C, test=True),
        answered(4, contact=C),
    )
    assert (card.offered, card.answered, card.unanswered, card.waits) == (2, 1, 1, {})
    seen = service_level.view(card, TAKER)
    assert seen is not None
    assert (seen.late, seen.tests) == ((), ())
    upside_down = hour(offered(C, test=True), hung_up(9, contact=C), answered(4, contact=C))
    assert (upside_down.offered, upside_down.answered) == (0, 0)


def test_the_next_days_hour_replaces_it_and_older_calls_do_not_come_back() -> None:
    tomorrow = replace(offered(A), when=replace(offered().when, at=NOW + hours(24)))
    card = hour(offered(B), answered(4, contact=B), tomorrow)
    assert (card.hour_at, card.offered, card.answered) == (NOW + hours(24), 1, 0)
    card = hour(tomorrow, offered(B, late=True), hung_up(30, contact=B))
    assert (card.offered, card.unanswered) == (1, 0)


def test_who_may_see_it() -> None:
    for viewer in (TAKER, AUDITOR):
        assert service_level.view(hour(offered()), viewer) == hour(offered())
    for viewer in (CREW, DAMKAR_DESK):
        assert service_level.view(hour(offered()), viewer) is None

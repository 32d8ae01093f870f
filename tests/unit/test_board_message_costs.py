"""What writing to citizens costs: each message once, in its month."""

from __future__ import annotations

from typing import Any

from siaga.boards import message_costs
from siaga.boards.message_costs import CategoryCount
from siaga.desks.intake.commands import ReportReply
from siaga.language.intake import ReplyReported
from siaga.language.values import ContactId, Role
from tests.board_entries import Told, drawn
from tests.builders import NOW, SYSTEM_ACTOR, by_provider, uid
from tests.unit.intake_story import given


def reported(status: str, **over: Any) -> ReplyReported:
    values: dict[str, Any] = {"category": "service", "billable": False, "month": "2026-11"} | over
    return ReplyReported(
        contact_id=ContactId("c"), outbox_id="o", status=status, when=by_provider(), **values
    )


def test_a_message_counts_once_and_in_its_month() -> None:
    told = Told()
    for fact in (
        reported("sent"),
        reported("delivered"),
        reported("read", category="", month=""),
        reported("read"),
        reported("failed"),
        reported("delivered", category="utility", billable=True),
        reported("delivered", month="2026-12"),
    ):
        told(fact)
    cards = drawn(message_costs, told.entries)
    november = cards["2026-11"]
    assert november.categories == {
        "service": CategoryCount(arrived=2),
        "utility": CategoryCount(arrived=1, billable=1),
    }
    assert (november.free, november.free_used) == (1_000, 2)
    assert cards["2026-12"].free_used == 1


def test_free_ones_are_used_up_once() -> None:
    told = Told()
    for _ in range(1_003):
        told(reported("delivered"))
    card = drawn(message_costs, told.entries)["2026-11"]
    assert card.free_used == 1_000
    assert card.categories["service"].arrived == 1_003


def test_money_is_for_those_who_answer_for_it() -> None:
    assert {Role.SUPERVISOR, Role.HEAD, Role.SHIFT_LEAD} <= message_costs.ROLES
    assert Role.CALL_TAKER not in message_costs.ROLES


def test_the_month_is_the_places() -> None:
    """23:30 UTC of the 30th is the 1st in western Indonesia."""
    late = NOW.replace(month=11, day=30, hour=23, minute=30)
    report = ReportReply(
        command_id=uid(1),
        contact_id=ContactId("c"),
        outbox_id="o",
        status="delivered",
        occurred_at=late,
        category="service",
    )
    (fact,) = given().when(report, by=SYSTEM_ACTOR).facts
    assert isinstance(fact, ReplyReported)
    assert fact.month == "2026-12"

"""What became of an alert's row, as the desk is told."""

from __future__ import annotations

import pytest

from siaga.app.workers.sending.alerts import is_news, sending_of
from siaga.language.alerts import AlertWay
from siaga.language.follow_ups import AlertRow, Send, SendRule
from siaga.language.values import AlertId, DeviceId, SubjectId
from siaga.platform.outbox import LOST, Ending, OutboxRow, Sent
from tests.builders import uid

ROW = AlertRow(alert_id=AlertId("a"), device_id=DeviceId("d"), way=AlertWay.EMAIL, step=0)


def row_of(*, problem: str = "", maybe: bool = False, attempts: int = 2) -> OutboxRow:
    send = Send(kind="email", rule=SendRule.ALERT, recipient=SubjectId("d"), alert=ROW)
    return OutboxRow(
        id=uid(1),
        position=1,
        kind="email",
        send=send,
        attempts=attempts,
        problem=problem,
        maybe=maybe,
    )


@pytest.mark.parametrize(
    ("status", "error", "problem", "maybe", "told"),
    [
        ("sent", "", "", False, ("sent", "")),
        ("sent", "", "reset", True, ("sent", "")),
        ("trying", "http_503", "", False, ("trying", "http_503")),
        ("failed", "recipient", "", False, ("failed", "recipient")),
        ("failed", "recipient", "reset", True, ("failed", "unknown")),
        ("expired", "deadline", "http_503", False, ("failed", "http_503")),
        ("expired", "deadline", "", False, ("failed", "behind")),
        ("expired", "deadline", "timeout", True, ("failed", "unknown")),
    ],
)
def test_what_may_have_arrived_is_not_called_undelivered(
    status: str, error: str, problem: str, maybe: bool, told: tuple[str, str]
) -> None:
    row = row_of(problem=problem, maybe=maybe)
    found = sending_of(row, status, error=error)
    assert (found.status, found.reason) == told


@pytest.mark.parametrize(
    ("attempts", "problem", "ending", "told"),
    [
        (1, "", Ending.RETRY, True),
        (1, "", Ending.ACCEPTED, False),
        (2, "http_503", Ending.RETRY, False),
        (2, LOST, Ending.RETRY, True),
        (5, LOST, Ending.UNKNOWN, True),
    ],
)
def test_that_it_is_tried_again_is_told_also_when_the_first_try_died_with_its_process(
    attempts: int, problem: str, ending: Ending, told: bool
) -> None:
    assert is_news(row_of(problem=problem, attempts=attempts), Sent(ending=ending)) is told

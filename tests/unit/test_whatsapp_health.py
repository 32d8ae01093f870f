"""WhatsApp's lamp, from answers, news and silence."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from siaga.channels.whatsapp.health import Health
from siaga.channels.whatsapp.items import Other
from siaga.channels.whatsapp.outcomes import classify
from tests.builders import NOW

ACCEPTED = classify(200, b'{"messages":[{"id":"w"}]}')
BUSY = classify(500, b"")


def refused(code: int) -> bytes:
    return json.dumps({"error": {"code": code}}).encode()


def able(word: str) -> bytes:
    return json.dumps({"health_status": {"can_send_message": word, "entities": []}}).encode()


def news(*words: str) -> Other:
    return Other(item_id="x", shape="account_update", words=words)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (190, "whatsapp_token"),
        (10, "whatsapp_token"),
        (131042, "whatsapp_payment"),
        (131031, "whatsapp_account"),
        (368, "whatsapp_account"),
    ],
)
def test_a_refused_token_is_down_until_something_is_accepted(code: int, words: str) -> None:
    health = Health()
    assert health.lamp(NOW) == ("ok", "whatsapp_ok")
    health.sent(classify(401, refused(code)))
    assert health.lamp(NOW) == ("down", words)
    health.sent(classify(400, refused(131026)))
    assert health.lamp(NOW)[0] == "down", "about one citizen: it says nothing of the channel"
    health.sent(ACCEPTED)
    assert health.lamp(NOW) == ("ok", "whatsapp_ok")


def test_three_failures_in_a_row_disturb() -> None:
    health = Health()
    for _ in range(2):
        health.sent(BUSY)
    health.sent(classify(400, refused(131047)))
    for _ in range(2):
        health.sent(BUSY)
    assert health.lamp(NOW)[0] == "ok"
    health.sent(classify(504, b""))
    assert health.lamp(NOW) == ("degraded", "whatsapp_failing")
    health.sent(ACCEPTED)
    assert health.lamp(NOW)[0] == "ok"


@pytest.mark.parametrize(
    "words",
    [
        ("ACCOUNT_RESTRICTION", "RESTRICTED_BIZ_INITIATED_MESSAGING"),
        ("ACCOUNT_VIOLATION", "ADULT"),
        ("DISABLED_UPDATE", "DISABLE"),
        ("ACCOUNT_DELETED",),
    ],
)
def test_bad_news_of_the_account_is_down_until_meta_says_otherwise(words: tuple[str, ...]) -> None:
    health = Health()
    health.told(news(*words))
    assert health.lamp(NOW) == ("down", "whatsapp_restricted")
    health.sent(ACCEPTED)
    assert health.lamp(NOW)[0] == "down", "an old thread may still be answered"
    health.told(news("DISABLED_UPDATE", "REINSTATE"))
    assert health.lamp(NOW)[0] == "ok"


def test_other_news_changes_nothing() -> None:
    health = Health()
    health.told(news("PARTNER_ADDED"))
    health.told(Other(item_id="x", shape="security", words=("DISABLED_UPDATE",)))
    health.told(news())
    assert health.lamp(NOW)[0] == "ok"


@pytest.mark.parametrize(
    ("status", "body", "lamp"),
    [
        (200, able("AVAILABLE"), ("ok", "whatsapp_ok")),
        (200, able("LIMITED"), ("degraded", "whatsapp_limited")),
        (200, able("BLOCKED"), ("down", "whatsapp_blocked")),
        (0, b"", ("degraded", "whatsapp_unreachable")),
        (502, b"<html>", ("degraded", "whatsapp_unreachable")),
        (401, refused(190), ("down", "whatsapp_token")),
        (403, b"nothing", ("down", "whatsapp_token")),
        (200, b"[[[", ("ok", "whatsapp_ok")),
    ],
)
def test_what_meta_says_when_it_is_asked(status: int, body: bytes, lamp: tuple[str, str]) -> None:
    health = Health()
    health.polled(status, body)
    assert health.lamp(NOW) == lamp


def test_a_day_of_silence_disturbs() -> None:
    health = Health(heard_at=NOW)
    assert health.lamp(NOW + timedelta(hours=24))[0] == "ok"
    assert health.lamp(NOW + timedelta(hours=25)) == ("degraded", "whatsapp_silent")

"""The webhook's guard: signatures, sizes, and signed bodies that nobody can read."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from tests.http import citizen
from tests.http.conftest import NothingStored
from tests.http.people import Person
from tests.http.server import VERIFY_TOKEN, Server

MIB = 1024 * 1024


def counted(server: Server, ending: str) -> float:
    text = httpx.get(f"{server.url}/metrics").text
    found = re.search(rf'^siaga_webhooks_total{{ending="{ending}"}} (\S+)$', text, re.M)
    return float(found[1]) if found else 0.0


def test_a_wrong_signature_is_counted_and_not_believed(
    server: Server, nothing_stored: NothingStored
) -> None:
    raw = b'{"object":"whatsapp_business_account","entry":[]}'
    right = citizen.signature(raw)["X-Hub-Signature-256"]
    wrong: list[dict[str, str]] = [
        {},
        {"X-Hub-Signature-256": ""},
        {"X-Hub-Signature-256": "sha256="},
        {"X-Hub-Signature-256": right[:-1] + ("0" if right[-1] != "0" else "1")},
        {"X-Hub-Signature-256": right.removeprefix("sha256=")},
        {"X-Hub-Signature-256": "sha1=" + right[7:47]},
        {"X-Hub-Signature": right},
        citizen.signature(raw, secret="a guess"),
        citizen.signature(raw + b" "),
    ]
    before = counted(server, "bad_signature")
    with nothing_stored():
        for headers in wrong:
            answer = httpx.post(f"{server.url}/hooks/whatsapp", content=raw, headers=headers)
            assert answer.status_code == 403, headers
            assert set(answer.json()) == {"message"}
        strange = [(b"X-Hub-Signature-256", b"sha256=\xff\xfe\x80")]
        answer = httpx.post(f"{server.url}/hooks/whatsapp", content=raw, headers=strange)
        assert answer.status_code == 403
    assert counted(server, "bad_signature") == before + len(wrong) + 1


def test_over_4_mb_is_not_read(server: Server, nothing_stored: NothingStored) -> None:
    big = b" " * (4 * MIB + 1)
    chunks = (big[start : start + 65_536] for start in range(0, len(big), 65_536))
    before = counted(server, "too_large")
    headers = citizen.signature(big)
    with nothing_stored():
        for content in (big, chunks):
            answer = httpx.post(f"{server.url}/hooks/whatsapp", content=content, headers=headers)
            assert answer.status_code == 413
    assert counted(server, "too_large") == before + 2


def test_verification(server: Server) -> None:
    good = {
        "hub.mode": "subscribe",
        "hub.verify_token": VERIFY_TOKEN,
        "hub.challenge": "1158201444",
    }
    url = f"{server.url}/hooks/whatsapp"
    answer = httpx.get(url, params=good)
    assert (answer.status_code, answer.text) == (200, "1158201444")
    assert answer.headers["content-type"].startswith("text/plain")
    for wrong in (
        {},
        good | {"hub.verify_token": "guess"},
        good | {"hub.verify_token": ""},
        good | {"hub.verify_token": "\ud7ff🔥"},
        good | {"hub.mode": "unsubscribe"},
        good | {"hub.challenge": ""},
        good | {"hub.challenge": "x" * 513},
    ):
        answer = httpx.get(url, params=wrong)
        assert answer.status_code == 403, wrong
        assert "1158201444" not in answer.text
    assert httpx.put(url, content=b"x").status_code == 405


SIGNED = {
    "not JSON": b"{not json",
    "empty": b"",
    "invalid UTF-8": b'{"entry":"\xff\xfe"}',
    "NUL": b'{"entry":[\x00]}',
    "array": b"[]",
    "deep": b"[" * 100_000,
    "no entry": b"{}",
    "entry of nothing": b'{"entry":[{"id":"7"}]}',
    "entry of a number": b'{"entry":[1]}',
    "a number of 10000 digits": b'{"entry":[{"changes":[{"value":{"messages":1%s}}]}]}'
    % (b"0" * 10_000),
}


@pytest.mark.parametrize("raw", SIGNED.values(), ids=SIGNED.keys())
def test_what_nobody_can_read_rings_all_the_same(raw: bytes, server: Server, taker: Person) -> None:
    before = set(taker.cards("queue"))
    assert citizen.post(server.url, raw).status_code == 200
    card = taker.wait_for("queue", lambda card: card["contact_id"] not in before)
    assert card["channel"] == "whatsapp"
    assert card["unreadable"] == 1
    assert card["unread"] == 1
    assert card["messages"][0]["kind"] == "unreadable"
    assert citizen.post(server.url, raw).status_code == 200
    time.sleep(0.2)
    seen = {one for one in taker.cards("queue") if one not in before}
    assert len(seen) == 1, "the same bytes again are the same contact"


@pytest.mark.parametrize(
    ("latitude", "longitude", "reads"),
    [
        (999, 103.6, False),
        ("abc", 103.6, False),
        ([1], 103.6, False),
        (None, None, False),
        (True, 103.6, False),
        (103.61, -1.61, False),
        (0, 0, False),
        (10**400, 103.6, False),
        ("-1.61", "103.61", True),
        (48.85, 2.35, True),
        (-1.61, 103.61, True),
    ],
)
def test_a_location_that_cannot_be_is_shown_as_unreadable(
    latitude: Any, longitude: Any, reads: bool, server: Server, taker: Person
) -> None:
    number = citizen.new_number()
    sent = citizen.message(number, citizen.place(latitude, longitude))
    assert citizen.post(server.url, citizen.update(sent)).status_code == 200
    card = taker.wait_for_sender(number)
    assert card["messages"][0]["kind"] == ("location" if reads else "unreadable")
    if reads:
        assert card["location"]["point"]["latitude"] == float(latitude)
        assert card["location"]["in_country"] is (float(longitude) > 90)
    else:
        assert card["location"] is None


def test_a_nan_in_a_signed_body_loses_nothing(server: Server, taker: Person) -> None:
    number = citizen.new_number()
    sent = citizen.message(number, citizen.place(float("nan"), float("inf")))
    assert citizen.post(server.url, citizen.update(sent)).status_code == 200
    card = taker.wait_for_sender(number)
    assert card["messages"][0]["kind"] == "unreadable"


def test_hard_texts_arrive_whole(server: Server, taker: Person) -> None:
    broken = "\N{REPLACEMENT CHARACTER}"
    for words, shown in (
        ("🚒🔥 👨‍👩‍👧‍👦 tolong", "🚒🔥 👨‍👩‍👧‍👦 tolong"),
        ("a\x00b", f"a{broken}b"),
        ("a\ud83db", f"a{broken}b"),
        ("'; drop table logbook; --", "'; drop table logbook; --"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("x" * MIB, "x" * MIB),
    ):
        number = citizen.new_number()
        sent = citizen.message(number, citizen.text(words))
        assert citizen.post(server.url, citizen.update(sent, name=words[:99])).status_code == 200
        card = taker.wait_for_sender(number)
        assert card["messages"][0]["text"] == shown
        assert card["name"] == shown[:99]


def test_a_time_that_cannot_be_is_replaced_by_the_receipt(server: Server, taker: Person) -> None:
    times: list[Any] = ["4070908800", "0", "-1", "abc", None, [], 10**400, 1_262_304_000]
    for at in times:
        number = citizen.new_number()
        sent = citizen.message(number, citizen.text(citizen.said("jam salah")), timestamp=at)
        assert citizen.post(server.url, citizen.update(sent)).status_code == 200
        card = taker.wait_for_sender(number)
        opened_at = datetime.fromisoformat(card["opened_at"])
        assert abs((datetime.now(UTC) - opened_at).total_seconds()) < 300, at
        assert not card["late"], at

"""The doors of Telegram and of calling telephones: who is believed, and what bodies become."""

from __future__ import annotations

import hmac
import itertools
import json
import time
from hashlib import sha1
from typing import Any

import httpx
import pytest

from tests.http import citizen
from tests.http.conftest import NothingStored
from tests.http.people import Person
from tests.http.server import AML_KEY, BOT_SECRET, Server

KIB = 1024
_updates = itertools.count(int(time.time()))


def post_update(server: Server, body: Any, secret: str | None = BOT_SECRET) -> httpx.Response:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret is not None else {}
    return httpx.post(f"{server.url}/hooks/telegram", content=raw, headers=headers, timeout=20)


def update(person: int, **content: Any) -> dict[str, Any]:
    number = next(_updates)
    message = {
        "message_id": number,
        "from": {"id": person, "is_bot": False, "first_name": "Warga"},
        "chat": {"id": person, "type": "private"},
        "date": int(time.time()),
    }
    return {"update_id": number, "message": message | content}


def form(**fields: str) -> bytes:
    shown = {"v": "1", "device_number": f"+{citizen.new_number()}"} | fields
    return str(httpx.QueryParams(shown)).encode()


def signed(body: bytes, key: str = AML_KEY) -> bytes:
    return body + b"&hmac=" + hmac.new(key.encode(), body, sha1).hexdigest().encode()


def post_form(server: Server, body: bytes) -> httpx.Response:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return httpx.post(f"{server.url}/hooks/aml", content=body, headers=headers, timeout=20)


# ---- Telegram


def test_an_update_with_the_secret_is_a_contact(server: Server, taker: Person) -> None:
    person = 7_000_000_000 + next(_updates)
    words = citizen.said("Tolong")
    body = update(person, text=words)
    for _ in range(2):
        assert post_update(server, body).status_code == 200
    card = taker.wait_for("queue", lambda card: card["number"] == f"telegram:{person}")
    assert (card["channel"], card["unread"]) == ("telegram", 1)
    assert card["messages"][0]["text"] == words
    taker.wait_for(
        "queue",
        lambda card: (
            card["number"] == f"telegram:{person}"
            and [line["status"] for line in card["messages"] if not line["inbound"]] == ["drill"]
        ),
    )


@pytest.mark.parametrize("secret", [None, "", "tebakan", BOT_SECRET[:-1], BOT_SECRET + "x"])
def test_without_the_secret_nothing_is_believed(
    secret: str | None, server: Server, nothing_stored: NothingStored
) -> None:
    with nothing_stored():
        assert post_update(server, update(1, text="x"), secret).status_code == 403
    answer = httpx.get(f"{server.url}/hooks/telegram")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


def test_an_update_over_1_mb_is_not_read(server: Server, nothing_stored: NothingStored) -> None:
    with nothing_stored():
        assert post_update(server, b" " * (KIB * KIB + 1)).status_code == 413


@pytest.mark.parametrize(
    "raw", [b"", b"{not json", b"[]", b"\xff\xfe\x00", b"[" * 100_000, b'{"update_id":"x"}']
)
def test_what_nobody_can_read_rings_all_the_same(raw: bytes, server: Server, taker: Person) -> None:
    before = set(taker.cards("queue"))
    assert post_update(server, raw).status_code == 200
    card = taker.wait_for("queue", lambda card: card["contact_id"] not in before)
    assert (card["channel"], card["unreadable"], card["unread"]) == ("telegram", 1, 1)


# ---- calling telephones


def test_a_signed_place_without_a_call_waits_and_a_forged_one_is_refused(
    server: Server, nothing_stored: NothingStored
) -> None:
    body = form(location_latitude="-1.6101", location_longitude="103.6131", location_accuracy="9")
    right = signed(body)
    with nothing_stored():
        for wrong in (
            body,
            signed(body, "tebakan-kunci"),
            right.replace(b"-1.6101", b"-1.7101"),
            right[:-1],
            b"&hmac=",
            b"",
        ):
            assert post_form(server, wrong).status_code == 403, wrong
        assert post_form(server, b"x" * (4 * KIB + 1)).status_code == 413
        assert httpx.get(f"{server.url}/hooks/aml").status_code == 405
    assert post_form(server, right).status_code == 200
    assert post_form(server, right).status_code == 200


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff\xfe", b"&" * 3000, b"v=1", b"device_number=&location_latitude=0", b"a=%zz%00"],
)
def test_a_signed_form_of_nonsense_is_thanked_for_and_shown(
    body: bytes, server: Server, taker: Person
) -> None:
    before = set(taker.cards("queue"))
    assert post_form(server, signed(body)).status_code == 200
    card = taker.wait_for("queue", lambda card: card["contact_id"] not in before)
    assert card["unreadable"] == 1
    assert card["location"] is None

"""The door that takes a pasted chat apart: what it recognises, and that it keeps nothing."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from siaga.channels.forwarded.protocol import TEXT_MAX
from tests.http import citizen
from tests.http.conftest import NothingStored, People
from tests.http.people import Person
from tests.http.server import Server

PATH = "/api/forwarded/read"


def read(person: Person, text: Any) -> httpx.Response:
    return person.http.post(PATH, json={"text": text})


def test_a_chat_is_taken_apart_and_nothing_is_kept(
    taker: Person, nothing_stored: NothingStored
) -> None:
    words = citizen.said("ada api di gudang")
    text = f"[10.21, 2/11/2025] Pak RT: {words}\n[10.22, 2/11/2025] +{citizen.new_number()}: "
    text += "https://maps.google.com/?q=-1.6101,103.6131\n"
    with nothing_stored():
        answer = read(taker, text)
    assert answer.status_code == 200
    found = answer.json()
    assert (found["form"], found["left_out"]) == ("whatsapp_copy", 0)
    first, second = found["messages"]
    assert (first["sender"], first["text"]) == ("Pak RT", words)
    assert first["sent_at"].startswith("2025-11-02T03:21")
    assert second["number"].startswith("+62812993")
    [point] = second["points"]
    assert (point["latitude"], point["longitude"], point["in_country"]) == (-1.6101, 103.6131, True)
    assert point["area"]


def test_a_place_abroad_is_marked(taker: Person) -> None:
    [message] = read(taker, "48.85660, 2.35220").json()["messages"]
    assert message["points"][0]["in_country"] is False
    assert message["points"][0]["area"] is None


@pytest.mark.parametrize("text", ["", "   ", None, 7, ["x"], "x" * (TEXT_MAX + 1)])
def test_what_is_no_paste_is_named(text: Any, taker: Person) -> None:
    answer = read(taker, text)
    assert answer.status_code == 422
    assert answer.json()["field"] == "text"
    assert taker.http.post(PATH, json={"text": "x", "url": "y"}).json()["field"] == "url"


def test_only_the_room_may_ask(server: Server, people: People) -> None:
    for user, status in (("calltaker", 200), ("dispatcher", 200), ("crew-amb1", 403)):
        assert read(people(user), "tolong").status_code == status
    for user in ("agency-damkar", "head", "admin", "auditor"):
        assert read(people(user), "tolong").status_code == 403
    assert httpx.post(f"{server.url}{PATH}", json={"text": "x"}).status_code == 401
    taker = people("calltaker")
    headers = {"X-CSRF-Token": "x"}
    assert taker.http.post(PATH, json={"text": "x"}, headers=headers).status_code == 403


def test_a_long_export_is_read_to_its_limit(taker: Person) -> None:
    line = "26/11/25 10.21 - Pak RT: " + "kebakaran di 1.61, 103.61 dekat masjid " * 3
    text = "\n".join([line] * 1_200)[:TEXT_MAX]
    answer = read(taker, text)
    assert answer.status_code == 200
    assert len(answer.json()["messages"]) == 200

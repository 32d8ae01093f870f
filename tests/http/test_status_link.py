"""A status link: the reporter sees the room work, and never who, where, what or with which unit."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.http import citizen
from tests.http.conftest import People
from tests.http.graph import Graph
from tests.http.holder import Holder, Visitor, address_of, line_of
from tests.http.people import Card, Person, fresh_id
from tests.http.server import Server
from tests.patience import eventually

NAME, PLACE = "Bu Rahasia", "Lorong Tersembunyi"


class Reporter:
    """Somebody who wrote a report on our page and kept its link."""

    def __init__(self, server: Server, taker: Person, address: str, **fields: str) -> None:
        self.number = citizen.new_number()
        self.words = citizen.said("Rumah terbakar")
        form = citizen.form(
            words=self.words, name=NAME, number=self.number, address=PLACE, **fields
        )
        visitor = Visitor(server, address)
        answer = visitor.post("/lapor", data=form)
        assert answer.status_code == 303, answer.text
        thanks = visitor.get(answer.headers["location"])
        found = re.search(r'href="((/s/[a-z2-7]{26})/baru)"', thanks.text)
        assert found, "the page of thanks shows the link"
        fresh = visitor.get(found[1])
        assert (fresh.status_code, fresh.headers["location"]) == (303, found[2])
        self.taker, self.contact_id = taker, form["form_id"]
        self.holder = Holder(server, found[2], address=address)
        assert self.holder.look().status_code == 200, "who follows it at once may come in"

    def sees(self, words: str) -> str:
        """The page, once it says this."""
        eventually(lambda: words in self.holder.words(), what=words)
        page = self.holder.words()
        for secret in (NAME, PLACE, self.number, self.words, "AMB-1", "Kebakaran", "amb-1"):
            assert secret not in page, secret
        return page

    def incident(self, incident_type: str = "fire.building", **more: Any) -> str:
        done = self.taker.done(
            "incident/open-incident",
            contact_id=self.contact_id,
            incident_type=incident_type,
            location={"latitude": -1.6101, "longitude": 103.6131, "source": "pin"},
            **more,
        )
        return str(done["id"])

    def over(self, incident_id: str) -> None:
        self.taker.done("incident/close", incident_id=incident_id, result="dealt-with")
        self.sees("Petugas menyatakan laporan ini selesai")


@pytest.fixture
def sent_out(people: People) -> Iterator[list[str]]:
    """Dispatches to take back after the test, so that no unit stays busy."""
    dispatches: list[str] = []
    yield dispatches
    taker = people("calltaker")
    for dispatch_id in dispatches:
        taker.ask("dispatch/cancel", dispatch_id=dispatch_id, reason="Uji selesai")


def send_amb(taker: Person, incident_id: str) -> str:
    for unit_id in ("amb-1", "amb-2", "amb-3"):
        taker.ask("units/go-on-duty", unit_id=unit_id)
        answer = taker.ask("dispatch/dispatch-unit", incident_id=incident_id, unit_id=unit_id)
        if answer.status_code == 200:
            return str(answer.json()["id"])
    raise AssertionError("no ambulance is free")


def unit_of(taker: Person, incident_id: str) -> str:
    (line,) = taker.cards("open-incidents")[incident_id]["dispatches"].values()
    return str(line["unit_id"])


def test_the_reporter_sees_the_room_work(
    server: Server, people: People, taker: Person, sent_out: list[str]
) -> None:
    reporter = Reporter(server, taker, "192.0.2.1")
    page = reporter.sees("Laporan diterima")
    assert "Dibaca petugas" in page
    assert "Petugas lapangan ditugaskan" not in page
    incident_id = reporter.incident()
    reporter.sees("Petugas lapangan ditugaskan")
    dispatch_id = send_amb(taker, incident_id)
    sent_out.append(dispatch_id)
    status = {"dispatch_id": dispatch_id, "via": "radio"}
    taker.done("dispatch/report-status", **status, status="en_route")
    page = reporter.sees("Kapan tiba belum dapat diperkirakan")
    assert "Menuju lokasi" in page
    crew = people(f"crew-{unit_of(taker, incident_id).replace('-', '')}")
    answer = crew.http.post(
        "/api/signals/position",
        json={"unit_id": unit_of(taker, incident_id), "latitude": -1.63, "longitude": 103.6131},
    )
    assert answer.status_code == 200, answer.text
    reporter.sees("Perkiraan kasar tiba: 4 sampai 15 menit lagi")
    taker.done("dispatch/report-status", **status, status="on_scene")
    look = reporter.holder.look()
    assert re.search(r'<li class="now"[^>]*><b>Sampai di lokasi', look.text)
    taker.done("dispatch/report-status", **status, status="clear")
    reporter.over(incident_id)
    page = reporter.sees("Sudah ditangani?")
    assert "Belum selesai?" in page


def test_not_done_rings_in_the_room_again(server: Server, taker: Person) -> None:
    reporter = Reporter(server, taker, "192.0.2.2")
    early = reporter.holder.says("lagi", words="belum apa-apa")
    assert early.status_code == 409, "nobody called it done"
    reporter.over(reporter.incident())
    assert reporter.contact_id not in taker.cards("queue")
    words = citizen.said("Apinya menyala lagi")
    fields = {"once": fresh_id(), "words": words}
    answers = [reporter.holder.says("lagi", **fields) for _ in range(2)]
    assert answers[0].status_code == 303
    assert "again" not in answers[0].headers["location"]

    def said(card: Card) -> bool:
        return bool(card["contact_id"] == reporter.contact_id and card["unread"] > 0)

    card = taker.wait_for("queue", said)
    assert [line["text"] for line in card["messages"]] == [words], "once, though pressed twice"
    notice = reporter.holder.words("?terkirim=lagi")
    assert "diberi tahu bahwa laporan ini belum selesai" in notice
    assert "Petugas menyatakan laporan ini selesai" not in notice
    assert line_of(taker, reporter.contact_id, "status")["asked"] == 1
    taker.done("intake/classify-contact", contact_id=reporter.contact_id, kind="information")


def test_without_words_it_says_what_was_pressed(server: Server, taker: Person) -> None:
    reporter = Reporter(server, taker, "192.0.2.3")
    reporter.over(reporter.incident())
    assert reporter.holder.says("lagi").status_code == 303
    card = taker.wait_for("queue", lambda c: c["contact_id"] == reporter.contact_id)
    card = taker.wait_for(
        "queue", lambda c: c["contact_id"] == reporter.contact_id and c["messages"]
    )
    assert "Belum selesai" in card["messages"][-1]["text"]
    taker.done("intake/classify-contact", contact_id=reporter.contact_id, kind="information")


def test_the_one_question_is_answered_once(server: Server, taker: Person) -> None:
    reporter = Reporter(server, taker, "192.0.2.4")
    assert reporter.holder.says("nilai", handled="yes").status_code == 409
    reporter.over(reporter.incident())
    assert reporter.holder.says("nilai").status_code == 422
    assert reporter.holder.says("nilai", handled="maybe").status_code == 422
    assert reporter.holder.says("nilai", handled="no", words="x" * 1001).status_code == 422
    words = citizen.said("Terima kasih")
    assert reporter.holder.says("nilai", handled="no", words=words).status_code == 303

    def answered(card: Card) -> bool:
        own = card["contact_id"] == reporter.contact_id
        return bool(own and card["links"][0]["handled"] is False)

    taker.wait_for("links", answered)
    assert reporter.holder.says("nilai", handled="yes").status_code == 409
    assert "Sudah ditangani?" not in reporter.holder.words()
    assert line_of(taker, reporter.contact_id, "status")["handled"] is False


def test_a_type_that_forbids_it_makes_the_page_vanish(server: Server, taker: Person) -> None:
    reporter = Reporter(server, taker, "192.0.2.5")
    never = Holder(server, "/s/" + "a" * 26, address="192.0.2.6").look()
    reporter.incident("crime.domestic_violence")
    eventually(lambda: reporter.holder.look().status_code != 200)
    assert reporter.holder.look().text == never.text
    ended = taker.wait_for(
        "links", lambda c: c["contact_id"] == reporter.contact_id and c["links"][0]["ended_at"]
    )
    assert ended["links"][0]["why"] == "unsafe"
    for kind in ("location", "status"):
        refused = taker.refused("links/issue-link", contact_id=reporter.contact_id, kind=kind)
        assert refused["refusal"] == "CONTACT_NOT_SAFE"
    path = f"/api/link-address/{reporter.contact_id}/{ended['links'][0]['link_id']}"
    assert taker.http.get(path).status_code == 404
    for where in ("lagi", "nilai", "dibuka"):
        assert reporter.holder.says(where, handled="no").status_code == 404
    last = taker.wait_for("links", lambda c: c["contact_id"] == reporter.contact_id)
    assert last == ended, "a dead page changed something"


def test_a_chat_gets_its_link_once_it_is_an_incident(
    server: Server, taker: Person, graph: Graph
) -> None:
    number = citizen.new_number()
    message = citizen.message(number, citizen.text(citizen.said("Ada yang jatuh")))
    assert citizen.post(server.url, citizen.update(message)).status_code == 200
    card = taker.wait_for_sender(number)
    taker.done("incident/open-incident", contact_id=card["contact_id"], incident_type="medical")
    line = line_of(taker, card["contact_id"], "status")
    path = address_of(taker, card["contact_id"], line).removeprefix(server.url)

    def arrived() -> bool:
        return any(path in json.dumps(body) for body in graph.to(number))

    eventually(arrived, what="the link is sent")
    assert "Petugas lapangan ditugaskan" in Holder(server, path, address="192.0.2.7").words()
    taken = taker.wait_for(
        "links", lambda c: c["contact_id"] == card["contact_id"] and c["links"][0]["status"]
    )
    assert taken["links"][0]["channel"] == "whatsapp"


@contextmanager
def stream(holder: Holder) -> Iterator[Iterator[str]]:
    with holder.stream() as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield answer.iter_lines()


def next_data(lines: Iterator[str]) -> dict[str, Any]:
    for line in lines:
        if line.startswith("data: {"):
            found: dict[str, Any] = json.loads(line.removeprefix("data: "))
            return found
    raise AssertionError("the stream ended")


def test_the_stream_tells_what_changes_and_of_this_report_only(
    server: Server, taker: Person
) -> None:
    reporter = Reporter(server, taker, "192.0.2.8")
    other = Reporter(server, taker, "192.0.2.9")
    with stream(reporter.holder) as lines:
        assert next_data(lines)["stage"] == "received"
        other.incident()
        incident_id = reporter.incident()
        told = next_data(lines)
        assert told["stage"] == "seen"
        assert "Petugas lapangan ditugaskan" in told["html"]
        taker.done("incident/close", incident_id=incident_id, result="dealt-with")
        while told["stage"] != "done":
            told = next_data(lines)
        line = line_of(taker, reporter.contact_id, "status")
        about = {"contact_id": reporter.contact_id, "link_id": line["link_id"]}
        taker.done("links/end-link", **about)
        assert any(each == "event: over" for each in lines)


def test_streams_have_an_end_of_number(server: Server, taker: Person) -> None:
    reporter = Reporter(server, taker, "192.0.2.10")
    dead = Holder(server, "/s/" + "a" * 26, address="192.0.2.11")
    assert dead.http.get(f"{dead.path}/alur").status_code == 404
    assert reporter.holder.http.post(f"{reporter.holder.path}/alur").status_code == 405
    with (
        stream(reporter.holder),
        stream(reporter.holder),
        stream(reporter.holder),
        stream(reporter.holder),
    ):
        fifth = reporter.holder.http.get(f"{reporter.holder.path}/alur")
        assert fifth.status_code == 429

    def counted_again() -> bool:
        with reporter.holder.stream() as answer:
            return answer.status_code == 200

    eventually(counted_again, what="a closed stream counts no more")


def test_a_look_is_the_link_opened(server: Server, taker: Person) -> None:
    reporter = Reporter(server, taker, "192.0.2.12")
    assert not line_of(taker, reporter.contact_id, "status")["opened_at"]
    for _ in range(3):
        assert reporter.holder.http.post(f"{reporter.holder.path}/dibuka").status_code == 200
    taker.wait_for(
        "links", lambda c: c["contact_id"] == reporter.contact_id and c["links"][0]["opened_at"]
    )
    by_chat = Holder.of(server, taker, reporter.contact_id, "location", address="192.0.2.13")
    assert by_chat.http.get(f"{by_chat.path}/dibuka").headers["content-type"] == "image/gif"
    line_of(taker, reporter.contact_id, "location")

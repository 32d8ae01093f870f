"""Guide cards over HTTP: read by whom, led by whom, signed by whom and only with the password."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from siaga.app.http.guide import READERS
from siaga.language.values import Role
from tests.http import citizen
from tests.http.conftest import People
from tests.http.people import Card, Person, fresh_id
from tests.http.server import PASSWORD, ROOT, Server, environment, siaga
from tests.http.test_doors import USERS, users

CARDS = "/api/guide-cards"
SIGN = "guide-cards/sign"
DRAFT = "belum ditandatangani penanggung jawab medis"


@pytest.fixture
def doctor(people: People) -> Person:
    return people("doctor")


@pytest.fixture
def cards(doctor: Person) -> dict[str, Card]:
    return {card["id"]: card for card in doctor.http.get(CARDS).json()["cards"]}


@pytest.fixture
def unsigned(doctor: Person) -> Iterator[None]:
    """Whatever the test signs is taken back: the rest of the run sees drafts."""
    yield
    for card, stand in doctor.cards("guide-cards").items():
        if stand["signed_at"]:
            doctor.done("guide/unsign-card", card=card, reason="Uji selesai")


def edition(card: Card) -> dict[str, Any]:
    return {"card": card["id"], "edition": card["version"], "digest": card["digest"]}


def contact(server: Server, taker: Person) -> str:
    """A citizen wrote, and waits."""
    number = citizen.new_number()
    words = citizen.text(citizen.said("bapak jatuh tidak bangun"))
    answer = citizen.post(server.url, citizen.update(citizen.message(number, words)))
    assert answer.status_code == 200
    return str(taker.wait_for_sender(number)["contact_id"])


def test_cards_are_for_the_room_its_overseers_and_the_doctor(
    server: Server, people: People
) -> None:
    assert httpx.get(server.url + CARDS).status_code == 401
    for role, user in users(server).items():
        person = people(user)
        wanted = 200 if {Role(one) for one in person.who["roles"]} & READERS else 403
        for path in (CARDS, "/kartu-panduan"):
            assert person.http.get(path).status_code == wanted, (role, path)


def test_cards_are_kept_by_the_browser_as_long_as_the_place_is_the_same(taker: Person) -> None:
    version = taker.http.get("/api/place").json()["version"]
    by_version = taker.http.get(CARDS, params={"v": version})
    assert "immutable" in by_version.headers["cache-control"]
    assert by_version.headers["content-encoding"] == "gzip"
    assert "no-cache" in taker.http.get(CARDS, params={"v": "older"}).headers["cache-control"]
    plain = taker.http.get(CARDS, headers={"Accept-Encoding": "identity"})
    assert plain.json() == by_version.json()
    assert plain.json()["sorting"]["start"]["walks"] == ["minor", "breathes"]


def test_the_road_of_a_guide(server: Server, taker: Person) -> None:
    contact_id = contact(server, taker)
    about = {"contact_id": contact_id}
    opened = taker.done(
        "incident/open-incident", incident_type="medical.cardiac_arrest", priority="P1", **about
    )
    taker.done("guide/start-guide", card="arrest", **about)
    taker.done("guide/answer-question", card="arrest", question="awake", answer="no", **about)
    taker.done("guide/answer-question", card="arrest", question="breathing", answer="no", **about)
    taker.done("guide/give-instruction", card="arrest", step="adult.1", **about)
    taker.done("guide/start-compressions", **about)
    card = taker.wait_for("guides", lambda one: one["compressions_at"])
    assert (card["contact_id"], card["incident_id"]) == (contact_id, opened["id"])
    assert card["signed"] is False
    clock = [
        datetime.fromisoformat(card[name])
        for name in ("clock_start_at", "arrest_at", "compressions_at")
    ]
    assert clock == sorted(clock)
    assert [line["answer"] or line["step"] for line in card["lines"]] == ["no", "no", "adult.1"]
    told = taker.cards("incident-story", incident=opened["id"]).values()
    kinds = [line["type"] for line in told]
    for kind in ("GuideStarted", "ArrestSuspected", "CompressionsStarted", "InstructionGiven"):
        assert kinds.count(kind) == 1
    taker.done("guide/end-guide", ending="help_arrived", **about)
    assert contact_id not in taker.cards("guides")
    taker.done("incident/close", incident_id=opened["id"], result="dealt-with")


def test_victims_are_sorted_and_counted(taker: Person) -> None:
    incident = taker.done("incident/open-incident", incident_type="disaster.collapse")["id"]
    seen = {"method": "jumpstart", "seen": ["breathes"], "not_seen": ["walks", "rate_15_to_45"]}
    taker.done("guide/tally-victim", incident_id=incident, **seen)
    taker.done("guide/count-victims", incident_id=incident, word="minor", count=14)
    card = taker.cards("victims")[incident]
    assert card["counts"] == {"immediate": 1, "minor": 14}
    refused = taker.refused("guide/count-victims", incident_id=incident, word="minor", count=-15)
    assert refused["refusal"] == "FEWER_VICTIMS_THAN_NONE"
    half = taker.refused(
        "guide/tally-victim", incident_id=incident, method="start", seen=[], not_seen=["walks"]
    )
    assert (half["refusal"], half["legal"]) == ("FINDING_MISSING", ["breathes"])
    taker.done("incident/close", incident_id=incident, result="dealt-with")
    assert incident not in taker.cards("victims")


def test_an_unknown_card_names_its_field(taker: Person) -> None:
    answer = taker.ask("guide/start-guide", card="nowhere", contact_id=fresh_id())
    assert (answer.status_code, answer.json()["field"]) == (422, "card")
    for body in ({}, {"contact_id": "?"}, {"contact_id": fresh_id(), "occurred_at": "2019-01-01"}):
        assert taker.ask("guide/start-guide", card="arrest", **body).status_code == 422


@pytest.mark.usefixtures("unsigned")
def test_the_doctor_signs_with_the_password(
    doctor: Person, taker: Person, cards: dict[str, Card]
) -> None:
    assert DRAFT in doctor.http.get("/kartu-panduan").text
    body = {"cards": [edition(cards["arrest"]), edition(cards["fire"])], "password": PASSWORD}
    doctor.done(SIGN, **body)
    stand = taker.cards("guide-cards")["arrest"]
    assert (stand["signed_by"], stand["digest"]) == (doctor.id, cards["arrest"]["digest"])
    assert taker.cards("guide-cards")["choking"]["signed_at"] is None
    assert "Ditandatangani Dokter jaga" in doctor.http.get("/kartu-panduan").text
    doctor.done("guide/unsign-card", card="fire", reason="Salah baca")
    assert taker.cards("guide-cards")["fire"]["signed_at"] is None


def test_a_wrong_password_or_other_words_sign_nothing(
    doctor: Person, cards: dict[str, Card]
) -> None:
    right = edition(cards["arrest"])
    answer = doctor.ask(SIGN, cards=[right], password="bukan-sandi")
    assert answer.status_code == 403
    assert "ditandatangani" in answer.json()["message"]
    stale = right | {"digest": "0" * 64}
    refused = doctor.refused(SIGN, cards=[edition(cards["fire"]), stale], password=PASSWORD)
    assert (refused["refusal"], refused["legal"]) == ("CARD_CHANGED", ["arrest"])
    wrong: list[dict[str, Any]] = [
        {"cards": [], "password": PASSWORD},
        {"cards": "arrest", "password": PASSWORD},
        {"cards": [{"card": "arrest"}], "password": PASSWORD},
        {"cards": [right]},
        {"cards": [right], "password": "x" * 201},
        {"cards": [right], "password": "a\x00"},
        {"cards": [right], "password": PASSWORD, "by": "somebody"},
        {"cards": [right], "password": PASSWORD, "command_id": "x"},
    ]
    for body in wrong:
        said = doctor.ask(SIGN, **body)
        assert said.status_code == 422, (body, said.text)
    assert not any(one["signed_at"] for one in doctor.cards("guide-cards").values())


def test_nobody_else_signs(people: People, cards: dict[str, Card], server: Server) -> None:
    body = {"cards": [edition(cards["arrest"])], "password": PASSWORD}
    for role, user in users(server).items():
        if role is not Role.DUTY_DOCTOR:
            answer = people(user).ask(SIGN, **body)
            assert answer.status_code == 403, role
    person = people(USERS[Role.DUTY_DOCTOR])
    no_token = httpx.post(
        f"{server.url}/api/{SIGN}",
        json=body | {"command_id": fresh_id()},
        headers={"Cookie": f"siaga_session={person.http.cookies['siaga_session']}"},
    )
    assert no_token.status_code == 403
    assert not any(one["signed_at"] for one in person.cards("guide-cards").values())


def test_guessing_the_doctors_password_is_throttled(server: Server) -> None:
    """At the doctor's own screen, from one address; somewhere else they may still sign."""
    guesser = Person(server.url, "doctor", address="10.66.6.6")
    card = edition(guesser.http.get(CARDS).json()["cards"][0])
    said = [guesser.ask(SIGN, cards=[card], password=f"tebakan-{n}").status_code for n in range(12)]
    assert said == [403] * 10 + [429] * 2
    guesser.close()
    elsewhere = Person(server.url, "doctor", address="10.66.6.7")
    assert elsewhere.ask(SIGN, cards=[card], password="bukan-sandi").status_code == 403
    elsewhere.close()


def test_the_paper_shows_everything_a_signature_is_for(
    doctor: Person, cards: dict[str, Card]
) -> None:
    page = doctor.http.get("/kartu-panduan")
    assert page.headers["content-type"].startswith("text/html")
    assert "style=" not in page.text
    for card in cards.values():
        assert card["digest"] in page.text
        for block in card["blocks"]:
            for text in block["say"]:
                assert _escaped(text["id"]) in page.text, text
                assert _escaped(text["en"]) in page.text, text
        for question in card["questions"]:
            assert _escaped(question["ask"]["id"]) in page.text
    assert page.text.count("Tanda tangan</span>") == len(cards) + 1
    assert not re.search(r"<script|javascript:|https?://", page.text)


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("'", "&#x27;").replace('"', "&quot;")


def test_the_go_live_check_names_what_is_unsigned(
    server: Server, doctor: Person, cards: dict[str, Card], tmp_path: Path
) -> None:
    def check(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            siaga("guide", *words, "--demo", "--data", str(server.folder / "data")),
            env=environment(**server.settings),
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )

    tried = check("check")
    assert tried.returncode == 1, tried.stderr
    last = tried.stdout.strip().splitlines()[-1]
    for card in ("arrest", "choking", "bleeding", "childbirth", "stroke", "fire", "drowning"):
        assert card in last
    assert "violence-home" in last
    assert "flood" not in last
    required = doctor.http.get(CARDS).json()["required"]
    doctor.done(SIGN, cards=[edition(cards[one]) for one in required], password=PASSWORD)
    try:
        passed = check("check")
        assert passed.returncode == 0, passed.stdout + passed.stderr
        assert "Dokter jaga" in passed.stdout
        paper = tmp_path / "kartu.html"
        assert check("paper", "--out", str(paper)).returncode == 0
        assert "<style>" in paper.read_text(encoding="utf-8")
    finally:
        for card in required:
            doctor.done("guide/unsign-card", card=card, reason="Uji selesai")

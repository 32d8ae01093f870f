"""The public form as browsers without JavaScript send it, and as machines abuse it."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import httpx

from tests.http import citizen
from tests.http.people import Card, Person, fresh_id
from tests.http.server import Server

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


class Citizen:
    """A browser without an account, from an address of its own."""

    def __init__(self, server: Server, address: str) -> None:
        self.url = f"{server.url}/lapor"
        self.headers = {"X-Forwarded-For": address}

    def form_id(self) -> str:
        page = httpx.get(self.url, headers=self.headers)
        assert page.status_code == 200
        found = re.search(r'name="form_id" value="([0-9a-f-]{36})"', page.text)
        assert found
        return found[1]

    def send(self, fields: dict[str, str], **more: object) -> httpx.Response:
        return httpx.post(self.url, data=fields, headers=self.headers, timeout=20, **more)  # type: ignore[arg-type]


def arrived(taker: Person, form_id: str) -> Card:
    return taker.wait_for("queue", lambda card: card["contact_id"] == form_id)


def test_a_report_with_a_photo_becomes_a_contact(server: Server, taker: Person) -> None:
    visitor = Citizen(server, "198.51.100.1")
    number, words = citizen.new_number(), citizen.said("Pohon tumbang 🌳 <b>di jalan</b>")
    fields = citizen.form(
        form_id=visitor.form_id(),
        words=words,
        name="Pak Joko",
        number=number,
        latitude="-1.6101",
        longitude="103.6131",
        accuracy_m="12.4",
    )
    answer = visitor.send(fields, files={"photo": ("foto.png", PNG, "image/png")})
    assert answer.status_code == 303, answer.text
    thanks = httpx.get(f"{server.url}{answer.headers['location']}")
    assert thanks.status_code == 200
    reference = parse_qs(urlsplit(answer.headers["location"]).query)["ref"][0]
    assert reference in thanks.text
    card = arrived(taker, fields["form_id"])
    assert card["channel"] == "web"
    assert (card["name"], card["number"]) == ("Pak Joko", number)
    (line,) = card["messages"]
    assert line["text"] == words
    assert card["location"]["source"] == "gps"
    assert card["location"]["accuracy_m"] == 12
    assert card["location"]["point"]["address"] == "Depan masjid"
    card = taker.wait_for(
        "queue",
        lambda card: (
            card["contact_id"] == fields["form_id"] and card["messages"][0]["media"][0]["shown"]
        ),
    )
    (photo,) = card["messages"][0]["media"]
    kept = taker.http.get(f"/api/media/{photo['shown']}")
    assert kept.headers["content-type"] == "image/jpeg", "a copy with nothing but the picture"
    assert "sandbox" in kept.headers["content-security-policy"]


def test_the_plain_form_and_its_double(server: Server, taker: Person) -> None:
    visitor = Citizen(server, "198.51.100.2")
    fields = citizen.form(form_id=visitor.form_id())
    answers = [visitor.send(fields) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [303] * 3
    assert len({answer.headers["location"] for answer in answers}) == 1
    card = arrived(taker, fields["form_id"])
    assert card["unread"] == 1
    assert len(card["messages"]) == 1


def test_an_address_alone_is_shown_to_the_room(server: Server, taker: Person) -> None:
    """Without coordinates and kelurahan the words of the place must still reach the room."""
    visitor = Citizen(server, "198.51.100.3")
    fields = citizen.form(form_id=visitor.form_id(), address="Lorong Kenanga RT 12")
    assert visitor.send(fields).status_code == 303
    arrived(taker, fields["form_id"])
    assert "Lorong Kenanga RT 12" in taker.http.get("/api/boards/queue").text


def test_without_a_form_id_nothing_is_lost(server: Server, taker: Person) -> None:
    visitor = Citizen(server, "198.51.100.4")
    for form_id in (None, "", "x", "0" * 32, "7d444840-9dc0-41d1-b245-5ffdce74fad2"):
        words = citizen.said("tanpa tanda")
        fields = citizen.form(words=words)
        del fields["form_id"]
        if form_id is not None:
            fields["form_id"] = form_id
        assert visitor.send(fields).status_code == 303, form_id
        wait_for_words(taker, words)


def wait_for_words(taker: Person, words: str) -> Card:
    def said(card: Card) -> bool:
        return any(words in (line["text"] or "") for line in card["messages"])

    return taker.wait_for("queue", said)


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(server: Server, taker: Person) -> None:
    before = set(taker.cards("queue"))
    visitor = Citizen(server, "198.51.100.5")
    words = citizen.said("Kata yang <i>tetap</i>")
    for wrong, field in (
        ({"address": ""}, "address"),
        ({"words": ""}, "words"),
        ({"latitude": "999", "longitude": "1"}, "location"),
        ({"latitude": "abc", "longitude": "1"}, "location"),
        ({"latitude": "NaN", "longitude": "1"}, "location"),
        ({"latitude": "0", "longitude": "0"}, "location"),
        ({"area": "99.99"}, "area"),
        ({"incident_type": "dragon"}, "incident_type"),
    ):
        answer = visitor.send(citizen.form(words=words, name="Bu Siti") | wrong)
        assert answer.status_code == 422, wrong
        assert f'id="{field}-error"' in answer.text, wrong
        assert 'value="Bu Siti"' in answer.text
        if "words" not in wrong:
            assert words.replace("<i>", "&lt;i&gt;").replace("</i>", "&lt;/i&gt;") in answer.text
    assert set(taker.cards("queue")) == before


def test_more_that_is_wrong(server: Server, taker: Person) -> None:
    before = set(taker.cards("queue"))
    visitor = Citizen(server, "198.51.100.6")
    for wrong in ({"words": "a\x00b"}, {"words": "x" * 4001}, {"number": "9" * 61}):
        assert visitor.send(citizen.form() | wrong).status_code == 422, str(wrong)[:40]
    english = visitor.send(citizen.form(address="", lang="en"))
    assert '<html lang="en">' in english.text
    photo = {"photo": ("foto.png", b"<script>alert(1)</script>", "image/png")}
    refused = visitor.send(citizen.form(), files=photo)
    assert refused.status_code == 422
    assert 'id="photo-error"' in refused.text
    program = {"photo": ("foto.exe", b"MZ" + b"\0" * 100, "application/x-msdownload")}
    assert visitor.send(citizen.form(), files=program).status_code == 422
    assert set(taker.cards("queue")) == before


def test_bodies_that_are_no_form(server: Server, taker: Person) -> None:
    before = set(taker.cards("queue"))
    url = f"{server.url}/lapor"
    multipart = "multipart/form-data; boundary=x"
    for number, (kind, body) in enumerate(
        (
            ("application/x-www-form-urlencoded", b"\xff\xfe=%ff%fe&words=%ff"),
            ("application/x-www-form-urlencoded", b"a" * 100_000),
            ("application/x-www-form-urlencoded", b"&".join(b"f%d=1" % n for n in range(5000))),
            (multipart, b"not multipart"),
            (multipart, b"--x\r\nContent-Disposition: form-data\r\n\r\ncut"),
            (
                multipart,
                b'--x\r\nContent-Disposition: form-data; name="words"\r\n\r\n\xff\xfe\r\n--x--',
            ),
            ("multipart/form-data", b"--x--"),
            ("application/json", b'{"words":"x","address":"y"}'),
            ("application/json", b"[1]"),
            ("text/plain", b"words=x"),
            ("", b""),
        )
    ):
        headers = {"Content-Type": kind, "X-Forwarded-For": f"198.51.100.{100 + number}"}
        answer = httpx.post(url, content=body, headers=headers)
        assert 400 <= answer.status_code < 500, (kind, body[:40], answer.status_code)
    big = {"photo": ("foto.png", PNG + b"\0" * (12 * 1024 * 1024), "image/png")}
    headers = {"X-Forwarded-For": "198.51.100.7"}
    answer = httpx.post(url, data=citizen.form(), files=big, headers=headers, timeout=30)
    assert answer.status_code in (413, 422)
    assert set(taker.cards("queue")) == before


def test_one_address_has_a_pace_and_is_told_to_telephone(server: Server) -> None:
    visitor = Citizen(server, "198.51.100.8")
    answers = [visitor.send(citizen.form(words=citizen.said("lagi"))) for _ in range(12)]
    statuses = [answer.status_code for answer in answers]
    assert statuses == [303] * 10 + [429] * 2
    assert "112" in answers[-1].text
    other = Citizen(server, "198.51.100.9")
    assert other.send(citizen.form()).status_code == 303


def test_the_pages_stand_without_scripts_and_say_what_they_are(server: Server) -> None:
    page = httpx.get(f"{server.url}/lapor")
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert "no-store" in page.headers["cache-control"]
    assert 'method="post"' in page.text
    assert 'class="drill"' in page.text, "a demo is marked"
    assert "tel:112" in page.text
    for name in re.findall(r'(?:href|src)="(/lapor/[^"?]+\.(?:css|js))"', page.text):
        assert httpx.get(f"{server.url}{name}").status_code == 200, name
    assert '<html lang="en">' in httpx.get(f"{server.url}/lapor?lang=en").text
    for ref in ("<script>", "A1B-2C", fresh_id(), ""):
        thanks = httpx.get(f"{server.url}/lapor/terima", params={"ref": ref})
        assert thanks.status_code == 200
        assert "<script>" not in thanks.text.replace('<script src="', "")

"""A photo in parts, as a phone with a bad signal sends it, and as machines abuse it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import httpx
import pytest

from tests.http import citizen
from tests.http.conftest import NothingStored
from tests.http.holder import Visitor
from tests.http.people import Person, fresh_id
from tests.http.server import Server

JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 1200
PART = 100_000


class Phone(Visitor):
    def begin(self, **more: Any) -> httpx.Response:
        body = {"media_type": "image/jpeg", "size": len(JPEG)} | more
        return self.post("/lapor/foto", json=body)

    def begun(self, **more: Any) -> str:
        answer = self.begin(**more)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["upload"])

    def part(self, upload: str, offset: Any, data: bytes) -> httpx.Response:
        headers = {"Upload-Offset": str(offset), "Content-Type": "application/octet-stream"}
        return self.put(f"/lapor/foto/{upload}", content=data, headers=headers)

    def finish(self, upload: str, data: bytes = JPEG) -> httpx.Response:
        digest = hashlib.sha256(data).hexdigest()
        return self.post(f"/lapor/foto/{upload}/selesai", json={"sha256": digest})

    def sent(self, data: bytes = JPEG) -> str:
        upload = self.begun(size=len(data))
        for offset in range(0, len(data), PART):
            answer = self.part(upload, offset, data[offset : offset + PART])
            assert answer.status_code == 200, answer.text
        assert self.finish(upload, data).json()["whole"] is True
        return upload

    def report(self, **fields: str) -> httpx.Response:
        data = citizen.form(**fields)
        return self.post("/lapor", data=data, headers={"Accept": "application/json"})


def test_a_cut_photo_goes_on_and_comes_with_its_report(server: Server, taker: Person) -> None:
    phone = Phone(server, "203.0.113.101")
    upload = phone.begun()
    assert phone.part(upload, 0, JPEG[:PART]).json()["offset"] == PART
    again = phone.part(upload, 0, JPEG[:PART])  # its answer was lost in a tunnel
    assert (again.status_code, again.json()["offset"]) == (200, PART), "the same answer"
    assert phone.get(f"/lapor/foto/{upload}").json()["offset"] == PART
    assert phone.finish(upload).status_code == 409
    for offset in range(PART, len(JPEG), PART):
        phone.part(upload, offset, JPEG[offset : offset + PART])
    assert phone.finish(upload).json() == {"offset": len(JPEG), "size": len(JPEG), "whole": True}
    form_id = fresh_id()
    for _ in range(2):  # the report's answer was lost too
        answer = phone.report(form_id=form_id, photo_upload=upload)
        assert answer.status_code == 200, answer.text
    assert answer.json()["status"].startswith("/s/")
    card = taker.wait_for("queue", lambda card: card["contact_id"] == form_id)
    (line,) = card["messages"]
    (photo,) = line["media"]
    assert photo["media_type"] == "image/jpeg"


def test_a_report_does_not_take_half_a_photo(server: Server, nothing_stored: NothingStored) -> None:
    phone = Phone(server, "203.0.113.102")
    upload = phone.begun()
    phone.part(upload, 0, JPEG[:PART])
    with nothing_stored():
        for wrong in (upload, "nobody", "x" * 5000):
            answer = phone.report(photo_upload=wrong)
            assert answer.status_code == 422, wrong[:20]
            assert answer.json()["errors"] == {"photo": "photo_refused"}


def test_a_photo_that_changed_on_the_way_begins_anew(server: Server) -> None:
    phone = Phone(server, "203.0.113.103")
    upload = phone.begun(size=10)
    phone.part(upload, 0, JPEG[:10])
    wrong = phone.finish(upload, b"something else")
    assert (wrong.status_code, wrong.json()["field"]) == (422, "sha256")
    assert phone.get(f"/lapor/foto/{upload}").json()["offset"] == 0


@pytest.mark.parametrize(
    "body",
    [
        {"media_type": "application/pdf", "size": 10},
        {"media_type": "image/svg+xml", "size": 10},
        {"media_type": 5, "size": 10},
        {"size": 10},
        {"media_type": "image/jpeg"},
        {"media_type": "image/jpeg", "size": "10"},
        {"media_type": "image/jpeg", "size": True},
        {"media_type": "image/jpeg", "size": 0},
        {"media_type": "image/jpeg", "size": -1},
        {"media_type": "image/jpeg", "size": 10**9},
        {"media_type": "image/jpeg", "size": 10**400},
        [],
    ],
)
def test_what_cannot_be_begun(server: Server, body: Any) -> None:
    phone = Phone(server, "203.0.113.104")
    answer = phone.post("/lapor/foto", content=json.dumps(body))
    assert answer.status_code == 422, answer.text
    assert answer.json()["message"]


def test_parts_that_are_none(server: Server) -> None:
    phone = Phone(server, "203.0.113.105")
    upload = phone.begun()
    for offset, data, wanted in (
        ("", JPEG[:9], 422),
        ("-1", JPEG[:9], 422),
        ("abc", JPEG[:9], 422),
        ("9" * 40, JPEG[:9], 422),
        ("٣", JPEG[:9], 422),
        (0, b"", 422),
        (0, b"MZ" + b"\0" * 9, 422),
        (5, JPEG[:9], 409),
        (0, b"\xff\xd8\xff" + b"x" * 600_000, 413),
        ("0" * 5000, b"x", 422),
        ("0" * 12 + "9" * 30, b"x", 422),
    ):
        headers = {"Upload-Offset": str(offset).encode()}
        answer = phone.put(f"/lapor/foto/{upload}", content=data, headers=headers)
        assert answer.status_code == wanted, (offset, answer.status_code, answer.text)
    assert phone.get(f"/lapor/foto/{upload}").json()["offset"] == 0
    for sha256 in (None, 5, "", "zz", "A" * 64):
        answer = phone.post(f"/lapor/foto/{upload}/selesai", json={"sha256": sha256})
        assert answer.status_code == 422, sha256
    for path in ("/lapor/foto/nobody", "/lapor/foto/" + "x" * 300):
        assert phone.get(path).status_code == 404
        assert phone.put(path, content=b"x", headers={"Upload-Offset": "0"}).status_code == 404
        sha = {"sha256": "0" * 64}
        assert phone.post(f"{path}/selesai", json=sha).status_code == 404


def test_one_address_begins_only_so_many(server: Server) -> None:
    phone = Phone(server, "203.0.113.106")
    statuses = [phone.begin().status_code for _ in range(14)]
    assert statuses == [200] * 12 + [429] * 2
    assert Phone(server, "203.0.113.107").begin().status_code == 200


def test_a_script_is_told_what_to_correct(server: Server, nothing_stored: NothingStored) -> None:
    phone = Phone(server, "203.0.113.108")
    with nothing_stored():
        answer = phone.report(words="", address="")
        assert answer.status_code == 422
        assert answer.json() == {"errors": {"words": "what_missing", "address": "where_missing"}}
    statuses = [phone.report().status_code for _ in range(12)]
    assert statuses[-1] == 429
    assert "112" in phone.report().json()["message"]


def test_the_application_of_the_phone_is_served_whole(server: Server) -> None:
    phone = Phone(server, "203.0.113.109")
    manifest = phone.get("/lapor/manifest.webmanifest")
    assert manifest.headers["content-type"].startswith("application/manifest+json")
    for icon in manifest.json()["icons"]:
        assert phone.get(icon["src"]).headers["content-type"] == "image/png"
    worker = phone.get("/lapor/sw.js")
    assert worker.headers["service-worker-allowed"] == "/lapor"
    assert worker.headers["cache-control"] == "no-cache"
    for name in ("simpan.js", "antrean.js", "lapor.js", "ikon.svg"):
        assert phone.get(f"/lapor/{name}").status_code == 200, name
    for name in ("words.py", "../citizen/words.py", "page.py", "README.md"):
        assert phone.get(f"/lapor/{name}").status_code == 404, name
        assert phone.get(f"/warga/{name}").status_code == 404, name
    page = phone.get("/kapan")
    assert page.status_code == 200
    assert '<html lang="en">' in phone.get("/kapan?lang=en").text
    for name in ("medical", "izin1"):
        assert phone.get(f"/warga/{name}.svg").headers["content-type"] == "image/svg+xml"

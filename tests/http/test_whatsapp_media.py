"""Files of citizens: fetched, kept as they came, opened only as a safe copy."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from PIL import Image

from tests.files import JAMBI, film, jpeg, ogg_opus, png, png_bomb
from tests.http import citizen
from tests.http.conftest import People
from tests.http.graph import Graph
from tests.http.people import Card, Person
from tests.http.server import Server

PROGRAM = b"MZ\x90\x00" + bytes(200)
PAGE = b"<html><script>alert(1)</script></html>"


def sent(server: Server, taker: Person, kind: str, node: dict[str, Any]) -> tuple[str, Card]:
    """→ (contact, file) once it is known what became of the file."""
    number = citizen.new_number()
    message = citizen.message(number, {"type": kind, kind: node})
    assert citizen.post(server.url, citizen.update(message)).status_code == 200
    card = taker.wait_for_sender(number, lambda card: done(card["messages"][0]["media"][0]))
    return card["contact_id"], card["messages"][0]["media"][0]


def done(file: Card) -> bool:
    return bool(file["shown"] or file["problem"] or file["original"] or file["lost"])


def test_a_photo_is_shown_without_what_it_hides(
    server: Server, taker: Person, graph: Graph, people: People
) -> None:
    data = jpeg(640, 480, place=JAMBI)
    assert b"Kamera Rahasia" in data
    contact_id, file = sent(server, taker, "image", graph.holds("7001", data, "image/jpeg"))
    assert (file["width"], file["height"], file["altered"]) == (640, 480, False)
    assert file["hint"]["point"]["latitude"] == pytest.approx(JAMBI[0], abs=1e-4)
    assert file["hint"]["accuracy_m"] is None
    answer = taker.http.get(f"/api/media/{file['shown']}")
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert b"Kamera Rahasia" not in answer.content
    shown = Image.open(io.BytesIO(answer.content))
    assert shown.size == (640, 480)
    assert not shown.getexif()
    original = f"/api/contacts/{contact_id}/originals/{file['original']}"
    assert taker.http.get(f"/api/media/{file['original']}").status_code == 404
    given = taker.http.get(original)
    assert given.content == data
    assert given.headers["content-disposition"].startswith("attachment; filename=")
    assert given.headers["content-type"] == "application/octet-stream"
    assert people("auditor").http.get(original).status_code == 200
    assert people("agency-dlh").http.get(original).status_code == 403
    other, _ = sent(server, taker, "image", graph.holds("7002", png(), "image/png"))
    assert taker.http.get(original.replace(contact_id, other)).status_code == 404
    card = taker.wait_for("queue", lambda card: card["contact_id"] == contact_id)
    assert card["location"] is None, "what a camera says is a hint, and moves nothing"


def test_a_voice_note_can_be_heard(server: Server, taker: Person, graph: Graph) -> None:
    data = ogg_opus(93.5)
    node = graph.holds("7010", data, "audio/ogg; codecs=opus") | {"voice": True}
    _, file = sent(server, taker, "audio", node)
    assert (file["duration_s"], file["voice"], file["media_type"]) == (94, True, "audio/ogg")
    assert taker.http.get(f"/api/media/{file['shown']}").content == data


def test_a_film_is_shown_without_where_it_was_made(
    server: Server, taker: Person, graph: Graph
) -> None:
    data = film(seconds=4, hidden=b"\x00\x00\x00\x20udta\x00\x12-01.6101+103.6131/....")
    _, file = sent(server, taker, "video", graph.holds("7011", data, "video/mp4"))
    assert file["duration_s"] == 4
    assert b"103.6131" not in taker.http.get(f"/api/media/{file['shown']}").content
    assert file["hint"]["point"]["longitude"] == pytest.approx(103.6131)


@pytest.mark.parametrize(
    ("data", "said", "kind", "problem"),
    [
        (PROGRAM, "image/jpeg", "image", "not_allowed"),
        (PAGE, "image/png", "image", "not_allowed"),
        (b"PK\x03\x04" + bytes(80), "application/pdf", "document", "not_allowed"),
        (b"<svg onload='x'/>", "image/svg+xml", "document", "not_allowed"),
        (b"%PDF-1.7 x", "image/jpeg", "image", "not_that_type"),
        (png_bomb(), "image/png", "image", "bomb"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "image/jpeg", "image", "broken"),
        (b"OggS\x00\x02", "audio/ogg", "audio", "broken"),
    ],
    ids=["program", "page", "archive", "svg", "pdf as photo", "bomb", "no photo", "no sound"],
)
def test_what_is_dangerous_is_kept_and_never_given_out(
    server: Server, taker: Person, graph: Graph, said: str, kind: str, data: bytes, problem: str
) -> None:
    media_id = f"71{len(graph.files):02d}"
    contact_id, file = sent(server, taker, kind, graph.holds(media_id, data, said))
    assert (file["problem"], file["shown"], file["original"]) == (problem, None, None)
    assert file["size_bytes"] == len(data), "kept all the same"
    card = taker.wait_for("queue", lambda card: card["contact_id"] == contact_id)
    assert card["unread"] == 1, "it rings"


def test_a_document_is_for_download_only(server: Server, taker: Person, graph: Graph) -> None:
    data = b"%PDF-1.7 surat"
    node = graph.holds("7020", data, "application/pdf") | {"filename": "surat.pdf"}
    contact_id, file = sent(server, taker, "document", node)
    assert (file["shown"], file["problem"]) == (None, None)
    given = taker.http.get(f"/api/contacts/{contact_id}/originals/{file['original']}")
    assert given.content == data
    assert given.headers["content-disposition"].endswith('.pdf"')


def test_bytes_that_were_not_announced_are_kept_and_marked(
    server: Server, taker: Person, graph: Graph
) -> None:
    node = graph.holds("7030", jpeg(), "image/jpeg")
    node["sha256"] = "A" * 43 + "="
    _, file = sent(server, taker, "image", node)
    assert file["altered"] is True
    assert file["shown"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda graph, node: node | {"url": graph.file_url("7040", stale=True)},
        lambda _, node: node | {"url": "https://evil.example/x.jpg"},
        lambda _, node: node | {"url": "http://169.254.169.254/latest/meta-data"},
        lambda _, node: {key: node[key] for key in node if key != "url"},
    ],
    ids=["stale", "elsewhere", "inside", "none"],
)
def test_without_a_good_address_the_id_gives_one(
    server: Server,
    taker: Person,
    graph: Graph,
    spoil: Callable[[Graph, dict[str, Any]], dict[str, Any]],
) -> None:
    node = spoil(graph, graph.holds("7040", jpeg(), "image/jpeg"))
    _, file = sent(server, taker, "image", node)
    assert file["shown"]
    assert graph.files["7040"].asked == 1
    assert graph.without_token == 0


def test_a_photo_from_the_web_is_opened_as_its_copy_too(server: Server, taker: Person) -> None:
    data = jpeg(90, 60, place=JAMBI)
    said = citizen.said("pohon tumbang")
    with_photo = {"photo": ("foto.jpg", data, "image/jpeg")}
    answer = httpx.post(
        f"{server.url}/lapor", data=citizen.form(words=said), files=with_photo, timeout=20
    )
    assert answer.status_code == 303, answer.text
    card = taker.wait_for(
        "queue",
        lambda card: (
            card["messages"]
            and said in (card["messages"][0]["text"] or "")
            and done(card["messages"][0]["media"][0])
        ),
    )
    file = card["messages"][0]["media"][0]
    shown = taker.http.get(f"/api/media/{file['shown']}")
    assert b"Kamera Rahasia" not in shown.content
    original = f"/api/contacts/{card['contact_id']}/originals/{file['original']}"
    assert taker.http.get(original).content == data

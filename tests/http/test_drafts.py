"""Two people fill one form at once; what was typed survives the other and stays in the room."""

from __future__ import annotations

from tests.http.citizen import said
from tests.http.conftest import People
from tests.http.people import fresh_id, until, up_to_date, watching


def test_both_see_what_the_other_types(people: People) -> None:
    one, two = people("calltaker"), people("calltaker2")
    draft, words = f"contact:{fresh_id()}", said("setengah kalimat")
    with watching(two, "queue:0") as events, watching(people("crew-amb1"), "units:0") as crew:
        up_to_date(events)
        saved = one.http.post(f"/api/drafts/{draft}", json={"field": "words", "value": words})
        assert saved.status_code == 200
        assert saved.json()["saved_at"]
        seen = until(events, lambda e: e.name == "signal" and e.data["key"] == draft)
        assert seen.data["kind"] == "draft"
        assert seen.data["value"]["words"]["value"] == words
        assert seen.data["value"]["words"]["by"] == one.id
        two.http.post(f"/api/drafts/{draft}", json={"field": "address", "value": "Simpang"})
        seen = until(events, lambda e: e.name == "signal" and e.data["key"] == draft)
        assert set(seen.data["value"]) == {"words", "address"}
        assert all(next(crew).name != "signal" for _ in range(3)), "a draft stays in the room"
    with watching(two, "queue:0") as late:
        seen = until(late, lambda e: e.name == "signal" and e.data["key"] == draft)
        assert seen.data["value"]["words"]["value"] == words
        assert one.http.delete(f"/api/drafts/{draft}").status_code == 200
        gone = until(late, lambda e: e.name == "signal" and e.data["key"] == draft)
        assert gone.data["value"] is None


def test_wrong_drafts(people: People) -> None:
    taker = people("calltaker")
    path = f"/api/drafts/{fresh_id()}"
    for body, field in (
        ({}, "field"),
        ({"field": 7, "value": "x"}, "field"),
        ({"field": "a b", "value": "x"}, "field"),
        ({"field": "words"}, "value"),
        ({"field": "words", "value": 7}, "value"),
        ({"field": "words", "value": "a\x00"}, "value"),
        ({"field": "words", "value": "x" * 4001}, "value"),
    ):
        answer = taker.http.post(path, json=body)
        assert answer.status_code == 422, body
        assert answer.json()["field"] == field
    broken = taker.http.post(path, content=rb'{"field":"words","value":"\ud800"}')
    assert broken.status_code == 422
    for name in ("a%00b", "x" * 65, "a%20b"):
        assert (
            taker.http.post(f"/api/drafts/{name}", json={"field": "a", "value": "b"}).status_code
            == 422
        )
        assert taker.http.delete(f"/api/drafts/{name}").status_code == 422
    for number in range(40):
        taker.http.post(path, json={"field": f"f{number}", "value": "x"})
    full = taker.http.post(path, json={"field": "one_too_many", "value": "x"})
    assert full.status_code == 422
    assert taker.http.delete(path).status_code == 200
    outside = people("crew-amb1").http.post(path, json={"field": "words", "value": "x"})
    assert outside.status_code == 403

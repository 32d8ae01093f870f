"""Every door that needs no account, with anything at all: a described answer, never a 500."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from siaga.app.http.routes_of_citizens import CITIZEN_ROUTES
from tests.http import citizen
from tests.http.holder import Visitor, address_of, called, issue
from tests.http.people import Person, fresh_id
from tests.http.server import Server

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
DOORS = [
    (path, method)
    for path, item in CITIZEN_ROUTES.items()
    for method, one in item.items()
    if "security" not in one and not path.endswith("/alur")
]
FIELDS = (
    *("latitude", "longitude", "accuracy_m", "area", "address", "once", "lang", "words"),
    *("handled", "media_type", "size", "sha256"),
)

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=5,
)
bodies = st.one_of(
    st.dictionaries(st.sampled_from(FIELDS), anything, max_size=5).map(
        lambda value: (JSON, json.dumps(value).encode())
    ),
    st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=40), max_size=5).map(
        lambda value: (FORM, str(httpx.QueryParams(value)).encode())
    ),
    st.tuples(st.sampled_from([JSON, FORM, "text/plain", ""]), st.binary(max_size=200)),
    st.tuples(st.just("multipart/form-data; boundary=x"), st.binary(max_size=200)),
)
segments = st.one_of(
    st.just("VALID"),
    st.text(alphabet="abcdefghijklmnopqrstuvwxyz234567", min_size=26, max_size=26),
    st.text(alphabet=st.characters(codec="utf-8", exclude_characters="/?#\\"), max_size=30),
    st.sampled_from(["..", "%00", "%2e%2e", "'", '"', "<script>", "a" * 2000]),
)


@pytest.fixture(scope="module")
def living(server: Server, taker_of_module: Person) -> dict[str, str]:
    """One token of each kind that lives, and an upload that was begun."""
    taker = taker_of_module
    contact_id = called(taker, number=citizen.new_number())
    other = called(taker, number=citizen.new_number())
    found = {
        "l": address_of(taker, contact_id, issue(taker, contact_id, "location")),
        "s": address_of(taker, other, issue(taker, other, "status")),
    }
    begun = Visitor(server, "203.0.113.201").post(
        "/lapor/foto", json={"media_type": "image/jpeg", "size": 1000}
    )
    tokens = {kind: address.rpartition("/")[2] for kind, address in found.items()}
    return tokens | {"lapor": begun.json()["upload"]}


@pytest.fixture(scope="module")
def taker_of_module(server: Server) -> Any:
    person = Person(server.url, "calltaker2")
    yield person
    person.close()


@given(data=st.data())
@settings(
    max_examples=400,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_request_whatever_breaks_a_public_door(
    data: st.DataObject, server: Server, living: dict[str, str]
) -> None:
    path, method = data.draw(st.sampled_from(DOORS))
    segment = data.draw(segments)
    first = path.split("/")[1]
    if segment == "VALID":
        segment = living.get(first, "x")
    content_type, body = data.draw(bodies)
    address = f"198.18.{data.draw(st.integers(0, 255))}.{data.draw(st.integers(0, 255))}"
    headers: dict[str, str] = {"Content-Type": content_type}
    if method == "put":
        headers["Upload-Offset"] = str(data.draw(st.sampled_from([0, 5, -1, "x", 10**30])))
    target = re.sub(r"{\w+}", lambda _: quote(segment, safe="%."), path)
    answer = Visitor(server, address).ask(
        method.upper(), target, content=body if method != "get" else None, headers=headers
    )
    described = CITIZEN_ROUTES[path][method]["responses"]
    # What the path itself makes of a strange segment is another route's, or nobody's.
    other_route = {"404", "405"} if segment not in living.values() else set()
    allowed = described.keys() | other_route | {"400", "413"}
    said = (method, target[:80], headers, body[:80], answer.status_code, answer.text[:200])
    assert answer.status_code < 500, said
    assert str(answer.status_code) in allowed, said


@pytest.mark.parametrize(
    ("path", "method"), [(path, method) for path, method in DOORS if "{" in path]
)
def test_a_page_of_a_dead_link_is_one_and_the_same(server: Server, path: str, method: str) -> None:
    """Whatever is knocked at: nothing is learnt about what lives."""
    answers = [
        Visitor(server, f"203.0.113.{210 + n}").ask(
            method.upper(),
            re.sub(r"{\w+}", token, path),
            headers={"Upload-Offset": "0"},
            content=b'{"sha256":"%s"}' % (b"0" * 64) if method != "get" else None,
        )
        for n, token in enumerate(("a" * 26, "b" * 26, fresh_id(), "x"))
    ]
    if path == "/l/{token}/dibuka" and method == "get":
        assert {answer.status_code for answer in answers} == {200}, "a picture is a picture"
    else:
        assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1

"""/api/openapi.json is complete and true: every route, every example, every answer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from siaga.app.http.application import application
from tests.http import citizen
from tests.http.conftest import People
from tests.http.people import Person, fresh_id
from tests.http.server import Server

DESKS = (
    "access",
    "agencies",
    "crews",
    "dispatch",
    "guide",
    "incident",
    "intake",
    "lines",
    "links",
    "persons",
    "reviews",
    "shelters",
    "triage",
    "units",
    "neighbours",
    "systems",
)
BARE = {
    "/s/{token}/alur",
    "/hooks/whatsapp",
    "/hooks/telegram",
    "/hooks/aml",
    "/hooks/neighbour",
    "/api/boards",
    "/healthz",
}
"""Routes that stand before the framework."""

PAGES = {
    "/",
    "/index.html",
    "/assets/{name}",
    "/sw.js",
    "/manifest.webmanifest",
    "/icon.svg",
    "/icon-192.png",
    "/icon-512.png",
    "/icon-maskable-512.png",
    "/badge.png",
    "/api/openapi.json",
    "/lapor/terima",
    "/lapor/{name}",
    "/lapor/layanan",
    "/lapor/layanan/dekat",
    "/lapor/manifest.webmanifest",
    "/warga/{name}",
    "/kartu-panduan",
    "/kartu-panduan/kertas.css",
    "/laporan-situasi/kertas.css",
    "/serah-terima/kertas.css",
    "/serah-terima/{patient_id}",
    "/laporan-situasi/{incident_id}/{number}",
}
"""What people's browsers load: no interface for programs."""


@cache
def description(url: str) -> dict[str, Any]:
    found: dict[str, Any] = httpx.get(f"{url}/api/openapi.json").json()
    return found


def validator(url: str, schema: dict[str, Any]) -> Draft202012Validator:
    resource = Resource.from_contents(description(url), default_specification=DRAFT202012)
    registry: Registry[Any] = Registry().with_resource("urn:api", resource)
    text = re.sub(r"#/components", "urn:api#/components", repr(schema))
    return Draft202012Validator(eval(text), registry=registry)


def commands(url: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in description(url)["paths"].items():
        if of_a_desk(path):
            yield path, item["post"]


def of_a_desk(path: str) -> bool:
    return path.startswith(tuple(f"/api/{desk}/" for desk in DESKS))


def test_it_is_openapi_3_1_and_every_reference_leads_somewhere(server: Server) -> None:
    whole = description(server.url)
    assert whole["openapi"].startswith("3.1")
    assert whole["info"]["title"]
    schemas = whole["components"]["schemas"]
    for name, schema in schemas.items():
        Draft202012Validator.check_schema(schema)
        assert re.fullmatch(r"[A-Za-z0-9._-]+", name)
    for target in re.findall(r"'\$ref': '([^']+)'", repr(whole)):
        assert target.startswith("#/components/schemas/")
        assert target.rpartition("/")[2] in schemas, target
    operations = [one for item in whole["paths"].values() for one in item.values()]
    ids = [one["operationId"] for one in operations if "operationId" in one]
    assert len(ids) == len(set(ids))
    for path, item in whole["paths"].items():
        for method, one in item.items():
            assert one["summary"], (method, path)
            assert one["responses"], (method, path)
            named = {p["name"] for p in one.get("parameters", ()) if p["in"] == "path"}
            assert named == set(re.findall(r"{(\w+)}", path)), path


def test_every_route_is_described_and_every_described_one_exists(server: Server) -> None:
    described = {
        (path, method.upper())
        for path, item in description(server.url)["paths"].items()
        for method in item
    }
    app = application(lambda: pytest.fail("no room is needed to list routes"))
    registered = {
        (re.sub(r"{(\w+):\w+}", r"{\1}", route.path), str(method))
        for route in app.routes
        for method in getattr(route, "methods", ())
        if str(method) != "OPTIONS"
    }
    registered = {(path, method) for path, method in registered if path not in PAGES}
    bare = {(path, method) for path, method in described if path in BARE}
    assert described - bare == registered


def test_examples_keep_their_own_schema(server: Server) -> None:
    found = list(commands(server.url))
    assert len(found) >= 35
    for path, one in found:
        content = one["requestBody"]["content"]["application/json"]
        check = validator(server.url, content["schema"])
        check.validate(content["example"])
        assert not check.is_valid(content["example"] | {"a_field_of_nobody": 1}), path
        assert not check.is_valid({}), path


def schema_of(url: str, path: str, method: str, status: int) -> dict[str, Any] | None:
    one = description(url)["paths"][path][method.lower()]
    assert str(status) in one["responses"], f"{method} {path} answered {status}: not described"
    content = one["responses"][str(status)].get("content", {})
    schema: dict[str, Any] | None = content.get("application/json", {}).get("schema")
    return schema


def check_answer(url: str, path: str, answer: httpx.Response) -> None:
    method = answer.request.method
    schema = schema_of(url, path, method, answer.status_code)
    if of_a_desk(path):
        assert schema is not None, (path, answer.status_code)
    if schema is not None:
        validator(url, schema).validate(answer.json())


def test_the_answers_are_as_described(server: Server, people: People) -> None:
    url, taker, crew = server.url, people("calltaker"), people("crew-amb1")
    incident = taker.ask("incident/open-incident", incident_type="fire")
    check_answer(url, "/api/incident/open-incident", incident)
    assert set(incident.json()) == {"position", "lineage", "id", "number"}
    stage = {"dispatch_id": fresh_id(), "status": "clear"}
    for person, path, fields in (
        (taker, "intake/record-call", {"words": citizen.said("x"), "location": {"area": "?"}}),
        (taker, "dispatch/report-status", stage),
        (crew, "incident/open-incident", {"incident_type": "fire"}),
        (crew, "units/go-on-duty", {"unit_id": "amb-2"}),
        (taker, "incident/classify", {"incident_id": incident.json()["id"]}),
    ):
        check_answer(url, f"/api/{path}", person.ask(path, **fields))
    check_answer(url, "/api/incident/close", httpx.post(f"{url}/api/incident/close", json={}))
    for path in ("/api/session", "/api/site", "/api/place", "/healthz", "/readyz", "/metrics"):
        check_answer(url, path, taker.http.get(path))
    for board in ("queue", "statistics", "nothing"):
        check_answer(url, "/api/boards/{board}", taker.http.get(f"/api/boards/{board}"))
    check_answer(url, "/api/media/{stored}", taker.http.get("/api/media/0"))


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(data=st.data())
@settings(
    max_examples=250,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_body_whatever_breaks_a_door(data: st.DataObject, server: Server, taker: Person) -> None:
    """An example with some of its fields replaced by anything: a described answer, never a 500."""
    path, one = data.draw(st.sampled_from(list(commands(server.url))))
    example = dict(one["requestBody"]["content"]["application/json"]["example"])
    body = example | {"command_id": fresh_id()}
    for name in data.draw(st.lists(st.sampled_from(sorted(body)), min_size=1, max_size=3)):
        body[name] = data.draw(ANYTHING)
    if path.startswith("/api/units") and body["unit_id"] == "amb-1":
        body["unit_id"] = "dmk-8"
    raw = json.dumps(body).encode()  # NaN and infinities too, as careless programs write them
    check_answer(server.url, path, taker.http.post(path, content=raw))


def test_the_streams_parameters_are_described(server: Server) -> None:
    parameters = description(server.url)["paths"]["/api/boards"]["get"]["parameters"]
    assert {one["name"] for one in parameters} == {"at", "lineage", "Last-Event-ID"}

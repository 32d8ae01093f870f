"""A citizen with a link: what phone and browser do with it, from an address of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from tests.http.people import Card, Person, fresh_id
from tests.http.server import Server
from tests.patience import PATIENCE_S

TAG = re.compile("<[^>]+>")


def issue(taker: Person, contact_id: str, kind: str, **more: Any) -> Card:
    """Sends a link; → its line on the room's board."""
    taker.done("links/issue-link", contact_id=contact_id, kind=kind, **more)
    return line_of(taker, contact_id, kind)


def line_of(taker: Person, contact_id: str, kind: str) -> Card:
    """The living link of this kind."""

    def lives(card: Card) -> bool:
        return card["contact_id"] == contact_id and any(
            line["kind"] == kind and not line["ended_at"] for line in card["links"]
        )

    card = taker.wait_for("links", lives)
    return next(line for line in card["links"] if line["kind"] == kind and not line["ended_at"])


def address_of(taker: Person, contact_id: str, line: Card) -> str:
    """Where it leads, as the room may copy it."""
    answer = taker.http.get(f"/api/link-address/{contact_id}/{line['link_id']}")
    assert answer.status_code == 200, answer.text
    return str(answer.json()["address"])


class Visitor:
    """A browser without an account; every request is a connection of its own."""

    def __init__(self, server: Server, address: str) -> None:
        self.url, self.headers = server.url, {"X-Forwarded-For": address}

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        headers = self.headers | more.pop("headers", {})
        return httpx.request(method, self.url + path, headers=headers, timeout=PATIENCE_S, **more)

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.ask("GET", path, **more)

    def post(self, path: str, **more: Any) -> httpx.Response:
        return self.ask("POST", path, **more)

    def put(self, path: str, **more: Any) -> httpx.Response:
        return self.ask("PUT", path, **more)


class Holder:
    """Somebody who holds a link. `path`: of the link, e.g. /l/<token>."""

    def __init__(self, server: Server, path: str, *, address: str = "203.0.113.1") -> None:
        self.path, self.http = path, Visitor(server, address)

    @classmethod
    def of(cls, server: Server, taker: Person, contact_id: str, kind: str, **more: Any) -> Holder:
        line = issue(taker, contact_id, kind)
        address = address_of(taker, contact_id, line)
        return cls(server, address.removeprefix(server.url), **more)

    def look(self, query: str = "") -> httpx.Response:
        return self.http.get(self.path + query)

    def words(self, query: str = "") -> str:
        """The page without its markup."""
        answer = self.look(query)
        assert answer.status_code == 200, answer.status_code
        return " ".join(TAG.sub(" ", answer.text).split())

    @contextmanager
    def stream(self) -> Iterator[httpx.Response]:
        """What follows of its progress."""
        url, headers = f"{self.http.url}{self.path}/alur", self.http.headers
        with httpx.stream("GET", url, headers=headers, timeout=PATIENCE_S) as answer:
            yield answer

    def is_at(self, latitude: Any, longitude: Any, **more: Any) -> httpx.Response:
        body = {"latitude": latitude, "longitude": longitude} | more
        return self.http.post(f"{self.path}/posisi", json=body)

    def says(self, where: str, **fields: str) -> httpx.Response:
        data = {"once": fresh_id()} | fields
        return self.http.post(f"{self.path}/{where}", data=data)


def called(taker: Person, **more: Any) -> str:
    """A telephone call entered by hand; → contact id."""
    return str(taker.done("intake/record-call", **more)["id"])

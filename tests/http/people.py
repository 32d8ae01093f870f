"""People at their browsers: signed in, asking commands, looking at boards, watching a stream."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from siaga.platform.ids import new_id
from tests.http.server import PASSWORD
from tests.patience import PATIENCE_S, eventually

Card = dict[str, Any]


def fresh_id() -> str:
    return str(new_id())


class Person:
    """One signed-in browser. `address`: where it seems to come from."""

    def __init__(self, url: str, user: str, *, address: str = "10.1.1.1") -> None:
        self.user = user
        headers = {"X-Forwarded-For": address}
        self.http = httpx.Client(base_url=url, headers=headers, timeout=20)
        answer = self.http.post("/api/session", json={"user": user, "password": PASSWORD})
        assert answer.status_code == 200, (user, answer.text)
        self.who: dict[str, Any] = answer.json()
        self.http.headers["X-CSRF-Token"] = answer.headers["X-CSRF-Token"]

    @property
    def id(self) -> str:
        return str(self.who["account_id"])

    def ask(self, path: str, **fields: Any) -> httpx.Response:
        """A command, with a new id unless one is given; whatever it answers."""
        body = {"command_id": fresh_id()} | fields
        return self.http.post(f"/api/{path}", json=body)

    def done(self, path: str, **fields: Any) -> dict[str, Any]:
        """A command that must succeed."""
        answer = self.ask(path, **fields)
        assert answer.status_code == 200, (path, fields, answer.status_code, answer.text)
        given: dict[str, Any] = answer.json()
        return given

    def refused(self, path: str, **fields: Any) -> dict[str, Any]:
        """A command that the world must refuse."""
        answer = self.ask(path, **fields)
        assert answer.status_code == 409, (path, fields, answer.status_code, answer.text)
        given: dict[str, Any] = answer.json()
        return given

    def look(self, board: str, **query: str) -> dict[str, Any]:
        answer = self.http.get(f"/api/boards/{board}", params=query)
        assert answer.status_code == 200, (board, answer.status_code, answer.text)
        seen: dict[str, Any] = answer.json()
        return seen

    def cards(self, board: str, **query: str) -> dict[str, Card]:
        cards: dict[str, Card] = self.look(board, **query)["cards"]
        return cards

    def wait_for(
        self, board: str, wanted: Callable[[Card], Any], *, seconds: float = PATIENCE_S
    ) -> Card:
        """The first card that fits; boards follow a command within milliseconds."""

        def fitting() -> list[Card]:
            return [card for card in self.cards(board).values() if wanted(card)]

        return eventually(fitting, within_s=seconds, what=f"such a card on {board}")[0]

    def wait_for_sender(
        self, number: str, wanted: Callable[[Card], Any] = bool, *, seconds: float = PATIENCE_S
    ) -> Card:
        """The card of this number, digits with country code, once it fits."""

        def fits(card: Card) -> bool:
            return card["number"] == f"+{number}" and bool(wanted(card))

        return self.wait_for("queue", fits, seconds=seconds)

    def close(self) -> None:
        self.http.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    name: str
    id: str
    data: Any


@contextmanager
def watching(
    person: Person, at: str, *, resume: str = "", lineage: str = ""
) -> Iterator[Iterator[Event]]:
    """The stream of these boards; ends with the block."""
    headers = {"Last-Event-ID": resume} if resume else {}
    query = {"at": at} | ({"lineage": lineage} if lineage else {})
    with person.http.stream("GET", "/api/boards", params=query, headers=headers) as answer:
        assert answer.status_code == 200, answer.read()
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield _events(answer.iter_lines())


def refused_stream(person: Person, at: str, *, resume: bytes = b"") -> tuple[int, dict[str, Any]]:
    """(status, answer) of a stream that may not begin."""
    headers = {b"Last-Event-ID": resume} if resume else {}
    with person.http.stream("GET", "/api/boards", params={"at": at}, headers=headers) as answer:
        assert answer.status_code != 200, f"a stream began for {at!r} after {resume!r}"
        answer.read()
        return answer.status_code, answer.json()


def _events(lines: Iterator[str]) -> Iterator[Event]:
    name, last_id, data = "message", "", ""
    for line in lines:
        if line.startswith("id:"):
            last_id = line[3:].strip()
        elif line.startswith("event:"):
            name = line[6:].strip()
        elif line.startswith("data:"):
            data += line[5:].strip()
        elif not line and data:
            yield Event(name=name, id=last_id, data=json.loads(data))
            name, last_id, data = "message", "", ""


def until(
    events: Iterator[Event], wanted: Callable[[Event], Any], *, seconds: float = PATIENCE_S
) -> Event:
    """Reads on to the first event that fits; a beat comes every second, so it cannot hang."""
    until_s = time.monotonic() + seconds
    for event in events:
        if wanted(event):
            return event
        assert time.monotonic() < until_s, f"no such event within {seconds} s"
    raise AssertionError("the stream ended")


def up_to_date(events: Iterator[Event]) -> list[Event]:
    """All events up to and without `current`."""
    seen: list[Event] = []
    for event in events:
        if event.name == "current":
            return seen
        seen.append(event)
    raise AssertionError("the stream ended")

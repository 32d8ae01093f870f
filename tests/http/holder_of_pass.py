"""Somebody who was sent a pass: a browser of his own, without an account."""

from __future__ import annotations

from typing import Any

import httpx

from tests.http.people import Person, fresh_id
from tests.http.server import Server


class PassHolder(Person):
    """Presses the button of the pass's page, and is in a session from then on."""

    def __init__(self, server: Server, address: str, **fields: str) -> None:
        self.user, self.path = "pass", httpx.URL(address).path
        self.http = httpx.Client(
            base_url=server.url, headers={"X-Forwarded-For": "10.9.8.7"}, timeout=20
        )
        self.led_in = self.http.post(self.path, data={"lang": "id", **fields})
        if self.led_in.status_code == 303:
            answer = self.http.get("/api/session")
            assert answer.status_code == 200, answer.text
            self.who: dict[str, Any] = answer.json()
            self.http.headers["X-CSRF-Token"] = answer.headers["X-CSRF-Token"]


def issue_pass(person: Person, **fields: Any) -> tuple[str, str]:
    """→ (pass id, address)."""
    pass_id = fresh_id()
    person.done("passes/issue-pass", command_id=pass_id, **fields)
    person.wait_for("passes", lambda card: card["pass_id"] == pass_id)
    answer = person.http.get(f"/api/pass-address/{pass_id}")
    assert answer.status_code == 200, answer.text
    return pass_id, str(answer.json()["address"])

"""Filing a handover with a health platform: a local one that asks for a token, ages it and fails.

The national platform itself cannot be reached from a test; its addresses and forms are those of
its public client (see channels/satusehat/protocol).
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fhir.resources.R4B.bundle import Bundle

from siaga.channels.satusehat.post import SatuSehat, SatuSehatSettings
from siaga.channels.satusehat.protocol import bundle
from siaga.channels.satusehat.protocol.answers import Answer
from tests.unit.test_handover import AROUND, WHOLE

SECRET = "rahasia"


class Platform(BaseHTTPRequestHandler):
    """Gives tokens for the right secret, takes Bundles that are FHIR, forgets tokens when told."""

    tokens: set[str]
    taken: list[dict[str, Any]]
    fails: list[int]

    def log_message(self, *_: Any) -> None:
        pass

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        path = urlsplit(self.path)
        if path.path == "/oauth2/v1/accesstoken":
            assert parse_qs(path.query) == {"grant_type": ["client_credentials"]}
            return self._token(parse_qs(body.decode()))
        if self.headers.get("Authorization", "").removeprefix("Bearer ") not in self.tokens:
            return self._answer(401, {"issue": [{"code": "login"}]})
        if self.fails:
            return self._answer(self.fails.pop(0), {})
        found = json.loads(body)
        Bundle.model_validate(found)
        self.taken.append(found)
        location = {"response": {"status": "201", "location": "Encounter/e-77/_history/1"}}
        return self._answer(200, {"resourceType": "Bundle", "entry": [location]})

    def _token(self, form: dict[str, list[str]]) -> None:
        if form.get("client_secret") != [SECRET]:
            return self._answer(401, {"error": "invalid_client"})
        self.tokens.add(f"t{len(self.tokens)}-{len(self.taken)}")
        token = max(self.tokens)
        return self._answer(200, {"access_token": token, "expires_in": "3599"})

    def _answer(self, status: int, body: Any) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@pytest.fixture
def platform() -> Iterator[tuple[type[Platform], str]]:
    handler = type("One", (Platform,), {"tokens": set(), "taken": [], "fails": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield handler, f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def filed(base: str, times: int = 1, secret: str = SECRET, then: Any = None) -> list[Answer]:
    settings = SatuSehatSettings(
        token_url=f"{base}/oauth2/v1/accesstoken",
        fhir_url=f"{base}/fhir-r4/v1",
        client_id="c",
        client_secret=secret,
    )

    async def work() -> list[Answer]:
        answers = []
        async with httpx.AsyncClient() as http:
            client = SatuSehat(settings, http)
            for _ in range(times):
                answers.append(await client.file(bundle(WHOLE, AROUND)))
                if then:
                    then()
        return answers

    return asyncio.run(work())


def test_a_bundle_is_taken_under_one_token(platform: tuple[type[Platform], str]) -> None:
    handler, base = platform
    answers = filed(base, times=2)
    assert answers == [Answer(taken=True, again=False, encounter="e-77")] * 2
    assert len(handler.taken) == 2
    assert len(handler.tokens) == 1


def test_a_forgotten_token_is_fetched_anew(platform: tuple[type[Platform], str]) -> None:
    handler, base = platform
    first, lost, again = filed(base, times=3, then=handler.tokens.clear)
    assert first.taken
    assert (lost.taken, lost.again, lost.problem) == (False, True, "http_401")
    assert again.taken


def test_a_platform_that_fails_is_asked_later(platform: tuple[type[Platform], str]) -> None:
    handler, base = platform
    handler.fails = [500, 429]
    busy, throttled, taken = filed(base, times=3)
    assert (busy.again, throttled.again, taken.taken) == (True, True, True)


def test_a_wrong_secret_and_a_dead_address(platform: tuple[type[Platform], str]) -> None:
    _, base = platform
    assert [one.problem for one in filed(base, secret="salah")] == ["no_token"]
    (dead,) = filed("http://127.0.0.1:9")
    assert (dead.taken, dead.again, dead.problem) == (False, True, "ConnectError")


def test_without_a_secret_it_is_switched_off() -> None:
    assert not SatuSehatSettings(token_url="https://x", fhir_url="https://x").enabled
    assert "rahasia" not in repr(SatuSehatSettings(client_secret=SECRET))

"""The same room with a provider between Meta and us: other addresses, another proof."""

from __future__ import annotations

import hmac
import json
import shutil
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import httpx
import pytest

from tests.files import jpeg
from tests.http import citizen
from tests.http.graph import Graph
from tests.http.people import Person
from tests.http.server import APP_SECRET, Server


@pytest.fixture(scope="module")
def other(graph: Graph) -> Iterator[Server]:
    folder = Path(tempfile.mkdtemp(prefix="siaga-http-"))
    folder.chmod(0o755)
    server = Server(folder, graph.url, SIAGA_WHATSAPP_PROVIDER="360dialog")
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def post(server: Server, body: object, header: str) -> int:
    raw = json.dumps(body).encode()
    signed = {header: hmac.new(APP_SECRET.encode(), raw, sha256).hexdigest()}
    url = f"{server.url}/hooks/whatsapp"
    return httpx.post(url, content=raw, headers=signed, timeout=20).status_code


def test_its_proof_its_address_and_its_way_to_files(other: Server, graph: Graph) -> None:
    number = citizen.new_number()
    node = graph.holds("7900", jpeg(), "image/jpeg")
    node["url"] = "https://lookaside.fbsbx.com/files/7900"  # asked for through the provider
    sent = citizen.message(number, {"type": "image", "image": node})
    assert post(other, citizen.update(sent), "X-Hub-Signature-256") == 403
    assert post(other, citizen.update(sent), "X-360Dialog-Signature") == 200
    graph.wait_for(number)
    assert "/v25.0/messages" in graph.paths
    taker = Person(other.url, "calltaker")
    try:
        card = taker.wait_for_sender(number, lambda card: card["messages"][0]["media"][0]["shown"])
    finally:
        taker.close()
    assert card["messages"][0]["media"][0]["problem"] is None
    assert graph.files["7900"].asked == 1

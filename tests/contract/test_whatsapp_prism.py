"""Our own sender against a mock server that only knows Meta's description."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from siaga.channels.whatsapp.outbound import Body
from siaga.channels.whatsapp.outcomes import Outcome, OutcomeKind
from siaga.channels.whatsapp.sender import WhatsAppSender
from siaga.channels.whatsapp.settings import WhatsAppSettings
from tests.contract.prism import prism
from tests.contract.test_whatsapp_bodies import BODIES, meta_document

pytestmark = pytest.mark.needs_data


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with prism(meta_document(), tmp_path_factory.mktemp("prism")) as address:
        yield f"{address}/v23.0"


def settings(graph_url: str) -> WhatsAppSettings:
    return WhatsAppSettings(
        enabled=True,
        app_secrets=(b"k",),
        verify_token="v",
        token="EAA-mock",
        phone_number_id="106540352242922",
        graph_url=graph_url,
    )


def sent(graph_url: str, body: Body) -> Outcome:
    async def send() -> Outcome:
        async with httpx.AsyncClient(trust_env=False) as http:
            return await WhatsAppSender(http).send(settings(graph_url), body)

    return asyncio.run(send())


@pytest.mark.parametrize("name", BODIES)
def test_every_body_we_send_is_taken(graph: str, name: str) -> None:
    outcome = sent(graph, BODIES[name])
    assert (outcome.kind, outcome.code) == (OutcomeKind.ACCEPTED, ""), name
    assert outcome.wamid


@pytest.mark.parametrize(
    "spoil",
    [
        {"type": "teks"},
        {"text": {"body": 7}},
        {"text": {"bodi": "x"}},
        {"to": None},
    ],
)
def test_what_meta_does_not_know_is_refused(graph: str, spoil: dict[str, Any]) -> None:
    outcome = sent(graph, {**BODIES["text"], **spoil})
    assert (outcome.kind, outcome.code) == (OutcomeKind.FAILED, "http_422")


def test_it_asks_for_the_token(graph: str) -> None:
    answer = httpx.post(settings(graph).messages_url, json=BODIES["text"], timeout=10)
    assert answer.status_code == 401

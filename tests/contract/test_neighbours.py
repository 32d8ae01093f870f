"""Two real rooms hand incidents to each other; what is forged, old or broken changes nothing."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from siaga.channels.agency_api.protocol import read_secret, sign
from siaga.channels.neighbour.protocol import Kind, Message, write
from siaga.desks.incident.commands import OpenIncident
from siaga.desks.neighbours.commands import (
    AcceptOffer,
    AddToHandover,
    AddToOffer,
    OfferHandover,
    RefuseOffer,
    SeeHandoverNotes,
    SeeOfferNotes,
    WithdrawHandover,
)
from siaga.desks.systems.commands import PauseSystem, ResumeSystem
from siaga.language.systems import SystemId
from siaga.language.values import HandoverId, IncidentId, IncidentTypeId, NeighbourId, Priority
from siaga.platform.ids import new_id
from tests.builders import ADMINISTRATOR
from tests.contract.servers import Server
from tests.contract.two_rooms import NOTHING, SECRET, Centre, centre, settings, two_places
from tests.patience import until

NEXT = NeighbourId("sebelah")
SYSTEM = SystemId("neighbour:sebelah")
Running = Callable[[str], Server]
Databases = tuple[dict[str, Any], dict[str, Any]]


@pytest.fixture
def databases(running: Running) -> Iterator[Databases]:
    """One for each centre."""
    server = running("wheel")
    with server.database() as west, server.database() as east:
        yield west, east


@asynccontextmanager
async def both(
    databases: Databases, folder: Path, *, ring_after_s: int = 60
) -> AsyncIterator[tuple[Centre, Centre]]:
    with two_places(folder, ring_after_s=ring_after_s) as places:
        async with (
            centre(databases[0], settings(folder, places, "id/barat")) as west,
            centre(databases[1], settings(folder, places, "id/timur")) as east,
        ):
            await west.connect(SYSTEM, east.hook)
            await east.connect(SYSTEM, west.hook)
            yield west, east


@asynccontextmanager
async def alone(databases: Databases, folder: Path) -> AsyncIterator[Centre]:
    with two_places(folder) as places:
        async with centre(databases[1], settings(folder, places, "id/timur")) as east:
            await east.connect(SYSTEM, "http://127.0.0.1:9/hooks/neighbour")
            yield east


async def opened(here: Centre, *, words: str = "Rumah terbakar") -> IncidentId:
    command = OpenIncident(
        command_id=new_id(),
        incident_type=IncidentTypeId("fire.building"),
        priority=Priority.P1,
        note=NOTHING,
    )
    answer = await here.ask("incident", command, note=words)
    assert answer.refusal is None
    return IncidentId(str(command.command_id))


async def offered(here: Centre, incident_id: IncidentId) -> HandoverId:
    command = OfferHandover(command_id=new_id(), incident_id=incident_id, neighbour=NEXT)
    answer = await here.ask("neighbours", command)
    assert answer.refusal is None
    return HandoverId(str(command.command_id))


async def taken(here: Centre, *, by_name: str = "Sari") -> Any:
    """Somebody here accepts the offer that rings, on an incident of their own."""
    offer = await until(lambda: next(iter(here.cards("offers")), None))
    own = await opened(here, words="Diambil alih")
    command = AcceptOffer(
        command_id=new_id(), offer_id=offer.offer_id, incident_id=own, by_name=NOTHING
    )
    answer = await here.ask("neighbours", command, by_name=by_name)
    assert answer.refusal is None
    return offer


async def more(here: Centre, words: str) -> None:
    command = AddToHandover(
        command_id=new_id(), handover_id=here.cards("handovers")[0].handover_id, note=NOTHING
    )
    answer = await here.ask("neighbours", command, note=words)
    assert answer.refusal is None


async def read_on_both_sides(west: Centre, east: Centre) -> None:
    """Every note rings where it came until a person has read it, and who wrote it is told so."""

    def notes(here: Centre) -> Any:
        return here.cards("border-notes")[0]

    (first, second) = (line for line in notes(east).lines if not line.ours)
    assert first.rings and second.rings  # noqa: PT018
    read = SeeOfferNotes(command_id=new_id(), offer_id=first.offer_id, parts=(first.part,))
    assert (await east.ask("neighbours", read)).refusal is None
    await until(lambda: notes(west).lines[0].read_at)
    assert notes(west).lines[1].read_at is None, "nobody has read the second"
    assert [line.rings for line in notes(east).lines] == [False, True]
    tell = AddToOffer(command_id=new_id(), offer_id=first.offer_id, note=NOTHING)
    await east.ask("neighbours", tell, note="Api padam, tiga korban dibawa ke rumah sakit")
    await until(lambda: notes(west).lines[-1].rings)
    told = notes(west).lines[-1]
    assert await west.plain(told.note) == "Api padam, tiga korban dibawa ke rumah sakit"
    await until(lambda: west.cards("open-incidents")[0].notes[-1].note == told.note)
    see = SeeHandoverNotes(
        command_id=new_id(), handover_id=told.handover_id, parts=(told.part, "gone")
    )
    assert (await west.ask("neighbours", see)).refusal is None
    await until(lambda: notes(east).lines[-1].read_at)
    assert not notes(west).lines[-1].rings


def handover(here: Centre, state: str) -> Any:
    found = (card for card in here.cards("handovers") if card.state == state)
    return next(found, None)


async def test_an_incident_goes_over_the_border_or_comes_back_with_a_reason(
    databases: Databases, tmp_path: Path
) -> None:
    async with both(databases, tmp_path) as (west, east):
        incident_id = await opened(west)
        await offered(west, incident_id)
        offer = await until(lambda: next(iter(east.cards("offers")), None))
        assert offer.rings
        assert offer.priority is Priority.P1
        assert offer.incident_type == "fire.building"
        assert "Rumah terbakar" in await east.plain(offer.summary) or offer.summary
        await until(lambda: west.cards("handovers")[0].delivered_at)
        assert west.cards("handovers")[0].state == "open", "it stays ours until they accept"
        await more(west, "Penelepon kedua: tiga korban")
        await until(lambda: east.cards("offers")[0].added)
        await taken(east, by_name="Sari, piket timur")
        ours = await until(lambda: handover(west, "accepted"))
        assert await west.plain(ours.by_name) == "Sari, piket timur"
        assert ours.their_number.startswith("K-")
        assert not ours.rings
        await until(lambda: not east.cards("offers"))  # they confirmed: it is ours alone
        await more(west, "Api merambat ke rumah sebelah")
        (work,) = await until(
            lambda: [card for card in east.cards("open-incidents") if len(card.notes) > 2]
        )
        assert await east.plain(work.notes[-2].note) == "Penelepon kedua: tiga korban"
        assert await east.plain(work.notes[-1].note) == "Api merambat ke rumah sebelah"
        await read_on_both_sides(west, east)
        # the next one they refuse
        await offered(west, await opened(west))
        offer = await until(lambda: next(iter(east.cards("offers")), None))
        command = RefuseOffer(
            command_id=new_id(), offer_id=offer.offer_id, reason=NOTHING, by_name=NOTHING
        )
        await east.ask("neighbours", command, reason="Tidak ada unit", by_name="Sari")
        ours = await until(lambda: handover(west, "refused"))
        assert ours.rings, "it is ours again, and somebody must see to it"
        assert await west.plain(ours.reason) == "Tidak ada unit"
        await until(lambda: not east.cards("offers"))


async def test_unanswered_it_rings_and_who_withdrew_first_keeps_it(
    databases: Databases, tmp_path: Path
) -> None:
    async with both(databases, tmp_path, ring_after_s=1) as (west, east):
        handover_id = await offered(west, await opened(west))
        await until(lambda: any(card.step for card in west.cards("handovers")))
        await until(lambda: any(card.step for card in east.cards("offers")))
        assert all(card.rings for card in (*west.cards("handovers"), *east.cards("offers")))
        pause = PauseSystem(command_id=new_id(), system=SYSTEM)
        for here in (west, east):
            await here.ask("systems", pause, actor=ADMINISTRATOR)
        await taken(east)
        await west.ask("neighbours", WithdrawHandover(command_id=new_id(), handover_id=handover_id))
        for here in (west, east):
            resume = ResumeSystem(command_id=new_id(), system=SYSTEM)
            await here.ask("systems", resume, actor=ADMINISTRATOR)
        theirs = await until(lambda: next(iter(east.cards("offers")), None))
        await until(lambda: east.cards("offers")[0].state == "withdrawn")
        theirs = east.cards("offers")[0]
        assert theirs.was_ours
        assert theirs.rings, "somebody here works on what is theirs"
        assert handover(west, "withdrawn") is not None


def signed(body: bytes, *, at_s: float | None = None, event_id: str = "") -> dict[str, str]:
    at = int(time.time() if at_s is None else at_s)
    key = event_id or str(new_id())
    return {"siaga-place": "id/barat"} | sign(read_secret(SECRET), event_id=key, at_s=at, body=body)


def offer_of(handover_id: str, *, eido: Any = None) -> bytes:
    document = eido if eido is not None else {"$id": "urn:x", "agencyComponent": [{"$id": "x"}]}
    message = Message(
        kind=Kind.OFFER, handover=handover_id, incident="i-1", number="K-1", eido=document
    )
    return write(message)


async def test_what_is_forged_old_or_broken_is_refused_and_stored_nowhere(
    databases: Databases, tmp_path: Path
) -> None:
    async with alone(databases, tmp_path) as east, httpx.AsyncClient() as http:
        body = offer_of("h-1")

        async def post(content: bytes, headers: dict[str, str]) -> tuple[int, str]:
            answer = await http.post(east.hook, content=content, headers=headers, timeout=30)
            return answer.status_code, answer.text

        now = time.time()
        forged = signed(body) | {"webhook-signature": "v1," + "A" * 43 + "="}
        assert (await post(body, forged))[0] == 403
        assert (await post(body, {}))[0] == 403
        assert (await post(body, signed(body) | {"siaga-place": "id/barat~latihan"}))[0] == 403
        assert (await post(body + b" ", signed(body)))[0] == 403, "another body, same signature"
        for at_s in (now - 301, now + 3600):  # the machine may be slow: not a second beyond it
            status, said = await post(body, signed(body, at_s=at_s))
            assert (status, "stale" in said) == (403, True)
        big = offer_of("h-2", eido={"$id": "x", "fill": "x" * (10 * 1024 * 1024)})
        assert (await post(big, signed(big)))[0] == 413
        nested = b'{"version":1,"kind":"offer","eido":' + b'{"a":' * 20_000 + b"1" + b"}" * 20_001
        for garbage, field in (
            (b"\xff\x00", "body"),
            (b"[]", "body"),
            (nested, "body"),
            (b'{"version":2}', "version"),
            (b'{"version":1,"kind":"hadiah"}', "kind"),
            (write(Message(kind=Kind.ACCEPTED, handover="h-1")), "by_name"),
            (offer_of("h 1"), "handover"),
            (offer_of("h-3", eido={"agencyComponent": [{}]}), "eido.$id"),
            (offer_of("h-4", eido={"$id": "x", "agencyComponent": "x"}), "eido.agencyComponent"),
            (offer_of("h-5", eido={"$id": "x", "agencyComponent": [{"a": _deep(200)}]}), "eido"),
        ):
            status, said = await post(garbage, signed(garbage))
            assert status == 422, (garbage[:60], said)
            assert json.loads(said)["field"] == field
        await asyncio.sleep(0.3)
        assert east.cards("offers") == []
        body = _oddly(body)
        replayed = signed(body)
        for _ in range(3):  # the same post, and the same offer under another key
            assert (await post(body, replayed))[0] == 200
        assert (await post(body, signed(body)))[0] == 200
        await until(lambda: east.cards("offers"))
        await asyncio.sleep(0.3)
        assert len(east.cards("offers")) == 1
        assert east.room.inbox.aside == 0


def _oddly(body: bytes) -> bytes:
    """The same offer with references that are none, and half a character as JSON may say it."""
    odd = b'"incidentComponent":{"locationReference":[{"$ref":["x"]}]},'
    odd += rb'"locationComponent":[{"$id":{}}],"note":"\ud800",'
    return body.replace(b'"eido":{', b'"eido":{' + odd)


def _deep(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = {"a": value}
    return value

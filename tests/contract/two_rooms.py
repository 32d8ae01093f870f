"""Two real rooms with their own databases, side by side, each the other's neighbour."""

from __future__ import annotations

import asyncio
import base64
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

import uvicorn

from siaga.app.config import ROOT, Config
from siaga.app.http.application import application, hot_paths
from siaga.app.room import Room, close_room, open_room
from siaga.desks.systems.commands import ConnectSystem
from siaga.language.systems import SystemId
from siaga.language.values import Actor, Asked, Sealed
from siaga.platform.gateway import Submission
from siaga.platform.ids import new_id
from siaga.platform.logbook import Answer
from siaga.platform.wire import Seal
from tests.builders import ADMINISTRATOR, TAKER
from tests.patience import until

SHIPPED = next((ROOT / "places").glob("*/*/place.toml")).parent
SECRET = "whsec_" + base64.b64encode(b"rahasia-bersama-dua-pusat-uji").decode()
NEIGHBOURS = """
cross_border_P1 = "yes"
ring_after_s = {ring_after_s}
[[neighbour]]
id = "sebelah"
name = {{ id = "Kota sebelah", en = "Next city" }}
code = "15.05"
latitude = -1.6
longitude = 103.6
place = "id/{other}"
"""


@contextmanager
def two_places(folder: Path, *, ring_after_s: int = 60) -> Iterator[Path]:
    """A folder of places with two cities that know each other."""
    places = folder / "places"
    shutil.copytree(ROOT / "places", places)
    for name, other in (("barat", "timur"), ("timur", "barat")):
        here = places / "id" / name
        shutil.copytree(SHIPPED, here)
        path = here / "place.toml"
        lines = path.read_text().splitlines()
        path.write_text("\n".join([f'id = "id/{name}"', *lines[1:]]) + "\n")
        words = NEIGHBOURS.format(other=other, ring_after_s=ring_after_s)
        (here / "neighbours.toml").write_text(words)
    yield places


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@dataclass(slots=True, kw_only=True)
class Centre:
    """One room, served on a port of this machine."""

    room: Room
    port: int

    @property
    def hook(self) -> str:
        return f"http://127.0.0.1:{self.port}/hooks/neighbour"

    async def ask(self, desk: str, command: Any, *, actor: Actor = TAKER, **sealed: str) -> Answer:
        """`sealed`: fields of the command that go into the vault first."""
        seal = Seal(self.room.sealer, self.room.vault.remember)
        fields: dict[str, Sealed] = {name: seal(text) for name, text in sealed.items()}
        asked = Asked(actor=actor, received_at=self.room.clock.now())
        return await self.room.gateway.submit(
            Submission(
                desk=desk,
                command=replace(command, **fields),
                asked=asked,
                items=seal.about(subject="", case_id=""),
            )
        )

    async def connect(self, system: str, url: str, *, secret: str = SECRET) -> None:
        command = ConnectSystem(
            command_id=new_id(),
            system=SystemId(system),
            webhook_url=NOTHING,
            webhook_secret=NOTHING,
        )
        answer = await self.ask(
            "systems", command, actor=ADMINISTRATOR, webhook_url=url, webhook_secret=secret
        )
        assert answer.refusal is None

    def cards(self, board: str) -> list[Any]:
        slots = self.room.hub.boards[board].slots.values()
        return [slot.card for slot in slots if slot.card is not None]

    async def plain(self, sealed: Sealed | None) -> str:
        if sealed is None:
            return ""
        return (await self.room.vault.reveal([sealed.ref])).get(sealed.ref) or ""


NOTHING = Sealed("0" * 32, "0" * 32)


@asynccontextmanager
async def centre(options: dict[str, Any], settings: Config) -> AsyncIterator[Centre]:
    room = await open_room(settings, options)

    def room_of() -> Room:
        return room

    app = hot_paths(room_of, application(room_of))
    config = uvicorn.Config(app, port=0, log_level="error", lifespan="off", access_log=False)
    server = _Server(config)
    serving = asyncio.create_task(server.serve())
    try:
        await until(lambda: server.started)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield Centre(room=room, port=port)
    finally:
        server.should_exit = True
        room.hub.close()
        await serving
        await close_room(room)


def settings(folder: Path, places: Path, place: str, **more: Any) -> Config:
    return Config(
        data=folder / place.replace("/", "-"),
        place=place,
        places=places,
        outbound_networks="127.0.0.1/32",
        **more,
    )


def uid() -> UUID:
    return new_id()

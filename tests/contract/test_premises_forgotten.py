"""What was known of an address is destroyed in its time, and kept while a hold is on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from siaga.app.workers.premises import Premises
from siaga.desks.premises.commands import EndPremise, NotePremise
from siaga.language.premises import PremiseEnd, PremiseKind, PremiseSource
from siaga.language.values import Asked
from siaga.platform.gateway import Submission
from siaga.platform.ids import new_id
from siaga.platform.locations import read_location
from siaga.platform.wire import Seal
from tests.builders import TAKER
from tests.contract.servers import Server
from tests.contract.two_rooms import Centre, centre, settings, two_places
from tests.patience import until

SPOT = {"latitude": -1.6234, "longitude": 103.5921, "source": "pin"}
READABLE = "select count(*) from vault_item where case_id = $1 and data is not null"


@pytest.fixture
def database(running: Callable[[str], Server]) -> Iterator[dict[str, Any]]:
    with running("wheel").database() as options:
        yield options


async def noted(here: Centre, case_id: str) -> str:
    room = here.room
    seal = Seal(room.sealer, room.vault.remember)
    command = NotePremise(
        command_id=new_id(),
        kind=PremiseKind.VIOLENCE,
        source=PremiseSource.POLICE,
        location=read_location("location", SPOT, seal=seal, place=room.place),
        premise_words=seal("Menyimpan parang", label="premise"),
        premise_told_by=seal("Aipda Contoh", label="premise"),
    )
    asked = Asked(actor=TAKER, received_at=room.clock.now())
    items = seal.about(subject="", case_id=case_id)
    answer = await room.gateway.submit(
        Submission(desk="premises", command=command, asked=asked, items=items)
    )
    assert answer.refusal is None
    return str(command.command_id)


async def test_words_and_point_of_a_note_are_destroyed_unless_they_are_held(
    database: dict[str, Any], tmp_path: Path
) -> None:
    with two_places(tmp_path) as places:
        rules = places / "id" / "timur" / "premises.toml"
        rules.write_text(rules.read_text().replace("keep_days = 30", "keep_days = 0"))
        async with centre(database, settings(tmp_path, places, "id/timur")) as here:
            room = here.room
            worker = next(one for one in room.finders if isinstance(one, Premises))
            gone, held = await noted(here, "kasus-lama"), await noted(here, "kasus-polisi")
            await room.vault.hold("kasus-polisi", "polisi")
            for note_id in (gone, held):
                end = EndPremise(command_id=new_id(), note_id=note_id, why=PremiseEnd.OVER)
                assert (await here.ask("premises", end)).refusal is None
            await until(lambda: worker.held == {held})
            await until(lambda: {card.note_id for card in here.cards("premises")} == {held})
            pool = room.vault.pool
            assert await pool.fetchval(READABLE, "kasus-lama") == 0
            assert await pool.fetchval(READABLE, "kasus-polisi") == 3
            await room.vault.hold("kasus-polisi", None)
            await noted(here, "kasus-lain")  # any note wakes the worker
            await until(lambda: held not in {card.note_id for card in here.cards("premises")})
            await until(lambda: pool.fetchval("select 0 = (" + READABLE + ")", "kasus-polisi"))

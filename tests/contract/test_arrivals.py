"""Expected arrivals follow the ambulance, on the real gateway and boards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from siaga.app.boards import BOARDS
from siaga.app.workers.hospitals.arrivals import Arrivals
from siaga.desks.patients.commands import ChooseDestination, RegisterPatients
from siaga.desks.patients.doors import DESK
from siaga.language.dispatch import Stage
from siaga.language.entry import Fact
from siaga.language.values import Asked, HospitalId, PatientId
from siaga.platform.gateway import Gateway, Submission
from siaga.platform.hub import Hub
from siaga.platform.reveal import Revealer
from siaga.platform.signals import Signals
from siaga.platform.vault import Sealer, Vault
from tests.builders import NOW, PLACE, TAKER, claim, minutes, uid
from tests.contract.servers import wish
from tests.contract.streaming import Room
from tests.unit.patients_story import INCIDENT, JOB, drove, opened, sent

FAR, NEAR = (-1.70, 103.70), (-1.615, 103.615)  # of the hospital at -1.61, 103.61


class Clock:
    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> Any:
        return self.at


class Erased(Vault):
    """Has nothing: of a place only its area is known."""

    async def reveal(self, refs: Iterable[str]) -> Mapping[str, str | None]:
        return dict.fromkeys(refs)


class Bound:
    """A patient with an ambulance, and a hospital that was told of them."""

    def __init__(self) -> None:
        self.room, self.clock = Room(), Clock()
        self.signals = Signals(lambda *_: True)
        self.gateway = Gateway(self.room.book, PLACE, desks=[DESK])
        vault = Erased(None, 0, sealer=Sealer(b"k" * 32), erased=Path("never-written"))
        boards = [board for board in BOARDS if board.name in ("patients", "open-incidents")]
        self.hub = Hub(boards, Revealer(vault), signals=self.signals)
        self.room.tail.readers += [self.gateway.states.follow, self.hub.follow]
        self.arrivals = Arrivals(self.gateway, self.hub, vault=vault, clock=self.clock)

    async def begin(self, *facts: Fact) -> None:
        await self.room.book.append(wish(*facts))
        say = [
            RegisterPatients(command_id=uid(1), incident_id=INCIDENT, dispatch_id=JOB),
            ChooseDestination(
                command_id=uid(2),
                patient_id=PatientId(str(uid(1))),
                incident_id=INCIDENT,
                hospital=HospitalId("rsud"),
            ),
        ]
        for command in say:
            asked = Asked(actor=TAKER, received_at=self.clock.now())
            told = Submission(desk="patients", command=command, asked=asked)
            assert (await self.gateway.submit(told)).refusal is None

    def at(self, point: tuple[float, float]) -> None:
        value = {"latitude": point[0], "longitude": point[1], "accuracy_m": 8}
        self.signals.put("position", "amb-1", value=value, at=self.clock.at)

    @property
    def eta_at(self) -> datetime:
        card = self.hub.boards["patients"].slots[INCIDENT].card
        found = card.patients[str(uid(1))].pre_alert.eta_at
        assert isinstance(found, datetime)
        return found


async def test_the_hospital_sees_the_arrival_move_and_never_a_stale_one() -> None:
    bound = Bound()
    await bound.begin(opened(), sent())
    look = bound.arrivals.look
    assert await look() == 0  # nobody knows where the unit is, nor where it happened
    bound.at(FAR)
    assert await look() == 1
    assert await look() == 0  # it did not move
    bound.clock.at += minutes(1)
    bound.at(NEAR)
    assert await look() == 1
    assert bound.eta_at < NOW + minutes(5)
    bound.clock.at += minutes(30)
    assert await look() == 0  # half an hour old: nobody knows where it is


async def test_a_crew_on_the_radio_is_expected_from_where_it_drives_off() -> None:
    bound = Bound()
    area = claim(area="15.71.10.1003")
    await bound.begin(replace(opened(), location=area), sent())
    look = bound.arrivals.look
    assert await look() == 1
    first = bound.eta_at
    bound.clock.at += minutes(5)
    assert await look() == 0  # it waits there: reckoned once
    await bound.room.book.append(wish(drove(Stage.TRANSPORTING, minute=10)))
    bound.clock.at += minutes(7)
    assert await look() == 1
    assert bound.eta_at - first == minutes(10)
    assert await look() == 0

"""Expected arrivals follow the ambulance, on the real gateway and boards."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from siaga.app.boards import BOARDS
from siaga.app.workers.hospitals.arrivals import Arrivals
from siaga.desks.patients.commands import ChooseDestination, RegisterPatients
from siaga.desks.patients.doors import DESK
from siaga.language.values import Asked, HospitalId, PatientId
from siaga.platform.gateway import Gateway, Submission
from siaga.platform.hub import Hub
from siaga.platform.reveal import Revealer
from siaga.platform.signals import Signals
from siaga.platform.vault import Sealer, Vault
from tests.builders import NOW, PLACE, TAKER, minutes, uid
from tests.contract.servers import wish
from tests.contract.streaming import Room
from tests.unit.patients_story import INCIDENT, JOB, opened, sent

FAR, NEAR = (-1.70, 103.70), (-1.615, 103.615)  # of the hospital at -1.61, 103.61


class Clock:
    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> Any:
        return self.at


async def test_the_hospital_sees_the_arrival_move_and_never_a_stale_one() -> None:
    room = Room()
    clock, signals = Clock(), Signals(lambda *_: True)
    gateway = Gateway(room.book, PLACE, desks=[DESK])
    vault = Vault(None, 0, sealer=Sealer(b"k" * 32), erased=Path("never-written"))
    boards = [board for board in BOARDS if board.name == "patients"]
    hub = Hub(boards, Revealer(vault), signals=signals)
    room.tail.readers += [gateway.states.follow, hub.follow]
    await room.book.append(wish(opened(), sent()))
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
        asked = Asked(actor=TAKER, received_at=clock.now())
        answer = await gateway.submit(Submission(desk="patients", command=command, asked=asked))
        assert answer.refusal is None
    arrivals = Arrivals(gateway, hub, signals=signals, clock=clock)
    assert await arrivals.look() == 0  # the unit has never said where it is

    def at(point: tuple[float, float]) -> None:
        value = {"latitude": point[0], "longitude": point[1], "accuracy_m": 8}
        signals.put("position", "amb-1", value=value, at=clock.at)

    at(FAR)
    assert await arrivals.look() == 1
    assert await arrivals.look() == 0  # it did not move
    clock.at += minutes(1)
    at(NEAR)
    assert await arrivals.look() == 1
    card = hub.boards["patients"].slots[INCIDENT].card
    line = card.patients[str(uid(1))]
    assert line.pre_alert.eta_at < NOW + minutes(5)
    clock.at += minutes(30)
    assert await arrivals.look() == 0  # half an hour old: nobody knows where it is

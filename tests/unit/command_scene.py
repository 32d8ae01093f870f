"""A fire with an engine and an ambulance, for stories about its command."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from siaga.boards import command as board
from siaga.desks.command.commands import AnswerRollCall
from siaga.desks.command.doors import DESK
from siaga.desks.dispatch.commands import Cancel, DispatchUnit
from siaga.desks.dispatch.doors import DESK as DISPATCH
from siaga.desks.incident.commands import Close, OpenIncident, Reopen
from siaga.desks.incident.doors import DESK as INCIDENT
from siaga.desks.units.commands import GoOnDuty
from siaga.desks.units.doors import DESK as UNITS
from siaga.language.major import RollAnswer
from siaga.language.values import (
    Actor,
    DispatchId,
    IncidentId,
    IncidentTypeId,
    ResultId,
    UnitId,
)
from tests.board_entries import drawn
from tests.builders import TAKER, sealed, uid
from tests.world import World

CASE = IncidentId(str(uid(1)))
ENGINE, AMBULANCE = UnitId("engine-1"), UnitId("amb-1")


class Scene:
    """A fire with an engine and an ambulance."""

    def __init__(self) -> None:
        self.world = World(desks=(INCIDENT, UNITS, DISPATCH, DESK))
        self.number = 100
        opened = OpenIncident(command_id=uid(1), incident_type=IncidentTypeId("fire.building"))
        self.ask("incident", opened)
        for place, unit in enumerate((ENGINE, AMBULANCE)):
            self.ask("units", GoOnDuty(command_id=uid(10 + place), unit_id=unit, crew_count=3))
            sent = DispatchUnit(command_id=uid(20 + place), incident_id=CASE, unit_id=unit)
            self.ask("dispatch", sent)

    def ask(self, desk: str, command: Any, actor: Actor = TAKER) -> Any:
        return self.world.submit(desk, command, actor)

    def do(self, kind: type[Any], actor: Actor = TAKER, **fields: Any) -> Any:
        self.number += 1
        command = kind(command_id=uid(self.number), incident_id=CASE, **fields)
        return self.ask("command", command, actor)

    def answer(self, unit: UnitId, said: RollAnswer = RollAnswer.ALL_WELL) -> Any:
        return self.do(AnswerRollCall, unit_id=unit, answer=said)

    def free(self, unit: int) -> None:
        self.number += 1
        gone = Cancel(command_id=uid(self.number), dispatch_id=DispatchId(str(uid(20 + unit))))
        self.ask("dispatch", gone)

    def close(self) -> None:
        self.free(0)
        self.free(1)
        self.number += 1
        result = ResultId("dealt_with_on_scene")
        self.ask("incident", Close(command_id=uid(self.number), incident_id=CASE, result=result))

    def reopen(self) -> None:
        self.number += 1
        again = Reopen(command_id=uid(self.number), incident_id=CASE, reason=sealed())
        self.ask("incident", again)

    def due_at(self) -> datetime | None:
        return self.world.timers.get(("roll_call", CASE))

    def card(self) -> Any:
        return drawn(board, self.world.entries).get(CASE)

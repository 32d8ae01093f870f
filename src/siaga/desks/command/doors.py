"""Who may ask the command desk what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from siaga.desks.command.commands import (
    AcknowledgeRollCall,
    AnswerRollCall,
    AskResource,
    BeginRollCalls,
    CallRollNow,
    CloseSector,
    DeclareMajorIncident,
    EndMajorIncident,
    EndResource,
    EndRole,
    EndRollCalls,
    FinishTask,
    GiveRole,
    LowerAlarm,
    NoteCommand,
    PlaceUnit,
    PromiseResource,
    RaiseAlarm,
    SetCommandPlace,
    SetSector,
    SetTask,
)
from siaga.desks.command.decide import boundary, decide
from siaga.desks.command.follow import RESOURCE, ROLL_CALL, follow
from siaga.desks.command.react import react, ring
from siaga.desks.command.state import STATES, Heard, evolve
from siaga.language.major import MajorFact
from siaga.language.values import Role
from siaga.platform.desk import Desk, Door, heard_types

ROOM = frozenset({Role.CALL_TAKER, Role.SHIFT_LEAD, Role.DISPATCHER, Role.SUPERVISOR})

_COMMAND = "0198c0de-0000-7000-8000-0000000013"
_INCIDENT = "0198c0de-0000-7000-8000-000000000001"
_OTHER = "0198c0de-0000-7000-8000-000000001301"

_OPENED: tuple[tuple[type[Any], str, Mapping[str, object]], ...] = (
    (
        RaiseAlarm,
        "More is needed than now: a higher alarm level; units are called from time to time.",
        {"level": 2, "reason": "Api merambat ke rumah kedua"},
    ),
    (
        LowerAlarm,
        "A lower alarm level; nobody is called off by it.",
        {"level": 1, "reason": "Api terkendali"},
    ),
    (DeclareMajorIncident, "This is a large incident.", {"reason": "Lebih dari sepuluh korban"}),
    (EndMajorIncident, "It is no large incident any more.", {"reason": "Semua korban dirujuk"}),
    (
        SetCommandPlace,
        "Where the command post or the staging area is.",
        {"place": "post", "location": {"latitude": -1.6, "longitude": 103.6}},
    ),
    (SetSector, "A sector of the scene, or another name for one.", {"name": "Sektor A, depan"}),
    (CloseSector, "A sector nobody works in any more.", {"sector_id": _OTHER}),
    (
        GiveRole,
        "Who holds a role of the command, and how they are reached.",
        {"role": "incident_commander", "name": "Danru A", "agency": "damkar", "channel": "Kanal 2"},
    ),
    (EndRole, "A role nobody holds any more.", {"role": "incident_commander"}),
    (PlaceUnit, "Where a unit works; with neither it is taken out.", {"unit_id": "dmk-1"}),
    (
        AskResource,
        "Ask for what is lacking; it rings when it is neither answered nor there in time.",
        {"what": "Dua tangki air", "count": 2, "due_min": 15, "agency": "pdam"},
    ),
    (
        PromiseResource,
        "It was promised, to be there in so many minutes.",
        {"request_id": _OTHER, "due_min": 20, "told_by": "Piket PDAM"},
    ),
    (
        EndResource,
        "It arrived, was refused, or is not wanted any more.",
        {"request_id": _OTHER, "ending": "arrived"},
    ),
    (SetTask, "Something to be done.", {"what": "Padamkan aliran listrik RT 12"}),
    (FinishTask, "A task is done.", {"task_id": _OTHER}),
    (NoteCommand, "A line in the log of the command.", {"note": "Angin berbalik ke utara"}),
    (
        BeginRollCalls,
        "From now on every unit is called from time to time (PAR).",
        {"interval_min": 15},
    ),
    (CallRollNow, "Call every unit now.", {}),
    (AcknowledgeRollCall, "The alarm of a roll call is in a person's hands.", {}),
    (EndRollCalls, "No roll calls any more.", {"reason": "Semua unit sudah kembali"}),
)
_ANSWERS = {"unit_id": "dmk-1", "answer": "all_well", "via": "radio", "told_by": "Danru"}


def _door(
    number: int, command: type[Any], summary: str, *, body: Mapping[str, object], crew: bool = False
) -> Door:
    named = {"command_id": f"{_COMMAND}{number:02}", "incident_id": _INCIDENT}
    roles = ROOM | {Role.FIELD_CREW} if crew else ROOM
    return Door(command=command, roles=roles, summary=summary, example={**named, **body})


DESK = Desk(
    name="command",
    states=STATES,
    heard=heard_types(Heard),
    writes=heard_types(MajorFact),
    boundary=boundary,
    decide=decide,
    evolve=evolve,
    follow=follow,
    react=react,
    ring=ring,
    timers=frozenset({ROLL_CALL, RESOURCE}),
    doors=(
        *(
            _door(number, command, summary, body=body)
            for number, (command, summary, body) in enumerate(_OPENED, start=1)
        ),
        _door(
            len(_OPENED) + 1,
            AnswerRollCall,
            "One unit's answer to the roll call.",
            body=_ANSWERS,
            crew=True,
        ),
    ),
)

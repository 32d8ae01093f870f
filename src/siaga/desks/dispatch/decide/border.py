"""Outside the city our own units go only as far as the place's rule lets them."""

from __future__ import annotations

from typing import TypedDict

from siaga.desks.dispatch.commands import DispatchUnit
from siaga.desks.dispatch.state import IncidentWork
from siaga.language.machine_rules import LEAVES, AtBorder, LeaveBy, at_border
from siaga.language.place import Authority, Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import Asked, Role, Sealed, UnitId

OFFICE = {LeaveBy.HEAD: Role.HEAD, LeaveBy.SUPERVISOR: Role.SUPERVISOR}
REFUSALS = {
    AtBorder.ASK_HEAD: Refusal.BORDER_ASK_HEAD,
    AtBorder.HAND_OVER: Refusal.BORDER_HAND_OVER,
}


class Leave(TypedDict, total=False):
    leave_by: LeaveBy
    leave_of: Sealed | None
    leave_reason: Sealed | None


def beyond(
    unit_id: UnitId, incident: IncidentWork, *, place: Place, leave: LeaveBy | None = None
) -> Refused | None:
    """A leave that was given for the incident holds for every further unit.

    A unit whose agency commands it through its own base is that base's to send or not.
    """
    unit = place.units.get(unit_id)  # a partner's, or retired while it had a job
    is_own = unit is not None and place.agencies[unit.agency].authority is Authority.OWN
    if not incident.outside or not is_own:
        return None
    rule = at_border(place.neighbours.cross_border_P1, incident.priority)
    enough = LEAVES[rule]
    if not enough or leave in enough or incident.leave & enough:
        return None
    return Refused(reason=REFUSALS[rule], legal=tuple(sorted(enough)))


def leave_of(command: DispatchUnit, asked: Asked) -> LeaveBy | None:
    """Who gives it presses it, or is named by the person who asked for it."""
    by = command.leave_by
    if by is None or (command.leave_of is None and OFFICE[by] not in asked.actor.roles):
        return None
    return by


def given(command: DispatchUnit) -> Leave:
    assert command.leave_by is not None
    return Leave(
        leave_by=command.leave_by, leave_of=command.leave_of, leave_reason=command.leave_reason
    )

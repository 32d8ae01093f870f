"""Who may speak for a unit: one rule for every desk that is asked."""

from __future__ import annotations

from siaga.language.place import Place
from siaga.language.values import Actor, Role, UnitId


def commands_unit(actor: Actor, unit_id: UnitId, *, place: Place) -> bool:
    """The room for all units, an agency desk for its agency's, a crew for its own.

    A unit that was retired while it had a job, or a partner's, is no longer or never in the place.
    """
    if actor.is_room:
        return True
    unit = place.units.get(unit_id)
    if Role.AGENCY_DESK in actor.roles and unit is not None and unit.agency == actor.agency:
        return True
    return Role.FIELD_CREW in actor.roles and unit_id in actor.units

"""Which devices an audience is reached by."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from siaga.desks.alerts.state import Device, Roster
from siaga.language.alerts import BY_DEVICE, EVERYBODY, ROOM, AlertTarget, AlertWay
from siaga.language.place import Authority, Place
from siaga.language.plans import TOLD_ROLES
from siaga.language.values import Actor, AgencyId, HospitalId, Role, UnitId

WORKS = ("unit:", "agency:")
"""Who belongs to everybody, besides the room: a hospital or a test number does not."""


def of_unit(unit_id: UnitId) -> str:
    return f"unit:{unit_id}"


def of_agency(agency: AgencyId) -> str:
    return f"agency:{agency}"


def of_hospital(hospital: HospitalId) -> str:
    return f"hospital:{hospital}"


def on_duty(agency: AgencyId, step: int) -> str:
    return f"duty:{agency}:{step}"


def of_account(account_id: str) -> str:
    return f"account:{account_id}"


def unit_audience(unit_id: UnitId, place: Place) -> tuple[str, ...]:
    """A unit that is asked for through its base is told together with it."""
    unit = place.units.get(unit_id)
    agency = place.agencies.get(unit.agency) if unit else None
    base = (of_agency(agency.id),) if agency and agency.authority is Authority.THROUGH_BASE else ()
    return (of_unit(unit_id), *base)


def of_role(role: Role) -> str:
    return f"role:{role}"


def holders_of(actor: Actor) -> tuple[str, ...]:
    """Whom a browser of this person reaches. An agency's desk is not the crew of its units.

    Nor is who holds a pass for one task or a bed board: they hear nothing of the agency's or the
    hospital's other work, and prove nobody's delivery.
    """
    own = [of_account(actor.id)]
    if Role.FIELD_CREW in actor.roles:
        own += sorted(map(of_unit, actor.units))
    if actor.pass_id is not None:
        return tuple(own)
    if Role.AGENCY_DESK in actor.roles and actor.agency:
        own.append(of_agency(actor.agency))
    if Role.HOSPITAL_DESK in actor.roles and actor.hospital:
        own.append(of_hospital(actor.hospital))
    if actor.is_room:
        own.append(ROOM)
    own += [of_role(role) for role in TOLD_ROLES if role in actor.roles]
    return tuple(own)


def is_for(actor: Actor, audience: Collection[str]) -> bool:
    mine = holders_of(actor)
    return any(_hears(holder, audience) for holder in mine)


def targets(
    roster: Roster,
    ways: Collection[AlertWay],
    *,
    audience: Collection[str],
    spared: Collection[str] = (),
) -> tuple[AlertTarget, ...]:
    return tuple(
        AlertTarget(way=way, device_id=device_id)
        for device_id, device in roster.devices.items()
        if _is_meant(device, audience, spared)
        for way in _by(device, ways)
    )


def _by(device: Device, ways: Collection[AlertWay]) -> Iterator[AlertWay]:
    return (way for way in device.ways if way in ways and way in BY_DEVICE)


def _is_meant(device: Device, audience: Collection[str], spared: Collection[str]) -> bool:
    if any(holder in spared for holder in device.holders):
        return False
    return any(_hears(holder, audience) for holder in device.holders)


def _hears(holder: str, audience: Collection[str]) -> bool:
    if holder in audience:
        return True
    return EVERYBODY in audience and (holder == ROOM or holder.startswith(WORKS))

"""Who is reached by which browser, number or address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from siaga.desks.alerts.commands import (
    DropDevices,
    DropGone,
    ForgetDevice,
    OfRoster,
    RegisterBrowser,
    RegisterNumber,
)
from siaga.desks.alerts.decide.reach import (
    holders_of,
    of_agency,
    of_hospital,
    of_role,
    of_unit,
    on_duty,
)
from siaga.desks.alerts.state import Device, Roster
from siaga.language.alerts import (
    ROOM,
    TESTERS,
    AlertFact,
    AlertWay,
    DeviceEnd,
    DeviceForgotten,
    DeviceRegistered,
)
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import AccountId, Actor, Asked, DeviceId, Role, When

Outcome = Sequence[AlertFact] | Refused

KEEPERS = frozenset({Role.SUPERVISOR, Role.SHIFT_LEAD, Role.ADMINISTRATOR, Role.HEAD})
"""Who may enter and remove anybody's."""

PER_ACCOUNT_MAX = 8
DEVICES_MAX = 5_000


def decide(command: OfRoster, roster: Roster, *, asked: Asked) -> Outcome:
    match command:
        case RegisterBrowser():
            return _browser(command, roster, asked)
        case RegisterNumber():
            return _number(command, roster, asked)
        case ForgetDevice():
            return _forget(command, roster, asked)
        case DropGone():
            if command.device_id not in roster.devices:
                return ()
            return (_forgotten(command.device_id, DeviceEnd.GONE, asked),)
        case DropDevices():
            mine = _of_account(roster, command.account_id)
            return [_forgotten(device_id, DeviceEnd.RIGHTS, asked) for device_id in mine]
        case _ as never:
            assert_never(never)


def may_touch(actor: Actor, device: Device) -> bool:
    return device.account_id == actor.id or bool(actor.roles & KEEPERS)


def _browser(command: RegisterBrowser, roster: Roster, asked: Asked) -> Outcome:
    """A browser that belongs to somebody else now reaches the earlier one no more. Of one account
    the oldest give way: a telephone is replaced, nobody tells us."""
    known = roster.devices.get(command.device_id)
    holders = holders_of(asked.actor)
    account_id = AccountId(asked.actor.id)
    if (
        known is not None
        and known.account_id == account_id
        and known.session == command.session
        and known.holders == holders
    ):
        return ()
    mine = [each for each in _of_account(roster, account_id) if each != command.device_id]
    if len(roster.devices) >= DEVICES_MAX:
        return Refused(reason=Refusal.TOO_MANY_DEVICES)
    over = mine[: max(0, len(mine) + 1 - PER_ACCOUNT_MAX)]
    registered = DeviceRegistered(
        device_id=command.device_id,
        ways=(AlertWay.PUSH,),
        holders=holders,
        endpoint=command.endpoint,
        when=When(at=asked.received_at),
        account_id=account_id,
        session=command.session,
        label=command.label,
    )
    return (*(_forgotten(each, DeviceEnd.REPLACED, asked) for each in over), registered)


def _number(command: RegisterNumber, roster: Roster, asked: Asked) -> Outcome:
    if len(roster.devices) >= DEVICES_MAX:
        return Refused(reason=Refusal.TOO_MANY_DEVICES)
    return (
        DeviceRegistered(
            device_id=DeviceId(str(command.command_id)),
            ways=tuple(dict.fromkeys(command.ways)),
            holders=(_owner(command),),
            endpoint=command.number,
            when=When(at=asked.received_at),
            label=command.label,
        ),
    )


def _owner(command: RegisterNumber) -> str:
    if command.unit_id is not None:
        return of_unit(command.unit_id)
    if command.hospital is not None:
        return of_hospital(command.hospital)
    if command.agency is not None:
        step = command.step
        return on_duty(command.agency, step) if step else of_agency(command.agency)
    if command.role is not None:
        return of_role(command.role)
    return ROOM if command.for_room else TESTERS


def _forget(command: ForgetDevice, roster: Roster, asked: Asked) -> Outcome:
    device = roster.devices.get(command.device_id)
    if device is None:
        return Refused(reason=Refusal.UNKNOWN_DEVICE)
    if not may_touch(asked.actor, device):
        return Refused(reason=Refusal.NOT_YOUR_DEVICE)
    return (_forgotten(command.device_id, DeviceEnd.BY_PERSON, asked),)


def _of_account(roster: Roster, account_id: AccountId) -> list[DeviceId]:
    return [key for key, device in roster.devices.items() if device.account_id == account_id]


def _forgotten(device_id: DeviceId, why: DeviceEnd, asked: Asked) -> DeviceForgotten:
    return DeviceForgotten(device_id=device_id, why=why, when=When(at=asked.received_at))

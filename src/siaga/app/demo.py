"""The demo room: one account for each role, in the place's twin, never in the real one."""

from __future__ import annotations

from typing import Any

from siaga.app.room import Room
from siaga.desks.access.commands import OpenAccount
from siaga.desks.units.commands import GoOnDuty
from siaga.language.place import Authority, Place
from siaga.language.values import (
    Actor,
    ActorKind,
    AgencyId,
    Asked,
    HospitalId,
    Role,
    UnitId,
)
from siaga.platform.gateway import Submission
from siaga.platform.ids import derived_id
from siaga.platform.vault import VaultItem

ROOM = {
    "calltaker": ((Role.CALL_TAKER, Role.DISPATCHER), "Petugas terima"),
    "calltaker2": ((Role.CALL_TAKER, Role.DISPATCHER), "Petugas terima kedua"),
    "shiftlead": ((Role.SHIFT_LEAD, Role.CALL_TAKER, Role.DISPATCHER), "PJ piket"),
    "trainee": ((Role.TRAINEE,), "Petugas magang"),
    "dispatcher": ((Role.DISPATCHER,), "Petugas pengerah"),
    "doctor": ((Role.DUTY_DOCTOR,), "Dokter jaga"),
    "supervisor": ((Role.SUPERVISOR,), "Supervisor"),
    "head": ((Role.HEAD,), "Kepala UPTD"),
    "admin": ((Role.ADMINISTRATOR,), "Administrator"),
    "auditor": ((Role.AUDITOR,), "Auditor"),
}


def demo_accounts(place: Place) -> list[dict[str, Any]]:
    """→ user, roles, label and what it belongs to, for every role a newcomer may try."""
    out: list[dict[str, Any]] = [
        {"user": user, "roles": list(roles), "label": label}
        for user, (roles, label) in ROOM.items()
    ]
    for agency in place.agencies.values():
        out.append(
            {
                "user": f"agency-{agency.id}",
                "roles": [Role.AGENCY_DESK],
                "label": f"Instansi {agency.short}",
                "agency": agency.id,
            }
        )
    for unit in place.units.values():
        out.append(
            {
                "user": f"crew-{unit.id.replace('-', '')}",
                "roles": [Role.FIELD_CREW],
                "label": f"Awak {unit.call_sign}",
                "units": [unit.id],
            }
        )
    for hospital in place.hospitals.values():
        slug = hospital.id.removeprefix("rs-")
        out.append(
            {
                "user": f"hospital-{slug}",
                "roles": [Role.HOSPITAL_DESK],
                "label": hospital.name,
                "hospital": hospital.id,
            }
        )
    return out


async def prepare_demo(room: Room, password: str) -> None:
    """Accounts with `password`, and every unit the room sends itself on duty. May run again."""
    known = set(room.hub.boards["accounts"].slots)
    for account in demo_accounts(room.place):
        account_id = derived_id("demo", room.place.key, account["user"])
        if str(account_id) not in known:
            await _open(room, account_id, account)
    await _set_passwords(room, password)
    for unit in room.place.units.values():
        if room.place.agencies[unit.agency].authority is Authority.REQUEST:
            continue
        if room.hub.boards["units"].slots.get(unit.id) is None:
            command = GoOnDuty(command_id=derived_id("demo duty", unit.id), unit_id=unit.id)
            actor = Actor(kind=ActorKind.SYSTEM, id="demo", roles=frozenset({Role.SUPERVISOR}))
            asked = Asked(actor=actor, received_at=room.clock.now())
            await room.gateway.submit(Submission(desk="units", command=command, asked=asked))


async def _open(room: Room, account_id: Any, account: dict[str, Any]) -> None:
    name, item = room.sealer.seal(account["label"], label="identity")
    items: list[VaultItem] = [item]
    command = OpenAccount(
        command_id=account_id,
        name=name,
        roles=tuple(account["roles"]),
        agency=AgencyId(account["agency"]) if "agency" in account else None,
        units=tuple(UnitId(unit) for unit in account.get("units", ())),
        hospital=HospitalId(account["hospital"]) if "hospital" in account else None,
    )
    asked = room.system("demo")
    submission = Submission(desk="access", command=command, asked=asked, items=items)
    await room.gateway.submit(submission)


async def _set_passwords(room: Room, password: str) -> None:
    users = {
        account["user"]: str(derived_id("demo", room.place.key, account["user"]))
        for account in demo_accounts(room.place)
    }
    await room.sessions.set_passwords(users, password)

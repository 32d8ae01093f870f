"""What can be asked of the access desk."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from siaga.language.values import (
    AccountId,
    AgencyId,
    ContactId,
    FieldError,
    HospitalId,
    IncidentId,
    Role,
    Sealed,
    UnitId,
)

ID_LENGTH_MAX = 64  # characters


class _Rights:
    """What an account may do; a role that acts for somebody must say for whom."""

    __slots__ = ()
    roles: tuple[Role, ...]
    agency: AgencyId | None
    units: tuple[UnitId, ...]
    hospital: HospitalId | None

    def __post_init__(self) -> None:
        account_id = getattr(self, "account_id", "")
        if len(account_id) > ID_LENGTH_MAX:
            raise FieldError("account_id", "Akun ini tidak dikenal. Pilih lagi dari daftar.")
        if not self.roles:
            raise FieldError("roles", "Pilih paling sedikit satu peran.")
        if Role.AGENCY_DESK in self.roles and self.agency is None:
            raise FieldError("agency", "Pilih instansi untuk akun meja instansi.")
        if Role.FIELD_CREW in self.roles and not self.units:
            raise FieldError("units", "Pilih unit untuk akun kru lapangan.")
        if Role.HOSPITAL_DESK in self.roles and self.hospital is None:
            raise FieldError("hospital", "Pilih rumah sakit untuk akun meja rumah sakit.")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAccount(_Rights):
    """The account's id is its `command_id`."""

    command_id: UUID
    name: Sealed
    roles: tuple[Role, ...]
    agency: AgencyId | None = None
    units: tuple[UnitId, ...] = ()
    hospital: HospitalId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRights(_Rights):
    command_id: UUID
    account_id: AccountId
    roles: tuple[Role, ...]
    agency: AgencyId | None = None
    units: tuple[UnitId, ...] = ()
    hospital: HospitalId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseAccount:
    command_id: UUID
    account_id: AccountId


# ---- made by the session doors


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSignIn:
    command_id: UUID
    account_id: AccountId


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSignOut:
    command_id: UUID
    account_id: AccountId


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRead:
    command_id: UUID
    account_id: AccountId
    what: str
    purpose: str
    incident_id: IncidentId | None = None
    contact_id: ContactId | None = None


Command = OpenAccount | ChangeRights | CloseAccount | RecordSignIn | RecordSignOut | RecordRead

"""What can be asked of the crews desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from siaga.language.crews import JobChange, NoteKind
from siaga.language.values import (
    AccountId,
    AnyUnitId,
    DispatchId,
    FieldError,
    IncidentId,
    LocationClaim,
    MediaRef,
    Sealed,
    UnitId,
    Via,
)

NOTE_FILES_MAX = 6
ON_FOOT_M_MAX = 5_000

# `device_at`: the device's clock when it was done; `sent_at`: the same clock when it was sent.


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOn:
    """The person who asks works on this unit from now on."""

    command_id: UUID
    unit_id: UnitId
    via: Via = Via.CONSOLE
    device_at: datetime | None = None
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff:
    """The room may sign off somebody who went home without doing so: `account_id`."""

    command_id: UUID
    unit_id: AnyUnitId
    account_id: AccountId | None = None
    via: Via = Via.CONSOLE
    device_at: datetime | None = None
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddFieldNote:
    """The note's id is its `command_id`. Its unit is the asker's own that is on the incident."""

    command_id: UUID
    incident_id: IncidentId
    kind: NoteKind = NoteKind.NOTE
    text: Sealed | None = None
    media: tuple[MediaRef, ...] = ()
    dispatch_id: DispatchId | None = None
    via: Via = Via.CONSOLE
    device_at: datetime | None = None
    sent_at: datetime | None = None

    def __post_init__(self) -> None:
        if len(self.media) > NOTE_FILES_MAX:
            raise FieldError("media", f"paling banyak {NOTE_FILES_MAX} berkas")
        if self.kind is NoteKind.NOTE and self.text is None:
            raise FieldError("text", "wajib diisi")
        if self.kind is not NoteKind.NOTE and not self.media:
            raise FieldError("media", "lampirkan berkasnya")


@dataclass(frozen=True, slots=True, kw_only=True)
class SeeChanges:
    """The crew has read what changed in its job."""

    command_id: UUID
    dispatch_id: DispatchId
    changes: tuple[JobChange, ...]
    via: Via = Via.CONSOLE
    device_at: datetime | None = None
    sent_at: datetime | None = None

    def __post_init__(self) -> None:
        if not self.changes:
            raise FieldError("changes", "wajib diisi")
        if len(self.changes) != len(set(self.changes)):
            raise FieldError("changes", "menyebut satu hal dua kali")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLane:
    """What the crew met on the last metres: does a car fit, and how far it was on foot."""

    command_id: UUID
    incident_id: IncidentId
    car_fits: bool
    on_foot_m: int | None = None
    via: Via = Via.CONSOLE
    device_at: datetime | None = None
    sent_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.on_foot_m is not None and not 0 <= self.on_foot_m <= ON_FOOT_M_MAX:
            raise FieldError("on_foot_m", f"antara 0 dan {ON_FOOT_M_MAX} meter")


@dataclass(frozen=True, slots=True, kw_only=True)
class RaisePanic:
    command_id: UUID
    unit_id: AnyUnitId
    location: LocationClaim | None = None
    via: Via = Via.CONSOLE
    device_at: datetime | None = None
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawPanic:
    """It was a mistake: the room reads that, and answers all the same."""

    command_id: UUID
    unit_id: AnyUnitId
    via: Via = Via.CONSOLE
    device_at: datetime | None = None
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPanic:
    """Somebody takes it up; with `outcome` it is over."""

    command_id: UUID
    unit_id: AnyUnitId
    outcome: Sealed | None = None


# ---- made by a timer


@dataclass(frozen=True, slots=True, kw_only=True)
class RemindOfPanic:
    command_id: UUID
    unit_id: UnitId
    due_at: datetime


OfMember = SignOn | SignOff
OfPanic = RaisePanic | WithdrawPanic | AnswerPanic | RemindOfPanic
Command = OfMember | AddFieldNote | SeeChanges | NoteLane | OfPanic

"""What can be asked of the site desk: the logbook's own beginning, restores and clock."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLogbook:
    command_id: UUID
    place: str
    drill: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewLineage:
    command_id: UUID
    old_lineage: str
    cut_position: int
    cut_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordClock:
    command_id: UUID
    offset_ms: int


Command = OpenLogbook | RenewLineage | RecordClock

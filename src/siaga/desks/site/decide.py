"""What the site desk decides about the logbook itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, assert_never

from siaga.desks.site.commands import Command, OpenLogbook, RecordClock, RenewLineage
from siaga.language.entry import Fact
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.site import SITE_LIFE, ClockMeasured, LineageRenewed, LogbookOpened
from siaga.language.values import Asked, Tag, When


def boundary(command: Command) -> tuple[Tag, ...]:
    """A logbook begins once; a restore and a measurement are true whatever else happened."""
    return (SITE_LIFE,) if isinstance(command, OpenLogbook) else ()


def decide(
    command: Command, states: Mapping[Tag, Any], _place: Place, asked: Asked
) -> Sequence[Fact] | Refused:
    now = When(at=asked.received_at)
    match command:
        case OpenLogbook():
            if states[SITE_LIFE].is_open:
                return Refused(reason=Refusal.PLACE_ALREADY_OPEN)
            return (LogbookOpened(place=command.place, drill=command.drill, when=now),)
        case RenewLineage():
            return (
                LineageRenewed(
                    old_lineage=command.old_lineage,
                    cut_position=command.cut_position,
                    cut_hash=command.cut_hash,
                    when=now,
                ),
            )
        case RecordClock():
            return (ClockMeasured(offset_ms=command.offset_ms, when=now),)
        case _:
            assert_never(command)

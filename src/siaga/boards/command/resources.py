"""What was asked of others, and how it went."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from siaga.boards.command.card import ResourceLine
from siaga.language.major import (
    ResourceAsked,
    ResourceEnded,
    ResourceOverdue,
    ResourcePromised,
)

OfResources = ResourceAsked | ResourcePromised | ResourceOverdue | ResourceEnded

LINES_MAX = 100


def draw_resource(lines: dict[str, ResourceLine], fact: OfResources) -> dict[str, ResourceLine]:
    """The oldest that ended give way when there are too many."""
    if isinstance(fact, ResourceAsked):
        line = ResourceLine(
            what=fact.what,
            count=fact.count,
            asked_at=fact.when.at,
            due_at=fact.due_at,
            capability=fact.capability,
            agency=fact.agency,
        )
        return {**_short(lines), fact.request_id: line}
    known = lines.get(fact.request_id)
    if known is None:
        return lines
    match fact:
        case ResourcePromised():
            known = replace(
                known,
                promised_at=fact.when.at,
                told_by=fact.told_by,
                due_at=fact.due_at,
                step=0,
            )
        case ResourceOverdue():
            known = replace(known, step=fact.step)
        case ResourceEnded():
            known = replace(
                known, ending=fact.ending, ended_at=fact.when.at, reason=fact.reason, step=0
            )
        case _:
            assert_never(fact)
    return {**lines, fact.request_id: known}


def _short(lines: dict[str, ResourceLine]) -> dict[str, ResourceLine]:
    if len(lines) < LINES_MAX:
        return lines
    oldest = next((one for one, line in lines.items() if line.ending is not None), None)
    return {one: line for one, line in lines.items() if one != oldest}

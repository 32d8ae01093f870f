"""What the incident desk does by itself: a child that opens again opens its parent again."""

from __future__ import annotations

from uuid import UUID

from siaga.desks.incident.commands import Reopen
from siaga.language.entry import Entry
from siaga.language.follow_ups import Reaction
from siaga.language.incident import IncidentReopened

TO_BE_NAMED = UUID(int=0)
"""The reactor derives the real command id from the cause."""


def react(entry: Entry) -> tuple[Reaction, ...]:
    """A parent that is still open answers with a refusal, which is nothing to do."""
    fact = entry.fact
    if not isinstance(fact, IncidentReopened) or fact.parent_id is None:
        return ()
    again = Reopen(command_id=TO_BE_NAMED, incident_id=fact.parent_id, reason=fact.reason)
    return (Reaction(desk="incident", command=again),)

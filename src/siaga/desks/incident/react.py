"""What the incident desk does by itself: what hangs together opens and closes together."""

from __future__ import annotations

from uuid import UUID

from siaga.desks.incident.commands import CloseMerged, Reopen
from siaga.language.entry import Entry
from siaga.language.follow_ups import Reaction
from siaga.language.incident import IncidentClosed, IncidentReopened

TO_BE_NAMED = UUID(int=0)
"""The reactor derives the real command id from the cause."""


def react(entry: Entry) -> tuple[Reaction, ...]:
    """A parent that is still open answers with a refusal, which is nothing to do."""
    fact = entry.fact
    match fact:
        case IncidentReopened():
            return tuple(
                Reaction(
                    desk="incident",
                    command=Reopen(command_id=TO_BE_NAMED, incident_id=one, reason=fact.reason),
                )
                for one in (fact.parent_id, fact.merged_into)
                if one is not None
            )
        case IncidentClosed():
            return tuple(
                Reaction(
                    desk="incident",
                    command=CloseMerged(
                        command_id=TO_BE_NAMED,
                        incident_id=one,
                        into=fact.incident_id,
                        result=fact.result,
                    ),
                )
                for one in fact.merged_ids
            )
        case _:
            return ()

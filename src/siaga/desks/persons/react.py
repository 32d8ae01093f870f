"""What the persons desk does by itself: reports end with their incident, posters with reports."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from siaga.desks.persons.commands import (
    Command,
    EndPersonsOf,
    EndPoster,
    ExpirePoster,
    ReopenPersonReport,
)
from siaga.desks.persons.follow import POSTER
from siaga.language.entry import Entry
from siaga.language.follow_ups import Reaction
from siaga.language.incident import IncidentClosed, IncidentReopened
from siaga.language.persons import PersonEnd, PersonReportEnded
from siaga.language.values import PersonId

TO_BE_NAMED = UUID(int=0)
"""The reactor derives the real command id from the cause."""


def react(entry: Entry) -> tuple[Reaction, ...]:
    fact = entry.fact
    match fact:
        case IncidentClosed():
            end = EndPersonsOf(command_id=TO_BE_NAMED, incident_id=fact.incident_id)
            return (Reaction(desk="persons", command=end),)
        case IncidentReopened():
            return tuple(
                Reaction(
                    desk="persons",
                    command=ReopenPersonReport(
                        command_id=TO_BE_NAMED, person_id=one, incident_id=fact.incident_id
                    ),
                )
                for one in fact.person_ids
            )
        case PersonReportEnded(end=PersonEnd.CASE_CLOSED):
            over = EndPoster(command_id=TO_BE_NAMED, person_id=fact.person_id)
            return (Reaction(desk="persons", command=over),)
        case _:
            return ()


def ring(kind: str, subject: str, due_at: datetime, command_id: UUID) -> Command | None:
    if kind != POSTER:
        return None
    return ExpirePoster(command_id=command_id, person_id=PersonId(subject), due_at=due_at)

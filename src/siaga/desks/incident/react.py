"""What the incident desk does by itself: what hangs together opens and closes together."""

from __future__ import annotations

from uuid import UUID

from siaga.desks.incident.commands import AddNote, CloseMerged, LinkIncidents, OpenReported, Reopen
from siaga.language.border_notes import HandoverTold, OfferAdded
from siaga.language.entry import Entry
from siaga.language.follow_ups import Reaction
from siaga.language.incident import IncidentClosed, IncidentReopened
from siaga.language.intake import AgencyReported, ServiceAsked
from siaga.language.persons import PersonsMatched

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
        case HandoverTold() | OfferAdded() if fact.incident_id is not None:
            add = AddNote(command_id=TO_BE_NAMED, incident_id=fact.incident_id, note=fact.note)
            return (Reaction(desk="incident", command=add),)
        case AgencyReported() | ServiceAsked():
            return (_reported(fact),)
        case PersonsMatched() if fact.incident_id != fact.other_incident_id:
            # A match that is cut leaves the link: the two still have to do with each other.
            link = LinkIncidents(
                command_id=TO_BE_NAMED,
                incident_id=fact.incident_id,
                other_id=fact.other_incident_id,
            )
            return (Reaction(desk="incident", command=link),)
        case _:
            return ()


def _reported(fact: AgencyReported | ServiceAsked) -> Reaction:
    """Intake took it down; an agency that was called directly has a task of its own by that."""
    agency = fact if isinstance(fact, AgencyReported) else None
    service = fact if isinstance(fact, ServiceAsked) else None
    wanted = OpenReported(
        command_id=TO_BE_NAMED,
        contact_id=fact.contact_id,
        owner=fact.owner if isinstance(fact, ServiceAsked) else fact.reporter,
        photos=service.photos if service else (),
        incident_type=fact.incident_type,
        agency=agency.agency if agency else None,
        priority=agency.priority if agency else None,
        location=fact.location,
        note=fact.words,
        unit_id=agency.unit_id if agency else None,
    )
    return Reaction(desk="incident", command=wanted)

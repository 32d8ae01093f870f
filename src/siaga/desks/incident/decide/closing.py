"""How an incident ends, with what was merged into it, and how it begins again."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import chain
from typing import Any

from siaga.desks.incident.commands import Close, CloseMerged, Reopen
from siaga.desks.incident.decide.clocks import clock_of, clock_without
from siaga.desks.incident.state import IncidentLife
from siaga.language.entry import Fact
from siaga.language.incident import (
    IncidentClosed,
    IncidentReopened,
    IncidentUnmerged,
    LinkedRef,
    MergedRef,
    incident_life,
)
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import AccountId, ActorKind, Asked, ContactId, Priority, Tag, When

URGENT = frozenset({Priority.P1, Priority.P2})
"""The tasks of these must end before their incident does; others may outlive it (domain.md 2)."""

CONTACTS_TOLD_MAX = 300
PERSONS_TOLD_MAX = 60
"""Contacts one fact can name within the logbook's 16 kB; the newest are named."""


def close(command: Close, states: Mapping[Tag, Any], *, asked: Asked) -> Sequence[Fact] | Refused:
    """Only when everything of it has ended, and of what is merged into it (domain.md 2)."""
    life: IncidentLife = states[incident_life(command.incident_id)]
    assert life.known is not None
    if life.closed_at is not None:
        return Refused(reason=Refusal.INCIDENT_CLOSED)
    if life.merged_into is not None:
        return Refused(reason=Refusal.INCIDENT_MERGED, legal=(life.merged_into,))
    merged_ids = sorted(one for one, merged in life.merged.items() if merged.is_open)
    if not set(merged_ids) <= set(command.merged_ids):
        return Refused(reason=Refusal.INCIDENT_HAS_MERGED, legal=tuple(merged_ids))
    with_it = [states[incident_life(one)] for one in merged_ids]
    if refused := _still_open([life, *with_it]):
        return refused
    return (
        IncidentClosed(
            incident_id=command.incident_id,
            result=command.result,
            contact_ids=_told_contacts(life),
            when=When(at=asked.received_at),
            parent_id=life.known.parent_id,
            note=command.note,
            merged_ids=tuple(merged_ids),
        ),
    )


def close_merged(
    command: CloseMerged, states: Mapping[Tag, Any], *, asked: Asked
) -> Sequence[Fact] | Refused:
    """Nothing is closed over somebody who wrote in between: then it stands open by itself."""
    life: IncidentLife = states[incident_life(command.incident_id)]
    main: IncidentLife = states[incident_life(command.into)]
    if life.closed_at is not None or life.merged_into != command.into or life.known is None:
        return ()
    if main.closed_at is None:
        return ()  # opened again in between
    now = When(at=asked.received_at)
    if _still_open([life]):
        return (
            IncidentUnmerged(
                incident_id=command.incident_id,
                into=command.into,
                reporters=reporters_of(life),
                clock_start=clock_without(main, command.incident_id),
                when=now,
            ),
        )
    return (
        IncidentClosed(
            incident_id=command.incident_id,
            result=command.result,
            contact_ids=_told_contacts(life),
            when=now,
            parent_id=life.known.parent_id,
            merged_into=command.into,
        ),
    )


def _still_open(lives: Sequence[IncidentLife]) -> Refused | None:
    is_urgent = any(life.known and life.known.priority in URGENT for life in lives)
    for still_open, reason in (
        (_of_all([life.dispatches for life in lives]), Refusal.INCIDENT_HAS_OPEN_DISPATCHES),
        (_of_all([life.patients for life in lives]), Refusal.INCIDENT_HAS_OPEN_PATIENTS),
        (_of_all([life.children for life in lives]), Refusal.INCIDENT_HAS_OPEN_CHILDREN),
        (_of_all([life.unanswered for life in lives]), Refusal.INCIDENT_HAS_UNANSWERED_CONTACTS),
        (
            _of_all([life.referrals for life in lives]) if is_urgent else (),
            Refusal.INCIDENT_HAS_OPEN_REFERRALS,
        ),
    ):
        if still_open:
            return Refused(reason=reason, legal=still_open)
    return None


def _of_all(ids: Sequence[Collection[str]]) -> tuple[str, ...]:
    return tuple(sorted(set(chain.from_iterable(ids))))


def reopen(command: Reopen, life: IncidentLife, *, asked: Asked) -> Sequence[Fact] | Refused:
    """Who reopens it owns it; a policy gives it back to the one who had it.

    A person reopens the incident where the work was done. A merged one opens again only for a
    child of its own, and takes that incident with it.
    """
    known = life.known
    assert known is not None
    by_person = asked.actor.kind is ActorKind.PERSON
    if by_person and life.merged_into is not None:
        return Refused(reason=Refusal.INCIDENT_MERGED, legal=(life.merged_into,))
    if life.closed_at is None:
        return Refused(reason=Refusal.INCIDENT_NOT_CLOSED)
    return (
        IncidentReopened(
            incident_id=command.incident_id,
            incident_number=known.number,
            incident_type=known.incident_type,
            priority=known.priority,
            clock_start=clock_of(life),
            opened=known.opened,
            when=When(at=asked.received_at),
            owner=AccountId(asked.actor.id) if by_person else known.owner,
            reason=command.reason,
            location=known.location,
            contact_ids=_told_contacts(life),
            parent_id=known.parent_id,
            merged_into=life.merged_into,
            merged=_merged(life),
            linked=tuple(LinkedRef(incident_id=one, number=n) for one, n in life.linked.items()),
            person_ids=life.person_ids[-PERSONS_TOLD_MAX:],
        ),
    )


def _merged(life: IncidentLife) -> tuple[MergedRef, ...]:
    return tuple(
        MergedRef(
            incident_id=one, number=known.number, reporters=known.reporters, is_open=known.is_open
        )
        for one, known in life.merged.items()
    )


def reporters_of(life: IncidentLife) -> int:
    return len(set(life.contact_ids))


def _told_contacts(life: IncidentLife) -> tuple[ContactId, ...]:
    return tuple(dict.fromkeys(life.contact_ids))[-CONTACTS_TOLD_MAX:]

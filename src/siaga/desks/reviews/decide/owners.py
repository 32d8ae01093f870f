"""Whose a long case is: handed over, taken, kept, left behind by who signed out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from siaga.desks.reviews.commands import (
    HandOverCase,
    KeepCase,
    NoteOwner,
    NoticeOwnerLeft,
    OfOwner,
)
from siaga.desks.reviews.state import LongCase, LongCases
from siaga.language.refusals import Refusal, Refused
from siaga.language.reviews import (
    CaseHandedOver,
    HandOverAcknowledged,
    LongCaseOwned,
    OwnerLeft,
    ReviewsFact,
)
from siaga.language.slow_rules import SlowRules
from siaga.language.values import AccountId, Asked, Role, When

Outcome = Sequence[ReviewsFact] | Refused
LEADS = frozenset({Role.SHIFT_LEAD, Role.SUPERVISOR})
"""Who hands over for somebody else."""


def hand_over(command: HandOverCase, case: LongCase, *, rules: SlowRules, asked: Asked) -> Outcome:
    """By the owner, or by who leads the shift; nothing changes hands before it is taken."""
    actor = asked.actor
    if actor.id != case.owner and not actor.roles & LEADS:
        return Refused(reason=Refusal.NOT_YOUR_CASE, legal=(case.owner,))
    if command.account_id == case.owner:
        return Refused(reason=Refusal.ALREADY_OWNER)
    return (
        CaseHandedOver(
            incident_id=command.incident_id,
            by=AccountId(actor.id),
            answer_by_at=asked.received_at + timedelta(minutes=rules.hand_over_min),
            when=When(at=asked.received_at),
            to=command.account_id,
            note=command.note,
        ),
    )


def keep_case(command: KeepCase, case: LongCase, *, asked: Asked) -> Outcome:
    if asked.actor.id != case.owner:
        return Refused(reason=Refusal.NOT_YOUR_CASE, legal=(case.owner,))
    return (
        LongCaseOwned(
            incident_id=command.incident_id, owner=case.owner, when=When(at=asked.received_at)
        ),
    )


def note_owner(command: NoteOwner, case: LongCase, *, asked: Asked) -> Sequence[ReviewsFact]:
    """Who took the incident over has thereby acknowledged what was handed over."""
    if case.review is None:
        return ()
    when = When(at=asked.received_at)
    owned = LongCaseOwned(incident_id=command.incident_id, owner=command.owner, when=when)
    if case.hand_over is None:
        return () if case.owner == command.owner else (owned,)
    taken = HandOverAcknowledged(incident_id=command.incident_id, by=command.owner, when=when)
    return (taken, owned)


def owner_moved(command: OfOwner, known: LongCases, *, asked: Asked) -> Sequence[ReviewsFact]:
    """What is on its way to somebody else rings by itself until it is taken."""
    when = When(at=asked.received_at)
    theirs = [one for one, owner in known.owners.items() if owner == command.account_id]
    if isinstance(command, NoticeOwnerLeft):
        return tuple(
            OwnerLeft(
                incident_id=one,
                incident_number=known.numbers.get(one, ""),
                owner=command.account_id,
                when=when,
            )
            for one in theirs
            if one not in known.offered and one not in known.left
        )
    return tuple(
        LongCaseOwned(incident_id=one, owner=command.account_id, when=when)
        for one in theirs
        if one in known.left
    )

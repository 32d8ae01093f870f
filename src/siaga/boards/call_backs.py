"""Whom the centre owes a call: nobody answered, it was cut off, or a taker wants to hear more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never, get_args

from siaga.language.calls import CallBackReason
from siaga.language.entry import Entry, Fact
from siaga.language.intake import ContactSafetySet
from siaga.language.lines import CallBackClosed, CallBackTried, CallBackWanted
from siaga.language.values import (
    ROOM_ROLES,
    AccountId,
    Actor,
    ContactId,
    Role,
    Safety,
    Sealed,
    SubjectId,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBackCard:
    """Key: contact id. Gone when closed; `safety`: None until it is set while the card waits."""

    contact_id: ContactId
    why: CallBackReason
    wanted_at: datetime
    due_at: datetime
    offered_at: datetime
    signed: bool = False
    tried: int = 0
    last_tried_at: datetime | None = None
    last_tried_by: AccountId | None = None
    subject: SubjectId | None = None
    number: Sealed | None = None
    safety: Safety | None = None


Heard = CallBackWanted | CallBackTried | CallBackClosed | ContactSafetySet

HEARS: tuple[type[Fact], ...] = get_args(Heard)
ROLES: frozenset[Role] = ROOM_ROLES
CARD = CallBackCard


def keys(fact: Fact) -> tuple[str, ...]:
    return (fact.contact_id,) if isinstance(fact, Heard) else ()


def draw(key: str, card: CallBackCard | None, entry: Entry) -> CallBackCard | None:
    fact = entry.fact
    if not isinstance(fact, Heard) or key != fact.contact_id:
        return card
    match fact:
        case CallBackWanted():
            return _wanted(card, fact)
        case CallBackTried():
            return card and replace(
                card,
                tried=max(card.tried, fact.tried),
                last_tried_at=fact.when.at,
                last_tried_by=fact.by,
            )
        case CallBackClosed():
            return None
        case ContactSafetySet():
            return card and replace(card, safety=fact.safety)
        case _:
            assert_never(fact)


def view(card: CallBackCard, viewer: Actor) -> CallBackCard | None:
    """A trainee sees that somebody waits, never the number."""
    if not viewer.is_room:
        return None
    learns_only = viewer.roles & ROOM_ROLES == {Role.TRAINEE}
    return replace(card, number=None) if learns_only else card


def _wanted(card: CallBackCard | None, fact: CallBackWanted) -> CallBackCard:
    """Wanted again for another reason: what was tried stays counted."""
    return CallBackCard(
        contact_id=fact.contact_id,
        why=fact.why,
        wanted_at=fact.when.at,
        due_at=fact.due_at,
        offered_at=fact.offered_at,
        signed=fact.signed,
        tried=card.tried if card else 0,
        last_tried_at=card.last_tried_at if card else None,
        last_tried_by=card.last_tried_by if card else None,
        subject=fact.subject,
        number=fact.number,
        safety=card.safety if card else None,
    )

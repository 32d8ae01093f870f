"""The kronologi: every fact of one incident and its contacts, line by line.

No card is kept: the story is read from the logbook by `story_tags`, widened by `joined_tags` of
each fact read, in position order, and then followed. `keys` says whose stories a fact belongs to.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from siaga.language.conversation import MessagesSeen, NudgeQueued
from siaga.language.entry import Entry, Fact
from siaga.language.every_fact import FACTS
from siaga.language.incident import (
    IncidentOpened,
    IncidentReopened,
    incident_life,
    incident_story,
)
from siaga.language.intake import (
    ContactOpened,
    ContactReopened,
    IdentitiesJoined,
    ReplyQueued,
    ReportAttached,
    contact_life,
)
from siaga.language.lines import CallBackWanted, CallOffered, NumberRestricted
from siaga.language.patients import PatientFact, without_medical
from siaga.language.placed_calls import CallPlaced
from siaga.language.values import (
    OVERSIGHT_ROLES,
    ROOM_ROLES,
    Actor,
    ActorKind,
    ContactId,
    IncidentId,
    Role,
    Tag,
    Via,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryLine:
    """Key: position. `fact` is the fact itself, named by `type`; the screen words it."""

    position: int
    type: str
    occurred_at: datetime
    recorded_at: datetime
    actor_kind: ActorKind
    actor: str
    via: Via
    fact: Fact
    number: str | None = None


HEARS: tuple[type[Fact], ...] = tuple(FACTS.values())
ROLES: frozenset[Role] = ROOM_ROLES | OVERSIGHT_ROLES | {Role.DUTY_DOCTOR}
SEES_PATIENTS = ROOM_ROLES | {Role.DUTY_DOCTOR}
CARD = StoryLine

_PREFIXES = ("incident-life", "incident")


def story_tags(incident_id: IncidentId) -> tuple[Tag, ...]:
    """Where the reading of a story begins."""
    return (incident_life(incident_id), incident_story(incident_id))


def joined_tags(fact: Fact, incident_id: IncidentId) -> tuple[Tag, ...]:
    """The tags that join the incident's story by this fact: those of contacts it attaches."""
    contact_ids: tuple[ContactId, ...] = ()
    match fact:
        case IncidentOpened(contact_id=contact_id) if fact.incident_id == incident_id:
            contact_ids = (contact_id,) if contact_id else ()
        case ReportAttached(contact_id=contact_id) if fact.incident_id == incident_id:
            contact_ids = (contact_id,)
        case IncidentReopened() if fact.incident_id == incident_id:
            contact_ids = fact.contact_ids
        case _:
            pass
    return tuple(tag for one in contact_ids for tag in (contact_life(one), Tag(f"contact:{one}")))


def keys(fact: Fact) -> tuple[str, ...]:
    """Ids of the incidents in whose stories the fact stands by its own tags."""
    parts = (tag.partition(":") for tag in fact.tags())
    return tuple(dict.fromkeys(rest for prefix, _, rest in parts if prefix in _PREFIXES))


def draw(key: str, card: StoryLine | None, entry: Entry) -> StoryLine | None:
    """A line is drawn by its own entry alone: its key is that entry's position."""
    if key != str(entry.position):
        return card
    fact: Any = entry.fact  # every fact has `when`
    return StoryLine(
        position=entry.position,
        type=type(fact).__name__,
        occurred_at=fact.when.at,
        recorded_at=entry.recorded_at,
        actor_kind=entry.actor_kind,
        actor=entry.actor,
        via=entry.via,
        fact=fact,
        number=entry.number,
    )


def view(card: StoryLine, viewer: Actor) -> StoryLine | None:
    """A line cannot know whether calling back was forbidden later: a trainee sees no caller."""
    if not viewer.roles & ROLES:
        return None
    if isinstance(card.fact, PatientFact) and not viewer.roles & SEES_PATIENTS:
        return replace(card, fact=without_medical(card.fact))
    if viewer.roles & ROLES != {Role.TRAINEE}:
        return card
    match card.fact:
        case ContactOpened() | ContactReopened() as fact:
            return replace(card, fact=replace(fact, name=None, number=None))
        case ReplyQueued() | CallOffered() | CallBackWanted() | NumberRestricted() as fact:
            return replace(card, fact=replace(fact, number=None))
        case CallPlaced() as fact:
            return replace(card, fact=replace(fact, number=None))
        case IdentitiesJoined() | MessagesSeen() | NudgeQueued() as fact:
            return replace(card, fact=replace(fact, number=None))
        case _:
            return card

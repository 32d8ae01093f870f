"""What is known of calls that takers place: to institutions and to people."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from siaga.language.calls import taker
from siaga.language.entry import Fact
from siaga.language.incident import incident_story
from siaga.language.values import AccountId, ContactId, IncidentId, Sealed, Tag, When

PlacedId = NewType("PlacedId", str)
"""A call that a taker's page places: the id of the command that wrote it down."""


def placed_call(placed_id: PlacedId) -> Tag:
    return Tag(f"placed-call:{placed_id}")


class CalleeKind(StrEnum):
    """Whom a taker calls. Of institutions the place knows the number; a person's is sealed."""

    AGENCY = "agency"
    HOSPITAL = "hospital"
    NEIGHBOUR = "neighbour"
    PARTNER = "partner"  # a partner ambulance
    PERSON = "person"


class PlacedOutcome(StrEnum):
    """What became of a call that a taker placed."""

    ANSWERED = "answered"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    GIVEN_UP = "given_up"  # the taker stopped the ringing
    NO_LINE = "no_line"  # this switch has no way out to the network
    UNKNOWN = "unknown"  # the switch never said


class _Placed:
    __slots__ = ()
    placed_id: PlacedId
    by: AccountId
    incident_id: IncidentId | None
    contact_id: ContactId | None

    def tags(self) -> tuple[Tag, ...]:
        """One story: the incident's, else that of the conversation somebody was asked into."""
        own = (placed_call(self.placed_id), taker(self.by))
        if self.incident_id:
            return (*own, incident_story(self.incident_id))
        return (*own, Tag(f"contact:{self.contact_id}")) if self.contact_id else own


@dataclass(frozen=True, slots=True, kw_only=True)
class CallPlaced(_Placed, Fact):
    """A taker calls an agency, a hospital, a neighbour, a partner or a person."""

    placed_id: PlacedId
    by: AccountId
    to: CalleeKind
    when: When
    callee: str = ""  # id in the place's data; of a person the post they hold, if any
    number: Sealed | None = None  # of a person; an institution's is the place's
    incident_id: IncidentId | None = None
    contact_id: ContactId | None = None  # whose running conversation they are asked into


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedCallEnded(_Placed, Fact):
    placed_id: PlacedId
    by: AccountId
    to: CalleeKind
    outcome: PlacedOutcome
    talked_s: float  # 0 when nobody picked up
    when: When
    callee: str = ""
    incident_id: IncidentId | None = None
    contact_id: ContactId | None = None
    wraps: ContactId | None = None  # whose call its taker goes on writing down

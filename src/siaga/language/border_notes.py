"""What two centres tell each other about one incident, once it has gone over the border.

A note has a `part`: its name between the two. It waits until a person of the other centre has
read it, and who wrote it is told so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from siaga.language.entry import Fact
from siaga.language.incident import incident_story
from siaga.language.neighbours import OfferId, handover_life, offer_life, offers_of
from siaga.language.values import HandoverId, IncidentId, NeighbourId, Sealed, Tag, When


class _Ours:
    """Of an incident that we handed over."""

    __slots__ = ()
    handover_id: HandoverId
    incident_id: IncidentId

    def tags(self) -> tuple[Tag, ...]:
        return (handover_life(self.handover_id), incident_story(self.incident_id))


class _Theirs:
    """Of an incident that we took over."""

    __slots__ = ()
    offer_id: OfferId
    incident_id: IncidentId

    def tags(self) -> tuple[Tag, ...]:
        return (offer_life(self.offer_id), incident_story(self.incident_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverAdded(_Ours, Fact):
    """Something more about an incident that they have from us: callers go on ringing us."""

    handover_id: HandoverId
    incident_id: IncidentId
    neighbour: NeighbourId
    note: Sealed  # its reference is the part
    deliver_by_at: datetime
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverTold(_Ours, Fact):
    """Who took it over tells us more: what became of it, or what our callers should hear."""

    handover_id: HandoverId
    incident_id: IncidentId
    incident_number: str
    neighbour: NeighbourId
    part: str
    note: Sealed
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverReadHere(_Ours, Fact):
    """A person here has read these. None: there is no machine to tell, or nothing of theirs."""

    handover_id: HandoverId
    incident_id: IncidentId
    neighbour: NeighbourId
    parts: tuple[str, ...]
    when: When
    deliver_by_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverReadThere(_Ours, Fact):
    """A person over there has read these."""

    handover_id: HandoverId
    incident_id: IncidentId
    neighbour: NeighbourId
    parts: tuple[str, ...]
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferAdded(Fact):
    """They know more of what they offered. `incident_id`: of ours, once it was accepted; what
    nobody here had read by then is told once more, with it."""

    offer_id: OfferId
    neighbour: NeighbourId
    their_incident: str
    note: Sealed
    when: When
    incident_id: IncidentId | None = None
    part: str = ""
    incident_number: str = ""

    def tags(self) -> tuple[Tag, ...]:
        own = (offer_life(self.offer_id), offers_of(self.neighbour, self.their_incident))
        return (*own, incident_story(self.incident_id)) if self.incident_id else own


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferTold(_Theirs, Fact):
    """We tell those from whom we took it over."""

    offer_id: OfferId
    handover_id: HandoverId
    incident_id: IncidentId
    neighbour: NeighbourId
    note: Sealed  # its reference is the part
    deliver_by_at: datetime
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferReadHere(_Theirs, Fact):
    """A person here has read these. None: nothing of theirs was among them."""

    offer_id: OfferId
    handover_id: HandoverId
    incident_id: IncidentId
    neighbour: NeighbourId
    parts: tuple[str, ...]
    when: When
    deliver_by_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferReadThere(_Theirs, Fact):
    """A person over there has read these."""

    offer_id: OfferId
    incident_id: IncidentId
    neighbour: NeighbourId
    parts: tuple[str, ...]
    when: When


NotesOfOurs = HandoverAdded | HandoverTold | HandoverReadHere | HandoverReadThere
NotesOfTheirs = OfferAdded | OfferTold | OfferReadHere | OfferReadThere
BorderNotesFact = NotesOfOurs | NotesOfTheirs

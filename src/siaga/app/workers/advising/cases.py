"""The open incidents as the radar compares them: where each is, and what was said of it."""

from __future__ import annotations

import asyncio
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from siaga.app.workers.advising.said import joined, said_by
from siaga.boards.open_incidents import IncidentCard
from siaga.boards.queue import QueueCard
from siaga.desks.triage.advise.duplicates import Known, Listener, Spot, Told
from siaga.desks.triage.advise.duplicates.kinds import kin
from siaga.language.place import Area, Place
from siaga.language.values import (
    AreaCode,
    ContactId,
    IncidentId,
    IncidentTypeId,
    LocationClaim,
    LocationSource,
)
from siaga.platform.hub import Hub
from siaga.platform.vault import Vault

ACCURACY_M = {
    LocationSource.GPS: 50.0,
    LocationSource.PIN: 100.0,
    LocationSource.SPOKEN: 300.0,
    LocationSource.AREA: 1000.0,
}
"""Of claims whose source does not say how exact they are."""

REPORTS_MAX = 40
"""Reports compared for one incident: the first ones and the last ones of a storm."""

NOTES_MAX = 3
AT_ONCE = 50

Said = tuple[int, Told, Spot | None]
"""Position of a contact's last message, and what it came down to."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """An incident as it was worked out from these cards."""

    cards: tuple[IncidentCard, ...]
    last_said: tuple[int, ...]
    known: Known


@dataclass(slots=True, kw_only=True)
class Cases:
    """Kept beside the boards; worked out anew where a card has changed."""

    hub: Hub
    vault: Vault
    place: Place
    _drawn: dict[IncidentId, Drawn] = field(default_factory=dict)
    _said: dict[ContactId, Said] = field(default_factory=dict)
    _kin: Mapping[IncidentTypeId, frozenset[IncidentTypeId]] = field(init=False)
    _listener: Listener = field(init=False)
    _erasures: int = 0

    def __post_init__(self) -> None:
        self._kin = kin(self.place.incident_types.values())
        areas = (area.name for area in self.place.areas.values())
        self._listener = Listener(areas, self.place.incident_types.values())

    @property
    def any_open(self) -> bool:
        slots = self.hub.boards["open-incidents"].slots.values()
        return any(slot.card is not None for slot in slots)

    async def known(self) -> Sequence[Known]:
        """Every open incident by itself; one that was merged is part of the other."""
        if self._erasures != self.vault.erasures:  # words that were erased are forgotten here too
            self._drawn.clear()
            self._said.clear()
            self._erasures = self.vault.erasures
        cards: Mapping[str, IncidentCard] = self.hub.boards["open-incidents"].cards()
        own = {card.incident_id: card for card in cards.values() if card.merged_into is None}
        for gone in self._drawn.keys() - own.keys():
            del self._drawn[gone]
        worked = 0
        for incident_id, card in own.items():
            whole = (card, *(cards[one] for one in card.merged if one in cards))
            if self._is_news(incident_id, whole):
                self._drawn[incident_id] = await self._draw(whole)
                worked += 1
                if worked % AT_ONCE == 0:
                    await asyncio.sleep(0)
        self._forget_said()
        return [self._drawn[incident_id].known for incident_id in own]

    def told(self, address: str, texts: Sequence[str]) -> Told:
        return self._listener.told(joined([address, *texts]))

    async def texts(self, refs: Sequence[str]) -> list[str]:
        """Opened, in this order; what was erased is left out."""
        plain = await self.vault.reveal(refs)
        return [text for ref in refs if (text := plain.get(ref)) is not None]

    async def spot(
        self, claim: LocationClaim | None, areas: Iterable[AreaCode] = ()
    ) -> Spot | None:
        """Where it is claimed to be, else the first kelurahan that was named."""
        point = await self._point(claim)
        if claim is not None and point is not None:
            return Spot(
                latitude=point["latitude"],
                longitude=point["longitude"],
                accuracy_m=float(claim.accuracy_m or ACCURACY_M[claim.source]),
            )
        named = [self.place.areas[area] for area in areas if area in self.place.areas]
        return spot_of(named[0]) if named else None

    async def address(self, claim: LocationClaim | None) -> str:
        return str((await self._point(claim) or {}).get("address", ""))

    async def _point(self, claim: LocationClaim | None) -> dict[str, float] | None:
        if claim is None:
            return None
        (text,) = (await self.vault.reveal([claim.point.ref])).values()
        point: dict[str, float] | None = json.loads(text) if text is not None else None
        return point

    # ---- one incident, with what is merged into it

    def _is_news(self, incident_id: IncidentId, whole: tuple[IncidentCard, ...]) -> bool:
        drawn = self._drawn.get(incident_id)
        if drawn is None or len(drawn.cards) != len(whole):
            return True
        is_same = all(one is other for one, other in zip(drawn.cards, whole, strict=True))
        return not is_same or drawn.last_said != self._last_said(whole)

    def _last_said(self, whole: Iterable[IncidentCard]) -> tuple[int, ...]:
        slots = self.hub.boards["queue"].slots
        return tuple(
            slot.position if (slot := slots.get(contact_id)) else 0
            for contact_id in _reporters(whole)
        )

    async def _draw(self, whole: tuple[IncidentCard, ...]) -> Drawn:
        card, last_said = whole[0], self._last_said(whole)
        contacts = [(one, self._contact(one)) for one in _reporters(whole)]
        said = [await self._said_by(one, shown) for one, shown in contacts]
        noted = [await self._noted(one) for one in whole]
        tolds = [*(told for _, told, _ in said), *noted]
        last_report_at = [shown.last_message_at for _, shown in contacts if shown]
        known = Known(
            incident_id=card.incident_id,
            incident_type=card.incident_type,
            opened_at=card.clock_start_at,
            last_report_at=max([card.clock_start_at, *last_report_at]),
            spot=await self.spot(card.location),
            told=tuple(one for one in tolds if one != Told()),
            contacts=max(1, card.reporters),
            private=card.parent_id is not None or self._is_private(card.incident_type),
            akin=self._kin.get(card.incident_type, frozenset()),
            heard_at=tuple(spot for _, _, spot in said if spot is not None),
        )
        return Drawn(whole, last_said, known)

    def _is_private(self, incident_type: IncidentTypeId) -> bool:
        known = self.place.incident_types.get(incident_type)
        return known is not None and known.private

    def _contact(self, contact_id: ContactId) -> QueueCard | None:
        slot = self.hub.boards["queue"].slots.get(contact_id)
        return slot.card if slot else None

    async def _said_by(self, contact_id: ContactId, card: QueueCard | None) -> Said:
        """What was understood of a contact stays known after it was wrapped up."""
        before = self._said.get(contact_id)
        said = said_by(card) if card else None
        if said is None or card is None:
            return before or (0, Told(), None)
        if before is None or before[0] != said.position:
            texts = await self.texts([text.ref for text in said.texts])
            words = self.told(await self.address(card.location), texts)
            before = (said.position, words, await self.spot(card.location))
            self._said[contact_id] = before
        return before

    async def _noted(self, card: IncidentCard) -> Told:
        notes = await self.texts([line.note.ref for line in card.notes[:NOTES_MAX]])
        return self.told(await self.address(card.location), notes)

    def _forget_said(self) -> None:
        """Of contacts that neither wait nor belong to an open incident."""
        if len(self._said) < 2 * len(self._drawn) + 1_000:
            return
        cards = (card for drawn in self._drawn.values() for card in drawn.cards)
        needed = {contact_id for card in cards for contact_id in card.contact_ids}
        needed |= {ContactId(key) for key in self.hub.boards["queue"].slots}
        self._said = {key: value for key, value in self._said.items() if key in needed}


def spot_of(area: Area) -> Spot:
    """Somewhere in the kelurahan: a circle as large as it is."""
    return Spot(
        latitude=area.latitude,
        longitude=area.longitude,
        accuracy_m=1000 * math.sqrt(area.area_km2 / math.pi),
    )


def _reporters(whole: Iterable[IncidentCard]) -> list[ContactId]:
    contact_ids = [one for card in whole for one in card.contact_ids]
    if len(contact_ids) <= REPORTS_MAX:
        return contact_ids
    half = REPORTS_MAX // 2
    return [*contact_ids[:half], *contact_ids[-half:]]

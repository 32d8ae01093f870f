"""Cards of persons with their sealed words opened: what the comparison reads."""

from __future__ import annotations

import json

from siaga.boards.persons import PersonCard
from siaga.desks.persons.advise import Look, words_of
from siaga.language.place import Place
from siaga.language.values import LocationClaim, LocationSource, PersonId
from siaga.platform.vault import Vault

SPREAD_M = {
    LocationSource.GPS: 50,
    LocationSource.PIN: 100,
    LocationSource.SPOKEN: 400,
    LocationSource.AREA: 1000,
}


class Looks:
    """Worked out once for each state of a card."""

    def __init__(self, vault: Vault, place: Place) -> None:
        self.vault, self.place = vault, place
        self._known: dict[PersonId, tuple[PersonCard, Look]] = {}
        self._erasures = vault.erasures

    async def of(self, card: PersonCard) -> Look:
        if self._erasures != self.vault.erasures:  # words that were erased are forgotten here too
            self._known.clear()
            self._erasures = self.vault.erasures
        known = self._known.get(card.person_id)
        if known is None or known[0] is not card:
            known = self._known[card.person_id] = (card, await self._read(card))
        return known[1]

    async def _read(self, card: PersonCard) -> Look:
        spot, spread_m = await self._spot(card.location)
        return Look(
            person_id=card.person_id,
            seen_at=card.seen_at,
            sex=card.sex,
            age_band=card.age_band,
            age_years=card.age_years,
            build=card.build,
            company=card.company,
            clothes=card.clothes,
            spot=spot,
            spread_m=spread_m,
            name=await self._text(card.name) or "",
            clothes_words=words_of(await self._text(card.clothes_words)),
            marks=words_of(await self._text(card.marks)),
            condition=words_of(await self._text(card.condition)),
        )

    async def _text(self, sealed: object) -> str | None:
        ref = getattr(sealed, "ref", None)
        return None if ref is None else (await self.vault.reveal([ref])).get(ref)

    async def _spot(self, claim: LocationClaim | None) -> tuple[tuple[float, float] | None, int]:
        if claim is None:
            return None, 0
        spread_m = claim.accuracy_m or SPREAD_M[claim.source]
        text = await self._text(claim.point)
        if text is not None:
            point = json.loads(text)
            return (point["latitude"], point["longitude"]), spread_m
        area = self.place.areas.get(claim.area) if claim.area else None
        return (None, 0) if area is None else ((area.latitude, area.longitude), 1000)

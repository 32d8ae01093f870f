"""Cards as they leave the house: masked by `view`, then with the vault's items opened."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec

from siaga.language.values import Actor, Sealed, SealedPoint, SealedRecord
from siaga.platform.live_board import LiveBoard, Slot
from siaga.platform.vault import Vault

DRAWN_VIEWERS_MAX = 64


class _Missing(Exception):
    pass


class Revealer:
    def __init__(self, vault: Vault) -> None:
        self.vault = vault
        self._missing: set[str] = set()
        self._encoder = msgspec.json.Encoder(enc_hook=self._open)

    def _open(self, value: Any) -> Any:
        if not isinstance(value, Sealed):
            raise NotImplementedError(type(value))
        known, plain = self.vault.at_hand(value.ref)
        if not known:
            self._missing.add(value.ref)
            return None
        if isinstance(value, SealedPoint | SealedRecord):
            return msgspec.Raw(plain.encode()) if plain is not None else None
        return plain

    async def encode(self, value: Any) -> bytes:
        """JSON with every sealed item opened; an erased one is null."""
        while True:
            self._missing.clear()
            out = self._encoder.encode(value)
            if not self._missing:
                return out
            await self.vault.reveal(tuple(self._missing))

    async def card(self, live: LiveBoard, slot: Slot, *, viewer: Actor) -> bytes:
        """One card for one kind of viewer; drawn once and kept with the card."""
        if slot.erasures != self.vault.erasures:
            slot.drawn.clear()
            slot.erasures = self.vault.erasures
        known = slot.drawn.get(viewer)
        if known is None:
            known = await self.encode(live.view(slot, viewer))
            if len(slot.drawn) >= DRAWN_VIEWERS_MAX:
                slot.drawn.clear()
            slot.drawn[viewer] = known
        return known


def viewer_of(actor: Actor, *, personal: bool) -> Actor:
    """Viewers with the same rights see the same card, unless the board looks at the person."""
    return actor if personal else replace(actor, id="")

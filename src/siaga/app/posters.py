"""Public posters of missing persons: addresses, what they may show, and small safe photos.

As with citizens' links, an address is worked out from the poster's id and the place's secret, and
is kept nowhere. What shows nothing any more (expired, withdrawn, report over) is not found.
"""

from __future__ import annotations

import base64
import hmac
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime

from siaga.app.links import TOKEN, TOKEN_BYTES
from siaga.boards.persons import PersonCard, PosterLine
from siaga.channels.citizen.poster import PATH
from siaga.language.values import PersonId
from siaga.platform.live_board import LiveBoard
from siaga.platform.media_store import OPEN, MediaStore
from siaga.platform.picture_sizes import shrunk
from siaga.platform.pictures import NoPicture, Pictures
from siaga.platform.vault import Sealer

PHOTO_SIDE_MAX, PHOTO_BYTES_MAX = 480, 40_000
PHOTOS_MAX = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPoster:
    card: PersonCard
    line: PosterLine
    path: str


class Posters:
    def __init__(self, sealer: Sealer, board: LiveBoard, *, media: MediaStore, base: str) -> None:
        self.sealer, self.board, self.media, self.base = sealer, board, media, base
        self.pictures = Pictures()
        self._photos: OrderedDict[str, bytes] = OrderedDict()

    def token_of(self, poster_id: str) -> str:
        digest = self.sealer.blind(f"missing person poster {poster_id}")[:TOKEN_BYTES]
        return base64.b32encode(digest).decode().rstrip("=").lower()

    def find(self, token: str, *, now: datetime) -> OpenPoster | None:
        if not TOKEN.fullmatch(token):
            return None
        for slot in tuple(self.board.slots.values()):
            found = self._open(slot.card, now) if slot.card is not None else None
            if found and hmac.compare_digest(token, found.path.removeprefix(PATH)):
                return found
        return None

    def of(self, person_id: PersonId, *, now: datetime) -> OpenPoster | None:
        slot = self.board.slots.get(person_id)
        return self._open(slot.card, now) if slot and slot.card is not None else None

    def _open(self, card: PersonCard, now: datetime) -> OpenPoster | None:
        """Whatever a card says of a poster, it is not shown without a consent that still holds."""
        line, consent = card.poster, card.consent
        if line is None or consent is None or line.expires_at <= now:
            return None
        if (line.photo and not consent.photo) or (line.first_name and not consent.name):
            return None
        return OpenPoster(card=card, line=line, path=PATH + self.token_of(line.poster_id))

    async def photo(self, found: OpenPoster) -> bytes | None:
        """A small copy without anything but the picture: cameras write places into theirs."""
        stored = found.line.photo.stored if found.line.photo else None
        if stored is None:
            return None
        if stored not in self._photos:
            had = await self.media.fetch(stored, purposes=OPEN)
            if had is None or not had[1].startswith("image/"):
                return None
            try:
                safe = await self.pictures.read(had[0])
            except NoPicture:
                return None
            finally:
                await self.pictures.rest()
            self._photos[stored] = await shrunk(
                safe.jpeg, side_max=PHOTO_SIDE_MAX, bytes_max=PHOTO_BYTES_MAX
            )
            if len(self._photos) > PHOTOS_MAX:
                self._photos.popitem(last=False)
        return self._photos[stored]

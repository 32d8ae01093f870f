"""What serves citizens without an account: links, passes, photos on the way, where phones are."""

from __future__ import annotations

from datetime import datetime

from siaga.app.config import Config
from siaga.app.links import Links, OpenLink
from siaga.app.passes import Passes
from siaga.app.posters import Posters
from siaga.app.signal_audience import CALLER, caller_keys
from siaga.channels.citizen.fixes import Fix
from siaga.language.intake import ContactSafetySet, ContactWrappedUp
from siaga.language.links import LinkEnded, LinkKind
from siaga.language.values import Safety
from siaga.platform.clock import WallClock
from siaga.platform.database import Pool
from siaga.platform.hub import Hub
from siaga.platform.media_store import MediaStore
from siaga.platform.tail import Tagged
from siaga.platform.tracks import CitizenTracks
from siaga.platform.uploads import Uploads
from siaga.platform.vault import Sealer

POSITION = "citizen_position"
"""The signal of a phone that tells where it is; its key is the contact."""


class Citizens:
    """One per room."""

    def __init__(
        self, config: Config, pool: Pool, *, site: int, hub: Hub, media: MediaStore
    ) -> None:
        sealer: Sealer = media.sealer
        self.signals, self.boards = hub.signals, hub.boards
        self.links = Links(sealer, hub.boards["links"], base=config.citizen_base)
        self.passes = Passes(
            sealer, hub.boards["passes"], base=config.citizen_base, now=WallClock().now
        )
        self.posters = Posters(sealer, hub.boards["persons"], media=media, base=config.citizen_base)
        self.tracks = CitizenTracks(pool, site, sealer=sealer)
        self.uploads = Uploads(pool, site, sealer=sealer, media=media)

    async def moved(self, link: OpenLink, fix: Fix, *, at: datetime) -> None:
        """Every fix is a signal for the room; a thinned track of them is kept."""
        value = {
            "latitude": fix.latitude,
            "longitude": fix.longitude,
            "accuracy_m": fix.accuracy_m,
            "link_id": link.link_id,
        }
        self.signals.put(POSITION, link.contact_id, value=value, at=at)
        seen = {name: value[name] for name in ("latitude", "longitude", "accuracy_m")}
        for key in caller_keys(self.boards, link.contact_id):
            self.signals.put(CALLER, key, value=seen, at=at)
        point = fix.latitude, fix.longitude
        await self.tracks.add(link.contact_id, at, point=point, accuracy_m=fix.accuracy_m)

    def follow(self, entries: list[Tagged]) -> None:
        """A phone whose link is over is no longer on anybody's map."""
        for entry, _ in entries:
            match entry.fact:
                case LinkEnded(kind=LinkKind.LOCATION) | ContactWrappedUp() as fact:
                    self._forget(fact.contact_id, entry.recorded_at)
                case ContactSafetySet(safety=Safety.DO_NOT_CONTACT) as fact:
                    self._forget(fact.contact_id, entry.recorded_at)
                case _:
                    pass

    def _forget(self, contact_id: str, at: datetime) -> None:
        known = self.signals.latest(POSITION, contact_id)
        if known is not None and known.value is not None:
            self.signals.put(POSITION, contact_id, value=None, at=at)
            for key in caller_keys(self.boards, contact_id):
                self.signals.put(CALLER, key, value=None, at=at)

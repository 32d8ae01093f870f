"""Addresses of citizens' links: worked out from a link's id and the place's secret, kept nowhere.

Whoever holds a token holds the link. Tokens stand in no fact, no vault item, no log and no table;
what an address leads to is found by the hash of its token among the links that live.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime

from siaga.boards.links import LinkLine, LinksCard
from siaga.language.links import LinkKind
from siaga.language.values import ContactId, LinkId
from siaga.platform.live_board import LiveBoard
from siaga.platform.vault import Sealer

TOKEN_BYTES = 16  # 128 bits nobody can guess
TOKEN = re.compile(r"[a-z2-7]{26}")
PATHS = {LinkKind.LOCATION: "/l/", LinkKind.STATUS: "/s/"}


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLink:
    """A link that lives, whose it is, and what the room's board says of it."""

    contact_id: ContactId
    line: LinkLine
    over_at: datetime | None  # the contact was wrapped up

    @property
    def link_id(self) -> LinkId:
        return self.line.link_id


class Links:
    """`base`: where citizens reach this room, without a slash at the end; "" when nowhere."""

    def __init__(self, sealer: Sealer, board: LiveBoard, *, base: str) -> None:
        self.sealer, self.board, self.base = sealer, board, base
        self._by_hash: dict[bytes, tuple[ContactId, LinkId]] = {}
        self._of: dict[str, list[bytes]] = {}
        self._seen = 0

    def token_of(self, link_id: LinkId) -> str:
        digest = self.sealer.blind(f"citizen link {link_id}")[:TOKEN_BYTES]
        return base64.b32encode(digest).decode().rstrip("=").lower()

    def path(self, link_id: LinkId, kind: LinkKind) -> str:
        return PATHS[kind] + self.token_of(link_id)

    def address(self, link_id: LinkId, kind: LinkKind) -> str:
        """Raises ValueError when this room has no address for citizens."""
        if not self.base:
            raise ValueError("public_url is not set")
        return self.base + self.path(link_id, kind)

    def find(self, token: str, kind: LinkKind, *, now: datetime) -> OpenLink | None:
        """None alike for an unknown, ended, expired or unsafe one: nothing is learnt by trying."""
        if not TOKEN.fullmatch(token):
            return None
        self._follow()
        found = self._by_hash.get(_hash(token))
        if found is None:
            return None
        contact_id, link_id = found
        if not hmac.compare_digest(token, self.token_of(link_id)):
            return None
        return self._open(contact_id, link_id, kind, now)

    def _open(
        self, contact_id: ContactId, link_id: LinkId, kind: LinkKind, now: datetime
    ) -> OpenLink | None:
        slot = self.board.slots.get(contact_id)
        card: LinksCard | None = slot.card if slot else None
        if card is None or card.unsafe:
            return None
        for line in card.links:
            lives = line.ended_at is None and line.expires_at > now
            if line.link_id == link_id and line.kind is kind and lives:
                return OpenLink(contact_id=contact_id, line=line, over_at=card.over_at)
        return None

    def _follow(self) -> None:
        """The hashes of what lives, brought up to where the board is."""
        if self._seen == self.board.position:
            return
        for contact_id, slot in self.board.changed_since(self._seen):
            for known in self._of.pop(contact_id, ()):
                self._by_hash.pop(known, None)
            if slot.card is None:
                continue
            lives = [line.link_id for line in slot.card.links if line.ended_at is None]
            hashes = {_hash(self.token_of(link_id)): link_id for link_id in lives}
            self._of[contact_id] = list(hashes)
            for each, link_id in hashes.items():
                self._by_hash[each] = (ContactId(contact_id), link_id)
        self._seen = self.board.position


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()

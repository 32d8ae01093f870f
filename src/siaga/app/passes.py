"""Addresses of passes, and what each one opens.

As with citizens' links (`app/links.py`): a token is worked out from the pass's id and the place's
secret and lies nowhere; what it opens is found by its hash among the passes that live.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Callable
from datetime import datetime

from siaga.boards.passes import PassCard
from siaga.language.passes import PassKind
from siaga.language.values import Actor, ActorKind, PassId, Role
from siaga.platform.live_board import LiveBoard
from siaga.platform.vault import Sealer

TOKEN_BYTES = 16  # 128 bits nobody can guess
TOKEN = re.compile(r"[a-z2-7]{26}")
PATH = "/p/"
ACTOR = "pass:"
ROLES = {
    PassKind.AGENCY_TASK: Role.AGENCY_DESK,
    PassKind.HOSPITAL_BEDS: Role.HOSPITAL_DESK,
    PassKind.VOLUNTEER: Role.VOLUNTEER,
    PassKind.AD_HOC_CREW: Role.FIELD_CREW,
}


class Passes:
    """`base`: where people reach this room, without a slash at the end; "" when nowhere."""

    def __init__(
        self, sealer: Sealer, board: LiveBoard, *, base: str, now: Callable[[], datetime]
    ) -> None:
        self.sealer, self.board, self.base, self.now = sealer, board, base, now
        self._by_hash: dict[bytes, PassId] = {}
        self._of: dict[str, bytes] = {}
        self._seen = 0

    def token_of(self, pass_id: PassId) -> str:
        digest = self.sealer.blind(f"pass {pass_id}")[:TOKEN_BYTES]
        return base64.b32encode(digest).decode().rstrip("=").lower()

    def path(self, pass_id: PassId) -> str:
        return PATH + self.token_of(pass_id)

    def address(self, pass_id: PassId) -> str:
        """Raises ValueError when this room has no address for people outside."""
        if not self.base:
            raise ValueError("public_url is not set")
        return self.base + self.path(pass_id)

    def find(self, token: str) -> PassCard | None:
        """None alike for an unknown, ended or expired one: nothing is learnt by trying."""
        if not TOKEN.fullmatch(token):
            return None
        self._follow()
        pass_id = self._by_hash.get(_hash(token))
        if pass_id is None or not hmac.compare_digest(token, self.token_of(pass_id)):
            return None
        return self.living(pass_id)

    def living(self, pass_id: str) -> PassCard | None:
        slot = self.board.slots.get(pass_id)
        card: PassCard | None = slot.card if slot else None
        return card if card is not None and card.expires_at > self.now() else None

    def browser_of(self, pass_id: PassId, browser: str) -> str:
        """Tells the browsers of one pass apart, and nothing about them."""
        return self.sealer.blind(f"pass browser {pass_id} {browser}").hex()[:32]

    def rights(self, actor_id: str) -> Actor | None:
        """Asked again and again while a session lives: it ends with its pass."""
        card = self.living(actor_id.removeprefix(ACTOR))
        if card is None or not actor_id.startswith(ACTOR):
            return None
        return Actor(
            kind=ActorKind.PERSON,
            id=actor_id,
            roles=frozenset({ROLES[card.kind]}),
            units=frozenset({card.unit_id}) if card.unit_id else frozenset(),
            agency=card.agency,
            hospital=card.hospital,
            pass_id=card.pass_id,
            incident=card.incident_id,
            referral=card.referral_id,
        )

    def _follow(self) -> None:
        """The hashes of what lives, brought up to where the board is."""
        if self._seen == self.board.position:
            return
        for pass_id, slot in self.board.changed_since(self._seen):
            if slot.card is None:
                self._by_hash.pop(self._of.pop(pass_id, b""), None)
            elif pass_id not in self._of:
                known = _hash(self.token_of(PassId(pass_id)))
                self._of[pass_id] = known
                self._by_hash[known] = PassId(pass_id)
        self._seen = self.board.position


def either(
    accounts: Callable[[str], Actor | None], passes: Passes
) -> Callable[[str], Actor | None]:
    """The rights of whoever a session is of: somebody with an account, or with a pass."""

    def rights(actor_id: str) -> Actor | None:
        return (passes.rights if actor_id.startswith(ACTOR) else accounts)(actor_id)

    return rights


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()

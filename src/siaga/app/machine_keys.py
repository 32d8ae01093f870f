"""Keys of agencies' machines: made here, shown once, known again by their digest alone."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime

from siaga.app.http.pace import Pace
from siaga.boards.machine_keys import MachineKeyCard
from siaga.language.values import Actor, ActorKind, Role
from siaga.platform.hub import Hub
from siaga.platform.sessions import Session

PREFIX = "siaga_"
PER_MINUTE = 300
FOR_EVER = datetime(9999, 12, 31, tzinfo=UTC)


def new_key() -> tuple[str, str]:
    """→ (the key, its digest)."""
    key = PREFIX + secrets.token_urlsafe(32)
    return key, digest_of(key)


def digest_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


class MachineKeys:
    """A key is its agency's desk: the same doors, the same boards, nothing else."""

    def __init__(self, hub: Hub, pace: Pace) -> None:
        self.hub, self.pace = hub, pace

    def find(self, key: str) -> Session | None:
        """None for a key that is unknown or revoked."""
        if not key.startswith(PREFIX) or len(key) > 100:
            return None
        digest = digest_of(key)
        for slot in self.hub.boards["machine-keys"].slots.values():
            card: MachineKeyCard | None = slot.card
            if card is not None and card.digest == digest:
                return _session(card, key)
        return None

    def allows(self, session: Session) -> bool:
        return self.pace.allows(session.account_id)


def _session(card: MachineKeyCard, key: str) -> Session:
    actor = Actor(
        kind=ActorKind.CHANNEL,
        id=f"machine:{card.key_id}",
        roles=frozenset({Role.AGENCY_DESK}),
        agency=card.agency,
    )
    return Session(actor, key, token_hash=bytes.fromhex(card.digest), expires_at=FOR_EVER)

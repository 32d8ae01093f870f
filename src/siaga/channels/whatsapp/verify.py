"""The two proofs that a request comes from Meta: signature and verification. Pure."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from hashlib import sha256

from siaga.channels.whatsapp.settings import WhatsAppSettings

CHALLENGE_MAX = 512


def signature_ok(
    secrets: bytes | tuple[bytes, ...], raw: bytes, *, header: str | None, bare: bool = False
) -> bool:
    """Whether the header signs these very bytes with one of our secrets. `bare`: a provider in
    between may leave out the "sha256=" that Meta writes before the hex digits."""
    given = (header or "").strip().lower().encode("utf-8", "replace")
    if bare and not given.startswith(b"sha256="):
        given = b"sha256=" + given
    known = (secrets,) if isinstance(secrets, bytes) else secrets
    found = False
    for secret in known:
        expected = b"sha256=" + hmac.new(secret, raw, sha256).hexdigest().encode()
        # Every secret is tried, so that the time taken does not tell which one fitted.
        found |= hmac.compare_digest(expected, given) and bool(secret)
    return found


def answer_verification(query: Mapping[str, str], settings: WhatsAppSettings) -> str | None:
    """The challenge to answer as text/plain with 200; None: answer 403."""
    token = query.get("hub.verify_token", "").encode("utf-8", "replace")
    expected = settings.verify_token.encode()
    challenge = query.get("hub.challenge", "")
    if not expected or not hmac.compare_digest(token, expected):
        return None
    if query.get("hub.mode") != "subscribe" or not 0 < len(challenge) <= CHALLENGE_MAX:
        return None
    return challenge

"""The one proof that a post comes from Telegram: the secret we told it. Pure."""

from __future__ import annotations

import hmac

HEADER = b"x-telegram-bot-api-secret-token"


def secret_ok(secret: str, header: bytes | None) -> bool:
    """Whether the header carries our secret, in a time that does not tell how much of it fits."""
    return bool(secret) and hmac.compare_digest(secret.encode(), header or b"")

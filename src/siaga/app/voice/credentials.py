"""What a taker's page shows the telephone edge: made here, checked there, stored nowhere."""

from __future__ import annotations

import hmac
from base64 import b64encode
from datetime import datetime
from hashlib import sha1


def page_credentials(secret: str, account_id: str, *, expires_at: datetime) -> tuple[str, str]:
    """→ user and password of the ephemeral scheme that Kamailio's auth_ephemeral checks."""
    user = f"{int(expires_at.timestamp())}:{account_id}"
    digest = hmac.new(secret.encode(), user.encode(), sha1).digest()
    return user, b64encode(digest).decode()

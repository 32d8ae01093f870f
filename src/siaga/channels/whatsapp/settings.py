"""What one WhatsApp number needs to be heard and to speak, at Meta's own door or a provider's."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit


class Provider(StrEnum):
    """Who stands between Meta and us. Bodies are the same; addresses and headers differ."""

    META = "meta"
    DIALOG_360 = "360dialog"


GRAPH = {
    Provider.META: "https://graph.facebook.com/v25.0",
    Provider.DIALOG_360: "https://waba-v2.360dialog.io",
}
MEDIA_HOSTS = ("fbsbx.com", "fbcdn.net", "whatsapp.net", "graph.facebook.com")
"""Where Meta keeps files: these names and what ends in a dot and one of them."""

USER_AGENT = "Siaga/1.0.0"  # Meta's description wants three numbers
_HOST = re.compile(r"[a-z0-9.-]+")
_NEEDED = {
    Provider.META: ("app_secrets", "verify_token", "token", "phone_number_id", "graph_url"),
    Provider.DIALOG_360: ("app_secrets", "token", "graph_url"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatsAppSettings:
    """Values come from the app's configuration; secrets never appear in a repr.

    `app_secrets` holds two while the secret is being changed. `graph_url` includes the version,
    e.g. "https://graph.facebook.com/v25.0". Raises ValueError naming the missing field when
    `enabled` and one is empty.
    """

    enabled: bool
    provider: Provider = Provider.META
    app_secrets: tuple[bytes, ...] = field(default=(), repr=False)
    verify_token: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    phone_number_id: str = ""
    graph_url: str = ""
    media_hosts: tuple[str, ...] = MEDIA_HOSTS

    def __post_init__(self) -> None:
        if not self.enabled:
            return
        for name in _NEEDED[self.provider]:
            if not getattr(self, name):
                raise ValueError(f"WhatsApp is switched on, but {name} is empty")
        if not self.graph_url.startswith(("https://", "http://")):
            raise ValueError("WhatsApp's graph_url must begin with https://")
        if not (self.token.isascii() and self.token.isprintable() and " " not in self.token):
            raise ValueError("WhatsApp's token holds a character that no token has")
        if self.phone_number_id and not self.phone_number_id.isalnum():
            raise ValueError("WhatsApp's phone_number_id is the long number of Meta's console")

    @property
    def root(self) -> str:
        return self.graph_url.rstrip("/")

    @property
    def messages_url(self) -> str:
        if self.provider is Provider.DIALOG_360:  # it knows our number by the key
            return f"{self.root}/messages"
        return f"{self.root}/{self.phone_number_id}/messages"

    @property
    def health_url(self) -> str:
        if self.provider is Provider.DIALOG_360:
            return f"{self.root}/health_status"
        return f"{self.root}/{self.phone_number_id}?fields=health_status"

    @property
    def signature_header(self) -> bytes:
        if self.provider is Provider.DIALOG_360:
            return b"x-360dialog-signature"
        return b"x-hub-signature-256"

    @property
    def headers(self) -> dict[str, str]:
        """For our own requests; the secret in them is for this provider's hosts alone."""
        if self.provider is Provider.DIALOG_360:
            return {"D360-API-KEY": self.token, "User-Agent": USER_AGENT}
        return {"Authorization": f"Bearer {self.token}", "User-Agent": USER_AGENT}

    def media_url(self, media_id: str) -> str:
        """Asks for a fresh address of a file."""
        query = f"?phone_number_id={self.phone_number_id}" if self.phone_number_id else ""
        return f"{self.root}/{media_id}{query}"

    def file_url(self, url: str) -> str | None:
        """Where to fetch a file Meta named by `url`; None: our secret must not go there."""
        try:
            given, ours = urlsplit(url), urlsplit(self.graph_url)
            port = given.port
        except ValueError:
            return None
        if given.username or given.password or not given.hostname:
            return None
        if (given.scheme, given.netloc) == (ours.scheme, ours.netloc):
            return url
        if (
            given.scheme != "https"
            or port not in (None, 443)
            or not self._is_theirs(given.hostname)
        ):
            return None
        if self.provider is Provider.DIALOG_360:  # it fetches for us, from the same path
            return given._replace(scheme=ours.scheme, netloc=ours.netloc).geturl()
        return url

    def _is_theirs(self, host: str) -> bool:
        name = host.lower()
        if not _HOST.fullmatch(name):
            return False
        return any(name == known or name.endswith(f".{known}") for known in self.media_hosts)

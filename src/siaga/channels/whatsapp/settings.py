"""What one WhatsApp number needs to be heard and to speak."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatsAppSettings:
    """Values come from the app's configuration; secrets never appear in a repr.

    `app_secrets` holds two while the secret is being changed. `graph_url` includes the version,
    e.g. "https://graph.facebook.com/v25.0". Raises ValueError naming the missing field when
    `enabled` and one is empty.
    """

    enabled: bool
    app_secrets: tuple[bytes, ...] = field(default=(), repr=False)
    verify_token: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    phone_number_id: str = ""
    graph_url: str = ""

    def __post_init__(self) -> None:
        if not self.enabled:
            return
        needed = ("app_secrets", "verify_token", "token", "phone_number_id", "graph_url")
        for name in needed:
            if not getattr(self, name):
                raise ValueError(f"WhatsApp is switched on, but {name} is empty")
        if not self.graph_url.startswith(("https://", "http://")):
            raise ValueError("WhatsApp's graph_url must begin with https://")
        if not (self.token.isascii() and self.token.isprintable() and " " not in self.token):
            raise ValueError("WhatsApp's token holds a character that no token has")
        if not self.phone_number_id.isalnum():
            raise ValueError("WhatsApp's phone_number_id is the long number of Meta's console")

    @property
    def messages_url(self) -> str:
        return f"{self.graph_url.rstrip('/')}/{self.phone_number_id}/messages"

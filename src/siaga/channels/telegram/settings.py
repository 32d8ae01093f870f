"""What one bot needs to be heard and to speak."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{10,100}")
SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramSettings:
    """Without `webhook_secret` the bot asks for its updates itself, which works behind any router.

    Raises ValueError naming the wrong field when there is a token.
    """

    token: str = field(default="", repr=False)
    webhook_secret: str = field(default="", repr=False)
    webhook_url: str = ""  # how Telegram reaches /hooks/telegram; empty: told by hand
    api_url: str = "https://api.telegram.org"

    def __post_init__(self) -> None:
        if not self.token:
            return
        if not TOKEN.fullmatch(self.token):
            raise ValueError("telegram_token: bukan token bot (angka:huruf dari BotFather)")
        if self.webhook_secret and not SECRET.fullmatch(self.webhook_secret):
            raise ValueError("telegram_webhook_secret: harus 16 sampai 256 huruf, angka, _ atau -")
        if self.webhook_url and not self.webhook_url.startswith("https://"):
            raise ValueError("telegram_webhook_url: harus diawali https://")
        if self.webhook_url and not self.webhook_secret:
            raise ValueError("telegram_webhook_secret: wajib diisi bersama telegram_webhook_url")
        if not self.api_url.startswith(("https://", "http://")):
            raise ValueError("telegram_api_url: harus diawali https://")

    @property
    def enabled(self) -> bool:
        return bool(self.token)

    @property
    def bot(self) -> str:
        """The bot's own id: the part of its token that is no secret."""
        return self.token.partition(":")[0]

    @property
    def polls(self) -> bool:
        return self.enabled and not self.webhook_secret

    def method_url(self, method: str) -> str:
        """Holds the token: never to be logged."""
        return f"{self.api_url.rstrip('/')}/bot{self.token}/{method}"

    def file_url(self, path: str) -> str:
        """Holds the token: never to be logged."""
        return f"{self.api_url.rstrip('/')}/file/bot{self.token}/{path}"

"""Hands letters to the mail server, each in a connection of its own."""

from __future__ import annotations

import asyncio
import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage

TIMEOUT_S = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """`tls`: starttls, tls or none."""

    host: str = ""
    port: int = 587
    user: str = ""
    password: str = field(default="", repr=False)
    sender: str = ""
    tls: str = "starttls"

    @property
    def enabled(self) -> bool:
        return bool(self.host and self.sender)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """`again`: the server may take it later. `maybe`: it may have taken it already."""

    ok: bool
    reason: str = ""
    again: bool = False
    maybe: bool = False


class MailServer:
    def __init__(self, settings: MailSettings) -> None:
        self.settings = settings

    async def hand(self, message: EmailMessage) -> Handed:
        return await asyncio.to_thread(self._hand, message)

    def _hand(self, message: EmailMessage) -> Handed:
        said = False
        try:
            with self._connected() as server:
                said = True
                server.send_message(message)
                said = False
        except smtplib.SMTPRecipientsRefused as reason:
            codes = [code for code, _ in reason.recipients.values()]
            return Handed(ok=False, reason="recipient", again=all(code < 500 for code in codes))
        except smtplib.SMTPAuthenticationError:
            return Handed(ok=False, reason="login", again=True)
        except smtplib.SMTPResponseException as reason:
            again = reason.smtp_code < 500
            return Handed(ok=False, reason=f"smtp_{reason.smtp_code}", again=again)
        except (smtplib.SMTPException, OSError) as reason:
            return Handed(ok=False, reason=type(reason).__name__.lower(), again=True, maybe=said)
        return Handed(ok=True)

    def _connected(self) -> smtplib.SMTP:
        wanted = self.settings
        if wanted.tls == "tls":
            context = ssl.create_default_context()
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                wanted.host, wanted.port, timeout=TIMEOUT_S, context=context
            )
        else:
            server = smtplib.SMTP(wanted.host, wanted.port, timeout=TIMEOUT_S)
        if wanted.tls == "starttls":
            server.starttls(context=ssl.create_default_context())
        if wanted.user:
            server.login(wanted.user, wanted.password)
        return server

"""Hands letters to the mail server, each in a connection of its own."""

from __future__ import annotations

import asyncio
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

TIMEOUT_S = 15.0
NOBODY = "recipient"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """`tls`: starttls, tls or none. `ca`: who else may vouch for the server's name."""

    host: str = ""
    port: int = 587
    user: str = ""
    password: str = field(default="", repr=False)
    sender: str = ""
    tls: str = "starttls"
    ca: Path | None = None

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
        server, said = None, False
        try:
            server = self._connected()
            server.ehlo_or_helo_if_needed()
            _accepted(server.mail(str(message["From"])))
            _accepted(server.rcpt(str(message["To"])), NOBODY)
            said = True  # from here on the server may have it, whatever we hear
            _accepted(server.data(message.as_bytes(policy=SMTP)))
        except smtplib.SMTPAuthenticationError:
            return Handed(ok=False, reason="login", again=True)
        except smtplib.SMTPResponseException as reason:
            again = reason.smtp_code < 500
            nobody = reason.smtp_error == NOBODY and not again
            code = NOBODY if nobody else f"smtp_{reason.smtp_code}"
            return Handed(ok=False, reason=code, again=again)
        except (smtplib.SMTPException, OSError) as reason:
            return Handed(ok=False, reason=_named(reason), again=True, maybe=said)
        finally:
            if server is not None:
                _leave(server)
        return Handed(ok=True)

    def _connected(self) -> smtplib.SMTP:
        wanted = self.settings
        context = ssl.create_default_context()
        if wanted.ca is not None:
            context.load_verify_locations(wanted.ca)
        if wanted.tls == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                wanted.host, wanted.port, timeout=TIMEOUT_S, context=context
            )
        else:
            server = smtplib.SMTP(wanted.host, wanted.port, timeout=TIMEOUT_S)
        try:
            if wanted.tls == "starttls":
                server.starttls(context=context)
            if wanted.user:
                server.login(wanted.user, wanted.password)
        except BaseException:
            server.close()
            raise
        return server


def _leave(server: smtplib.SMTP) -> None:
    """A goodbye that fails says nothing of the letter, so nobody waits for its answer."""
    with suppress(OSError, smtplib.SMTPException):
        server.putcmd("quit")
    server.close()


def _accepted(answer: tuple[int, bytes], refused: str = "") -> None:
    """Raises SMTPResponseException: `refused` names what was."""
    code, _ = answer
    if not 200 <= code < 300:
        raise smtplib.SMTPResponseException(code, refused)


def _named(reason: Exception) -> str:
    match reason:
        case TimeoutError():
            return "timeout"
        case ssl.SSLError():
            return "tls"
        case smtplib.SMTPNotSupportedError():
            return "no_tls"
        case smtplib.SMTPServerDisconnected() | ConnectionResetError() | BrokenPipeError():
            return "reset"
        case OSError():
            return "unreachable"
        case _:
            return type(reason).__name__.lower()

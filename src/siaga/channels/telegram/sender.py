"""Carries requests to Telegram. The only part of this channel that touches the network."""

from __future__ import annotations

from dataclasses import dataclass

import httpx

from siaga.channels.telegram.outbound import Body, Outcome, OutcomeKind, Trouble, classify
from siaga.channels.telegram.settings import TelegramSettings

TIMEOUT = httpx.Timeout(connect=5.0, write=10.0, read=15.0, pool=5.0)

# The message cannot have left: repeating it is safe.
_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_OUR_FAULT = (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.LocalProtocolError)


class Unreachable(Exception):
    """Telegram did not answer; says which kind of error it was, never the address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    status_code: int
    body: bytes


class TelegramSender:
    """`client` is handed in and closed by its owner. Addresses hold the token: none is logged."""

    def __init__(self, client: httpx.AsyncClient, settings: TelegramSettings) -> None:
        self._client, self.settings = client, settings

    async def send(self, body: Body) -> Outcome:
        """Post a message once, never repeat. A break after it left is `unknown`, no failure."""
        try:
            answer = await self._post("sendMessage", body, timeout=TIMEOUT)
        except _NEVER_LEFT as broken:
            code = type(broken).__name__
            return Outcome(kind=OutcomeKind.RETRY_AFTER, code=code, trouble=Trouble.BUSY)
        except _OUR_FAULT as broken:
            code = type(broken).__name__
            return Outcome(kind=OutcomeKind.FAILED, code=code, trouble=Trouble.CHANNEL)
        except httpx.HTTPError as broken:
            return Outcome(kind=OutcomeKind.UNKNOWN, code=type(broken).__name__)
        return classify(answer.status_code, answer.content)

    async def ask(self, method: str, body: Body, *, wait_s: float = 0) -> Answer:
        """Any other method; it may be held `wait_s` at Telegram. Raises Unreachable."""
        timeout = httpx.Timeout(connect=5.0, write=10.0, read=wait_s + 15.0, pool=5.0)
        try:
            answer = await self._post(method, body, timeout=timeout)
        except (httpx.HTTPError, httpx.InvalidURL) as broken:
            raise Unreachable(type(broken).__name__) from None
        return Answer(status_code=answer.status_code, body=answer.content)

    async def _post(self, method: str, body: Body, *, timeout: httpx.Timeout) -> httpx.Response:
        return await self._client.post(
            self.settings.method_url(method), json=body, timeout=timeout, follow_redirects=False
        )

"""Carries one body to Meta. The only part of this channel that touches the network."""

from __future__ import annotations

import httpx

from siaga.channels.whatsapp.outbound import Body
from siaga.channels.whatsapp.outcomes import Outcome, OutcomeKind, Trouble, classify
from siaga.channels.whatsapp.settings import WhatsAppSettings

TIMEOUT = httpx.Timeout(connect=5.0, write=10.0, read=15.0, pool=5.0)

# The message cannot have left: repeating it is safe.
_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_OUR_FAULT = (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.LocalProtocolError)


class WhatsAppSender:
    """`client` is handed in and closed by its owner; it logs neither headers nor bodies."""

    def __init__(self, client: httpx.AsyncClient, *, timeout: httpx.Timeout = TIMEOUT) -> None:
        self._client, self._timeout = client, timeout

    async def send(self, settings: WhatsAppSettings, body: Body) -> Outcome:
        """Post once, never repeat. A break after the body left is `unknown`, not a failure."""
        try:
            answer = await self._client.post(
                settings.messages_url,
                json=body,
                headers=settings.headers,
                timeout=self._timeout,
                follow_redirects=False,  # the token is for Meta's host alone
            )
        except _NEVER_LEFT as broken:
            code = type(broken).__name__
            return Outcome(kind=OutcomeKind.RETRY_AFTER, code=code, trouble=Trouble.BUSY)
        except _OUR_FAULT as broken:
            code = type(broken).__name__
            return Outcome(kind=OutcomeKind.FAILED, code=code, trouble=Trouble.CHANNEL)
        except httpx.HTTPError as broken:
            return Outcome(kind=OutcomeKind.UNKNOWN, code=type(broken).__name__)
        return classify(answer.status_code, answer.content)

"""Files at Meta's: an address is good for five minutes, an id for seven days.

The address that came with the message is tried first, then a fresh one is asked for. Our secret
goes to Meta's and the provider's own hosts alone, also after a redirect.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Any

import httpx

from siaga.app.workers.media.fetching import Attempt, Fetched, Gone, TooLarge, Wait, read_all
from siaga.channels.whatsapp.outcomes import Outcome, Trouble, classify
from siaga.channels.whatsapp.reading import node, words
from siaga.channels.whatsapp.settings import WhatsAppSettings
from siaga.language.conversation import MediaProblem
from siaga.platform.media_store import RECEIVED_BYTES_MAX

TIMEOUT = httpx.Timeout(connect=5.0, write=10.0, read=20.0, pool=10.0)
WHOLE_S_MAX = 300.0
HOPS_MAX = 3
ANSWER_BYTES_MAX = 65_536
MISSING_MAX = 4
"""A provider that has not found a file so often will not find it: it may lag, not forget."""

_MISSING = frozenset({"100", "http_404", "http_410", "131052"})

Told = Callable[[Outcome], None]


class Refused(Exception):
    """The answer to a request: not the file."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.code)
        self.outcome = outcome


class OffTheList(Exception):
    """It lies where our secret may not go."""


class WhatsAppFiles:
    def __init__(self, settings: WhatsAppSettings, http: httpx.AsyncClient) -> None:
        self._settings, self._http = settings, http
        self.told: Told = lambda _outcome: None

    async def fetch(self, attempt: Attempt) -> Fetched | Wait | Gone:
        try:
            async with asyncio.timeout(WHOLE_S_MAX):
                return await self._fetch(attempt)
        except TooLarge:
            return Gone(problem=MediaProblem.TOO_LARGE)
        except OffTheList:
            return Gone(problem=MediaProblem.REFUSED)
        except Refused as refused:
            return self._refused(refused.outcome, attempt)
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, ValueError) as broken:
            return Wait(reason=type(broken).__name__)

    async def _fetch(self, attempt: Attempt) -> Fetched:
        url = words(attempt.reference.get("url"))
        media_id = words(attempt.reference.get("id")) or ""
        announced = words(attempt.reference.get("sha256")) or ""
        if url and not attempt.made and self._settings.file_url(url):
            try:
                return Fetched(data=await self._file(url), sha256=announced)
            except (Refused, OffTheList, httpx.HTTPError):
                pass  # the address is old: the id gives a new one
        if not media_id.isalnum():
            raise OffTheList
        about = await self._about(media_id)
        fresh = words(about.get("url")) or ""
        size = words(about.get("file_size")) or ""
        if size.isdecimal() and int(size) > RECEIVED_BYTES_MAX:
            raise TooLarge
        return Fetched(
            data=await self._file(fresh),
            media_type=words(about.get("mime_type")) or "",
            sha256=announced or words(about.get("sha256")) or "",
        )

    async def _about(self, media_id: str) -> Mapping[str, Any]:
        url = self._settings.media_url(media_id)
        status, raw = await self._get(url, at_most=ANSWER_BYTES_MAX)
        if status != 200:
            raise Refused(classify(status, raw))
        return node(json.loads(raw))

    async def _file(self, url: str) -> bytes:
        status, raw = await self._get(url, at_most=RECEIVED_BYTES_MAX)
        if status != 200:
            raise Refused(classify(status, raw[:ANSWER_BYTES_MAX]))
        return raw

    async def _get(self, url: str, *, at_most: int) -> tuple[int, bytes]:
        """Every hop is asked whether our secret may go there; the client itself follows none."""
        for _ in range(HOPS_MAX):
            where = self._settings.file_url(url)
            if where is None:
                raise OffTheList
            async with self._http.stream(
                "GET",
                where,
                headers=self._settings.headers,
                timeout=TIMEOUT,
                follow_redirects=False,
            ) as answer:
                if answer.has_redirect_location:
                    url = str(answer.url.join(answer.headers["location"]))
                    continue
                if int(answer.headers.get("content-length") or 0) > at_most:
                    raise TooLarge
                return answer.status_code, await read_all(answer.aiter_bytes(), at_most=at_most)
        raise OffTheList

    def _refused(self, outcome: Outcome, attempt: Attempt) -> Wait | Gone:
        if outcome.code in _MISSING:
            if attempt.made + 1 >= MISSING_MAX:
                return Gone(problem=MediaProblem.EXPIRED)
        elif outcome.trouble is Trouble.CHANNEL:
            self.told(outcome)
        return Wait(after_s=outcome.retry_after_s, reason=outcome.code)

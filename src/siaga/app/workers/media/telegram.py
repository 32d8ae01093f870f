"""Files at Telegram's: an id is good for as long as the bot is, its path for an hour.

The bot's token stands in every address: it goes to Telegram's own host alone, and into no log.
"""

from __future__ import annotations

import asyncio

import httpx

from siaga.app.workers.media.fetching import Attempt, Fetched, Gone, TooLarge, Wait, read_all
from siaga.channels.telegram.outbound import OutcomeKind, classify, file_of, is_too_large
from siaga.channels.telegram.reading import whole, words
from siaga.channels.telegram.sender import TelegramSender, Unreachable
from siaga.language.conversation import MediaProblem
from siaga.platform.media_store import RECEIVED_BYTES_MAX

TIMEOUT = httpx.Timeout(connect=5.0, write=10.0, read=20.0, pool=10.0)
WHOLE_S_MAX = 300.0
REFUSED_MAX = 4
"""What Telegram refused so often it will not give: an id of another bot, or one made up."""


class TelegramFiles:
    def __init__(self, sender: TelegramSender, http: httpx.AsyncClient) -> None:
        self._sender, self._http = sender, http

    async def fetch(self, attempt: Attempt) -> Fetched | Wait | Gone:
        file_id = words(attempt.reference.get("id")) or ""
        size = whole(attempt.reference.get("size_bytes"))
        if size is not None and size > RECEIVED_BYTES_MAX:
            return Gone(problem=MediaProblem.TOO_LARGE)
        try:
            async with asyncio.timeout(WHOLE_S_MAX):
                return await self._fetch(file_id, attempt)
        except TooLarge:
            return Gone(problem=MediaProblem.TOO_LARGE)
        except (Unreachable, httpx.HTTPError, httpx.InvalidURL, TimeoutError) as broken:
            return Wait(reason=type(broken).__name__)

    async def _fetch(self, file_id: str, attempt: Attempt) -> Fetched | Wait | Gone:
        answer = await self._sender.ask("getFile", {"file_id": file_id})
        path = file_of(answer.body)
        if path is None:
            if is_too_large(answer.body):
                return Gone(problem=MediaProblem.TOO_LARGE)
            refused = classify(answer.status_code, answer.body)
            if refused.kind is OutcomeKind.FAILED and attempt.made + 1 >= REFUSED_MAX:
                return Gone(problem=MediaProblem.REFUSED)
            return Wait(after_s=refused.retry_after_s, reason=refused.code)
        url = self._sender.settings.file_url(path)
        async with self._http.stream("GET", url, timeout=TIMEOUT, follow_redirects=False) as file:
            if file.status_code != 200:
                return Wait(reason=f"http_{file.status_code}")
            if int(file.headers.get("content-length") or 0) > RECEIVED_BYTES_MAX:
                raise TooLarge
            return Fetched(data=await read_all(file.aiter_bytes()))

"""How a file is had from a provider, whichever it is."""

from __future__ import annotations

import base64
import binascii
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from siaga.language.conversation import MediaProblem
from siaga.platform.media_store import RECEIVED_BYTES_MAX


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    data: bytes
    media_type: str = ""  # as the provider says; "" to believe what the message said
    sha256: str = ""  # as the provider announced it: hex or base64 of 32 bytes

    @property
    def altered(self) -> bool:
        """Its bytes are not those that were announced."""
        announced = digest_of(self.sha256)
        return announced is not None and announced != sha256(self.data).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Not now; `after_s` None: longer each time."""

    after_s: float | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    problem: MediaProblem


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    reference: Mapping[str, Any]  # what the channel sealed into the message
    made: int  # attempts before this one


Fetcher = Callable[[Attempt], Awaitable[Fetched | Wait | Gone]]


class TooLarge(Exception):
    pass


async def read_all(chunks: AsyncIterator[bytes], *, at_most: int = RECEIVED_BYTES_MAX) -> bytes:
    """Raises TooLarge as soon as it is, before the rest is read."""
    parts: list[bytes] = []
    size = 0
    async for chunk in chunks:
        size += len(chunk)
        if size > at_most:
            raise TooLarge
        parts.append(chunk)
    return b"".join(parts)


def digest_of(announced: str) -> bytes | None:
    """None when it is no SHA-256 in any spelling: nothing can be said then."""
    text = announced.strip()
    try:
        if len(text) == 64:
            return bytes.fromhex(text)
        found = base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error):
        return None
    return found if len(found) == 32 else None

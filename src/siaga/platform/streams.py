"""Connections that are given up."""

from __future__ import annotations

import asyncio
from contextlib import suppress

LAST_WORDS_S = 1.0


async def hang_up(writer: asyncio.StreamWriter) -> None:
    """What was written may still leave; from one who does not take it in the line is cut."""
    writer.close()
    # The end of the reading task may come while this waits: cut all the same.
    try:
        with suppress(OSError, TimeoutError):
            async with asyncio.timeout(LAST_WORDS_S):
                await writer.wait_closed()
    finally:
        writer.transport.abort()

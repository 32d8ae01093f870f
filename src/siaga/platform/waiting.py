"""Waiting that ends by itself."""

from __future__ import annotations

import asyncio


async def woken(event: asyncio.Event, within_s: float) -> bool:
    """Wait for the event at most `within_s` seconds; was it set?

    Not by asyncio.wait_for: in Python 3.11 it swallows a cancellation that comes just after the
    event, and a worker that was woken and then stopped would never end.
    """
    try:
        async with asyncio.timeout(within_s):
            await event.wait()
    except TimeoutError:
        return False
    return True

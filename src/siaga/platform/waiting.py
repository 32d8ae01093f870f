"""Waiting that ends by itself."""

from __future__ import annotations

import asyncio


async def woken(event: asyncio.Event, within_s: float) -> bool:
    """Wait for the event at most `within_s` seconds; was it set?"""
    try:
        await asyncio.wait_for(event.wait(), within_s)
    except TimeoutError:
        return False
    return True

"""How every test waits: for a state that stays, and as long as a busy machine needs."""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import Callable
from typing import Any, TypeVar

PATIENCE_S = 30.0
LOOKS_EVERY_S = 0.05
LOOKS_EVERY_S_IN_A_LOOP = 0.01

T = TypeVar("T")


def eventually(seen: Callable[[], T], *, within_s: float = PATIENCE_S, what: object = "") -> T:
    """The first true answer; whoever waits in vain is told `what` for, and what was seen last."""
    until_s = time.monotonic() + within_s
    while not (found := seen()):
        assert time.monotonic() < until_s, f"not within {within_s} s: {what} (last: {found!r})"
        time.sleep(LOOKS_EVERY_S)
    return found


async def until(seen: Callable[[], Any], *, within_s: float = PATIENCE_S, what: object = "") -> Any:
    """The same in an event loop, where looking may take an `await` of its own."""
    until_s = time.monotonic() + within_s
    while True:
        found = seen()
        if inspect.isawaitable(found):
            found = await found
        if found:
            return found
        assert time.monotonic() < until_s, f"not within {within_s} s: {what} (last: {found!r})"
        await asyncio.sleep(LOOKS_EVERY_S_IN_A_LOOP)

"""How every test waits: for a state that stays, and as long as a busy machine needs."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

PATIENCE_S = 30.0
LOOKS_EVERY_S = 0.05

T = TypeVar("T")


def eventually(seen: Callable[[], T], *, within_s: float = PATIENCE_S, what: object = "") -> T:
    """The first true answer; whoever waits in vain is told `what` for, and what was seen last."""
    until_s = time.monotonic() + within_s
    while not (found := seen()):
        assert time.monotonic() < until_s, f"not within {within_s} s: {what} (last: {found!r})"
        time.sleep(LOOKS_EVERY_S)
    return found

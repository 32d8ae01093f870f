"""Time is handed in, never taken. Only this module asks the computer what time it is."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware, UTC."""
        ...


class WallClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


def steady_s() -> float:
    """Seconds of a clock that never jumps: for deadlines and durations inside one process."""
    return time.monotonic()

"""How often an address may knock where nobody has an account."""

from __future__ import annotations

from collections import OrderedDict

from siaga.platform.clock import steady_s

ADDRESSES_MAX = 10_000


class Pace:
    """At most `most` within `window_s`. A school or a mosque shares one address, so limits are
    generous, and what is refused is told to telephone."""

    def __init__(self, most: int, window_s: float) -> None:
        self.most, self.window_s = most, window_s
        self._times: OrderedDict[str, list[float]] = OrderedDict()

    def allows(self, key: str) -> bool:
        """Counts it too, when it is allowed."""
        allowed = not self.is_full(key)
        if allowed:
            self.count(key)
        return allowed

    def is_full(self, key: str) -> bool:
        now_s = steady_s()
        times = [t for t in self._times.get(key, ()) if now_s - t < self.window_s]
        if times:
            self._times[key] = times
        else:
            self._times.pop(key, None)
        return len(times) >= self.most

    def count(self, key: str) -> None:
        self._times.setdefault(key, []).append(steady_s())
        self._times.move_to_end(key)
        while len(self._times) > ADDRESSES_MAX:
            self._times.popitem(last=False)

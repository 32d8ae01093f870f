"""How fast Meta lets us write: to one person, and from one number. Pure."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

PAIR_CAPACITY = 40  # Meta takes 45 at once, borrowed from the future
PAIR_PER_S = 1 / 6
NUMBER_CAPACITY = 80
NUMBER_PER_S = 80.0
PAIRS_MAX = 10_000


@dataclass(slots=True)
class Bucket:
    """Tokens that come back with time; `at_s` is when they were last counted."""

    capacity: float
    per_s: float
    tokens: float
    at_s: float

    def wait_s(self, now_s: float) -> float:
        """Seconds until there is one."""
        self.tokens = min(self.capacity, self.tokens + (now_s - self.at_s) * self.per_s)
        self.at_s = now_s
        return 0.0 if self.tokens >= 1 else (1 - self.tokens) / self.per_s


class Pace:
    """Of one number of ours. A person never written to before has a full bucket."""

    def __init__(self) -> None:
        self._number = Bucket(NUMBER_CAPACITY, NUMBER_PER_S, NUMBER_CAPACITY, 0.0)
        self._pairs: OrderedDict[str, Bucket] = OrderedDict()

    def wait_s(self, recipient: str, now_s: float) -> float:
        """0: a message may go now, and is counted. Else the seconds to wait; nothing is counted."""
        pair = self._pairs.get(recipient)
        if pair is None:
            pair = self._pairs[recipient] = Bucket(PAIR_CAPACITY, PAIR_PER_S, PAIR_CAPACITY, now_s)
            while len(self._pairs) > PAIRS_MAX:
                self._pairs.popitem(last=False)
        self._pairs.move_to_end(recipient)
        wait_s = max(pair.wait_s(now_s), self._number.wait_s(now_s))
        if wait_s <= 0:
            pair.tokens -= 1
            self._number.tokens -= 1
        return wait_s

"""A conversation as a test reads it: `playbook >> what they say << what we do about it`.

Everything a stimulus causes must be named, in order, before the next one; `assert playbook` at the
end says that nothing is left. The idea is mitmproxy's, the words are ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any


class Playbook:
    """`hear` turns a stimulus into steps. A callable stimulus is asked for its steps itself."""

    def __init__(self, hear: Callable[[Any], Iterable[Any]]) -> None:
        self._hear = hear
        self._due: list[Any] = []
        self._about: Any = None

    def __rshift__(self, stimulus: Any) -> Playbook:
        self._nothing_left()
        self._about = stimulus
        self._due = list(stimulus() if callable(stimulus) else self._hear(stimulus))
        return self

    def __lshift__(self, expected: Any) -> Playbook:
        assert self._due, f"nothing more follows {self._about!r}, wanted {expected!r}"
        step = self._due.pop(0)
        assert step == expected, f"after {self._about!r}\n  came   {step!r}\n  wanted {expected!r}"
        return self

    def __bool__(self) -> bool:
        self._nothing_left()
        return True

    def _nothing_left(self) -> None:
        assert not self._due, f"after {self._about!r} also came {self._due!r}"

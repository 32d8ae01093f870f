"""Frames of the link to Kamailio: `<length>:<bytes>,` in a stream that stops anywhere. Pure."""

from __future__ import annotations

from dataclasses import dataclass

FRAME_BYTES_MAX = 262_144
_DIGITS_MAX = len(str(FRAME_BYTES_MAX))


@dataclass(frozen=True, slots=True, kw_only=True)
class Garbage:
    """The stream is not what it should be, and there is no way to find its next frame."""

    why: str


def framed(body: bytes) -> bytes:
    return b"%d:%s," % (len(body), body)


class Frames:
    """Feed it bytes as they come; it holds at most one frame."""

    def __init__(self) -> None:
        self._held = b""
        self._broken = False

    def feed(self, more: bytes) -> list[bytes | Garbage]:
        """The frames that are complete now. After a Garbage nothing is read any more."""
        out: list[bytes | Garbage] = []
        if self._broken:
            return out
        self._held += more
        while self._held:
            taken = self._take()
            if taken is None:
                break
            out.append(taken)
            if isinstance(taken, Garbage):
                self._broken, self._held = True, b""
        return out

    def _take(self) -> bytes | Garbage | None:
        head, colon, rest = self._held.partition(b":")
        if not head.isdigit() and (head or colon):
            return Garbage(why="length")
        if len(head) > _DIGITS_MAX:
            return Garbage(why="length")
        if not colon:
            return None
        size = int(head)
        if size > FRAME_BYTES_MAX:
            return Garbage(why="size")
        if len(rest) <= size:
            return None
        if rest[size : size + 1] != b",":
            return Garbage(why="end")
        self._held = rest[size + 1 :]
        return rest[:size]

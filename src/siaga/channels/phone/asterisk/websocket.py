"""The little of RFC 6455 that a listener needs: server frames in, messages and answers out. Pure.

The opening handshake is httpx's upgrade; no extension is offered, so none may be used.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

MESSAGE_BYTES_MAX = 1024 * 1024
SKIPPED_BYTES_MAX = 64 * 1024 * 1024
_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_CONTINUATION, _TEXT, _BINARY, _CLOSE, _PING, _PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA
_CONTROL_BYTES_MAX = 125


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A frame to write back at once: a pong, or the farewell."""

    data: bytes


class Broken(Exception):
    """The stream ended, or is no WebSocket stream."""


def accept_of(key: str) -> str:
    """What a server must answer to our Sec-WebSocket-Key."""
    return base64.b64encode(hashlib.sha1(key.encode() + _GUID).digest()).decode()


class Stream:
    """Feed bytes in any portions. `mask` gives four unpredictable bytes for each frame we send."""

    def __init__(self, *, mask: Callable[[], bytes]) -> None:
        self._mask = mask
        self._held = bytearray()
        self._parts = bytearray()
        self._in_message = False
        self._too_large = False
        self._skip_bytes = 0
        self._skipped_ends = False

    def feed(self, data: bytes) -> Iterator[Message | Answer]:
        """Raises Broken at the end. A message above the limit is left out, not kept."""
        self._held += data
        while True:
            if self._skip_bytes:
                skipped = min(self._skip_bytes, len(self._held))
                del self._held[:skipped]
                self._skip_bytes -= skipped
                if self._skip_bytes:
                    return
                if self._skipped_ends:
                    self._in_message = self._too_large = False
                    self._parts.clear()
            frame = self._frame()
            if frame is None:
                if self._skip_bytes:
                    continue
                return
            yield from self._meet(*frame)

    def _frame(self) -> tuple[int, bool, bytes] | None:
        """Opcode, whether it ends its message, and payload; None when bytes are missing."""
        if len(self._held) < 2:
            return None
        first, second = self._held[0], self._held[1]
        if first & 0x70 or second & 0x80:
            raise Broken("an extension we did not offer, or a masked frame")
        opcode, ends, length = first & 0x0F, bool(first & 0x80), second & 0x7F
        is_control = opcode >= _CLOSE
        if is_control and (not ends or length > _CONTROL_BYTES_MAX):
            raise Broken("a control frame of no legal form")
        wide = {126: 2, 127: 8}.get(length, 0)
        if len(self._held) < 2 + wide:
            return None
        if wide:
            length = int.from_bytes(self._held[2 : 2 + wide])
        if length > SKIPPED_BYTES_MAX:
            raise Broken("a frame without end")
        if not is_control and len(self._parts) + length > MESSAGE_BYTES_MAX:
            del self._held[: 2 + wide]
            self._in_message = self._too_large = True
            self._skip_bytes, self._skipped_ends = length, ends
            return None
        if len(self._held) < 2 + wide + length:
            return None
        payload = bytes(self._held[2 + wide : 2 + wide + length])
        del self._held[: 2 + wide + length]
        return opcode, ends, payload

    def _meet(self, opcode: int, ends: bool, payload: bytes) -> Iterator[Message | Answer]:
        match opcode:
            case 0x9:
                yield Answer(data=self.frame(_PONG, payload))
            case 0xA:
                pass
            case 0x8:
                yield Answer(data=self.frame(_CLOSE, payload[:2]))
                raise Broken("the server closed the stream")
            case 0x0 | 0x1 | 0x2:
                if (opcode == _CONTINUATION) != self._in_message:
                    raise Broken("a part of no message, or a message within another")
                if not self._too_large:
                    self._parts += payload
                self._in_message = not ends
                if ends:
                    whole, dropped = bytes(self._parts), self._too_large
                    self._parts.clear()
                    self._too_large = False
                    if not dropped:
                        yield Message(data=whole)
            case _:
                raise Broken("a kind of frame that does not exist")

    def frame(self, opcode: int, payload: bytes) -> bytes:
        """A small frame of ours, masked as a client must."""
        mask = self._mask()
        masked = bytes(byte ^ mask[at % 4] for at, byte in enumerate(payload))
        return bytes([0x80 | opcode, 0x80 | len(payload)]) + mask + masked

    def ping(self) -> bytes:
        return self.frame(_PING, b"")

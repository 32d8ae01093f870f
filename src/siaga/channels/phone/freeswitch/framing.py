"""The event socket's bytes cut into frames: header lines, an empty line, perhaps a body. Pure.

Written from the documentation of mod_event_socket. Nothing grows without bound, whatever arrives.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

HEADER_BYTES_MAX = 64 * 1024
BODY_BYTES_MAX = 4 * 1024 * 1024
SKIPPED_BYTES_MAX = 64 * 1024 * 1024
HEADERS_MAX = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def kind(self) -> str:
        return self.headers.get("content-type", "")


class Unreadable(Exception):
    """Where the next frame begins can no longer be known."""


class Framing:
    """Feed bytes in any portions; whole frames come out. A body too large is left out."""

    def __init__(self) -> None:
        self._held = bytearray()
        self._headers: dict[str, str] | None = None
        self._body_bytes = 0
        self._skip_bytes = 0

    def feed(self, data: bytes) -> Iterator[Frame]:
        """Raises Unreadable when a header or a body does not end."""
        self._held += data
        while (frame := self._next()) is not None:
            if frame.headers:
                yield frame

    def _next(self) -> Frame | None:
        """The next frame, one without headers for empty lines, or None when bytes are missing."""
        if self._skip_bytes:
            skipped = min(self._skip_bytes, len(self._held))
            del self._held[:skipped]
            self._skip_bytes -= skipped
            return Frame(headers={}) if not self._skip_bytes else None
        if self._headers is None:
            block = self._block()
            if block is None:
                return None
            self._headers = read_headers(block)
            self._body_bytes = body_length(self._headers)
        if self._body_bytes > SKIPPED_BYTES_MAX:
            raise Unreadable("a body without end")
        if self._body_bytes > BODY_BYTES_MAX:
            self._skip_bytes, self._headers = self._body_bytes, None
            return Frame(headers={})
        if len(self._held) < self._body_bytes:
            return None
        body = bytes(self._held[: self._body_bytes])
        del self._held[: self._body_bytes]
        headers, self._headers = self._headers, None
        return Frame(headers=headers, body=body)

    def _block(self) -> bytes | None:
        end = self._held.find(b"\n\n", 0, HEADER_BYTES_MAX)
        if end < 0:
            if len(self._held) >= HEADER_BYTES_MAX:
                raise Unreadable("a header without end")
            return None
        block = bytes(self._held[:end])
        del self._held[: end + 2]
        return block


def read_headers(block: bytes, *, encoded: bool = False) -> dict[str, str]:
    """Names in small letters; a line without a colon is none, a repeated one keeps its first."""
    found: dict[str, str] = {}
    for line in block.split(b"\n", HEADERS_MAX)[:HEADERS_MAX]:
        name, colon, value = line.decode("utf-8", "replace").partition(":")
        if colon and name.strip():
            told = value.strip()
            found.setdefault(name.strip().lower(), unquote(told) if encoded else told)
    return found


def body_length(headers: Mapping[str, str]) -> int:
    told = headers.get("content-length", "0")
    return int(told) if told.isascii() and told.isdigit() and len(told) <= 12 else 0


def read_event(body: bytes) -> tuple[dict[str, str], bytes]:
    """The headers and the body of a text/event-plain frame."""
    block, _, rest = body.partition(b"\n\n")
    return read_headers(block, encoded=True), rest

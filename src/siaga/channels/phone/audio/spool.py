"""How rtpengine names a recorded call's files, and what its metadata says about the ports.

`pcaps/<quoted call-id>-<16 hex>.pcap` grows during the call, in steps of 4096 bytes;
`tmp/rtpengine-meta-<the same>.tmp` moves to `metadata/….txt` when the call has ended. Seen with
rtpengine 10.5 (`recording-method=pcap`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from hashlib import md5
from urllib.parse import unquote

WAITING_PREFIX = "hold-"
"""The announcement is a media call of its own, named by a digest: a Call-ID may hold anything."""

META_PREFIX = "rtpengine-meta-"
_NAME = re.compile(r"(?P<call>.+)-[0-9a-f]{16}", re.DOTALL)
_MEDIA = re.compile(r"m=audio (\d{1,5})(?:/\d+)? (\S+)")
_MODE = re.compile(r"SDP mode: (offer|answer)")
_ENDED = "call end time:"
_TO_A_PAGE = "SAVPF"
_NOTED_CALL = re.compile(r"\bcall:((?:[0-9a-fA-F]{2})+)\b")
_NOTED_CONTACT = re.compile(r"\bcontact:([0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12})\b")


class Side(IntEnum):
    """Also the channel of the recording: left and right."""

    CALLER = 0
    TAKER = 1


@dataclass(frozen=True, slots=True)
class Named:
    """What a file's stem tells."""

    call: str  # SIP Call-ID; of a waiting call its `waiting_name`
    waiting: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    sides: Mapping[int, Side]  # by the proxy's port that faces the party
    note: str = ""  # what the switch was asked to remember with the call

    @property
    def noted_call(self) -> str:
        """The Call-ID a waiting call was noted with, "" when it was not."""
        found = _NOTED_CALL.search(self.note)
        return bytes.fromhex(found[1]).decode(errors="replace") if found else ""

    @property
    def noted_contact(self) -> str:
        """The contact a page said it was calling about, "" for none."""
        found = _NOTED_CONTACT.search(self.note)
        return found[1] if found else ""


def waiting_name(call: str) -> str:
    """How the switch names the announcement's media call: it knows no better digest than MD5."""
    return md5(call.encode(), usedforsecurity=False).hexdigest()


def named(stem: str) -> Named:
    """Tolerant: a stranger's file is a call of that name."""
    match = _NAME.fullmatch(stem)
    call = unquote(match["call"] if match else stem, errors="replace")
    waiting = call.startswith(WAITING_PREFIX)
    return Named(call.removeprefix(WAITING_PREFIX), waiting)


def read_metadata(text: str) -> Metadata:
    """The port of an answer faces who called, the port of an offer who is called.

    When only who called speaks as a browser, a taker has called out. A port keeps its first
    meaning: an offer in the middle of a call may come from either side.
    """
    mode = ""
    ports: dict[int, tuple[str, bool]] = {}
    lines = text.splitlines()
    after_end = len(lines)
    for number, line in enumerate(lines):
        if found := _MODE.fullmatch(line.strip()):
            mode = found[1]
        elif mode and (media := _MEDIA.match(line)):
            ports.setdefault(int(media[1]), (mode, _TO_A_PAGE in media[2]))
        elif line.startswith(_ENDED):
            after_end = number + 1
    note = "\n".join(lines[after_end:]).strip()
    return Metadata(sides=_sides(ports), note=note)


def _sides(ports: Mapping[int, tuple[str, bool]]) -> dict[int, Side]:
    placed = ("answer", True) in ports.values() and ("offer", True) not in ports.values()
    caller = "offer" if placed else "answer"
    return {
        port: Side.CALLER if mode == caller else Side.TAKER for port, (mode, _) in ports.items()
    }

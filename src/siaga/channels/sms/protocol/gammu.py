"""How gammu-smsd names its files and writes their texts. Pure.

`IN20261126_041530_00_+62812…_01.txt`: day, time, a count, the number, which part; `.bin` for what
is no text. `OUTA20261126_041530_00_+62812…_ab12.txtd`: the same for what shall be sent, `d` asking
for a delivery report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from siaga.channels.sms.protocol.alphabet import eight_bit_text, shown
from siaga.channels.sms.protocol.reading import is_number

_IN = re.compile(
    r"IN(?P<day>\d{8})_(?P<time>\d{6})_(?P<count>\d{1,4})_(?P<number>[^/]{0,40})_(?P<part>\d{1,3})"
    r"\.(?P<kind>txt|bin|smsbackup)"
)
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def incoming(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Message → its files, the parts in their order; files of another kind stand alone.

    What gammu-smsd writes beside a text as a copy for itself is part of no message.
    """
    found: dict[str, list[tuple[int, str]]] = {}
    for name in sorted(names):
        if not name.startswith("IN"):
            continue
        parts = _IN.fullmatch(name)
        if parts is None:
            found.setdefault(name, []).append((0, name))
        elif parts["kind"] != "smsbackup":
            whole = name[: parts.start("part") - 1]
            found.setdefault(whole, []).append((int(parts["part"]), name))
    return {whole: tuple(name for _, name in sorted(files)) for whole, files in found.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class ModemText:
    """What a message of the modem's says; `text` empty when it is for a program."""

    sender: str
    text: str
    written_at: datetime | None  # by the network's clock, without a zone


def read(files: Iterable[tuple[str, bytes]]) -> ModemText:
    """Of the files of one message; any names and bytes are understood."""
    sender, pieces, written_at = "", [], None
    for name, raw in files:
        parts = _IN.fullmatch(name)
        if parts is None:
            pieces.append(_text(raw))
            continue
        sender = sender or parts["number"]
        written_at = written_at or _instant(parts["day"] + parts["time"])
        pieces.append(_text(raw) if parts["kind"] == "txt" else "")
    return ModemText(sender=sender, text="".join(pieces), written_at=written_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingName:
    """`mark` makes it ours: a file may be looked for by it later. Raises ValueError."""

    number: str
    mark: str
    at: datetime

    def __post_init__(self) -> None:
        if not is_number(self.number):
            raise ValueError("not a telephone number")
        if not re.fullmatch(r"[0-9a-f]{8,32}", self.mark):
            raise ValueError("not a mark")

    @property
    def file(self) -> str:
        return f"OUTA{self.at:%Y%m%d_%H%M%S}_00_{self.number}_{self.mark}.txtd"


def outgoing_text(text: str) -> bytes:
    """In the one form that gammu-smsd never has to guess."""
    return b"\xff\xfe" + shown(text).encode("utf-16-le", "replace")


def _text(raw: bytes) -> str:
    """Without the zeros that gammu-smsd leaves behind a part."""
    return shown(_decoded(raw).rstrip("\x00"))


def _decoded(raw: bytes) -> str:
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(encoding, "replace")
    if len(raw) % 2 == 0 and raw[1::2].count(0) > len(raw) // 4:
        return raw.decode("utf-16-le", "replace")
    return eight_bit_text(raw)


def _instant(digits: str) -> datetime | None:
    try:
        return datetime.strptime(digits, "%Y%m%d%H%M%S")
    except ValueError:
        return None

"""What the edge leaves in files: its journal, and the recordings of rtpengine."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from siaga.channels.phone.kamailio.journal import Row, in_order, read_row
from siaga.channels.phone.kamailio.protocol import Malformed
from siaga.channels.phone.port import Event

_PART = re.compile(r"(\d+):(\d+)")
READ_BYTES_MAX = 8_000_000  # of one file in one go; the rest comes with the next


def journal_since(folder: Path, cursor: str) -> tuple[list[Event], str]:
    """Rows written after `cursor`, "" = all there are, and the cursor behind them.

    A cursor is inode:offset of every file, so a file may be renamed; a row that is still being
    written is left for the next reading.
    """
    seen = {int(inode): int(offset) for inode, offset in _PART.findall(cursor)}
    now: dict[int, int] = {}
    rows: list[Row] = []
    for path in sorted(folder.glob("calls*")):
        try:
            with path.open("rb") as file:
                inode = path.stat().st_ino
                start = seen.get(inode, 0)
                if path.stat().st_size < start:
                    start = 0
                file.seek(start)
                chunk = file.read(READ_BYTES_MAX)
        except OSError:
            continue
        whole = chunk.rfind(b"\n") + 1
        now[inode] = start + whole
        for line in chunk[:whole].decode("latin-1").splitlines():
            row = read_row(line)
            if not isinstance(row, Malformed):
                rows.append(row)
    return in_order(rows), ",".join(f"{inode}:{offset}" for inode, offset in sorted(now.items()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """`call` is a Call-ID, or the name of an announcement for the waiting part."""

    call: str
    note: Path  # rtpengine's own, with both sides' descriptions
    sound: Path


def recordings(spool: Path) -> list[Recording]:
    """Calls that have ended; rtpengine moves their notes here when the last packet is written."""
    found = []
    for note in sorted((spool / "metadata").glob("*.txt")):
        try:
            lines = note.read_text("latin-1").splitlines()
        except OSError:
            continue
        if lines:
            sound = Path(lines[0].strip())
            found.append(Recording(call=_call_of(note.stem), note=note, sound=sound))
    return found


def _call_of(stem: str) -> str:
    """Of `rtpengine-meta-<Call-ID, percent-encoded>-<random>`."""
    name = stem.removeprefix("rtpengine-meta-").rpartition("-")[0]
    return re.sub(r"%([0-9A-Fa-f]{2})", lambda hit: chr(int(hit[1], 16)), name)

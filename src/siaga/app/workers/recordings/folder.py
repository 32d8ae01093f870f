"""The media proxy's recording folder: what lies there, read and removed. Blocking; for threads."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG

from siaga.channels.phone.audio.recording import Piece, pieces
from siaga.channels.phone.audio.spool import META_PREFIX, Metadata, named, read_metadata

CHUNK_BYTES = 1 << 20
CAPTURE = ".pcap"


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    stem: str
    call: str  # SIP Call-ID
    waiting: bool
    size_bytes: int
    changed_s: float  # since 1970, by the file system
    ended_s: float | None  # since when the proxy has been done with it


class SpoolFolder:
    """Files are found by their names; a path that stands inside of one is never followed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.broken = root / "broken"
        self._captures, self._described = root / "pcaps", root / "metadata"
        self._unfinished = root / "tmp"

    def captures(self) -> list[Capture]:
        """Oldest first. A folder that is not there holds nothing: the proxy makes it."""
        ended = {
            name.removeprefix(META_PREFIX).removesuffix(".txt"): stat.st_mtime
            for name, stat in _files(self._described, ".txt")
        }
        found = []
        for name, stat in _files(self._captures, CAPTURE):
            stem = name.removesuffix(CAPTURE)
            about = named(stem)
            capture = Capture(
                stem=stem,
                call=about.call,
                waiting=about.waiting,
                size_bytes=stat.st_size,
                changed_s=stat.st_mtime,
                ended_s=ended.get(stem),
            )
            found.append(capture)
        return sorted(found, key=lambda capture: capture.changed_s)

    def read(self, stem: str, *, begin: int, size_max: int) -> bytes:
        """b"" when it has gone meanwhile."""
        try:
            with self._capture(stem).open("rb") as file:
                file.seek(begin)
                return file.read(size_max)
        except FileNotFoundError:
            return b""

    def metadata(self, stem: str) -> Metadata:
        """Of a call that was never finished too; empty when there is none."""
        for path in self._descriptions(stem):
            try:
                return read_metadata(path.read_text(errors="replace"))
            except FileNotFoundError:
                continue
        return Metadata(sides={})

    def pieces(self, stem: str, metadata: Metadata) -> Iterator[Piece]:
        """Raises BrokenCapture."""
        with self._capture(stem).open("rb") as file:
            yield from pieces(iter(lambda: file.read(CHUNK_BYTES), b""), metadata.sides)

    def remove(self, stem: str) -> None:
        """The sound first: what is left after a crash is a description of nothing."""
        self._capture(stem).unlink(missing_ok=True)
        for path in self._descriptions(stem):
            path.unlink(missing_ok=True)

    def remove_leftovers(self) -> None:
        """Descriptions of ended calls whose sound has gone already."""
        present = {name.removesuffix(CAPTURE) for name, _ in _files(self._captures, CAPTURE)}
        for name, _ in _files(self._described, ".txt"):
            if name.removeprefix(META_PREFIX).removesuffix(".txt") not in present:
                (self._described / name).unlink(missing_ok=True)

    def put_aside(self, stem: str) -> None:
        """Out of the way, but not lost: somebody should look at it."""
        self.broken.mkdir(exist_ok=True, mode=0o700)
        for path in (self._capture(stem), *self._descriptions(stem)):
            if path.exists():
                path.rename(self.broken / path.name)

    def put_aside_count(self) -> int:
        return len(_files(self.broken, CAPTURE))

    def _capture(self, stem: str) -> Path:
        return self._captures / f"{stem}{CAPTURE}"

    def _descriptions(self, stem: str) -> tuple[Path, Path]:
        name = f"{META_PREFIX}{stem}"
        return self._described / f"{name}.txt", self._unfinished / f"{name}.tmp"


def _files(folder: Path, suffix: str) -> list[tuple[str, os.stat_result]]:
    found = []
    try:
        entries = list(os.scandir(folder))
    except FileNotFoundError:
        return []
    for entry in entries:
        try:
            stat = entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            continue
        if entry.name.endswith(suffix) and S_ISREG(stat.st_mode):
            found.append((entry.name, stat))
    return found

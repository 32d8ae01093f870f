"""The folders of gammu-smsd: what a modem heard, what it shall say, what became of that.

Touches the disk, and nothing else: the modem belongs to gammu-smsd alone.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from siaga.channels.sms.protocol.gammu import OutgoingName, incoming, outgoing_text
from siaga.channels.sms.settings import ModemSettings

SILENT = timedelta(seconds=90)
"""Longer than the slowest message takes: nothing has left the outbox, so nothing works there."""

QUIET = timedelta(seconds=2)
"""Files are not written in one go: who wrote a moment ago may still be writing."""

FILE_BYTES_MAX = 100_000
AT_ONCE_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ModemMessage:
    """One message, a long one with a file for each part, in their order."""

    name: str
    files: tuple[tuple[str, bytes], ...]


class Modem:
    """Blocking calls of a few files each; call them from a thread."""

    def __init__(self, settings: ModemSettings) -> None:
        self.settings = settings

    def waiting(self, now: datetime) -> list[ModemMessage]:
        """What lies complete in the inbox, oldest first."""
        found = incoming(path.name for path in self._files("inbox"))
        ready = []
        for name, names in list(found.items())[:AT_ONCE_MAX]:
            paths = [self.settings.of("inbox") / one for one in names]
            newest = max(path.stat().st_mtime for path in paths)
            if now.timestamp() - newest >= QUIET.total_seconds():
                files = tuple((path.name, _bytes_of(path)) for path in paths)
                ready.append(ModemMessage(name=name, files=files))
        return ready

    def taken(self, message: ModemMessage) -> None:
        """It is durable elsewhere now."""
        for name, _ in message.files:
            (self.settings.of("inbox") / name).unlink(missing_ok=True)

    def say(self, name: OutgoingName, text: str) -> None:
        """Raises OSError when it could not be laid out; then it was not."""
        folder = self.settings.of("outbox")
        part = folder / f".{name.file}.part"
        part.write_bytes(outgoing_text(text))
        os.replace(part, folder / name.file)

    def said(self, mark: str) -> str | None:
        """The file that carries the mark already, wherever it lies by now."""
        found = (
            path.name
            for folder in ("outbox", "sent", "error")
            for path in self.settings.of(folder).glob(f"OUT*_{mark}*")
        )
        return next(found, None)

    def moves(self, now: datetime) -> bool:
        """Whether anything was sent lately."""
        return self.settings.of("sent").stat().st_mtime > (now - SILENT).timestamp()

    def stuck(self, now: datetime) -> list[str]:
        """What has lain in the outbox for so long."""
        long_ago_s = (now - SILENT).timestamp()
        lying = (path for path in self._files("outbox") if path.name.startswith("OUT"))
        return [path.name for path in lying if _written_s(path) < long_ago_s]

    def withdraw(self, name: str) -> None:
        """Raises FileNotFoundError when it has left meanwhile."""
        (self.settings.of("outbox") / name).rename(self.settings.of("error") / name)

    def failed(self) -> list[str]:
        """Names of what could not be sent."""
        return [path.name for path in self._files("error") if path.name.startswith("OUT")]

    def told_failed(self, name: str) -> None:
        (self.settings.of("error") / name).unlink(missing_ok=True)

    def _files(self, folder: str) -> list[Path]:
        return sorted(path for path in self.settings.of(folder).iterdir() if path.is_file())


def _written_s(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")


def _bytes_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(FILE_BYTES_MAX)

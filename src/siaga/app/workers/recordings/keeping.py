"""Keeps what was said: from the spool, encrypted, into the media store; then the plain is gone."""

from __future__ import annotations

import asyncio
import shutil
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog

from siaga.app.workers.recordings.folder import Capture, SpoolFolder
from siaga.channels.phone.audio.pcap import BrokenCapture
from siaga.channels.phone.audio.recording import Piece
from siaga.channels.phone.audio.spool import Metadata, waiting_name
from siaga.language.calls import RecordedPart
from siaga.language.values import ContactId, FieldError
from siaga.platform.clock import Clock
from siaga.platform.media_store import MediaStore

EVERY_S = 1.0
SETTLE_S = 1.0  # the proxy moves the description and flushes the sound in either order
TOLD_WITHIN_S = 10.0  # so long the room's own word about a call may lag behind the file
LOST_S, ABANDONED_S = 30.0, 900.0
"""Quiet for so long without a finished description, the proxy has died: of a call we know to be
over, and of one nobody knows about. The proxy itself ends a silent call after a minute."""

MISSING_S, REMEMBERED_S = 60.0, 3600.0
RETRY_S, RETRY_MAX_S = 5.0, 300.0
FREE_BYTES_MIN = 512 * 1024 * 1024
CALLS_MAX = 10_000

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One piece that lies in the media store."""

    call: str  # SIP Call-ID
    contact_id: ContactId | None  # None: found after a crash; the Call-ID tells
    part: RecordedPart
    stored: str
    began_at: datetime
    duration_s: float


Keep = Callable[[Kept], Awaitable[None]]
"""Durable when it returns: the plain sound is deleted then. Called again after a crash."""


class NobodysSound(Exception):
    """Nothing tells which call a file belongs to."""


@dataclass(slots=True)
class _Told:
    call: str
    contact_id: ContactId
    at_s: float
    expected: bool  # it was answered: there must be sound


class Recordings:
    """`waiting`: the place keeps the caller's sound of before the answer too."""

    def __init__(
        self, spool: Path, media: MediaStore, *, clock: Clock, keep: Keep, waiting: bool
    ) -> None:
        self.folder, self.media, self.clock = SpoolFolder(spool), media, clock
        self.waiting, self._keep = waiting, keep
        self._told: OrderedDict[str, _Told] = OrderedDict()
        self._recorded: OrderedDict[str, None] = OrderedDict()
        self._again: dict[str, tuple[float, float]] = {}  # stem → (not before, delay)
        self._missing_s = -REMEMBERED_S
        self._disk_low = False
        self._put_aside = 0

    def ended(self, call: str, contact_id: ContactId, *, answered: bool = False) -> None:
        """Said again does no harm. `answered`: that there is no recording is then a problem."""
        if call not in self._told:
            expected = answered and call not in self._recorded
            self._told[call] = _Told(call, contact_id, self._now_s(), expected)
            self._told[waiting_name(call)] = _Told(call, contact_id, self._now_s(), False)
            _forget_oldest(self._told)

    def problems(self) -> tuple[str, ...]:
        """Worst first; keys of the catalogue."""
        missing = self._now_s() - self._missing_s < REMEMBERED_S
        found = {
            "recording_missing": missing,
            "recording_disk_low": self._disk_low,
            "recording_not_kept": bool(self._again),
            "recording_broken": self._put_aside > 0,
        }
        return tuple(name for name, is_so in found.items() if is_so)

    async def run(self) -> None:
        """Never ends; what lay in the spool from before a crash comes first."""
        await asyncio.to_thread(self.folder.remove_leftovers)
        while True:
            await self.look()
            await asyncio.sleep(EVERY_S)

    async def look(self) -> None:
        """One round over the spool, a recording at a time."""
        captures = await asyncio.to_thread(self.folder.captures)
        self._look_for_missing({capture.call for capture in captures if not capture.waiting})
        for stem in self._again.keys() - {capture.stem for capture in captures}:
            del self._again[stem]
        for capture in captures:
            if self._is_due(capture):
                await self._take(capture)
        self._put_aside = await asyncio.to_thread(self.folder.put_aside_count)
        await self._look_at_disk()

    def _now_s(self) -> float:
        return self.clock.now().timestamp()

    def _is_due(self, capture: Capture) -> bool:
        now_s = self._now_s()
        if capture.waiting and not self.waiting:
            return False  # the ear deletes it
        if capture.stem in self._again and now_s < self._again[capture.stem][0]:
            return False
        told = capture.call in self._told
        if capture.ended_s is not None:
            age_s = now_s - max(capture.ended_s, capture.changed_s)
            # Far in the future: the clock was set back since, and waiting for it would be long.
            return abs(age_s) >= (SETTLE_S if told else TOLD_WITHIN_S)
        return now_s - capture.changed_s >= (LOST_S if told else ABANDONED_S)

    async def _take(self, capture: Capture) -> None:
        try:
            await self._keep_pieces(capture)
        except (BrokenCapture, FieldError, NobodysSound) as error:
            log.error("recordings.put_aside", reason=str(error))
            await asyncio.to_thread(self.folder.put_aside, capture.stem)
        except Exception:  # database or disk are away: the plain sound stays until they are back
            delay_s = min(RETRY_MAX_S, 2 * self._again.get(capture.stem, (0.0, RETRY_S / 2))[1])
            self._again[capture.stem] = self._now_s() + delay_s, delay_s
            log.exception("recordings.not_kept", again_in_s=delay_s)
            return
        self._again.pop(capture.stem, None)

    async def _keep_pieces(self, capture: Capture) -> None:
        metadata = await asyncio.to_thread(self.folder.metadata, capture.stem)
        call, contact_id = self._whose(capture, metadata)
        part = RecordedPart.WAITING if capture.waiting else RecordedPart.TALK
        found = 0
        if capture.size_bytes:
            pieces = self.folder.pieces(capture.stem, metadata)
            while (piece := await asyncio.to_thread(_next, pieces)) is not None:
                stored = await self.media.keep_recording(piece.wav)
                kept = Kept(
                    call=call,
                    contact_id=contact_id,
                    part=part,
                    stored=stored,
                    began_at=piece.began_at,
                    duration_s=piece.duration_s,
                )
                await self._keep(kept)
                found += 1
        if not capture.waiting:
            self._recorded[capture.call] = None
            _forget_oldest(self._recorded)
        await asyncio.to_thread(self.folder.remove, capture.stem)
        log.info("recordings.kept" if found else "recordings.nothing_said", pieces=found)

    def _whose(self, capture: Capture, metadata: Metadata) -> tuple[str, ContactId | None]:
        """Raises NobodysSound for a waiting call known only by its digest."""
        told = self._told.get(capture.call)
        if told is not None:
            return told.call, told.contact_id
        call = metadata.noted_call if capture.waiting else capture.call
        if not call:
            raise NobodysSound("whose waiting this was is not known")
        noted = metadata.noted_contact
        return call, ContactId(noted) if noted else None

    def _look_for_missing(self, present: set[str]) -> None:
        """An answered call that left no file at all: full disk, wrong rights, too long an id."""
        now_s = self._now_s()
        for call, told in self._told.items():
            if call in present:
                told.expected = False
            elif told.expected and now_s - told.at_s > MISSING_S:
                told.expected = False
                self._missing_s = now_s
                log.error("recordings.missing", contact_id=told.contact_id)

    async def _look_at_disk(self) -> None:
        try:
            usage = await asyncio.to_thread(shutil.disk_usage, self.folder.root)
        except FileNotFoundError:
            return
        low = usage.free < FREE_BYTES_MIN
        if low and not self._disk_low:
            log.error("recordings.disk_low", free_mb=usage.free // 1_000_000)
        self._disk_low = low


def _forget_oldest(known: OrderedDict[str, Any]) -> None:
    while len(known) > CALLS_MAX:
        known.popitem(last=False)


def _next(pieces: Iterator[Piece]) -> Piece | None:
    return next(pieces, None)

"""Listens to callers who wait: a voice or knocks while the announcement plays."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import structlog

from siaga.app.workers.recordings.folder import Capture, SpoolFolder
from siaga.channels.phone import port
from siaga.channels.phone.audio.g711 import alaw_payload, from_alaw
from siaga.channels.phone.audio.pcap import BrokenCapture, CaptureReader
from siaga.channels.phone.audio.rtp import read_rtp
from siaga.channels.phone.audio.spool import waiting_name
from siaga.channels.phone.audio.voice_activity import VoiceEar
from siaga.platform.clock import Clock

EVERY_S = 0.15
READ_BYTES_MAX = 1 << 16  # of one call at one look
ABANDONED_S = 900.0
"""The proxy ends a call long before: what has not grown for so long was left by a crash."""

MUTE_S = 3.0
"""A trunk that has passed nothing by then gives no early media."""

VERDICTS = 10
CALLS_MAX = 10_000

log = structlog.get_logger()


class WaitingEar:
    """`keeps`: the place records waiting; else a capture is deleted as soon as the wait is over."""

    def __init__(self, spool: Path, *, clock: Clock, keeps: bool) -> None:
        self.folder, self.clock, self.keeps = SpoolFolder(spool), clock, keeps
        self._calls: dict[str, _Listening] = {}
        self._verdicts: deque[bool] = deque(maxlen=VERDICTS)
        self._stuck: set[str] = set()
        self._waiting: OrderedDict[str, str] = OrderedDict()

    @property
    def early_media(self) -> bool | None:
        """Whether the trunk passes the caller's sound before an answer; None: not known yet."""
        return any(self._verdicts) if self._verdicts else None

    def waits(self, call: str) -> None:
        """A call was offered; said again does no harm. Its files carry a digest of its Call-ID."""
        self._waiting[waiting_name(call)] = call
        if len(self._waiting) > CALLS_MAX:
            self._waiting.popitem(last=False)

    def problems(self) -> tuple[str, ...]:
        return ("recording_stuck",) if self._stuck else ()

    async def voices(self) -> AsyncIterator[port.Voice]:
        """Each waiting call at most once. Never ends."""
        while True:
            for call in await asyncio.to_thread(self.look):
                yield port.Voice(call=call, at=self.clock.now())
            await asyncio.sleep(EVERY_S)

    def look(self) -> list[str]:
        """One round, in a thread → calls in which somebody was heard just now."""
        heard, present = [], set()
        now_s = self.clock.now().timestamp()
        for capture in self.folder.captures():
            if not capture.waiting or capture.stem in self._stuck:
                continue
            present.add(capture.stem)
            try:
                if capture.ended_s is not None or now_s - capture.changed_s > ABANDONED_S:
                    self._over(capture)
                elif self._listen(capture, now_s):
                    heard.append(self._waiting[capture.call])
            except OSError as error:  # one file of somebody else's must not deafen us for all
                self._stuck.add(capture.stem)
                log.error("recordings.stuck", reason=str(error))
        for stem in self._calls.keys() - present:
            del self._calls[stem]
        return heard

    def _over(self, capture: Capture) -> None:
        if not self.keeps:
            self.folder.remove(capture.stem)

    def _listen(self, capture: Capture, now_s: float) -> bool:
        """→ whether somebody is heard, once; not before it is known which call this is."""
        listening = self._calls.setdefault(capture.stem, _Listening(now_s))
        if not listening.judged and now_s - listening.since_s > MUTE_S:
            self._verdicts.append(False)
            listening.judged = True
        if not listening.done and capture.size_bytes > listening.read_bytes:
            begin = listening.read_bytes
            listening.hear(self.folder.read(capture.stem, begin=begin, size_max=READ_BYTES_MAX))
        if listening.packets and not listening.passed:
            listening.passed = listening.judged = True
            self._verdicts.append(True)
        if not listening.heard or listening.told or capture.call not in self._waiting:
            return False
        listening.told = True
        return True


class _Listening:
    """One waiting call."""

    def __init__(self, since_s: float) -> None:
        self.since_s = since_s
        self.read_bytes = self.packets = 0
        self.done = self.heard = self.told = False
        self.judged = self.passed = False
        self._reader, self._ear = CaptureReader(), VoiceEar()

    def hear(self, chunk: bytes) -> None:
        self.read_bytes += len(chunk)
        sounds = []
        try:
            for datagram in self._reader.feed(chunk):
                rtp = read_rtp(datagram.payload)
                if rtp is None:
                    continue
                sound = alaw_payload(rtp.payload, rtp.payload_type)
                if sound is not None:
                    sounds.append(sound)
        except BrokenCapture as error:
            log.warning("recordings.deaf", reason=str(error))
            self.done = True
        self.packets += len(sounds)
        if sounds and self._ear.feed(from_alaw(np.concatenate(sounds))) is not None:
            self.done = self.heard = True

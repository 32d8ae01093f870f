"""From the media proxy's spool to the media store: nothing lost, nothing plain left or twice."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np
import pytest

from siaga.app.workers.recordings import Kept, Recordings, WaitingEar
from siaga.channels.phone.audio.g711 import Bytes
from siaga.channels.phone.audio.recording import duration_s
from siaga.channels.phone.audio.spool import Side, waiting_name
from siaga.channels.phone.audio.wav import read_wav
from siaga.language.calls import RecordedPart
from siaga.language.values import ContactId, FieldError
from siaga.platform.media_store import RECORDING, RECORDING_BYTES_MAX, SIZE_BYTES_MAX, MediaStore
from siaga.platform.vault import Sealer
from tests.contract.servers import HeldClock, opened
from tests.patience import PATIENCE_S
from tests.sounds import (
    CALLER_PORT,
    META,
    TAKER_PORT,
    Party,
    alaw,
    capture,
    knock,
    noise,
    silence,
    together,
    tone,
)

CALL = "a/1@127.0.0.1"
CONTACT = ContactId("0" * 32)
LOW, HIGH = alaw(tone(2, -12, 440)), alaw(tone(2, -12, 880))


def talk() -> bytes:
    caller, taker = Party(port=CALLER_PORT), Party(port=TAKER_PORT, stream=7)
    taker.say(HIGH, 0)
    caller.say(LOW, 0)
    return capture([*caller.packets, *taker.packets])


def waiting(sound: Bytes) -> bytes:
    caller = Party(port=CALLER_PORT)
    caller.say(sound, 0)
    return capture(caller.packets)


def knocking() -> Bytes:
    knocks = np.concatenate((silence(1.5), knock(-8), silence(0.4), knock(-8), silence(1.5)))
    return alaw(together(noise(4, -60), knocks))


@dataclass(slots=True)
class Spool:
    """The proxy's side of the folder."""

    root: Path
    clock: HeldClock

    def __post_init__(self) -> None:
        for name in ("pcaps", "metadata", "tmp"):
            (self.root / name).mkdir(parents=True)

    def write(self, call: str, data: bytes, *, over: bool = True, meta: str = META) -> Path:
        stem = f"{quote(call, safe='')}-{'ab' * 8}"
        path = self.root / "pcaps" / f"{stem}.pcap"
        path.write_bytes(data)
        self._touch(path)
        for folder, suffix, wanted in (("metadata", "txt", over), ("tmp", "tmp", not over)):
            description = self.root / folder / f"rtpengine-meta-{stem}.{suffix}"
            description.unlink(missing_ok=True)
            if wanted:
                description.write_text(meta)
                self._touch(description)
        return path

    def _touch(self, path: Path) -> None:
        at_s = self.clock.now().timestamp()
        os.utime(path, (at_s, at_s))

    def files(self) -> set[str]:
        found = [path for path in self.root.rglob("*") if path.is_file()]
        return {str(path.relative_to(self.root)) for path in found}


@dataclass(slots=True)
class Desk:
    """Who is told; `failures` to come first."""

    kept: list[Kept] = field(default_factory=list)
    failures: int = 0

    async def keep(self, kept: Kept) -> None:
        if self.failures:
            self.failures -= 1
            raise ConnectionError("the logbook is away")
        self.kept.append(kept)


@dataclass(slots=True, kw_only=True)
class Office:
    spool: Spool
    clock: HeldClock
    media: MediaStore
    desk: Desk
    recordings: Recordings

    async def later(self, seconds: float) -> None:
        self.clock.at += timedelta(seconds=seconds)
        await self.recordings.look()

    def again(self, *, waiting: bool = False) -> None:
        """The process began anew."""
        root, keep = self.spool.root, self.desk.keep
        self.recordings = Recordings(root, self.media, clock=self.clock, keep=keep, waiting=waiting)


Opening = Callable[[], AbstractAsyncContextManager[Office]]


@pytest.fixture
def office(database: dict[str, Any], tmp_path: Path) -> Opening:
    @asynccontextmanager
    async def opening() -> AsyncIterator[Office]:
        async with opened(database) as book:
            clock, desk = HeldClock(), Desk()
            spool = Spool(tmp_path / "spool", clock)
            sealer = Sealer(b"k" * 32)
            media = MediaStore(book.pool, book.site, sealer=sealer, folder=tmp_path / "media")
            recordings = Recordings(spool.root, media, clock=clock, keep=desk.keep, waiting=False)
            yield Office(spool=spool, clock=clock, media=media, desk=desk, recordings=recordings)

    return opening


async def test_a_finished_call_is_kept_encrypted_and_its_plain_sound_removed(
    office: Opening, tmp_path: Path
) -> None:
    async with office() as room:
        room.spool.write(CALL, talk())
        room.recordings.ended(CALL, CONTACT, answered=True)
        await room.later(0.5)
        assert room.desk.kept == []  # the proxy may still be writing
        await room.later(1)
        (kept,) = room.desk.kept
        assert (kept.call, kept.contact_id, kept.part) == (CALL, CONTACT, RecordedPart.TALK)
        assert kept.duration_s == 2
        found = await room.media.fetch(kept.stored)
        assert found is not None
        wav, media_type = found
        assert media_type == RECORDING
        assert duration_s(wav) == 2
        sound = read_wav(wav)
        assert (sound[:, Side.CALLER] == LOW).all()
        assert (sound[:, Side.TAKER] == HIGH).all()
        assert room.spool.files() == set()
        assert room.recordings.problems() == ()
        await room.later(100)
        assert len(room.desk.kept) == 1
    for path in (tmp_path / "media").rglob("*"):
        assert path.is_dir() or b"WAVE" not in path.read_bytes()


async def test_a_call_that_goes_on_is_left_alone(office: Opening) -> None:
    async with office() as room:
        room.spool.write(CALL, talk(), over=False)
        await room.later(60)
        assert room.desk.kept == []
        assert len(room.spool.files()) == 2


async def test_what_a_crash_left_is_kept_at_the_next_start(office: Opening) -> None:
    async with office() as room:
        ours, placed = "before@crash", "placed@crash"
        contact = "0198c0de-0000-7000-8000-000000000001"
        room.spool.write(ours, talk())
        room.spool.write(placed, talk()[:-200], meta=f"{META}\n\ncontact:{contact}\n")
        room.spool.write("proxy-died@crash", talk()[:4096], over=False)
        await room.later(11)
        assert {kept.call: kept.contact_id for kept in room.desk.kept} == {
            ours: None,
            placed: contact,
        }
        await room.later(900)
        assert room.desk.kept[-1].call == "proxy-died@crash"
        assert room.spool.files() == set()


async def test_a_call_we_know_to_be_over_waits_shorter_for_a_dead_proxy(office: Opening) -> None:
    async with office() as room:
        room.spool.write(CALL, talk(), over=False)
        room.recordings.ended(CALL, CONTACT, answered=True)
        await room.later(31)
        assert [kept.contact_id for kept in room.desk.kept] == [CONTACT]


async def test_while_the_logbook_is_away_the_plain_sound_stays(office: Opening) -> None:
    async with office() as room:
        room.spool.write(CALL, talk())
        room.recordings.ended(CALL, CONTACT)
        room.desk.failures = 2
        await room.later(2)
        assert room.recordings.problems() == ("recording_not_kept",)
        assert len(room.spool.files()) == 2
        await room.later(1)
        assert room.desk.failures == 1  # not at once again
        await room.later(5)
        room.again()  # and after a crash in between
        await room.later(20)
        assert [kept.duration_s for kept in room.desk.kept] == [2]
        assert room.spool.files() == set()
        assert room.recordings.problems() == ()


async def test_said_twice_after_a_crash_it_is_the_same_recording(office: Opening) -> None:
    async with office() as room:
        for _ in range(2):
            room.spool.write(CALL, talk())
            await room.later(12)
            room.again()
        first, second = room.desk.kept
        assert first == second


async def test_a_broken_capture_is_put_aside_with_what_it_still_gave(office: Opening) -> None:
    async with office() as room:
        room.spool.write(CALL, talk() + b"\xff" * 64)
        room.spool.write("rubbish@x", b"<html>" * 40)
        for _ in range(3):
            await room.later(12)
        assert [kept.call for kept in room.desk.kept] == [CALL]
        assert {Path(name).parts[0] for name in room.spool.files()} == {"broken"}
        assert room.recordings.problems() == ("recording_broken",)
        room.again()
        await room.later(1)
        assert room.recordings.problems() == ("recording_broken",)  # until somebody has looked


async def test_calls_without_sound_leave_nothing(office: Opening) -> None:
    async with office() as room:
        room.spool.write("empty@x", b"")
        room.spool.write("header@x", capture([]))
        await room.later(12)
        assert room.desk.kept == []
        assert room.spool.files() == set()
        assert room.recordings.problems() == ()


async def test_an_answered_call_that_left_no_file_is_a_problem(office: Opening) -> None:
    async with office() as room:
        room.spool.write(CALL, talk())
        await room.later(12)
        room.recordings.ended(CALL, CONTACT, answered=True)  # said late: it is kept already
        room.recordings.ended("unanswered@x", CONTACT)
        await room.later(61)
        assert room.recordings.problems() == ()
        room.recordings.ended("lost@x", CONTACT, answered=True)
        await room.later(61)
        assert room.recordings.problems() == ("recording_missing",)
        await room.later(3601)
        assert room.recordings.problems() == ()


async def test_no_folder_yet_is_no_failure(office: Opening, tmp_path: Path) -> None:
    async with office() as room:
        recordings = Recordings(
            tmp_path / "none", room.media, clock=room.clock, keep=room.desk.keep, waiting=True
        )
        await recordings.look()
        ear = WaitingEar(tmp_path / "none", clock=room.clock, keeps=False)
        assert ear.look() == []
        assert (recordings.problems(), ear.early_media) == ((), None)


async def test_waiting_is_kept_only_where_the_place_says_so(office: Opening) -> None:
    async with office() as room:
        for keeps in (False, True):
            room.spool.write(f"hold-{waiting_name(CALL)}", waiting(LOW))
            room.again(waiting=keeps)
            room.recordings.ended(CALL, CONTACT)
            ear = WaitingEar(room.spool.root, clock=room.clock, keeps=keeps)
            ear.look()
            await room.later(12)
            parts = [(kept.call, kept.part) for kept in room.desk.kept]
            assert parts == ([(CALL, RecordedPart.WAITING)] if keeps else [])
            assert room.spool.files() == set()


async def test_waiting_found_after_a_crash_is_known_by_its_note(office: Opening) -> None:
    async with office() as room:
        room.again(waiting=True)
        room.spool.write(
            f"hold-{waiting_name(CALL)}",
            waiting(LOW),
            meta=f"{META}\n\ncall:{CALL.encode().hex()}\n",
        )
        room.spool.write("hold-nobody", waiting(LOW))
        await room.later(12)
        assert [(kept.call, kept.contact_id) for kept in room.desk.kept] == [(CALL, None)]
        assert {Path(name).parts[0] for name in room.spool.files()} == {"broken"}
        assert room.recordings.problems() == ("recording_broken",)


async def test_the_ear_hears_knocks_while_the_file_grows_and_once(tmp_path: Path) -> None:
    clock = HeldClock()
    spool = Spool(tmp_path / "spool", clock)
    ear = WaitingEar(spool.root, clock=clock, keeps=False)
    ear.waits(CALL)
    data, heard = waiting(knocking()), []
    for end in range(0, len(data), 4096):
        spool.write(f"hold-{waiting_name(CALL)}", data[:end], over=False)
        heard += ear.look()
        clock.at += timedelta(seconds=0.36)
    assert heard == [CALL]
    assert ear.early_media is True
    spool.write(f"hold-{waiting_name(CALL)}", data)
    assert ear.look() == []
    assert spool.files() == set()


async def test_a_mute_trunk_is_told_from_a_silent_caller(tmp_path: Path) -> None:
    clock = HeldClock()
    spool = Spool(tmp_path / "spool", clock)
    ear = WaitingEar(spool.root, clock=clock, keeps=False)
    spool.write("hold-mute@x", b"", over=False)
    ear.look()
    assert ear.early_media is None
    clock.at += timedelta(seconds=4)
    ear.look()
    assert ear.early_media is False
    spool.write("hold-silent@x", waiting(alaw(silence(3))), over=False)
    assert ear.look() == []
    assert ear.early_media is True


async def test_one_broken_file_deafens_nobody_else(tmp_path: Path) -> None:
    clock = HeldClock()
    spool = Spool(tmp_path / "spool", clock)
    ear = WaitingEar(spool.root, clock=clock, keeps=False)
    spool.write("hold-broken@x", b"\xff" * 500, over=False)
    (spool.root / "pcaps" / f"hold-folder@x-{'cd' * 8}.pcap").mkdir()
    (spool.root / "pcaps" / f"hold-link@x-{'cd' * 8}.pcap").symlink_to("/dev/zero")
    spool.write(f"hold-{waiting_name(CALL)}", waiting(knocking()), over=False)
    ear.waits(CALL)
    assert [call for _ in range(4) for call in ear.look()] == [CALL]


async def test_the_ear_speaks_to_the_room(tmp_path: Path) -> None:
    clock = HeldClock()
    spool = Spool(tmp_path / "spool", clock)
    spool.write(f"hold-{waiting_name(CALL)}", waiting(knocking()), over=False)
    ear = WaitingEar(spool.root, clock=clock, keeps=False)
    assert [ear.look(), ear.look()] == [[], []]  # heard, but of whom?
    ear.waits(CALL)
    async with asyncio.timeout(PATIENCE_S):
        voice = await anext(aiter(ear.voices()))
    assert (voice.call, voice.at) == (CALL, clock.now())


async def test_an_hour_of_sound_is_kept_but_nobody_may_send_as_much(office: Opening) -> None:
    async with office() as room:
        head = b"RIFF\0\0\0\0WAVE"
        hour = head.ljust(57_600_044, b"\xd5")
        stored = await room.media.keep_recording(hour)
        assert await room.media.fetch(stored) == (hour, RECORDING)
        with pytest.raises(FieldError):
            await room.media.keep(head.ljust(SIZE_BYTES_MAX + 1, b"\0"), RECORDING)
        with pytest.raises(FieldError):
            await room.media.keep_recording(head.ljust(RECORDING_BYTES_MAX + 1, b"\0"))
        with pytest.raises(FieldError):
            await room.media.keep_recording(b"OggS" + head)

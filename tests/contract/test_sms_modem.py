"""SMS by a modem: the real gammu-smsd with the modem it pretends to have, and a room beside it."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from benchmarks.alert_receivers import SMSD as DRILL_SMSD
from siaga.channels.sms import modem
from siaga.channels.sms.settings import MODEM_FOLDERS
from siaga.language.values import MessageKind
from siaga.platform.logbook import Unavailable
from tests.contract.citizens_room import cards, config, inbound, room, said
from tests.contract.servers import NOT_RUN
from tests.contract.test_sms_smpp import reply
from tests.patience import until

SMSD, GAMMU = shutil.which("gammu-smsd"), shutil.which("gammu")
NUMBER = "+6281299370001"
LONG = (
    "Tolong ada kebakaran \N{LEFT SINGLE QUOTATION MARK}besar\N{RIGHT SINGLE QUOTATION MARK}"
    " di belakang pasar, ada orang di dalam rumah, cepat kirim pemadam, api sudah sampai atap"
    " dan hampir kena rumah sebelah"
)

WIB = {"TZ": "Asia/Jakarta"}  # the network's clock is the place's

if SMSD is None or GAMMU is None:
    NOT_RUN.append("SMS by a modem: gammu and gammu-smsd are not installed (Debian: gammu-smsd)")

needs_smsd = pytest.mark.skipif(SMSD is None or GAMMU is None, reason="NOT RUN: no gammu-smsd")


@dataclass(frozen=True)
class Daemon:
    folder: Path
    spool: Path
    pid: int

    def freeze(self) -> None:
        os.kill(self.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        os.kill(self.pid, signal.SIGCONT)

    def receive(self, number: str, text: str) -> None:
        """What somebody sends to the pretended modem."""
        command = [
            GAMMU or "",
            "-c",
            str(self.folder / "smsdrc"),
            "savesms",
            "TEXT",
            "-folder",
            "1",
        ]
        command += ["-unread", "-sender", number, "-len", "800", "-unicode", "-text", text]
        subprocess.run(command, check=True, capture_output=True, env=os.environ | WIB)


@pytest.fixture
def spool() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="siaga-modem-"))
    for name in MODEM_FOLDERS:
        (folder / "spool" / name).mkdir(parents=True)
    yield folder / "spool"
    shutil.rmtree(folder)


@pytest.fixture
def daemon(spool: Path) -> Iterator[Daemon]:
    folder = spool.parent
    (folder / "device").mkdir()
    (folder / "smsdrc").write_text(DRILL_SMSD.format(folder=folder))
    process = subprocess.Popen(
        [SMSD or "", "-c", str(folder / "smsdrc")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | WIB,
    )
    found = Daemon(folder=folder, spool=spool, pid=process.pid)
    yield found
    found.thaw()
    process.terminate()
    process.wait(20)


def lay(spool: Path, number: str, raw: bytes, *, part: str = "00", kind: str = "txt") -> Path:
    """A file as gammu-smsd writes it, of this minute."""
    now = datetime.now(ZoneInfo("Asia/Jakarta"))
    path = spool / "inbox" / f"IN{now:%Y%m%d_%H%M%S}_00_{number}_{part}.{kind}"
    path.write_bytes(raw)
    return path


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(modem, "QUIET", modem.QUIET / 4)


@needs_smsd
async def test_short_and_long_texts_come_in_and_a_reply_goes_out(
    daemon: Daemon, database: dict[str, Any], tmp_path: Path
) -> None:
    async with room(database, config(tmp_path, gammu_folder=str(daemon.spool))) as opened:
        await asyncio.to_thread(daemon.receive, NUMBER, "Banjir di RT 04")
        await asyncio.to_thread(daemon.receive, NUMBER[:-1] + "2", LONG)
        await until(lambda: len(inbound(opened)) == 2, within_s=40)
        assert await said(opened) == {NUMBER: ["Banjir di RT 04"], NUMBER[:-1] + "2": [LONG]}
        await until(lambda: not list((daemon.spool / "inbox").iterdir()))
        assert opened.text.lamps() == {"sms": ""}
        await reply(opened, "Bantuan berangkat")
        await until(lambda: len(list((daemon.spool / "sent").iterdir())) >= 3, within_s=40)
        sent = [path.read_bytes().decode("utf-16") for path in (daemon.spool / "sent").iterdir()]
        assert "Bantuan berangkat" in sent
        assert sum("112" in text for text in sent) == 2


async def test_files_stay_until_the_inbox_has_them_and_bad_ones_stop_nobody(
    spool: Path, database: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = spool / "inbox"
    lay(spool, "+6281299370003", b"Tolong")
    lay(spool, "9888", b"\x00\x01\xff", kind="bin")
    (inbox / "IN\udcff.txt").write_bytes(b"\xfe\xff\xd8")
    async with room(database, config(tmp_path, gammu_folder=str(spool))) as opened:
        kept = opened.inbox.take_in

        async def away(*_: Any, **__: Any) -> None:
            raise Unavailable("away")

        monkeypatch.setattr(opened.inbox, "take_in", away)
        await until(lambda: opened.text.lamps() == {"sms": "sms_not_kept"})
        assert len(list(inbox.iterdir())) == 3
        monkeypatch.setattr(opened.inbox, "take_in", kept)
        await until(lambda: len(inbound(opened)) == 3)
        kinds = sorted(line.kind for line in inbound(opened))
        assert kinds.count(MessageKind.UNREADABLE) >= 1
        assert "Tolong" in (await said(opened))["+6281299370003"]
        await until(lambda: list(inbox.iterdir()) == [])


async def test_what_the_modem_could_not_send_is_told(
    spool: Path, database: dict[str, Any], tmp_path: Path
) -> None:
    lay(spool, NUMBER, b"Tolong")
    async with room(database, config(tmp_path, gammu_folder=str(spool))) as opened:
        outbox = spool / "outbox"
        await until(lambda: any(path.name.startswith("OUT") for path in outbox.iterdir()))
        [path] = [path for path in outbox.iterdir() if path.name.startswith("OUT")]
        await until(lambda: "sent" in [line.status for line in cards(opened)[0].messages])
        path.rename(spool / "error" / path.name)
        await until(lambda: "failed" in [line.status for line in cards(opened)[0].messages])
        await until(lambda: not list((spool / "error").iterdir()))


async def test_without_its_folders_the_lamp_says_so(
    spool: Path, database: dict[str, Any], tmp_path: Path
) -> None:
    (spool / "sent").rmdir()
    async with room(database, config(tmp_path, gammu_folder=str(spool))) as opened:
        await until(lambda: opened.text.lamps() == {"sms": "modem_folder"})
        (spool / "sent").mkdir()
        await until(lambda: opened.text.lamps() == {"sms": ""})

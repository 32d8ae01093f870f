"""One room with a telephone, one Chromium with a microphone, and the city outside."""

from __future__ import annotations

import math
import os
import struct
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from siaga.app.voice import programs
from tests.browser.conftest import DIST, FLAGS, program
from tests.calls.desk import TAKER_HZ, CallWindows, Desk
from tests.calls.house import House, house
from tests.calls.outside import Outside

RING_S = 5
OLD_S = 10
RATE = 48_000

MICROPHONE = (
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--allow-loopback-in-peer-connection",
    "--disable-features=WebRtcHideLocalIpsWithMdns",
)

Desks = Callable[..., Desk]
Launch = Callable[[], Browser]


@pytest.fixture(scope="package")
def outside() -> Iterator[Outside]:
    outside = Outside()
    yield outside
    outside.close()


@pytest.fixture(scope="session")
def voice_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What every taker of this browser says."""
    path = tmp_path_factory.mktemp("voice") / "taker.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        turn = 2 * math.pi * TAKER_HZ / RATE
        file.writeframes(
            b"".join(struct.pack("<h", round(9000 * math.sin(turn * n))) for n in range(RATE * 5))
        )
    return path


def needed() -> str:
    """The browser's program; skips where something is missing."""
    if lacking := programs.missing():
        pytest.skip(f"not installed: {', '.join(lacking)}; run `siaga voice install`")
    path = program()
    if path is None:
        pytest.skip("Chromium is missing")
    if not (DIST / "index.html").exists():
        pytest.skip("the console is not built: make setup")
    return path


@pytest.fixture(scope="package")
def launch(voice_file: Path) -> Iterator[Launch]:
    """One more Chromium; closed at the end, unless it was killed before."""
    path = needed()
    flags = [*FLAGS, *MICROPHONE, f"--use-file-for-fake-audio-capture={voice_file}"]
    with sync_playwright() as playwright:
        started: list[Browser] = []

        def start() -> Browser:
            started.append(playwright.chromium.launch(executable_path=path, args=flags))
            return started[-1]

        yield start
        for browser in started:
            browser.close()


@pytest.fixture(scope="package")
def chromium(launch: Launch) -> Browser:
    return launch()


@pytest.fixture(scope="package")
def room(outside: Outside) -> Iterator[House]:
    """Rings a little shorter than a real one, so that nobody waits for a ring to end."""
    needed()
    with house(outside, rules={"ring_s": RING_S, "again_s": 3}) as home:
        yield home


@pytest.fixture
def desks(chromium: Browser, room: House) -> Iterator[Desks]:
    """`desks("calltaker")`: a page whose telephone is ready, its taker away until told."""
    yield from desks_of(chromium, room)


@pytest.fixture
def frail(outside: Outside) -> Iterator[House]:
    """A room of its own for a test that breaks it; an old call is one of ten seconds ago."""
    needed()
    old = {name: OLD_S // 2 for name in ("bound_s", "ahead_max_s", "behind_max_s")}
    with house(outside, rules={"ring_s": RING_S, "again_s": 3, **old}) as home:
        yield home


@pytest.fixture
def frail_desks(chromium: Browser, frail: House) -> Iterator[Desks]:
    yield from desks_of(chromium, frail)


def desks_of(chromium: Browser, home: House) -> Iterator[Desks]:
    windows = CallWindows(chromium, home.url)
    opened: list[Desk] = []

    def open_desk(user: str, *, voice_hz: int = 0) -> Desk:
        desk = Desk(home, windows, user, voice_hz=voice_hz)
        opened.append(desk)
        return desk

    yield open_desk
    for desk in opened if "SIAGA_ARTIFACTS" in os.environ else []:
        if not desk.page.is_closed():
            desk.page.screenshot(path=f"{os.environ['SIAGA_ARTIFACTS']}/{desk.user}.png")
    home.calm()
    for desk in opened:
        desk.away()
    windows.close()
    assert windows.strangers == [], "something was asked of another machine"
    assert windows.broken == [], "a script failed, or the policy of the page stopped one"

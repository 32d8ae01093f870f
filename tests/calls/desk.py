"""A taker at the desk: a page with a telephone, its keys, and what comes out of its headset."""

from __future__ import annotations

import time
from typing import Any

from playwright.sync_api import BrowserContext, Page

from tests.browser.windows import Windows, gone, shown, sign_in
from tests.calls.house import House
from tests.calls.outside import Call
from tests.patience import eventually

TAKER_HZ = 880
READY = "Telepon siap"
RINGS = "section.strip .rings"

# Notes every sound element and connection of the page, and can tell which tones come out.
EARS = """(() => {
  const ears = (window.__ears = []), peers = (window.__peers = [])
  const RealAudio = window.Audio
  window.Audio = function (...given) {
    const ear = new RealAudio(...given)
    ears.push(ear)
    return ear
  }
  const Real = window.RTCPeerConnection
  window.RTCPeerConnection = class extends Real {
    constructor(...given) {
      super(...given)
      peers.push(this)
    }
  }
  let context
  window.__heard = async (tones, ms) => {
    context ??= new AudioContext()
    await context.resume()
    const open = ears.filter((ear) => ear.srcObject?.active && !ear.muted && !ear.paused)
    const looks = open.map((ear) => {
      const source = context.createMediaStreamSource(ear.srcObject)
      const look = context.createAnalyser()
      look.fftSize = 16384
      look.smoothingTimeConstant = 0
      source.connect(look)
      return { source, look }
    })
    await new Promise((done) => setTimeout(done, ms))
    const best = tones.map(() => -200)
    for (const { source, look } of looks) {
      const bins = new Float32Array(look.frequencyBinCount)
      look.getFloatFrequencyData(bins)
      tones.forEach((tone, index) => {
        const at = Math.round((tone * look.fftSize) / context.sampleRate)
        best[index] = Math.max(best[index], ...bins.subarray(at - 2, at + 3))
      })
      source.disconnect()
    }
    return best
  }
})()"""

# A voice of its own instead of the browser's one microphone.
VOICE = """(() => {
  const hz = %d
  navigator.mediaDevices.getUserMedia = async () => {
    const context = new AudioContext()
    await context.resume()
    const tone = context.createOscillator()
    tone.frequency.value = hz
    const quiet = context.createGain()
    quiet.gain.value = 0.3
    const out = context.createMediaStreamDestination()
    tone.connect(quiet).connect(out)
    tone.start()
    return out.stream
  }
})()"""

HEARD_DB = -60.0
LOOK_MS = 450


class CallWindows(Windows):
    """Windows with ears; `voice_hz`: of the next window's person."""

    voice_hz = 0

    def tab(self, context: BrowserContext) -> Page:
        page = super().tab(context)
        page.add_init_script(EARS)
        if self.voice_hz:
            page.add_init_script(VOICE % self.voice_hz)
        return page


class Desk:
    def __init__(self, home: House, windows: CallWindows, user: str, *, voice_hz: int = 0) -> None:
        self.house, self.user = home, user
        windows.voice_hz = voice_hz
        self.page = windows.open(permissions=["microphone", "notifications"])
        sign_in(self.page, user)
        self.sees(READY)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def sees(self, words: str, **more: Any) -> None:
        shown(self.page.get_by_text(words, **more).first)

    def sees_not(self, words: str) -> None:
        gone(self.page.get_by_text(words))

    def ready(self) -> None:
        """Where somebody waits it rings at once."""
        self.house.set_duty(self.user, "ready")
        self.house.until_doing(self.user, "ready", "ringing")

    def away(self) -> None:
        self.house.set_duty(self.user, "away")

    def rings(self) -> float:
        """Waits for the ring; → when it was on the screen, on the monotonic clock."""
        self.page.wait_for_selector(RINGS)
        return time.monotonic()

    def rings_not(self, *, for_s: float = 1.0) -> None:
        self.page.wait_for_timeout(for_s * 1000)
        assert self.page.locator(RINGS).count() == 0

    def answers(self) -> None:
        """F2, once this page's own telephone rings."""
        self.page.get_by_role("button", name="Jawab").first.wait_for()
        self.press("F2")

    def talks(self, *, tone_hz: int = TAKER_HZ, **how: Any) -> Call:
        """A new call of a citizen, rung here and picked up; each hears the other."""
        call = self.house.citizens.call(**how)
        self.rings()
        self.answers()
        call.answered()
        call.hears(tone_hz)
        self.hears(call.tone_hz)
        return call

    def closes(self) -> None:
        """The call that ended was a prank; its taker is free: no ghost of it holds him."""
        self.house.until_doing(self.user, "wrap_up")
        self.sees("Telepon selesai. Jenisnya?")
        self.press("9", "Enter")
        self.house.until_doing(self.user, "ready", "ringing")

    def levels(self, *tones: int) -> list[float]:
        """What the taker hears now: a level in dB for each tone."""
        found: list[float] = self.page.evaluate(f"tones => __heard(tones, {LOOK_MS})", list(tones))
        return found

    def hears(self, *tones: int) -> None:
        """All of these at once."""
        eventually(lambda: min(self.levels(*tones)) >= HEARD_DB, what=f"{self.user} hears {tones}")

    def hears_not(self, *tones: int) -> None:
        """None of these any more."""
        eventually(
            lambda: max(self.levels(*tones)) <= HEARD_DB, what=f"{self.user} hears no {tones}"
        )

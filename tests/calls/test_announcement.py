"""An incident announced: who waits hears another sentence, until it is taken back."""

from __future__ import annotations

import time

import pytest

from siaga.channels.phone.audio.g711 import from_alaw
from tests.calls.conftest import Desks
from tests.calls.house import House
from tests.calls.outside import Call
from tests.patience import eventually

pytestmark = [pytest.mark.voice_long, pytest.mark.browser]

ONCE_S = 25.0
"""Longer than the ordinary announcement lasts."""

LOOK_S, SPEECH = 3.0, 40


def test_who_waits_hears_of_the_incident_as_long_as_it_is_announced(
    room: House, desks: Desks
) -> None:
    desk = desks("calltaker")
    desk.ready()
    reporter = desk.talks()
    desk.press("j")
    desk.page.keyboard.type("kebakaran rumah")
    desk.press("Enter", "Control+Enter")
    incident_id = room.until_fact(reporter, "IncidentOpened")["incident_id"]
    reporter.hang_up()
    room.until_fact(reporter, "CallEnded")
    desk.away()
    waiting = room.citizens.call()
    time.sleep(ONCE_S)
    ordinary = _sounds(waiting, 0.0)
    assert _hears(waiting, ordinary)
    desk.press("a", "Enter")
    eventually(lambda: room.person("calltaker").cards("announcements"), what="it is announced")
    eventually(lambda: not _hears(waiting, ordinary), what="another sentence is heard")
    assert waiting.status == 0
    late = room.citizens.call()
    time.sleep(LOOK_S)
    assert not _hears(late, ordinary)
    room.person("calltaker").done("lines/end-announcement", incident_id=incident_id)
    eventually(lambda: _hears(waiting, ordinary), what="the ordinary one again")


def _sounds(call: Call, since_s: float) -> set[bytes]:
    """Packets with somebody speaking in them: the same recording gives the same."""
    heard = list(call.talk.sound.heard)
    return {p for at, kind, p in heard if at >= since_s and kind == 8 and _is_loud(p)}


def _hears(call: Call, known: set[bytes]) -> bool:
    """Whether the known sentence is what is being said."""

    def said() -> set[bytes]:
        heard = _sounds(call, time.monotonic() - LOOK_S)
        return heard if len(heard) >= SPEECH else set()

    heard = eventually(said, what="somebody speaks")
    return len(heard & known) > len(heard) / 2


def _is_loud(payload: bytes) -> bool:
    return bool(abs(from_alaw(payload)).max() > 1500)

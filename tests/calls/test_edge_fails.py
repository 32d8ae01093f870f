"""The edge or the media relay is killed, or a taker's whole browser."""

from __future__ import annotations

import os
import signal
import time

import pytest

from tests.calls.conftest import Desks, Launch
from tests.calls.desk import TAKER_HZ, CallWindows, Desk
from tests.calls.house import House, go_on, stop_process
from tests.patience import PATIENCE_S, eventually

pytestmark = [pytest.mark.voice_long, pytest.mark.browser]

CITIZEN_HZ = 440


def test_a_conversation_goes_on_over_the_death_of_the_edge(
    frail: House, frail_desks: Desks
) -> None:
    desk = frail_desks("calltaker")
    desk.ready()
    call = desk.talks()
    frail.kill("kamailio")
    call.hears(TAKER_HZ)
    desk.hears(CITIZEN_HZ)
    began_s = time.monotonic()
    desk.sees_not("Telepon putus sejak")
    print(f"edge killed: the page is back {time.monotonic() - began_s:.1f} s after its new start")
    call.hears(TAKER_HZ)
    desk.hears(CITIZEN_HZ)
    call.hang_up_is_answered()
    assert frail.until_fact(call, "CallEnded", within_s=2 * PATIENCE_S)["ended_by"] == "caller"
    desk.closes()
    following = desk.talks()
    following.hang_up()
    frail.until_fact(following, "CallEnded")
    frail.nothing_is_missing_or_double()


def test_a_conversation_finds_new_paths_over_the_death_of_the_relay(
    frail: House, frail_desks: Desks
) -> None:
    desk = frail_desks("calltaker")
    desk.ready()
    call = desk.talks()
    frail.kill("rtpengine")
    began_s = time.monotonic()
    desk.hears_not(CITIZEN_HZ)
    desk.hears(CITIZEN_HZ)
    call.hears(TAKER_HZ)
    print(f"relay killed: both heard again after {time.monotonic() - began_s:.1f} s")
    time.sleep(1)
    call.hang_up()
    frail.until_fact(call, "CallEnded")
    kept = frail.until_fact(call, "RecordingKept")
    assert kept["duration_s"] > 1
    desk.closes()
    following = desk.talks()
    following.hang_up()
    frail.until_fact(following, "CallEnded")


def test_a_relay_that_hangs_lights_a_lamp_and_the_calls_still_ring(
    frail: House, frail_desks: Desks
) -> None:
    desk = frail_desks("calltaker")
    desk.ready()
    relay = [frail.pid("rtpengine")]
    stop_process(relay)
    try:
        mute = frail.citizens.call()
        desk.rings()
        desk.sees("Jalur 112")
        mute.give_up()
    finally:
        go_on(relay)
    frail.until_fact(mute, "CallEnded")
    call = desk.talks()
    call.hang_up()
    frail.until_fact(call, "CallEnded")


def test_a_call_of_a_dead_browser_is_ended_and_called_back(frail: House, launch: Launch) -> None:
    browser = launch()
    desk = Desk(frail, CallWindows(browser, frail.url), "calltaker")
    desk.ready()
    call = desk.talks()
    time.sleep(1)
    known = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    main = next(each["id"] for each in known if each["type"] == "browser")
    os.kill(main, signal.SIGKILL)
    began_s = time.monotonic()
    ended = frail.until_fact(call, "CallEnded", within_s=2 * PATIENCE_S)
    print(f"browser killed: conversation ended after {time.monotonic() - began_s:.1f} s")
    assert (ended["ended_by"], ended["cut_off"]) == ("network", True)
    call.ended()
    assert frail.until_fact(call, "CallBackWanted")["why"] == "cut_off"
    eventually(lambda: frail.contact(call) in frail.person("calltaker2").cards("call-backs"))
    eventually(lambda: frail.doing("calltaker") != "talking")

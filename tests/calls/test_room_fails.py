"""The room dies, hangs or cannot write: the telephone rings all the same, and all is entered."""

from __future__ import annotations

import os
import signal
import time
from datetime import datetime

import pytest

from tests.calls.conftest import OLD_S, Desks
from tests.calls.desk import TAKER_HZ, Desk
from tests.calls.house import House, go_on, stop_process
from tests.patience import PATIENCE_S, eventually

pytestmark = [pytest.mark.voice_long, pytest.mark.browser]

CITIZEN_HZ = 440


def test_calls_go_on_over_the_death_of_the_room(frail: House, frail_desks: Desks) -> None:
    desk = frail_desks("calltaker")
    desk.ready()
    talking = desk.talks()
    waiting = frail.citizens.call()
    frail.until_fact(waiting, "CallOffered")
    waiting.hearing.something()
    frail.kill_room()
    talking.hears(TAKER_HZ)
    waiting.hearing.something()
    frail.server.start()
    assert talking.goes_on
    assert waiting.status == 0
    talking.hears(TAKER_HZ)
    desk.hears(CITIZEN_HZ)
    talking.hang_up()
    assert frail.until_fact(talking, "CallEnded")["ended_by"] == "caller"
    desk.closes()
    desk.rings()
    desk.answers()
    waiting.answered()
    waiting.hears(TAKER_HZ)
    waiting.hang_up()
    frail.until_fact(waiting, "CallEnded")
    desk.closes()
    frail.nothing_is_missing_or_double()


def test_a_dead_room_still_rings_and_learns_of_it_later(frail: House, frail_desks: Desks) -> None:
    desk = frail_desks("calltaker")
    desk.ready()
    frail.kill_room()
    time.sleep(5)  # the edge waits a moment for a room that only restarts
    began_at = time.time()
    call = desk.talks()
    print(f"failsafe: INVITE → answered {(call.answered_s or 0) - call.began_s:.2f} s")
    call.hang_up()
    ended_at = time.time()
    given_up = frail.citizens.call()
    given_up.early()
    given_up.give_up()
    time.sleep(2 * OLD_S)
    frail.server.start()
    offered = frail.until_fact(call, "CallOffered", within_s=2 * PATIENCE_S)
    assert offered["late"]
    # When it rang, not when the room learnt of it; the switch writes whole seconds.
    assert began_at - 1 <= _instant(offered["when"]["at"]) <= ended_at
    answered = frail.until_fact(call, "CallAnswered")
    assert answered["path"] == "failsafe"
    assert answered["answered_by"] == frail.person("calltaker").id
    frail.until_fact(given_up, "CallBackWanted")
    frail.nothing_is_missing_or_double()
    desk.closes()
    next_call_as_usual(frail, desk)


def test_a_room_that_hangs_is_passed_over(frail: House, frail_desks: Desks) -> None:
    desk = frail_desks("calltaker")
    desk.ready()
    process = frail.server.process
    assert process is not None
    os.kill(process.pid, signal.SIGSTOP)
    try:
        call = desk.talks()
        print(f"hanging room: INVITE → answered {(call.answered_s or 0) - call.began_s:.2f} s")
    finally:
        os.kill(process.pid, signal.SIGCONT)
    call.hears(TAKER_HZ)
    assert frail.until_fact(call, "CallAnswered")["path"] == "failsafe"
    frail.until_doing("calltaker", "talking")
    call.hang_up()
    frail.until_fact(call, "CallEnded")
    desk.closes()
    frail.nothing_is_missing_or_double()


def test_when_nothing_can_be_written_everybody_rings(frail: House, frail_desks: Desks) -> None:
    desk = frail_desks("calltaker")
    desk.ready()
    database = frail.postgres()
    assert database
    stop_process(database)
    try:
        call = desk.talks()
        print(f"no logbook: INVITE → answered {(call.answered_s or 0) - call.began_s:.2f} s")
        call.hang_up()
        eventually(
            lambda: "Ended" in frail.journal().get(call.id, []), what="the journal has its end"
        )
    finally:
        go_on(database)
    assert frail.until_fact(call, "CallAnswered", within_s=2 * PATIENCE_S)["path"] == "failsafe"
    frail.until_fact(call, "CallEnded", within_s=2 * PATIENCE_S)
    desk.closes()
    eventually(
        lambda: "lines.speaking" in frail.server.log.read_text(), what="the room speaks again"
    )
    next_call_as_usual(frail, desk)
    frail.nothing_is_missing_or_double()


def next_call_as_usual(home: House, desk: Desk) -> None:
    """The next call takes its usual way."""
    desk.ready()
    call = desk.talks()
    assert home.until_fact(call, "CallAnswered")["path"] == "taker"
    call.hang_up()
    home.until_doing(desk.user, "wrap_up")
    eventually(lambda: "CallEnded" in home.types(call), what="its end is written")


def _instant(text: str) -> float:
    return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()

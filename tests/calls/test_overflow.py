"""Nobody here can come: the second destination rings, after as long as the place says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.calls.conftest import Desks, desks_of, needed
from tests.calls.house import House, house
from tests.calls.outside import Outside

pytestmark = [pytest.mark.voice_long, pytest.mark.browser]

SECOND_HZ = 1200


@pytest.fixture
def backed(outside: Outside) -> Iterator[House]:
    needed()
    with house(outside, with_second=True) as home:
        yield home


@pytest.fixture
def backed_desks(chromium: Browser, backed: House) -> Iterator[Desks]:
    yield from desks_of(chromium, backed)


def test_who_waits_for_a_taker_alone_is_answered_elsewhere(
    backed: House, backed_desks: Desks
) -> None:
    backed.citizens.second_destination(tone_hz=SECOND_HZ)
    unmanned = backed.citizens.call()
    unmanned.hears(SECOND_HZ)
    assert backed.until_fact(unmanned, "CallOverflowed")["why"] == "no_taker"
    unmanned.hang_up()
    desk = backed_desks("calltaker")
    desk.ready()
    first = desk.talks()
    call = backed.citizens.call()
    call.answered()
    waited_s = (call.answered_s or 0) - call.began_s
    print(f"taker alone and busy: answered at the second destination after {waited_s:.1f} s")
    assert waited_s >= 8, "the taker was given the time to end a call"
    call.hears(SECOND_HZ)
    assert backed.until_fact(call, "CallOverflowed")["why"] == "taker_alone"
    assert backed.until_fact(call, "CallAnswered")["path"] == "second_destination"
    assert first.goes_on
    call.hang_up()
    assert not backed.until_fact(call, "CallEnded")["callable"]
    first.hang_up()
    backed.until_fact(first, "CallEnded")
    desk.closes()
    backed.nothing_is_missing_or_double()

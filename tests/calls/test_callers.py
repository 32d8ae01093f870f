"""Whatever the network says of a caller, or does not say: served, and shown in words."""

from __future__ import annotations

import pytest

from tests.calls.conftest import Desks
from tests.calls.desk import TAKER_HZ
from tests.calls.house import House
from tests.calls.outside import Call, new_number

pytestmark = [pytest.mark.voice, pytest.mark.browser]

HIDDEN = ("From", '"Anonymous" <sip:anonymous@anonymous.invalid>')
CALLERS = {
    "Nomor disembunyikan": [HIDDEN, ("Privacy", "id")],
    "Tanpa nomor": [("From", "<sip:127.0.0.1>")],
    "Ponsel tanpa SIM": [("From", "<sip:356938035643809@127.0.0.1>")],
    "Nomor tidak wajar": [("From", '"Bu \\"X\\" {}|" <sip:+62\'741|x@127.0.0.1>')],
}


def test_nobody_is_refused_for_the_number_he_shows(room: House, desks: Desks) -> None:
    desk = desks("calltaker")
    calls = {words: room.citizens.call(headers=headers) for words, headers in CALLERS.items()}
    known = _hidden_but_known(room)
    for words, call in calls.items():
        call.early()
        desk.sees(words)
    desk.ready()
    desk.rings()
    desk.answers()
    answered = next(iter(calls.values()))
    answered.answered()
    answered.hears(TAKER_HZ)
    for call in [*list(calls.values())[1:], known]:
        assert call.status == 0
        call.give_up()
        assert room.until_fact(call, "CallEnded")["callable"] is (call is known)
    answered.hang_up()
    owed = room.person("calltaker").cards("call-backs")
    assert list(owed) == [room.contact(known)]


def _hidden_but_known(room: House) -> Call:
    number = f"+62{new_number()[1:]}"
    asserted = ("P-Asserted-Identity", f"<tel:{number}>")
    return room.citizens.call(headers=[HIDDEN, ("Privacy", "id"), asserted])

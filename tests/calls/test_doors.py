"""Whose telephone it is: accounts without one, wrong credentials, two pages of one account."""

from __future__ import annotations

import pytest

from tests.calls.conftest import Desks
from tests.calls.house import House
from tests.http.people import Person
from tests.voice.telephone import Telephone

pytestmark = [pytest.mark.voice_long, pytest.mark.browser]


@pytest.mark.parametrize("user", ["crew-amb1", "agency-polresta", "auditor"])
def test_who_takes_no_calls_gets_no_credentials(room: House, user: str) -> None:
    person = Person(room.url, user)
    try:
        assert person.http.post("/api/phone/session").status_code == 403
    finally:
        person.close()


def test_credentials_of_the_room_open_only_their_own_telephone(room: House) -> None:
    person = room.person("calltaker")
    given = person.http.post("/api/phone/session").json()

    async def status(account: str, password: str) -> int:
        page = Telephone(account, secret=(given["sip_user"], password))
        await page.by_websocket(room.stack.ports.ws)
        try:
            return await page.register()
        finally:
            await page.close()

    assert room.outside.do(status(person.id, given["password"])) == 200
    assert room.outside.do(status(person.id, "bm90IHRoZSBwYXNzd29yZA==")) == 401
    assert room.outside.do(status(room.person("calltaker2").id, given["password"])) == 403


def test_the_newest_page_of_a_taker_is_the_telephone(room: House, desks: Desks) -> None:
    old = desks("calltaker")
    new = desks("calltaker")
    old.sees("Telepon Anda dipakai di jendela atau komputer lain.")
    new.ready()
    call = new.talks()
    assert old.page.get_by_role("button", name="Jawab").count() == 0
    call.hang_up()
    room.until_fact(call, "CallEnded")
    assert room.types(call).count("CallRung") == 1

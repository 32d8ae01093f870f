"""The advisor at work: every contact is advised, a flood once, and nothing waits for advice."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest

from siaga.app.workers import advising as worker
from siaga.boards.suggestions import LIFE_AHEAD_PM
from siaga.desks.incident.commands import OpenIncident
from siaga.desks.intake.commands import AnswerContact
from siaga.language.intake import MessageReceived
from siaga.language.triage import TriageSuggested
from siaga.language.values import (
    Change,
    ContactId,
    IncidentTypeId,
    MediaRef,
    MessageId,
    MessageKind,
    Priority,
)
from siaga.platform.ids import new_id
from siaga.platform.logbook import Unavailable
from tests.builders import NOW
from tests.contract.advice_room import AdviceRoom, advised, quiet
from tests.patience import until

VOICE = MediaRef(media_type="audio/ogg", voice=True)


def triage(room: AdviceRoom, contact_id: ContactId) -> Any:
    card = room.card(contact_id)
    return card.triage if card else None


def keys(room: AdviceRoom, contact_id: ContactId) -> list[str]:
    line = triage(room, contact_id)
    return [reason.key for reason in line.reasons] if line else []


async def test_a_message_is_advised_with_what_was_read_and_why() -> None:
    room = AdviceRoom()
    async with advised(room):
        contact_id = await room.write("kebakaran rumah depan pasar")
        line = await until(lambda: triage(room, contact_id))
    (fact,) = room.facts(TriageSuggested)
    (message,) = room.facts(MessageReceived)
    assert fact.inputs == (message.message_id,)
    assert fact.rules == "words-1"
    assert (line.priority, line.incident_type) == (Priority.P1, "fire.building")
    assert (line.emergency_pm, line.ahead_pm) == (970, LIFE_AHEAD_PM)
    assert keys(room, contact_id) == ["word"]


async def test_what_was_suggested_names_the_fact_it_was_made_from() -> None:
    room = AdviceRoom()
    async with advised(room):
        contact_id = await room.write("kebakaran")
        await until(lambda: triage(room, contact_id))
    (entry,) = [one for one in room.book.entries if isinstance(one.fact, TriageSuggested)]
    (heard,) = [one for one in room.book.entries if isinstance(one.fact, MessageReceived)]
    assert (entry.cause, entry.actor) == (heard.position, "triage.advice")
    assert UUID(entry.command_id).version == 5


async def test_ten_messages_at_once_are_one_reading_of_all_of_them() -> None:
    room = AdviceRoom()
    async with advised(room):
        for n in range(10):
            contact_id = await room.write(f"kata-{n}" if n else "kebakaran")
        await until(lambda: triage(room, contact_id))
        await quiet(room)
    assert len(room.words.read_texts) == 1
    assert room.words.read_texts[0].split("\n") == [
        "kebakaran",
        *(f"kata-{n}" for n in range(1, 10)),
    ]
    (fact,) = room.facts(TriageSuggested)
    assert len(fact.inputs) == 10


async def test_whoever_writes_on_is_read_once_a_second_at_most() -> None:
    room = AdviceRoom()
    async with advised(room):
        began_s = time.monotonic()
        while time.monotonic() - began_s < 1.5:
            await room.write("kebakaran")
            await asyncio.sleep(0.1)
        await quiet(room, for_s=1.3)
        took_s = time.monotonic() - began_s
    assert 2 <= len(room.words.read_texts) <= took_s + 1
    assert room.words.read_texts[-1].count("kebakaran") == len(room.facts(MessageReceived))


async def test_many_contacts_are_advised_and_other_work_goes_on_between() -> None:
    """What each reading takes is no pause for anybody else."""
    room = AdviceRoom()
    turns: list[str] = []

    async def heart() -> None:
        while True:
            await asyncio.sleep(0.001)
            turns.append("beat")

    def slow(text: str) -> Any:
        turns.append("reading")
        time.sleep(0.004)
        return type(room.words).read(room.words, text)

    room.words.read = slow  # type: ignore[method-assign]
    async with advised(room):
        beats = asyncio.create_task(heart())
        contacts = [await room.write("kebakaran", who=f"warga-{n}") for n in range(60)]
        await until(lambda: all(triage(room, one) for one in contacts))
        beats.cancel()
    assert ("reading", "reading") not in pairwise(turns)


async def test_after_a_crash_whoever_was_not_advised_is_and_nobody_twice() -> None:
    room = AdviceRoom()
    async with advised(room):
        before = await room.write("kebakaran", who="rina")
        await until(lambda: triage(room, before))
    while_away = await room.write("kebakaran ruko", who="budi")
    assert triage(room, while_away) is None
    async with advised(room):
        await until(lambda: triage(room, while_away))
        await quiet(room)
    assert [fact.contact_id for fact in room.facts(TriageSuggested)] == [before, while_away]


async def test_two_processes_that_advise_alike_write_once() -> None:
    room = AdviceRoom()
    async with advised(room), advised(room):
        contact_id = await room.write("kebakaran")
        await until(lambda: triage(room, contact_id))
        await quiet(room)
    assert len(room.facts(TriageSuggested)) == 1
    assert len(room.words.read_texts) == 2


async def test_a_fault_of_the_reader_keeps_nobody_else_from_advice_nor_any_message() -> None:
    room = AdviceRoom()
    async with advised(room) as advising:
        broken = await room.write("rusak-berat kebakaran", who="rina")
        sound = await room.write("kebakaran", who="budi")
        await until(lambda: triage(room, sound))
        assert triage(room, broken) is None
        await until(lambda: advising.aside == 1)
        assert room.hub.boards["queue"].cards().keys() == {broken, sound}
        room.words.fails_on = "nothing"
        await room.write("cepat", who="rina")
        await until(lambda: triage(room, broken))


async def test_while_the_logbook_cannot_be_written_advice_waits_and_comes() -> None:
    room = AdviceRoom()
    append, down = room.book.append, [True]

    async def maybe(wish: Any) -> Any:
        if down[0] and wish.asked.actor.id == "triage.advice":
            raise Unavailable("away")
        return await append(wish)

    room.book.append = maybe  # type: ignore[method-assign]
    async with advised(room):
        contact_id = await room.write("kebakaran")
        await quiet(room)
        assert triage(room, contact_id) is None
        down[0] = False
        await until(lambda: triage(room, contact_id))


async def test_a_fault_while_following_halts_no_board(monkeypatch: pytest.MonkeyPatch) -> None:
    room = AdviceRoom()

    def broken(*_: Any, **__: Any) -> None:
        raise ValueError("a fault in the advisor")

    monkeypatch.setattr(worker.Advising, "_see", broken)
    async with advised(room):
        contact_id = await room.write("kebakaran")
    assert room.tail.halted is None
    assert contact_id in room.hub.boards["queue"].cards()


# ---- what is no words


async def test_a_voice_note_counts_as_an_emergency_until_a_person_answered() -> None:
    room = AdviceRoom()
    async with advised(room):
        contact_id = await room.write(None, kind=MessageKind.MEDIA, media=(VOICE,))
        line = await until(lambda: triage(room, contact_id))
        assert (line.priority, line.prank_pm) == (Priority.P1, 0)
        assert line.ahead_pm > 0
        assert keys(room, contact_id) == ["voice_unheard"]
        answer = AnswerContact(command_id=new_id(), contact_id=contact_id)
        await room.ask("intake", answer)
        await until(lambda: keys(room, contact_id) == ["media_only"])
        assert triage(room, contact_id).priority is Priority.P2
        again = await room.write(None, kind=MessageKind.MEDIA, media=(VOICE,))
        await until(lambda: keys(room, again) == ["voice_unheard"])


@pytest.mark.parametrize(("duration_s", "priority"), [(2, Priority.P2), (40, Priority.P1)])
async def test_a_greeting_is_too_short_to_be_feared(duration_s: int, priority: Priority) -> None:
    room = AdviceRoom()
    note = replace(VOICE, duration_s=duration_s)
    async with advised(room):
        contact_id = await room.write(None, kind=MessageKind.MEDIA, media=(note,))
        assert (await until(lambda: triage(room, contact_id))).priority is priority


async def test_a_bare_place_and_a_bare_photo_are_advised_too() -> None:
    room = AdviceRoom()
    photo = MediaRef(media_type="image/jpeg")
    async with advised(room):
        place = await room.write(
            None, who="a", kind=MessageKind.LOCATION, location=room.place_at(-1.6, 103.6)
        )
        picture = await room.write(None, who="b", kind=MessageKind.MEDIA, media=(photo,))
        riddle = await room.write(None, who="c", kind=MessageKind.UNREADABLE, shape="unknown")
        await until(lambda: all(triage(room, one) for one in (place, picture, riddle)))
    assert keys(room, place) == ["location_only"]
    assert keys(room, picture) == ["media_only"]
    assert keys(room, riddle) == ["unreadable_only"]
    assert all(triage(room, one).emergency_pm >= 500 for one in (place, picture, riddle))


async def test_a_corrected_message_is_read_as_corrected() -> None:
    room = AdviceRoom()
    async with advised(room):
        contact_id = await room.write("kebakaran")
        first = room.facts(MessageReceived)[0].message_id
        await until(lambda: triage(room, contact_id))
        await room.write("kebanjiran", about=MessageId(first), change=Change.EDITED)
        await until(lambda: triage(room, contact_id).priority is Priority.P3)
    assert room.words.read_texts[-1] == "kebanjiran"


async def test_a_reaction_is_nothing_to_read() -> None:
    room = AdviceRoom()
    async with advised(room):
        contact_id = await room.write("kebakaran")
        await until(lambda: triage(room, contact_id))
        reaction = MessageReceived(
            contact_id=contact_id,
            message_id=MessageId("reaction"),
            kind=MessageKind.TEXT,
            when=room.facts(MessageReceived)[0].when,
            change=Change.REACTION,
        )
        await room.tell(reaction)
        await quiet(room, for_s=1.3)
    assert len(room.words.read_texts) == 1


async def test_late_messages_are_advised_as_well() -> None:
    room = AdviceRoom()
    async with advised(room):
        contact_id = await room.write("kebakaran", sent_at=NOW - timedelta(days=3))
        await until(lambda: triage(room, contact_id))


async def test_whoever_is_part_of_an_incident_is_advised_no_more() -> None:
    room = AdviceRoom()
    async with advised(room):
        contact_id = await room.write("kebakaran")
        await until(lambda: triage(room, contact_id))
        opened = OpenIncident(
            command_id=new_id(),
            incident_type=IncidentTypeId("fire.building"),
            contact_id=contact_id,
        )
        await room.ask("incident", opened)
        await room.write("masih menyala")
        await quiet(room, for_s=1.3)
        assert room.card(contact_id) is None
    assert len(room.words.read_texts) == 1


async def test_what_was_imported_is_not_advised() -> None:
    room = AdviceRoom()
    async with advised(room) as advising:
        (entry,) = [one for one in await _heard(room) if isinstance(one.fact, MessageReceived)]
        before = len(room.words.read_texts)
        advising.follow([(replace(entry, imported=True, position=99), entry.fact.tags())])
        await quiet(room)
        assert len(room.words.read_texts) == before


async def _heard(room: AdviceRoom) -> list[Any]:
    contact_id = await room.write("kebakaran")
    await until(lambda: triage(room, contact_id))
    await quiet(room, for_s=0.1)
    return room.book.entries

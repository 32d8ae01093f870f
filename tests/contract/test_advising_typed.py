"""Advice while a person is typing: a look, and once they pause a suggestion for that contact."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from siaga.app.workers.advising import preview
from siaga.app.workers.advising.preview import Typed
from siaga.desks.intake.commands import RecordCall
from siaga.language.intake import ContactOpened
from siaga.language.triage import TriageSuggested
from siaga.language.values import ContactId, Priority
from siaga.platform.ids import new_id
from tests.contract.advice_room import AdviceRoom, quiet
from tests.patience import until


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview, "TYPED_SETTLE_S", 0.1)


async def called(room: AdviceRoom) -> ContactId:
    """A call entered without a word: there is nothing of it to read."""
    await room.ask("intake", RecordCall(command_id=new_id()))
    contact_id: ContactId = room.facts(ContactOpened)[-1].contact_id
    return contact_id


async def test_a_look_alone_writes_nothing() -> None:
    room = AdviceRoom()
    before = len(room.book.entries)
    seen = await room.previewing().look(Typed(words="kebakaran ruko"))
    assert seen.it.reading.priority is Priority.P1
    assert seen.candidates == ()
    await quiet(room)
    assert len(room.book.entries) == before


async def test_words_typed_about_a_call_become_its_suggestion_once_typing_pauses() -> None:
    room = AdviceRoom()
    contact_id = await called(room)
    previewing = room.previewing()
    for words in ("ke", "kebak", "kebakaran", "kebakaran ruko"):
        await previewing.look(Typed(words=words, contact_id=contact_id))
        await asyncio.sleep(0.02)
    assert room.facts(TriageSuggested) == []
    await until(lambda: room.facts(TriageSuggested))
    await quiet(room)
    (fact,) = room.facts(TriageSuggested)
    assert (fact.contact_id, fact.inputs, fact.priority) == (contact_id, (), Priority.P1)
    await previewing.look(Typed(words="kebakaran ruko", contact_id=contact_id))
    await quiet(room)
    assert len(room.facts(TriageSuggested)) == 1


async def test_changed_back_they_are_suggested_again() -> None:
    room = AdviceRoom()
    contact_id = await called(room)
    previewing = room.previewing()
    for words in ("kebakaran", "kucing", "kebakaran"):
        await previewing.look(Typed(words=words, contact_id=contact_id))
        await quiet(room)
    assert len(room.facts(TriageSuggested)) == 3
    card: Any = room.card(contact_id)
    assert card.triage.priority is Priority.P1


async def test_typed_words_are_read_after_those_that_came_by_themselves() -> None:
    room = AdviceRoom()
    contact_id = await room.write("kebakaran")
    await room.previewing().look(Typed(words="dua orang", contact_id=contact_id))
    assert room.words.read_texts == ["kebakaran\ndua orang"]


async def test_nothing_typed_is_suggested_for_whoever_was_dealt_with_meanwhile() -> None:
    room = AdviceRoom()
    contact_id = await called(room)
    previewing = room.previewing()
    await previewing.look(Typed(words="kebakaran", contact_id=contact_id))
    await room.wrap_up(contact_id)
    await quiet(room)
    assert room.facts(TriageSuggested) == []


async def test_words_taken_away_again_suggest_nothing() -> None:
    room = AdviceRoom()
    contact_id = await called(room)
    previewing = room.previewing()
    await previewing.look(Typed(words="kebakaran", contact_id=contact_id))
    await previewing.look(Typed(words="", contact_id=contact_id))
    await quiet(room)
    assert room.facts(TriageSuggested) == []


async def test_what_was_not_yet_written_when_the_house_closes_is_let_go() -> None:
    room = AdviceRoom()
    contact_id = await called(room)
    previewing = room.previewing()
    await previewing.look(Typed(words="kebakaran", contact_id=contact_id))
    await previewing.stop()
    await quiet(room)
    assert room.facts(TriageSuggested) == []

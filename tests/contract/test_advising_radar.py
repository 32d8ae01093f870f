"""Whether a contact speaks of what is known already, as incidents open, move, merge and close."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from siaga.desks.incident.commands import Close, OpenIncident
from siaga.desks.triage.commands import JudgeDifferent
from siaga.language.triage import DuplicatesSuggested
from siaga.language.values import ContactId, IncidentId, IncidentTypeId, ResultId
from siaga.platform.ids import new_id
from tests.contract.advice_room import BUILDING, AdviceRoom, advised, quiet
from tests.patience import until

WORDS = "kebakaran ruko dekat masjid raya jalan merdeka"


def candidates(room: AdviceRoom, contact_id: ContactId) -> list[IncidentId]:
    card = room.card(contact_id)
    if card is None or card.duplicates is None:
        return []
    return [one.incident_id for one in card.duplicates.candidates]


async def writes(room: AdviceRoom, who: str, text: str = WORDS) -> ContactId:
    return await room.write(text, who=who, location=room.place_at(-1.61, 103.61))


async def opens(
    room: AdviceRoom, contact_id: ContactId | None, kind: IncidentTypeId = BUILDING
) -> IncidentId:
    command_id: UUID = new_id()
    await room.ask(
        "incident",
        OpenIncident(
            command_id=command_id,
            incident_type=kind,
            contact_id=contact_id,
            location=room.place_at(-1.61, 103.61),
        ),
    )
    return IncidentId(str(command_id))


async def test_whoever_waits_is_compared_with_what_opens_meanwhile() -> None:
    room = AdviceRoom()
    async with advised(room):
        first, second = await writes(room, "rina"), await writes(room, "budi")
        await until(lambda: room.card(second) and room.card(second).triage)  # type: ignore[union-attr]
        assert candidates(room, second) == []
        fire = await opens(room, first)
        await until(lambda: candidates(room, second) == [fire])
        (fact,) = [one for one in room.facts(DuplicatesSuggested) if one.candidates]
        assert fact.candidates[0].reasons
        assert fact.position > 0


async def test_whoever_writes_later_is_compared_at_once() -> None:
    room = AdviceRoom()
    async with advised(room):
        fire = await opens(room, await writes(room, "rina"))
        later = await writes(room, "budi", WORDS + " ado yang terjebak")
        await until(lambda: candidates(room, later) == [fire])
        card: Any = room.card(later)
        assert card.duplicates.ask_own_victim is True


async def test_nothing_is_written_while_nothing_is_open() -> None:
    room = AdviceRoom()
    async with advised(room):
        await writes(room, "rina")
        await quiet(room)
    assert room.facts(DuplicatesSuggested) == []


async def test_what_seems_new_beside_open_ones_is_said_once() -> None:
    room = AdviceRoom()
    async with advised(room):
        await opens(room, None, IncidentTypeId("crime.robbery"))
        room.later(hours=5)
        new = await room.write("lampu jalan padam", who="budi")
        await until(lambda: room.facts(DuplicatesSuggested))
        await room.write("sudah dua hari", who="budi")
        await quiet(room, for_s=1.3)
    (fact,) = room.facts(DuplicatesSuggested)
    assert (fact.contact_id, fact.candidates) == (new, ())


async def test_what_closed_is_pointed_out_no_longer() -> None:
    room = AdviceRoom()
    async with advised(room):
        fire = await opens(room, await writes(room, "rina"))
        later = await writes(room, "budi")
        await until(lambda: candidates(room, later) == [fire])
        result = ResultId("dealt_with_on_scene")
        await room.ask("incident", Close(command_id=new_id(), incident_id=fire, result=result))
        await until(lambda: candidates(room, later) == [])


async def test_who_was_judged_different_is_not_pointed_out_again() -> None:
    room = AdviceRoom()
    async with advised(room):
        fire = await opens(room, await writes(room, "rina"))
        later = await writes(room, "budi")
        await until(lambda: candidates(room, later) == [fire])
        judge = JudgeDifferent(command_id=new_id(), contact_id=later, incident_id=fire)
        await room.ask("triage", judge)
        await writes(room, "budi", "kebakaran masjid raya")
        await quiet(room, for_s=1.3)
        assert candidates(room, later) == []
    naming = [one for one in room.facts(DuplicatesSuggested) if one.candidates]
    assert [one.contact_id for one in naming] == [later], "said before the judgement, and once"


async def test_after_a_crash_the_radar_still_knows_who_waits() -> None:
    room = AdviceRoom()
    async with advised(room):
        first, waiting = await writes(room, "rina"), await writes(room, "budi")
        await until(lambda: room.card(waiting) and room.card(waiting).triage)  # type: ignore[union-attr]
    async with advised(room):
        await quiet(room)
        fire = await opens(room, first)
        await until(lambda: candidates(room, waiting) == [fire])


async def test_words_erased_from_the_vault_are_forgotten_by_the_radar() -> None:
    room = AdviceRoom()
    advisor = room.advisor()
    async with advised(room):
        await opens(room, await writes(room, "rina"))
    (before,) = await advisor.cases.known()
    assert before.words
    for ref in tuple(room.vault._known):
        room.vault.remember(ref, None)
    room.vault.erasures += 1
    (after,) = await advisor.cases.known()
    assert after == replace(before, spot=None, told=(), heard_at=())

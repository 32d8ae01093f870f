"""One suite over every logbook there is: in memory and on each PostgreSQL."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from siaga.language.dispatch import UnitCleared, UnitDispatched
from siaga.language.entry import Entry, Fact
from siaga.language.incident import IncidentOpened, NoteAdded, incident_life
from siaga.language.units import UnitWentOnDuty, unit_job
from siaga.language.values import (
    AccountId,
    ActorKind,
    Asked,
    DispatchId,
    IncidentId,
    IncidentTypeId,
    Priority,
    UnitId,
    Via,
)
from siaga.platform.ids import new_id
from siaga.platform.logbook import AlteredCommand, Conflict
from siaga.platform.records import FACT_BYTES_MAX
from tests.builders import CHANNEL_ACTOR, NOW, PLACE, by_person, by_server, sealed
from tests.contract.servers import Adapter, drill, wish

UNIT = UnitId("amb-1")
JOB = unit_job(UNIT)
RACERS = 60


def on_duty(unit: str = UNIT) -> UnitWentOnDuty:
    return UnitWentOnDuty(unit_id=UnitId(unit), when=by_server())


def incident(name: str = "i-1") -> IncidentOpened:
    return IncidentOpened(
        incident_id=IncidentId(name),
        incident_type=IncidentTypeId("medical"),
        priority=Priority.P2,
        clock_start=by_person(),
        when=by_server(),
        owner=AccountId("acc-taker"),
        note=sealed("ibu jatuh"),
    )


def dispatched(dispatch: str = "d-1", incident_name: str = "i-1") -> UnitDispatched:
    return UnitDispatched(
        dispatch_id=DispatchId(dispatch),
        unit_id=UNIT,
        incident_id=IncidentId(incident_name),
        when=by_server(),
    )


async def test_facts_come_back_as_written_in_order_with_their_envelope(adapter: Adapter) -> None:
    told: list[Fact] = [on_duty(), incident(), dispatched()]
    asked = Asked(actor=CHANNEL_ACTOR, received_at=NOW - timedelta(seconds=3), seat="meja-2")
    one = wish(*told, asked=asked, via=Via.RADIO, cause=None, depth=2)
    async with adapter() as opened:
        answer = await opened.book.append(one)
        entries = await opened.book.read_from(0)
    assert answer.position == 3
    assert [entry.position for entry in entries] == [1, 2, 3]
    assert [entry.fact for entry in entries] == told
    first = entries[0]
    assert (first.actor_kind, first.actor) == (ActorKind.CHANNEL, CHANNEL_ACTOR.id)
    assert (first.seat, first.via, first.depth) == ("meja-2", Via.RADIO, 2)
    assert first.received_at == asked.received_at
    assert first.command_id == str(one.command_id)


async def test_what_is_read_by_a_tag_is_what_carries_it(adapter: Adapter) -> None:
    async with adapter() as opened:
        book = opened.book
        await book.append(wish(on_duty("amb-1"), on_duty("amb-2"), dispatched()))
        await book.append(wish(incident("i-2")))
        mine = await book.read([JOB])
        both = await book.read([JOB, incident_life(IncidentId("i-2"))], after=1)
        none = await book.read([unit_job(UnitId("amb-9"))])
    assert [entry.position for entry in mine] == [1, 3]
    assert [entry.position for entry in both] == [3, 4]
    assert none == []


async def test_reading_goes_on_from_a_position_and_stops_at_the_limit(adapter: Adapter) -> None:
    async with adapter() as opened:
        await opened.book.append(wish(*[on_duty()] * 7))
        assert [e.position for e in await opened.book.read_from(2, 3)] == [3, 4, 5]
        assert [e.position for e in await opened.book.read_from(7, 3)] == []
        assert (await opened.book.head()).position == 7


async def test_a_guard_written_beyond_what_was_seen_is_a_conflict(adapter: Adapter) -> None:
    async with adapter() as opened:
        await opened.book.append(wish(on_duty()))
        await opened.book.append(wish(dispatched("d-1"), guards={JOB: 1}))
        with pytest.raises(Conflict):
            await opened.book.append(wish(dispatched("d-2"), guards={JOB: 1}))
        assert (await opened.book.append(wish(dispatched("d-3"), guards={JOB: 2}))).position == 3


async def test_a_note_never_conflicts_with_a_dispatch(adapter: Adapter) -> None:
    note = NoteAdded(incident_id=IncidentId("i-1"), note=sealed(), when=by_server())
    life = incident_life(IncidentId("i-1"))
    async with adapter() as opened:
        await opened.book.append(wish(incident()))
        await opened.book.append(wish(note))
        assert (await opened.book.append(wish(dispatched(), guards={life: 1}))).position == 3


async def test_in_one_burst_one_wins_the_unit_and_the_others_conflict(adapter: Adapter) -> None:
    """They wait for one commit together: the loser's conflict is its own, not the batch's."""
    async with adapter() as opened:
        book = opened.book
        rivals = [wish(dispatched(f"d-{n}"), guards={JOB: 0}) for n in range(20)]
        others = [wish(on_duty(f"unit-{n}")) for n in range(20)]
        told = [one for pair in zip(rivals, others, strict=True) for one in pair]
        outcomes = await asyncio.gather(*map(book.append, told), return_exceptions=True)
    assert sum(isinstance(outcome, Conflict) for outcome in outcomes[::2]) == 19
    assert not any(isinstance(outcome, BaseException) for outcome in outcomes[1::2])


async def test_the_same_command_gets_the_same_answer(adapter: Adapter) -> None:
    accepted = wish(incident(), guards={incident_life(IncidentId("i-1")): 0})
    refused = wish(refusal="UNIT_BUSY", legal=("amb-2", "amb-3"), guards={JOB: 0})
    empty = wish()
    async with adapter() as opened:
        first = [await opened.book.append(one) for one in (accepted, refused, empty)]
        await opened.book.append(wish(on_duty(), dispatched()))
        again = [await opened.book.append(one) for one in (accepted, refused, empty)]
        assert (await opened.book.head()).position == 3
    assert again == [replace(answer, repeated=True) for answer in first]
    assert first[0].number == "K-2026-000001"
    assert (first[1].refusal, first[1].legal) == ("UNIT_BUSY", ("amb-2", "amb-3"))
    assert (first[2].refusal, first[2].number, first[2].position) == (None, None, 1)


async def test_twins_in_one_burst_are_written_once(adapter: Adapter) -> None:
    one = wish(incident())
    async with adapter() as opened:
        answers = await asyncio.gather(*(opened.book.append(one) for _ in range(12)))
        assert (await opened.book.head()).position == 1
    assert {answer.position for answer in answers} == {1}
    assert sum(not answer.repeated for answer in answers) == 1


async def test_another_body_under_the_same_id_is_altered(adapter: Adapter) -> None:
    one = wish(on_duty())
    async with adapter() as opened:
        await opened.book.append(one)
        with pytest.raises(AlteredCommand):
            await opened.book.append(replace(one, digest=b"another body"))
        refused = replace(one, facts=(), refusal="UNIT_BUSY", digest=b"another")
        with pytest.raises(AlteredCommand):
            await opened.book.append(refused)
        assert (await opened.book.head()).position == 1


async def test_a_refusal_on_stale_knowledge_is_a_conflict(adapter: Adapter) -> None:
    async with adapter() as opened:
        await opened.book.append(wish(on_duty()))
        with pytest.raises(Conflict):
            await opened.book.append(wish(refusal="UNIT_OFF_DUTY", guards={JOB: 0}))


async def test_a_fact_over_the_limit_is_the_callers_own_mistake(adapter: Adapter) -> None:
    big = replace(dispatched(), asked_of=sealed("x" * FACT_BYTES_MAX))
    async with adapter() as opened:
        fine = asyncio.gather(*(opened.book.append(wish(on_duty(f"u-{n}"))) for n in range(5)))
        with pytest.raises(ValueError, match="over the limit"):
            await opened.book.append(wish(big))
        assert len(await fine) == 5
        just = replace(dispatched(), asked_of=sealed("x" * (FACT_BYTES_MAX - 400)))
        assert (await opened.book.append(wish(just))).position == 6


async def test_series_have_no_gaps_across_racing_writers(adapter: Adapter) -> None:
    """Refused, conflicting and repeated ones draw no number."""
    async with adapter() as opened:
        told = [wish(incident(f"i-{n}")) for n in range(RACERS)]
        told += [wish(incident("i-0"), guards={incident_life(IncidentId("i-0")): 0})]
        told += [wish(refusal="UNIT_BUSY"), told[3]]
        answers = await asyncio.gather(*map(opened.book.append, told), return_exceptions=True)
        entries = await opened.book.read_from(0)
    numbers = [entry.number for entry in entries]
    assert numbers == [f"K-{_year(entries)}-{n:06d}" for n in range(1, RACERS + 1)]
    assert isinstance(answers[RACERS], Conflict)
    by_id = {entry.command_id: entry.number for entry in entries}
    for one, answer in zip(told[:RACERS], answers[:RACERS], strict=True):
        assert not isinstance(answer, BaseException)
        assert answer.number == by_id[str(one.command_id)]


def _year(entries: list[Entry]) -> int:
    return entries[0].recorded_at.astimezone(ZoneInfo(PLACE.zone)).year


async def test_the_year_of_a_number_is_the_places_own(adapter: Adapter) -> None:
    """New Year's Eve, 17:30 UTC, is already next year in the place's zone."""
    async with adapter() as opened:
        await opened.set_time(datetime(2098, 12, 31, 16, 59, 58, tzinfo=UTC))
        before = await opened.book.append(wish(incident("i-1")))
        await opened.set_time(datetime(2098, 12, 31, 17, 30, tzinfo=UTC))
        after = await opened.book.append(wish(incident("i-2")))
    assert (before.number, after.number) == ("K-2098-000001", "K-2099-000001")


async def test_a_drill_numbers_apart(adapter: Adapter) -> None:
    async with adapter(place=drill()) as opened:
        answer = await opened.book.append(wish(incident()))
        assert answer.number is not None
        assert answer.number.startswith("L-")
        assert opened.place.key == f"{PLACE.key}~latihan"


async def test_recorded_time_never_goes_back(adapter: Adapter) -> None:
    late = datetime(2098, 6, 1, tzinfo=UTC)
    async with adapter() as opened:
        await opened.set_time(late)
        await opened.book.append(wish(on_duty()))
        if opened.pool is None:
            await opened.set_time(NOW)  # a database's own clock stands at today already
        await opened.book.append(wish(on_duty("amb-2")))
        entries = await opened.book.read_from(0)
        assert (await opened.book.head()).recorded_at == late
    assert [entry.recorded_at for entry in entries] == [late, late]


async def test_imported_entries_say_so(adapter: Adapter) -> None:
    async with adapter() as opened:
        await opened.book.append(wish(on_duty(), imported=True, via=Via.PAPER))
        await opened.book.append(wish(on_duty("amb-2")))
        entries = await opened.book.read_from(0)
    assert [entry.imported for entry in entries] == [True, False]
    assert entries[0].via is Via.PAPER


async def test_own_commits_are_handed_over_whole_and_in_order(adapter: Adapter) -> None:
    async with adapter() as opened:
        seen: list[int] = []
        opened.book.offer = lambda added: seen.extend(entry.position for entry, _ in added)
        cleared = UnitCleared(
            dispatch_id=DispatchId("d-1"),
            unit_id=UNIT,
            incident_id=IncidentId("i-1"),
            when=by_server(),
        )
        told = [wish(on_duty(f"u-{n}"), dispatched(f"d-{n}"), cleared) for n in range(50)]
        await asyncio.gather(*map(opened.book.append, told))
    assert seen == list(range(1, 151))


async def test_ids_of_a_client_and_of_the_server_are_the_same_kind(adapter: Adapter) -> None:
    ids = [new_id() for _ in range(50)]
    assert {one.version for one in ids} == {7}
    async with adapter() as opened:
        for one in ids[:3]:
            await opened.book.append(wish(on_duty(), command_id=one))
        entries = await opened.book.read_from(0)
    assert [entry.command_id for entry in entries] == list(map(str, ids[:3]))

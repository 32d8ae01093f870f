"""A whole logbook is found whole, and every way of tampering with it is found and placed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from siaga.language.site import LineageRenewed
from siaga.platform.ids import new_id
from siaga.platform.vault import Sealer
from siaga.platform.verify import PROBLEMS_MAX, verify
from tests.builders import by_server
from tests.contract.servers import Opened, drill, opened, wish
from tests.contract.test_logbook import dispatched, incident, on_duty

MANY = 20_000

TAMPERING = {
    "a body": (
        "update entry set body = replace(body, 'amb-1', 'amb-2') where position = 3",
        ("3: the hash", "3: tagged"),
    ),
    "who said it": (
        "update entry set actor = 'somebody else' where position = 4",
        ("4: the hash",),
    ),
    "when it was heard": (
        "update entry set received_at = received_at + interval '1 microsecond' where position = 5",
        ("5: the hash",),
    ),
    "a removed entry": ("delete from entry where position = 6", ("6: missing", "7: the hash")),
    "the last entry": (
        "delete from entry where position = 9",
        ("head: stands at 9", "series K-"),
    ),
    "tags swapped in the index": (
        "update tag set tag = 'unit-job:amb-2' where position = 3 and tag = 'unit-job:amb-1'",
        ("3: the index and the entry differ in 'unit-job:amb-1'",),
    ),
    "a tag too many": (
        "insert into tag (place, tag, position) values (1, 'incident:i-9', 3)",
        ("3: the index and the entry differ in 'incident:i-9'",),
    ),
    "tags swapped everywhere": (
        "update entry set tags = 'unit-job:amb-2' where position = 1",
        ("1: the hash", "1: tagged", "1: the index"),
    ),
    "a number": (
        "update entry set number = overlay(number placing '000007' from 8) where position = 8",
        ("8: the hash", "8: K-"),
    ),
    "the series": ("update series set last = 99", ("series K-",)),
    "an answer without its entry": (
        "update answer set position = 77 where position = 9",
        ("77: command",),
    ),
    "a vanished item": ("delete from vault_item", ("3: names the vault item",)),
    "the head": ("update head set chain = sha256('x')", ("head: its hash",)),
    "an unknown type": ("update entry set type = 'Nothing' where position = 2", ("2: the hash",)),
    "a lineage nobody renewed": (
        "update entry set lineage = gen_random_uuid() where position = 9",
        ("9: the hash", "9: another lineage"),
    ),
}


async def fill(book: Opened) -> None:
    """Nine entries: a vault item in the third, two numbers, one renewed lineage at the sixth."""
    name, item = Sealer(b"k" * 32).seal("Bu Sari")
    await book.book.append(wish(on_duty(), incident("i-1")))
    await book.book.append(wish(replace(dispatched(), asked_of=name), items=[item]))
    await book.book.append(wish(on_duty("amb-2"), on_duty("amb-3")))
    head = await book.book.head()
    await book.pool.execute("update head set lineage = gen_random_uuid()")
    renewed = LineageRenewed(
        old_lineage=head.lineage,
        cut_position=head.position,
        cut_hash=head.chain.hex(),
        when=by_server(),
    )
    await book.book.append(wish(renewed))
    await book.book.append(wish(on_duty("amb-4"), incident("i-2")))
    await book.book.append(wish(refusal="UNIT_BUSY"))
    await book.book.append(wish(incident("i-3")))


async def test_a_whole_logbook_has_no_problem(postgres: dict[str, Any]) -> None:
    async with opened(postgres) as book:
        empty = await verify(book.pool, book.site)
        await fill(book)
        whole = await verify(book.pool, book.site)
        head = await book.book.head()
    assert (empty.entries, empty.problems) == (0, ())
    assert (whole.entries, whole.problems) == (9, ())
    assert (whole.lineage, whole.head_hash) == (head.lineage, head.chain.hex())
    assert whole.key == book.place.key


@pytest.mark.parametrize("name", TAMPERING)
async def test_tampering_is_found_where_it_happened(database: dict[str, Any], name: str) -> None:
    statement, expected = TAMPERING[name]
    async with opened(database) as book:
        await fill(book)
        await book.pool.execute(statement)
        found = await verify(book.pool, book.site)
    for beginning in expected:
        assert any(problem.startswith(beginning) for problem in found.problems), found.problems


async def test_an_erased_item_is_no_problem(database: dict[str, Any]) -> None:
    async with opened(database) as book:
        await fill(book)
        await book.pool.execute("update vault_item set wrapped_key = null, data = null")
        assert (await verify(book.pool, book.site)).problems == ()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"cut_hash": "00"}, "2: renews a lineage that ended with another hash"),
        ({"cut_position": 7}, "2: renews a lineage that did not end before it"),
    ],
)
async def test_a_renewal_must_name_what_it_cut(
    database: dict[str, Any], change: dict[str, Any], expected: str
) -> None:
    async with opened(database) as book:
        await book.book.append(wish(on_duty()))
        head = await book.book.head()
        await book.pool.execute("update head set lineage = gen_random_uuid()")
        renewed = LineageRenewed(
            old_lineage=head.lineage,
            cut_position=head.position,
            cut_hash=head.chain.hex(),
            when=by_server(),
        )
        await book.book.append(wish(replace(renewed, **change)))
        assert (await verify(book.pool, book.site)).problems == (expected,)


async def test_one_place_is_verified_apart_from_the_others(database: dict[str, Any]) -> None:
    async with opened(database) as real, opened(database, place=drill()) as practice:
        await fill(real)
        await practice.book.append(wish(incident()))
        assert (await verify(practice.pool, practice.site)).entries == 1
        await real.pool.execute("delete from entry where place = $1", real.site)
        assert (await verify(practice.pool, practice.site)).problems == ()
        assert (await verify(real.pool, real.site)).problems != ()


async def test_a_ruined_logbook_is_named_and_not_listed_for_ever(
    database: dict[str, Any],
) -> None:
    async with opened(database) as book:
        for _ in range(3):
            await book.book.append(wish(*[on_duty()] * 100))
        await book.pool.execute("update entry set seat = 'x'")
        found = await verify(book.pool, book.site)
    assert len(found.problems) == PROBLEMS_MAX


async def test_a_long_logbook_is_verified_whole(database: dict[str, Any]) -> None:
    async with opened(database) as book:
        for start in range(0, MANY, 500):
            facts = [dispatched(str(new_id()), f"i-{n}") for n in range(start, start + 500)]
            await book.book.append(wish(*facts))
        found = await verify(book.pool, book.site)
    assert (found.entries, found.problems) == (MANY, ())

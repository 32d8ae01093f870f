"""Erasing is for good, also after a restore; a hold stops it; another place's key opens nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag

from siaga.language.values import Sealed, SealedPoint
from siaga.platform.live_board import LiveBoard, Slot
from siaga.platform.reveal import Revealer
from siaga.platform.subjects import Subjects
from siaga.platform.vault import Held, Sealer, Vault, VaultItem, load_place_key
from tests.builders import DISPATCHER, NOW
from tests.contract.servers import Opened, opened, wish
from tests.contract.streaming import BOARDS
from tests.contract.test_logbook import on_duty

SEALER = Sealer(b"k" * 32)


async def keep(book: Opened, *texts: str, case_id: str = "i-1") -> list[Sealed]:
    pairs = [SEALER.seal(text) for text in texts]
    items: list[VaultItem] = [replace(item, case_id=case_id) for _, item in pairs]
    await book.book.append(wish(on_duty(), items=items))
    return [sealed for sealed, _ in pairs]


def vault_of(book: Opened, tmp_path: Path, sealer: Sealer = SEALER) -> Vault:
    return Vault(book.pool, book.site, sealer=sealer, erased=tmp_path / "keys" / "erased.list")


async def test_what_was_sealed_is_revealed(postgres: dict[str, Any], tmp_path: Path) -> None:
    async with opened(postgres) as book:
        name, place = await keep(book, "Bu Sari", "Jl. Mawar 3")
        vault = vault_of(book, tmp_path)
        assert vault.at_hand(name.ref) == (False, None)
        found = await vault.reveal([name.ref, place.ref, "0" * 32])
        assert found == {name.ref: "Bu Sari", place.ref: "Jl. Mawar 3", "0" * 32: None}
        assert vault.at_hand(name.ref) == (True, "Bu Sari")
        raw = await book.rows("select data from vault_item")
    assert not any(b"Sari" in row["data"] for row in raw)


async def test_an_erased_item_is_gone_for_good(postgres: dict[str, Any], tmp_path: Path) -> None:
    async with opened(postgres) as book:
        gone, stays = await keep(book, "gone", "stays")
        vault = vault_of(book, tmp_path)
        await vault.reveal([gone.ref])
        await vault.erase([gone.ref])
        assert await vault.reveal([gone.ref, stays.ref]) == {gone.ref: None, stays.ref: "stays"}
        assert (await vault_of(book, tmp_path).reveal([gone.ref]))[gone.ref] is None
        query = "select count(*) from vault_item where data is null and wrapped_key is null"
        assert await book.value(query) == 1


async def test_after_a_restore_the_list_is_applied_again(
    database: dict[str, Any], tmp_path: Path
) -> None:
    async with opened(database) as book:
        gone, stays = await keep(book, "gone", "stays")
        before = await book.rows("select * from vault_item where data is not null")
        await vault_of(book, tmp_path).erase([gone.ref])
        for row in before:  # the backup brings everything back
            await book.pool.execute(
                "update vault_item set wrapped_key = $2, data = $3 where ref = $1",
                row["ref"],
                row["wrapped_key"],
                row["data"],
            )
        restored = vault_of(book, tmp_path)
        assert (await restored.reveal([gone.ref]))[gone.ref] == "gone"
        fresh = vault_of(book, tmp_path)
        assert await fresh.erase_again() == 1
        assert await fresh.erase_again() == 0
        assert await fresh.reveal([gone.ref, stays.ref]) == {gone.ref: None, stays.ref: "stays"}


async def test_a_torn_line_in_the_list_spoils_no_other(
    database: dict[str, Any], tmp_path: Path
) -> None:
    async with opened(database) as book:
        one, two = await keep(book, "one", "two")
        vault = vault_of(book, tmp_path)
        await vault.erase([one.ref])
        with (tmp_path / "keys" / "erased.list").open("a") as file:
            file.write('[1, "0198')  # the power failed here
        await vault.erase([two.ref])
        await book.pool.execute("update vault_item set wrapped_key = 'x', data = 'y'")
        assert await vault_of(book, tmp_path).erase_again() == 2


async def test_a_hold_stops_the_erasure_and_says_who_ordered_it(
    postgres: dict[str, Any], tmp_path: Path
) -> None:
    async with opened(postgres) as book:
        (free,) = await keep(book, "free", case_id="i-2")
        (held,) = await keep(book, "held", case_id="i-1")
        vault = vault_of(book, tmp_path)
        assert await vault.hold("i-1", "Polresta, LP/12/2026") == 1
        with pytest.raises(Held, match="LP/12/2026"):
            await vault.erase([free.ref, held.ref])
        assert (await vault_of(book, tmp_path).reveal([free.ref]))[free.ref] == "free"
        assert await vault.hold("i-1", None) == 1
        await vault.erase([free.ref, held.ref])
        assert set((await vault.reveal([free.ref, held.ref])).values()) == {None}


async def test_another_places_key_opens_nothing(database: dict[str, Any], tmp_path: Path) -> None:
    async with opened(database) as book:
        (name,) = await keep(book, "Bu Sari")
        with pytest.raises(InvalidTag):
            await vault_of(book, tmp_path, Sealer(b"j" * 32)).reveal([name.ref])


async def test_every_item_has_a_key_of_its_own() -> None:
    (_, one), (_, two) = SEALER.seal("same"), SEALER.seal("same")
    assert one.data != two.data
    with pytest.raises(InvalidTag):
        SEALER.open(one.wrapped_key, two.data)
    assert SEALER.open(one.wrapped_key, one.data) == "same"


async def test_a_card_drawn_before_an_erasure_is_drawn_again(
    database: dict[str, Any], tmp_path: Path
) -> None:
    async with opened(database) as book:
        (name,) = await keep(book, "Bu Sari")
        vault = vault_of(book, tmp_path)
        revealer, live = Revealer(vault), LiveBoard(replace(BOARDS[1], view=lambda card, _v: card))
        slot = Slot(1, {"name": name}, NOW)
        assert await revealer.card(live, slot, viewer=DISPATCHER) == b'{"name":"Bu Sari"}'
        await vault.erase([name.ref])
        assert await revealer.card(live, slot, viewer=DISPATCHER) == b'{"name":null}'


async def test_a_point_is_revealed_as_an_object(database: dict[str, Any], tmp_path: Path) -> None:
    sealed, item = SEALER.seal('{"latitude":-1.6,"longitude":103.6}', SealedPoint)
    async with opened(database) as book:
        await book.book.append(wish(on_duty(), items=[item]))
        shown = await Revealer(vault_of(book, tmp_path)).encode({"point": sealed})
    assert shown == b'{"point":{"latitude":-1.6,"longitude":103.6}}'


async def test_a_number_is_one_random_subject_until_it_is_forgotten(
    postgres: dict[str, Any],
) -> None:
    async with opened(postgres) as book:
        subjects = Subjects(book.pool, book.site, sealer=SEALER)
        first, new = await subjects.of("+6281234567890")
        assert new
        assert await subjects.of("+6281234567890") == (first, False)
        assert (await subjects.of("+6281234567891"))[0] != first
        stored = await book.rows("select number_hash::text || subject as it from subject")
        assert not any("81234567" in row["it"] for row in stored)
        await subjects.forget(first)
        again, new = await subjects.of("+6281234567890")
        assert new
        assert again != first


async def test_two_identities_become_one_person(postgres: dict[str, Any]) -> None:
    async with opened(postgres) as book:
        subjects = Subjects(book.pool, book.site, sealer=SEALER)
        number, by_name = "+6281234567890", "whatsapp-user:ID.1349"
        first, _ = await subjects.of(number)
        assert await subjects.known([number, by_name]) == {number: first}
        await subjects.tie(by_name, first)
        assert await subjects.known([number, by_name]) == {number: first, by_name: first}
        other, _ = await subjects.of("+628120000")
        await subjects.tie(by_name, other)
        assert (await subjects.of(by_name)) == (other, False)
        await subjects.untie(by_name)
        assert await subjects.known([by_name]) == {}
        assert (await subjects.of(by_name))[1], "who comes by it next is somebody new"


def test_the_place_key_is_made_once_and_read_by_its_owner_only(tmp_path: Path) -> None:
    key = load_place_key(tmp_path / "keys")
    assert load_place_key(tmp_path / "keys") == key
    assert (tmp_path / "keys" / "place.key").stat().st_mode & 0o777 == 0o600
    (tmp_path / "keys" / "place.key").write_bytes(b"short")
    with pytest.raises(ValueError, match="place key"):
        load_place_key(tmp_path / "keys")

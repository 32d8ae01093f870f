"""What is being typed survives a restart; signals show the latest value to who may see it."""

from __future__ import annotations

from typing import Any

import pytest

from siaga.language.values import FieldError
from siaga.platform.drafts import FIELDS_MAX, Drafts
from siaga.platform.signals import Signals
from siaga.platform.vault import Sealer
from tests.builders import CREW, DISPATCHER, NOW, TAKER, minutes
from tests.contract.servers import Opened, opened

SEALER = Sealer(b"k" * 32)


def room_only(kind: str, key: str, viewer: Any) -> bool:
    return viewer.is_room or (kind == "position" and key in viewer.units)


def drafts_of(book: Opened) -> Drafts:
    return Drafts(book.pool, book.site, sealer=SEALER, signals=Signals(room_only))


def shown(signals: Signals, draft_id: str) -> Any:
    signal = signals.latest("draft", draft_id)
    assert signal is not None
    return signal.value


async def test_a_draft_is_there_again_after_a_restart(postgres: dict[str, Any]) -> None:
    async with opened(postgres) as book:
        drafts = drafts_of(book)
        await drafts.save("form-1", "address", value="Jl. Mawar", by=TAKER, at=NOW)
        await drafts.save(
            "form-1", "address", value="Jl. Melati", by=DISPATCHER, at=NOW + minutes(1)
        )
        await drafts.save("form-1", "note", value="dua orang", by=TAKER, at=NOW)
        await drafts.save("form-2", "note", value="lain", by=TAKER, at=NOW)
        before = shown(drafts.signals, "form-1")
        again = drafts_of(book)
        await again.load()
        assert shown(again.signals, "form-1") == before
        assert before["address"] == {
            "value": "Jl. Melati",
            "by": DISPATCHER.id,
            "at": NOW + minutes(1),
        }
        await again.end("form-1", NOW)
        assert shown(again.signals, "form-1") is None
        last = drafts_of(book)
        await last.load()
        assert last.signals.latest("draft", "form-1") is None
        raw = await book.rows("select value from draft")
    assert not any(b"lain" in row["value"] for row in raw)


@pytest.mark.parametrize(
    ("draft_id", "name", "value", "field"),
    [
        ("form 1", "note", "x", "draft_id"),
        ("", "note", "x", "draft_id"),
        ("f", "../x", "x", "field"),
        ("f", 3, "x", "field"),
        ("f", "note", None, "value"),
        ("f", "note", "a\x00b", "value"),
        ("f", "note", "x" * 5_000, "value"),
    ],
)
async def test_what_cannot_be_kept_is_named(
    database: dict[str, Any], draft_id: Any, name: Any, value: Any, field: str
) -> None:
    async with opened(database) as book:
        with pytest.raises(FieldError) as refused:
            await drafts_of(book).save(draft_id, name, value=value, by=TAKER, at=NOW)
        assert refused.value.field == field
        assert await book.value("select count(*) from draft") == 0


async def test_a_draft_has_only_so_many_fields(database: dict[str, Any]) -> None:
    async with opened(database) as book:
        drafts = drafts_of(book)
        for n in range(FIELDS_MAX):
            await drafts.save("f", f"field-{n}", value="x", by=TAKER, at=NOW)
        with pytest.raises(FieldError):
            await drafts.save("f", "one-more", value="x", by=TAKER, at=NOW)
        await drafts.save("f", "field-0", value="y", by=TAKER, at=NOW)


def test_signals_show_the_latest_value_to_who_may_see_it() -> None:
    signals = Signals(room_only)
    woken = []
    signals.on_change = lambda: woken.append(1)
    for n in range(3):
        signals.put("position", "amb-1", value={"n": n}, at=NOW)
    signals.put("position", "amb-2", value={"n": 9}, at=NOW)
    signals.put("draft", "form-1", value={"note": "x"}, at=NOW)
    assert len(woken) == 5
    assert len(list(signals.since(0, DISPATCHER))) == 3
    (own,) = signals.since(0, CREW)
    assert b'"n":2' in own
    assert list(signals.since(signals.sequence, DISPATCHER)) == []


def test_an_ended_signal_reaches_only_who_saw_it_live() -> None:
    signals = Signals(room_only)
    signals.put("presence", "acc-1", value={"seat": "1"}, at=NOW)
    seen = signals.sequence
    signals.put("presence", "acc-1", value=None, at=NOW)
    assert list(signals.since(0, DISPATCHER)) == []
    (ended,) = signals.since(seen, DISPATCHER)
    assert b'"value":null' in ended


def test_signals_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("siaga.platform.signals.KEPT_MAX", 10)
    signals = Signals(room_only)
    for n in range(25):
        signals.put("position", f"u-{n}", value=n, at=NOW)
    assert len(list(signals.since(0, DISPATCHER))) == 10
    assert signals.latest("position", "u-24") is not None
    assert signals.latest("position", "u-1") is None

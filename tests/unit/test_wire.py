"""Whatever comes from outside is read, or refused with the name of the field that is wrong."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from siaga.app.desks import DESKS
from siaga.app.http.signals import fixed_at
from siaga.desks.crews.commands import AnswerPanic, RaisePanic, SignOff, SignOn, WithdrawPanic
from siaga.desks.dispatch.commands import ReportStatus
from siaga.desks.units.commands import GoOffDuty, GoOnDuty
from siaga.language.values import FieldError
from siaga.platform.vault import Sealer
from siaga.platform.wire import CommandReader, Seal, field_error
from tests.builders import NOW, PLACE, uid

SEALER = Sealer(b"k" * 32)
DOORS = {door.command.__name__: door for desk in DESKS for door in desk.doors}
READERS = {name: CommandReader(door.command, PLACE) for name, door in DOORS.items()}
ID = str(uid(1))


def seal() -> Seal:
    return Seal(SEALER, lambda _ref, _plain: None)


def refused(command: type[Any], body: Any) -> str:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    with pytest.raises(FieldError) as error:
        CommandReader(command, PLACE).read(raw, seal(), now=NOW)
    assert error.value.message
    return error.value.field


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"", "body"),
        (b"{", "body"),
        (b"[]", "body"),
        (b"null", "body"),
        (b"\xff\xfe", "body"),
        (b'{"command_id": "\\ud800"}', "command_id"),
        (b"[" * 100_000, "body"),
        ({"unit_id": "amb-1"}, "command_id"),
        ({"command_id": "not an id", "unit_id": "amb-1"}, "command_id"),
        ({"command_id": 7, "unit_id": "amb-1"}, "command_id"),
        ({"command_id": ID}, "unit_id"),
        ({"command_id": ID, "unit_id": ""}, "unit_id"),
        ({"command_id": ID, "unit_id": None}, "unit_id"),
        ({"command_id": ID, "unit_id": "no-such-unit"}, "unit_id"),
        ({"command_id": ID, "unit_id": ["amb-1"]}, "unit_id"),
        ({"command_id": ID, "unit_id": {"a": 1}}, "unit_id"),
        ({"command_id": ID, "unit_id": "amb-1\x00"}, "unit_id"),
        ({"command_id": ID, "unit_id": "amb-1", "crew_count": 0}, "crew_count"),
        ({"command_id": ID, "unit_id": "amb-1", "crew_count": "3"}, "crew_count"),
        ({"command_id": ID, "unit_id": "amb-1", "crew_count": 10**40}, "crew_count"),
        ({"command_id": ID, "unit_id": "amb-1", "via": "pigeon"}, "via"),
        ({"command_id": ID, "unit_id": "amb-1", "reason": "x"}, "reason"),
        (
            {"command_id": ID, "unit_id": "amb-1", "occurred_at": "2026-03-02T10:00:00"},
            "occurred_at",
        ),
        (
            {"command_id": ID, "unit_id": "amb-1", "occurred_at": "1999-01-01T00:00:00Z"},
            "occurred_at",
        ),
        (
            {"command_id": ID, "unit_id": "amb-1", "occurred_at": "2027-01-01T00:00:00Z"},
            "occurred_at",
        ),
    ],
)
def test_what_is_wrong_is_named(body: Any, field: str) -> None:
    assert refused(GoOnDuty, body) == field


@pytest.mark.parametrize(
    "at",
    [
        "2026-03-02T10:00:00",
        "yesterday",
        "1999-01-01T00:00:00Z",
        "2027-01-01T00:00:00Z",
        "9999-12-31T23:59:59-12:00",
        "0001-01-01T00:00:00+12:00",
    ],
)
def test_a_time_that_cannot_be_is_named(at: str) -> None:
    assert refused(GoOnDuty, {"command_id": ID, "unit_id": "amb-1", "occurred_at": at}) == (
        "occurred_at"
    )


def test_a_promise_may_lie_ahead_and_a_report_may_not() -> None:
    body = {"command_id": ID, "unit_id": "amb-1", "back_at": "2026-03-02T09:00:00Z"}
    command = CommandReader(GoOffDuty, PLACE).read(json.dumps(body).encode(), seal(), now=NOW)
    assert command.back_at == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert refused(GoOffDuty, body | {"back_at": "2036-03-02T09:00:00Z"}) == "back_at"


def test_free_text_is_sealed_and_never_stands_in_the_command() -> None:
    said: dict[str, str | None] = {}
    keeping = Seal(SEALER, lambda ref, plain: said.__setitem__(ref, plain))
    body = {"command_id": ID, "dispatch_id": "d-1", "status": "clear", "told_by": "Pak Budi"}
    reader = CommandReader(ReportStatus, PLACE)
    command = reader.read(json.dumps(body).encode(), keeping, now=NOW)
    assert "Budi" not in repr(command)
    assert said == {command.told_by.ref: "Pak Budi"}
    (item,) = keeping.about(subject="s-1", case_id="i-1")
    assert (item.ref, item.subject, item.case_id) == (command.told_by.ref, "s-1", "i-1")
    assert SEALER.open(item.wrapped_key, item.data) == "Pak Budi"


@pytest.mark.parametrize("said", [7, ["x"], {"a": 1}, "x" * 4_001, "a\x00b", True])
def test_free_text_that_cannot_be_kept_is_named(said: Any) -> None:
    body = {"command_id": ID, "dispatch_id": "d-1", "status": "clear", "told_by": said}
    assert refused(ReportStatus, body) == "told_by"


plain = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(10**18, 10**400),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=20),
    st.sampled_from(
        [
            ID,
            "amb-1",
            "medical",
            "damkar",
            "15.71.10.1003",
            "P1",
            "9999-12-31T23:59:59-12:00",
            "2026-03-02T03:00:00Z",
            "9999-12-31T24:00:00Z",
            "gps",
        ]
    ),
)
LOCATION_NAMES = ["latitude", "longitude", "accuracy_m", "source", "address", "area"]
MEDIA_NAMES = ["media_type", "stored", "provider_ref"]
inner = st.dictionaries(
    st.one_of(st.text(max_size=4), st.sampled_from(LOCATION_NAMES + MEDIA_NAMES)),
    plain,
    max_size=6,
)
anything = st.one_of(plain, inner, st.lists(st.one_of(plain, inner), max_size=3))


@st.composite
def bodies(draw: Any) -> tuple[str, dict[str, Any]]:
    """An example of a door with some of its fields, and some that are none, replaced."""
    name = draw(st.sampled_from(sorted(DOORS)))
    body = dict(DOORS[name].example)
    known = st.sampled_from(sorted(READERS[name].fields))
    changes = draw(st.dictionaries(st.one_of(known, known, st.text(max_size=5)), anything))
    return name, body | changes


@settings(max_examples=1_500, deadline=None)
@given(bodies())
@example(("GoOnDuty", {"command_id": ID, "unit_id": "amb-1", "crew_count": 1e308}))
def test_no_body_raises_anything_but_a_named_field(told: tuple[str, dict[str, Any]]) -> None:
    name, body = told
    refusal = None
    try:
        READERS[name].read(json.dumps(body).encode(), seal(), now=NOW)
    except FieldError as error:
        refusal = error
    if refusal is not None:
        assert refusal.message
        assert refusal.field or "" in body


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=60))
def test_no_bytes_raise_anything_but_a_named_field(body: bytes) -> None:
    with pytest.raises(FieldError):
        READERS["GoOnDuty"].read(body, seal(), now=NOW)


def test_errors_of_the_decoder_always_name_something() -> None:
    assert field_error(msgspec.ValidationError("something new")).field == "body"


def test_the_crew_of_a_unit_that_left_the_place_can_still_call_for_help() -> None:
    """And be signed off, and answer a roll call: what it does not get is a new job."""
    gone = replace(PLACE, units={})
    own = {"command_id": ID, "unit_id": "amb-1"}
    for command in (RaisePanic, WithdrawPanic, AnswerPanic, SignOff):
        read = CommandReader(command, gone).read(json.dumps(own).encode(), seal(), now=NOW)
        assert read.unit_id == "amb-1"
    with pytest.raises(FieldError) as error:
        CommandReader(SignOn, gone).read(json.dumps(own).encode(), seal(), now=NOW)
    assert error.value.field == "unit_id"
    assert refused(RaisePanic, own | {"unit_id": "amb 1!"}) == "unit_id"


def test_a_position_is_of_when_the_phone_was_there() -> None:
    before = NOW - timedelta(minutes=3)
    assert fixed_at(before.isoformat(), NOW) == before
    ahead, stale = NOW + timedelta(hours=5), NOW - timedelta(hours=5)
    for said in (ahead.isoformat(), stale.isoformat(), "kemarin", "2026-03-02T08:00:00", None, 7):
        assert fixed_at(said, NOW) == NOW, said

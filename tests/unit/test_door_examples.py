"""Every door's example is a body that the door itself would read, in the place that is shipped."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import msgspec
import pytest

from siaga.app.desks import DESKS
from siaga.language.place import Place
from siaga.language.values import FieldError, Tag
from siaga.platform.desk import Desk, Door
from siaga.platform.place_files import load_place
from siaga.platform.records import ENCODER, decoder, encode
from siaga.platform.vault import Sealer
from siaga.platform.wire import CommandReader, Seal
from tests.builders import NOW

SHIPPED = next((Path(__file__).parents[2] / "places").glob("*/*/place.toml")).parent
DOORS = [(desk, door) for desk in DESKS for door in desk.doors]
NAMED = [
    pytest.param(desk, door, id=f"{desk.name}.{door.command.__name__}") for desk, door in DOORS
]


@pytest.fixture(scope="module")
def place() -> Place:
    return load_place(SHIPPED, drill=False)


@pytest.mark.parametrize(("desk", "door"), NAMED)
def test_an_example_is_read_by_its_own_door(desk: Desk, door: Door, place: Place) -> None:
    seal = Seal(Sealer(b"key"), lambda _ref, _text: None)
    body = msgspec.json.encode(door.example)
    command = CommandReader(door.command, place).read(body, seal, now=NOW)
    assert type(command) is door.command
    assert desk.boundary(command) is not None
    assert door.summary.endswith(".")
    assert door.roles


def _deep(levels: int) -> Any:
    value: Any = "x"
    for _ in range(levels):
        value = [value]
    return value


ODD: tuple[Any, ...] = (
    ["\ud800"],
    ["\x00"],
    {"\ud800": "x"},
    {"a": {"b": ["\ud800"]}},
    _deep(300),
    10**400,
    "0001-01-01T00:00:00+23:59",
    "9999-12-31T23:59:59-23:59",
)


def test_an_odd_value_in_any_field_of_any_door_is_named_or_read(place: Place) -> None:
    """And what is read can be kept: no half characters and no NUL anywhere in it."""
    seal = Seal(Sealer(b"key"), lambda _ref, _text: None)
    refused = 0
    for _, door in DOORS:
        reader = CommandReader(door.command, place)
        for name in (*(one.name for one in fields(door.command)), "\ud800"):
            for odd in ODD:
                body = json.dumps(dict(door.example) | {name: odd}).encode()
                try:
                    command = reader.read(body, seal, now=NOW)
                except FieldError as error:
                    refused += 1
                    f"{error.field}{error.message}".encode()
                else:
                    assert b"\\u0000" not in ENCODER.encode(command)
    assert refused > 5_000


def test_what_a_desk_keeps_in_mind_can_be_read_back_from_a_snapshot() -> None:
    """One that cannot fails only once its story is long, and then at every command."""
    for desk in DESKS:
        for kind, state in desk.states.items():
            fresh = desk.initial(Tag(f"{kind}:x"))
            assert decoder(state).decode(encode(fresh)) == fresh, (desk.name, kind)


def test_no_two_doors_share_a_command() -> None:
    commands = [(desk.name, door.command.__name__) for desk, door in DOORS]
    assert len(set(commands)) == len(commands)

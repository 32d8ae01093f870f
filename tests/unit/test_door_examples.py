"""Every door's example is a body that the door itself would read, in the place that is shipped."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from siaga.app.desks import DESKS
from siaga.language.place import Place
from siaga.platform.desk import Desk, Door
from siaga.platform.place_files import load_place
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


def test_no_two_doors_share_a_command() -> None:
    commands = [(desk.name, door.command.__name__) for desk, door in DOORS]
    assert len(set(commands)) == len(commands)

"""Every fact is written by exactly one desk and heard by at least one board."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections import Counter
from types import ModuleType

import pytest

import siaga.boards
import siaga.desks
from siaga.language.every_fact import FACTS
from siaga.language.values import Role
from siaga.platform.desk import Desk
from tests.tidy.source import ROOT

BOARDS: dict[str, ModuleType] = {
    found.name: importlib.import_module(f"siaga.boards.{found.name}")
    for found in pkgutil.iter_modules(siaga.boards.__path__)
}


IN_NO_STORY = {
    *("AccountClosed", "AccountOpened", "AccountRightsChanged"),
    *("AlertAnswered", "AlertFailed", "AlertReached", "AlertSent", "AlertStepped", "AlertTested"),
    *("ClockMeasured", "LineageRenewed", "LogbookOpened"),
    *("DeviceForgotten", "DeviceRegistered", "PersonSignedIn", "PersonSignedOut"),
    *("TakerDutySet", "UnitWentOffDuty", "UnitWentOnDuty"),
}
"""Facts that carry the tag of no incident and no contact: nobody reads them line by line."""


def desks() -> list[Desk]:
    return [
        importlib.import_module(f"siaga.desks.{found.name}.doors").DESK
        for found in pkgutil.iter_modules(siaga.desks.__path__)
    ]


def test_every_fact_is_written_by_exactly_one_desk() -> None:
    writers = Counter(kind for desk in desks() for kind in desk.writes)
    assert {kind.__name__: writers[kind] for kind in FACTS.values()} == dict.fromkeys(FACTS, 1)
    assert set(writers) == set(FACTS.values())


def test_the_story_hears_every_fact() -> None:
    assert set(BOARDS["incident_story"].HEARS) == set(FACTS.values())


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_kronologi_has_words_for_every_fact(language: str) -> None:
    text = (ROOT / "console" / "src" / "messages" / language / "story.ts").read_text()
    worded = set(re.findall(r"^  ([A-Z]\w+):", text, re.MULTILINE))
    assert set(FACTS) - worded == IN_NO_STORY


def test_every_fact_is_heard_by_a_board() -> None:
    heard = {kind for board in BOARDS.values() for kind in board.HEARS}
    assert heard == set(FACTS.values())


@pytest.mark.parametrize("name", sorted(BOARDS))
def test_a_board_says_what_it_is(name: str) -> None:
    board = BOARDS[name]
    assert len(set(board.HEARS)) == len(board.HEARS)
    assert board.ROLES
    assert set(Role) >= board.ROLES
    for word in ("keys", "draw", "view", "CARD"):
        assert hasattr(board, word)

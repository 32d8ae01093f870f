"""The logbook's own beginning, its restores and its clock."""

from __future__ import annotations

from siaga.desks.site.commands import OpenLogbook, RecordClock, RenewLineage
from siaga.desks.site.doors import DESK
from siaga.language.refusals import Refusal
from siaga.language.site import SITE_LIFE, ClockMeasured, LineageRenewed, LogbookOpened
from tests.builders import SYSTEM_ACTOR, by_server, uid
from tests.story import teller

given = teller(DESK)

OPEN = OpenLogbook(command_id=uid(1), place="id/kota", drill=True)
OPENED = LogbookOpened(place="id/kota", drill=True, when=by_server())
RENEWED = LineageRenewed(old_lineage="old", cut_position=41, cut_hash="00ff", when=by_server())


def test_a_logbook_begins_once() -> None:
    given().when(OPEN, by=SYSTEM_ACTOR).then(OPENED)
    given(OPENED).when(OPEN, by=SYSTEM_ACTOR).refused(Refusal.PLACE_ALREADY_OPEN)
    assert DESK.boundary(OPEN) == (SITE_LIFE,)


def test_a_restore_is_a_fact_of_its_own_and_not_a_beginning() -> None:
    renew = RenewLineage(command_id=uid(2), old_lineage="old", cut_position=41, cut_hash="00ff")
    given(OPENED).when(renew, by=SYSTEM_ACTOR).then(RENEWED)
    assert not given(RENEWED).state(SITE_LIFE).is_open


def test_the_clock_is_measured() -> None:
    measure = RecordClock(command_id=uid(3), offset_ms=-12)
    given(OPENED).when(measure, by=SYSTEM_ACTOR).then(
        ClockMeasured(offset_ms=-12, when=by_server())
    )


def test_nobody_outside_may_ask() -> None:
    assert DESK.doors == ()

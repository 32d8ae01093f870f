"""Open incidents that are joined: who reported, what is merged, linked and a child."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from siaga.boards import open_incidents
from siaga.boards.open_incidents import MergedLine
from siaga.language.dispatch import NeedReason, UnitNeedRecorded
from siaga.language.entry import Fact
from siaga.language.incident import (
    IncidentClosed,
    IncidentReopened,
    IncidentsLinked,
    IncidentsUnlinked,
    LinkedRef,
    MergedRef,
)
from siaga.language.values import AccountId, ContactId, Priority
from tests.board_entries import drawn
from tests.builders import NOW, TAKER, by_provider, by_server, minutes, sealed
from tests.story import entries_of
from tests.unit.incident_story import ATTACHED, BURNS, CLOSED, DONE, FIRE, HURT
from tests.unit.joined_story import AGAIN, CUT, EARLIER, MERGED, OTHER

LINKED = IncidentsLinked(
    incident_id=FIRE,
    number="K-2026-000001",
    other_id=OTHER,
    other_number="K-2026-000002",
    when=by_server(),
)


def cards(*facts: Fact) -> dict[str, Any]:
    return drawn(open_incidents, entries_of(facts))


def reported(who: str, incident: Any = FIRE) -> Fact:
    return replace(ATTACHED, contact_id=ContactId(who), incident_id=incident)


def test_a_merge_adds_its_reporters_and_its_clock_and_a_cut_takes_them_away() -> None:
    told = (BURNS, AGAIN, reported("a"), reported("b", OTHER), reported("c", OTHER))
    early = replace(MERGED, reporters=2, clock_start=by_provider(EARLIER))
    whole = cards(*told, early)
    assert whole[FIRE].merged == {OTHER: MergedLine(number="K-2026-000002", reporters=2)}
    assert (whole[FIRE].callers, whole[FIRE].reporters) == (1, 3)
    assert whole[FIRE].clock_start_at == EARLIER
    assert (whole[OTHER].merged_into, whole[OTHER].callers) == (FIRE, 2)
    assert cards(*told, early, replace(CUT, reporters=2)) == cards(*told)


def test_whoever_reports_later_is_added_to_the_whole() -> None:
    whole = cards(BURNS, AGAIN, replace(MERGED, reporters=2), reported("a"), reported("a"))
    assert (whole[FIRE].callers, whole[FIRE].reporters) == (1, 3)


def test_what_a_merged_one_waited_for_is_waited_for_where_the_work_is() -> None:
    need = UnitNeedRecorded(
        incident_id=OTHER,
        reason=NeedReason.NO_FREE_UNIT,
        recheck_at=NOW + minutes(5),
        when=by_server(),
    )
    assert cards(BURNS, AGAIN, need)[OTHER].need is not None
    assert cards(BURNS, AGAIN, need, MERGED)[OTHER].need is None


def test_links_stand_on_both_cards_either_way_round() -> None:
    both = cards(BURNS, AGAIN, LINKED)
    assert both[FIRE].linked == {OTHER: "K-2026-000002"}
    assert both[OTHER].linked == {FIRE: "K-2026-000001"}
    cut = IncidentsUnlinked(incident_id=OTHER, other_id=FIRE, when=by_server())
    assert cards(BURNS, AGAIN, LINKED, cut) == cards(BURNS, AGAIN)


def test_what_closes_with_its_main_is_shown_closed_on_it() -> None:
    with_it = IncidentClosed(
        incident_id=OTHER, result=DONE, contact_ids=(), when=by_server(), merged_into=FIRE
    )
    left = cards(BURNS, AGAIN, MERGED, with_it)
    assert left.keys() == {FIRE}
    assert not left[FIRE].merged[OTHER].is_open


def test_a_reopened_incident_knows_all_it_was_joined_with() -> None:
    again = IncidentReopened(
        incident_id=FIRE,
        incident_number="K-2026-000001",
        incident_type=BURNS.incident_type,
        priority=Priority.P1,
        clock_start=BURNS.clock_start,
        opened=BURNS.when,
        when=by_server(),
        owner=AccountId(TAKER.id),
        reason=sealed(),
        contact_ids=(ContactId("a"),),
        merged=(MergedRef(incident_id=OTHER, number="K-2026-000002", reporters=2, is_open=False),),
        linked=(LinkedRef(incident_id=OTHER, number="K-2026-000002"),),
    )
    card = cards(BURNS, CLOSED, again)[FIRE]
    assert card.reporters == 3
    assert card.merged == {OTHER: MergedLine(number="K-2026-000002", reporters=2, is_open=False)}
    assert card.linked == {OTHER: "K-2026-000002"}


def test_a_child_of_two_lives_is_listed_only_with_its_parent() -> None:
    """A child that is merged into something else is still its parent's child."""
    child_merged = replace(MERGED, incident_id=HURT.incident_id, into=OTHER)
    board = cards(BURNS, AGAIN, HURT, child_merged)
    assert board[FIRE].children == (HURT.incident_id,)
    assert board[OTHER].children == ()
    assert set(board[OTHER].merged) == {HURT.incident_id}

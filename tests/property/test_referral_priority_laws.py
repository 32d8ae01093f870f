"""Laws of deadlines when an incident's priority changes (logbook.md 24)."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from siaga.desks.agencies.decide.working_time import accept_by
from siaga.language.agencies import (
    RINGS_AFTER,
    ReferralEscalated,
    ReferralReopened,
    ReferralReprioritised,
    ReferralSent,
    referral_life,
)
from siaga.language.incident import incident_life
from siaga.language.values import AgencyId, Priority, ReferralId
from tests.builders import NOW, PLACE
from tests.property.test_agencies_laws import (
    AGENCIES,
    INCIDENT,
    LAW,
    MANY_ACTS,
    Act,
    by_task,
    told,
)


@LAW
@given(MANY_ACTS)
def test_a_deadline_never_moves_later_when_the_priority_rises(acts: list[Act]) -> None:
    for items in by_task(told(acts)).values():
        priority, accept_by_at, due_at = Priority.P4, NOW, NOW
        for item in items:
            match item.fact:
                case ReferralSent() as fact:
                    priority, accept_by_at = fact.priority, fact.accept_by_at
                    due_at = fact.accept_by_at
                case ReferralReopened() as fact:
                    accept_by_at = due_at = fact.accept_by_at
                case ReferralEscalated() as fact:
                    due_at = fact.next_due_at or due_at
                case ReferralReprioritised() as fact:
                    if fact.priority < priority:
                        assert fact.accept_by_at <= accept_by_at
                        assert fact.rings_at <= max(due_at, fact.when.at + RINGS_AFTER)
                    else:
                        assert fact.accept_by_at >= accept_by_at
                    priority, accept_by_at = fact.priority, fact.accept_by_at
                    due_at = fact.rings_at
                case _:
                    pass


@LAW
@given(MANY_ACTS)
def test_a_task_nobody_is_on_has_the_priority_of_its_incident(acts: list[Act]) -> None:
    world = told(acts)
    incident = world.state("incident", incident_life(INCIDENT))
    for task_id, items in by_task(world).items():
        task = world.state("agencies", referral_life(ReferralId(task_id)))
        again = any(isinstance(item.fact, ReferralReopened) for item in items)
        if task.nobody_on_it and not task.out_of_steps and not again:
            assert task.priority is incident.known.priority


@LAW
@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC)),
    st.sampled_from(AGENCIES),
    st.lists(st.sampled_from(Priority), min_size=2, max_size=2),
)
def test_the_higher_priority_is_never_due_later(
    start: datetime, agency: AgencyId, pair: list[Priority]
) -> None:
    """Around the clock or in office hours, whichever of the two each priority has."""
    higher, lower = (
        accept_by(PLACE, agency, priority=priority, start=start) for priority in sorted(pair)
    )
    assert higher <= lower

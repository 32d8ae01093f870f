"""Laws of deadlines in working time: hours, holidays, zones."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from siaga.desks.agencies.decide.working_time import after_working_time
from siaga.language.place import WorkingHours

LAW = settings(max_examples=120, deadline=None)

ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
STARTS = st.datetimes(
    min_value=datetime(2026, 1, 1), max_value=datetime(2026, 12, 1), timezones=st.just(UTC)
)
SECONDS = st.integers(min_value=1, max_value=5 * 28_800)
OPENS, CLOSES = st.integers(0, 11), st.integers(12, 23)


@st.composite
def calendars(draw: st.DrawFn) -> tuple[WorkingHours, frozenset[date], str]:
    days = draw(st.sets(st.integers(1, 7), min_size=1))
    opens, closes = time(draw(OPENS)), time(draw(CLOSES), 30)
    holidays = draw(st.frozensets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=20))
    hours = WorkingHours(days=tuple(sorted(days)), opens=opens, closes=closes)
    return hours, holidays, draw(st.sampled_from(ZONES))


def deadline(
    start: datetime, seconds: int, calendar: tuple[WorkingHours, frozenset[date], str]
) -> datetime:
    hours, holidays, zone = calendar
    return after_working_time(start, seconds, hours=hours, holidays=holidays, zone=zone)


@LAW
@given(STARTS, SECONDS, calendars())
def test_a_deadline_never_falls_on_a_holiday_or_outside_hours(
    start: datetime, seconds: int, calendar: tuple[WorkingHours, frozenset[date], str]
) -> None:
    hours, holidays, zone = calendar
    local = deadline(start, seconds, calendar).astimezone(ZoneInfo(zone))
    assert local.date() not in holidays
    assert local.isoweekday() in hours.days
    assert hours.opens < local.time() <= hours.closes


def worked(
    start: datetime, end: datetime, calendar: tuple[WorkingHours, frozenset[date], str]
) -> timedelta:
    """Working time between two instants, day by day in local wall time."""
    hours, holidays, zone = calendar
    begin, until = (at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for at in (start, end))
    total, day = timedelta(), begin.date()
    while day <= until.date():
        if day.isoweekday() in hours.days and day not in holidays:
            opens = max(datetime.combine(day, hours.opens), begin)
            closes = min(datetime.combine(day, hours.closes), until)
            total += max(closes - opens, timedelta())
        day += timedelta(days=1)
    return total


@LAW
@given(STARTS, SECONDS, calendars())
def test_exactly_the_promised_working_time_lies_before_a_deadline(
    start: datetime, seconds: int, calendar: tuple[WorkingHours, frozenset[date], str]
) -> None:
    end = deadline(start, seconds, calendar)
    assert worked(start, end, calendar) == timedelta(seconds=seconds)


@LAW
@given(STARTS, SECONDS, st.integers(0, 400_000), calendars())
def test_who_is_told_later_is_never_due_earlier(
    start: datetime,
    seconds: int,
    later_s: int,
    calendar: tuple[WorkingHours, frozenset[date], str],
) -> None:
    later = start + timedelta(seconds=later_s)
    assert deadline(start, seconds, calendar) <= deadline(later, seconds, calendar)

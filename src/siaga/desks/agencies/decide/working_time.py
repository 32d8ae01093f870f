"""Deadlines that an agency with office hours can keep."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from siaga.language.place import Place, WorkingHours
from siaga.language.values import AgencyId, Priority

DAYS_TO_LOOK_AHEAD = 366


def accept_by(place: Place, agency: AgencyId, *, priority: Priority, start: datetime) -> datetime:
    """When a referral that reached the agency at `start` has to be accepted."""
    if priority in place.sla.accept_s:
        return start + timedelta(seconds=place.sla.accept_s[priority])
    return _in_its_hours(place, agency, start, place.sla.accept_working_s[priority])


def escalate_by(place: Place, agency: AgencyId, *, priority: Priority, start: datetime) -> datetime:
    """When the person rung at `start` has had the time of one escalation step."""
    step_s = place.sla.escalation_step_s[priority]
    if priority in place.sla.accept_s:
        return start + timedelta(seconds=step_s)
    return _in_its_hours(place, agency, start, step_s)


def finish_by(place: Place, *, priority: Priority, start: datetime) -> datetime | None:
    """When a task accepted at `start` has to be done; None where the place promises nothing."""
    finish_s = place.sla.finish_s.get(priority)
    return None if finish_s is None else start + timedelta(seconds=finish_s)


def after_working_time(
    start: datetime, seconds: int, *, hours: WorkingHours, holidays: frozenset[date], zone: str
) -> datetime:
    """`start` plus `seconds` of working time: in UTC, never outside hours, at closing at latest.

    A day that closes at or before its opening closes on the next day.
    Raises ValueError if the hours and holidays leave too little time in the coming year.
    """
    tz = ZoneInfo(zone)
    left, day = timedelta(seconds=seconds), start.astimezone(tz).date() - timedelta(days=1)
    for _ in range(DAYS_TO_LOOK_AHEAD):
        if day.isoweekday() in hours.days and day not in holidays:
            opens, closes = _window(day, hours, tz)
            begins = max(opens, start)
            if begins < closes:
                if begins + left <= closes:
                    return begins + left
                left -= closes - begins
        day += timedelta(days=1)
    raise ValueError(f"no {seconds} s of working time within {DAYS_TO_LOOK_AHEAD} days")


def _in_its_hours(place: Place, agency: AgencyId, start: datetime, seconds: int) -> datetime:
    hours = place.agencies[agency].hours
    if hours is None:
        return start + timedelta(seconds=seconds)
    return after_working_time(start, seconds, hours=hours, holidays=place.holidays, zone=place.zone)


def _window(day: date, hours: WorkingHours, tz: ZoneInfo) -> tuple[datetime, datetime]:
    last_day = day if hours.opens < hours.closes else day + timedelta(days=1)
    return _instant(day, hours.opens, tz), _instant(last_day, hours.closes, tz)


def _instant(day: date, at: time, tz: ZoneInfo) -> datetime:
    return datetime.combine(day, at, tzinfo=tz).astimezone(UTC)

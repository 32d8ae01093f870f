"""Dates and times as chats write them. Pure; the zone and today are handed in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from siaga.language.values import EARLIEST_AT

_AHEAD = timedelta(minutes=15)  # of clocks that run fast
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januari january",
            "feb februari february",
            "mar maret march",
            "apr april",
            "mei may",
            "jun juni june",
            "jul juli july",
            "agu agt agustus aug august ags",
            "sep september sept",
            "okt oktober oct october",
            "nov november",
            "des desember dec december",
        ),
        start=1,
    )
    for name in names.split()
}

DATE = (
    r"(?:\d{1,2}[/.\-]\d{1,2}(?:[/.\-]\d{2,4})?|\d{4}-\d{2}-\d{2}"
    r"|\d{1,2} [A-Za-z]{3,9}\.? ?\d{0,4})"
)
TIME = r"\d{1,2}[.:]\d{2}(?:[.:]\d{2})?(?:[\s\u202f\u00a0]?[AaPp]\.?[Mm]\.?)?"
_NUMERIC = re.compile(r"(\d{1,2})[/.\-](\d{1,2})(?:[/.\-](\d{2,4}))?")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_WORDED = re.compile(r"(\d{1,2}) ([A-Za-z]{3,9})\.? ?(\d{4})?")
_CLOCK = re.compile(r"(\d{1,2})[.:](\d{2})(?:[.:](\d{2}))?(?:[\s\u202f\u00a0]?([AaPp])\.?[Mm]\.?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    date: str
    time: str


def month_first(stamps: Iterable[Stamp]) -> bool:
    """Whether the paste itself proves that the month stands before the day."""
    proofs = [_NUMERIC.fullmatch(stamp.date) for stamp in stamps]
    pairs = [(int(found[1]), int(found[2])) for found in proofs if found]
    return any(b > 12 for _, b in pairs) and not any(a > 12 for a, _ in pairs)


def read(stamp: Stamp, zone: tzinfo, *, now: datetime, month_leads: bool) -> datetime | None:
    """The instant; None when there is no such day, or it lies ahead of `now`. `now` is aware.

    A day without a year is the last one of that name.
    """
    clock = _CLOCK.fullmatch(stamp.time.strip())
    day = _day(stamp.date.strip(), month_leads=month_leads)
    if clock is None or day is None:
        return None
    hour = int(clock[1])
    if clock[4]:
        hour = hour % 12 + (12 if clock[4].lower() == "p" else 0)
    year, month, number = day
    local = now.astimezone(zone)
    years = (year,) if year else (local.year, local.year - 1)
    for one in years:
        try:
            at = datetime(one, month, number, hour, int(clock[2]), int(clock[3] or 0), tzinfo=zone)
        except ValueError:
            continue
        if EARLIEST_AT <= at <= now + _AHEAD:
            return min(at, now).astimezone(UTC)
    return None


def _day(text: str, *, month_leads: bool) -> tuple[int, int, int] | None:
    """Year (0: not written), month, day."""
    if found := _ISO.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _WORDED.fullmatch(text):
        month = _MONTHS.get(found[2].lower())
        return (int(found[3] or 0), month, int(found[1])) if month else None
    if found := _NUMERIC.fullmatch(text):
        first, second, year = int(found[1]), int(found[2]), int(found[3] or 0)
        year += 2000 if 0 < year < 100 else 0
        return (year, first, second) if month_leads else (year, second, first)
    return None

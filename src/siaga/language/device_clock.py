"""When it happened, by a device whose clock may be wrong and which may have waited for a signal."""

from __future__ import annotations

from datetime import datetime, timedelta

from siaga.language.values import EARLIEST_AT, When
from siaga.language.values import TimeSource as Source

SLACK = timedelta(seconds=60)
"""A request is under way for seconds; a clock that differs by less than this is right."""

DOUBT_S_MAX = 10 * 365 * 86_400


def device_time(device_at: datetime, sent_at: datetime | None, *, received_at: datetime) -> When:
    """What the device says, set right by how far its clock is off; the correction is the doubt.

    Without `sent_at` nobody can tell a wrong clock from a long wait: only what lies ahead of the
    server is known to be wrong. Nothing has happened after it was received.
    """
    offset = received_at - sent_at if sent_at is not None else timedelta()
    if abs(offset) <= SLACK:
        offset = timedelta()
    at = _shifted(device_at, offset)
    doubt = abs(offset)
    if sent_at is not None and device_at - sent_at > SLACK:
        at, doubt = received_at, max(doubt, device_at - sent_at)  # its clock jumped meanwhile
    if at is None or at < EARLIEST_AT:
        at, doubt = received_at, max(doubt, abs(received_at - device_at))
    if at > received_at:
        late = at - received_at
        at, doubt = received_at, doubt if late <= SLACK else max(doubt, late)
    doubt_s = min(DOUBT_S_MAX, round(doubt.total_seconds()))
    return When(at=at, source=Source.DEVICE, doubt_s=doubt_s)


def _shifted(at: datetime, offset: timedelta) -> datetime | None:
    try:
        return at + offset
    except OverflowError:
        return None

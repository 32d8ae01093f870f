"""What is known of a caller, as the likelihood rules want it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TypedDict, Unpack

from siaga.desks.lines.commands import CallerSeen
from siaga.desks.lines.state import CallerLife
from siaga.language.calls import CallBackReason
from siaga.language.values import Safety

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
PRANKS_FOR = timedelta(days=30)
SILENT_FOR = timedelta(minutes=10)
CALLED_BACK_FOR = timedelta(hours=24)
OWED = (CallBackReason.CUT_OFF, CallBackReason.ASKED)


class Around(TypedDict, total=False):
    """The fields of `CallerSeen` that no fold of this desk knows."""

    on_open_incident: bool
    incidents_near: int
    announced: int
    local_hour: int
    safety: Safety


def caller_seen(
    caller: CallerLife | None, *, now: datetime, **around: Unpack[Around]
) -> CallerSeen:
    """Asked back is who was cut off, whom a taker wanted to hear again, or whom we called in vain.

    An unanswered call alone asks nobody back: else hanging up would be the way to the front.
    """
    if caller is None:
        return CallerSeen(**around)
    owed = any(why in OWED for _, why in caller.waiting)
    tried = caller.called_back_at is not None and now - caller.called_back_at <= CALLED_BACK_FOR
    until_at, genuine_at = caller.restricted_until_at, caller.genuine_at
    pranks = (_age(at, now) for _, at in caller.pranks)
    silent = (_age(at, now) for _, at in caller.silent)
    return CallerSeen(
        pranks_h=tuple(age / HOUR for age in pranks if age <= PRANKS_FOR),
        genuine_h=_age(genuine_at, now) / HOUR if genuine_at else None,
        silent_min=tuple(age / MINUTE for age in silent if age <= SILENT_FOR),
        restricted=until_at is not None and until_at > now,
        asked_back=owed or tried,
        **around,
    )


def _age(at: datetime, now: datetime) -> timedelta:
    return max(now - at, timedelta())

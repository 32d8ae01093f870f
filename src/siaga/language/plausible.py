"""Which stages of a dispatch cannot be as they were said (domain.md 2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import pairwise

from siaga.language.dispatch import Stage

GAP = timedelta(seconds=20)
"""Two reported stages closer together than this were pressed, not done."""

_REPORTED = tuple(Stage)[tuple(Stage).index(Stage.ACKNOWLEDGED) :]


def doubtful_stages(times: Mapping[Stage, datetime]) -> tuple[Stage, ...]:
    """Those before the assignment, out of order, or within seconds of the one before.

    Assignment and delivery are a machine's word; only what people report is looked at.
    """
    said = [(stage, times[stage]) for stage in _REPORTED if stage in times]
    found = {later for (_, one), (later, other) in pairwise(said) if other - one < GAP}
    assigned_at = times.get(Stage.ASSIGNED)
    if assigned_at is not None:
        found |= {stage for stage, at in said if at < assigned_at}
    return tuple(stage for stage in _REPORTED if stage in found)

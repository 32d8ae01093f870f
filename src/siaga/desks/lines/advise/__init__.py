"""What the lines desk advises: how likely a caller is in danger, and whose turn it is."""

from __future__ import annotations

from siaga.desks.lines.advise.callers import caller_seen
from siaga.desks.lines.advise.floor import Floor, Overflow, Ring, Turn, in_order, waited
from siaga.desks.lines.decide.likelihood import Judgement, judge

__all__ = [
    "Floor",
    "Judgement",
    "Overflow",
    "Ring",
    "Turn",
    "caller_seen",
    "in_order",
    "judge",
    "waited",
]

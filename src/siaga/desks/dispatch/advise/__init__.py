"""Which units could go, nearest useful one first, with the reasons for and against each."""

from __future__ import annotations

from siaga.desks.dispatch.advise.proposing import propose
from siaga.desks.dispatch.advise.words import (
    Candidate,
    Fleeted,
    Need,
    Proposal,
    Ranked,
    Reason,
    Short,
    Why,
)

__all__ = [
    "Candidate",
    "Fleeted",
    "Need",
    "Proposal",
    "Ranked",
    "Reason",
    "Short",
    "Why",
    "propose",
]

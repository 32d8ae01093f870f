"""Who could go to an incident: boards, positions and the place, handed to the desk's advice."""

from __future__ import annotations

from siaga.app.proposals.candidates import candidates_of, fleets_now
from siaga.app.proposals.incident import declined_of, needs_of, proposal_for, target_of
from siaga.app.proposals.lanes import lane_near

__all__ = [
    "candidates_of",
    "declined_of",
    "fleets_now",
    "lane_near",
    "needs_of",
    "proposal_for",
    "target_of",
]

"""The site desk has no doors: only the system itself asks it."""

from __future__ import annotations

from siaga.desks.site.decide import boundary, decide
from siaga.desks.site.state import STATES, Heard, evolve
from siaga.language.site import SiteFact
from siaga.platform.desk import Desk, heard_types

DESK = Desk(
    name="site",
    states=STATES,
    heard=heard_types(Heard),
    writes=heard_types(SiteFact),
    boundary=boundary,
    decide=decide,
    evolve=evolve,
)

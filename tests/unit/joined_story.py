"""What the stories of joined incidents begin with: a fire that somebody else opened again."""

from __future__ import annotations

from dataclasses import replace

from siaga.desks.incident.commands import MergeIncident, UnmergeIncident
from siaga.language.incident import IncidentMerged, IncidentUnmerged
from siaga.language.values import IncidentId
from tests.builders import NOW, by_provider, by_server, minutes, uid
from tests.unit.incident_story import BURNS, FIRE

OTHER = IncidentId("incident-9")
THIRD = IncidentId("incident-8")

EARLIER, LATER = NOW - minutes(30), NOW - minutes(3)

AGAIN = replace(BURNS, incident_id=OTHER, clock_start=by_provider(LATER), when=by_server(LATER))
MERGED = IncidentMerged(
    incident_id=OTHER,
    number="K-2026-000002",
    into=FIRE,
    reporters=0,
    began=by_provider(LATER),
    clock_start=BURNS.clock_start,
    when=by_server(),
)
CUT = IncidentUnmerged(
    incident_id=OTHER, into=FIRE, reporters=0, clock_start=BURNS.clock_start, when=by_server()
)
MERGE = MergeIncident(command_id=uid(2), incident_id=OTHER, into=FIRE)
UNMERGE = UnmergeIncident(command_id=uid(2), incident_id=OTHER, into=FIRE)

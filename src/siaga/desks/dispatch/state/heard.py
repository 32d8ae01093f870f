"""What the dispatch desk listens to."""

from __future__ import annotations

from siaga.language.base_asks import BaseAskFact
from siaga.language.dispatch import DispatchCancelled, DispatchDeclined, DispatchFact, UnitCleared
from siaga.language.incident import (
    IncidentClassified,
    IncidentClosed,
    IncidentLocated,
    IncidentMerged,
    IncidentOpened,
    IncidentPrioritised,
    IncidentReopened,
    IncidentTakenOver,
    IncidentUnmerged,
)
from siaga.language.status_claims import ClaimFact
from siaga.language.unit_orders import OrderFact, UnitsEnough, UnitsRunLow
from siaga.language.units import UnitWentOffDuty, UnitWentOnDuty

OfIncident = (
    IncidentOpened
    | IncidentClassified
    | IncidentLocated
    | IncidentPrioritised
    | IncidentTakenOver
    | IncidentClosed
    | IncidentReopened
    | IncidentMerged
    | IncidentUnmerged
)
OfDuty = UnitWentOnDuty | UnitWentOffDuty
OfFleet = UnitsRunLow | UnitsEnough
Heard = OfDuty | OfIncident | DispatchFact | ClaimFact | OrderFact | BaseAskFact
Ending = UnitCleared | DispatchCancelled | DispatchDeclined

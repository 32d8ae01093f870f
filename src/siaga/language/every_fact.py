"""All facts there are, by name: what the logbook can read back."""

from __future__ import annotations

from typing import get_args

from siaga.language.access import AccessFact
from siaga.language.agencies import ReferralFact
from siaga.language.alerts import AlertFact
from siaga.language.border_notes import BorderNotesFact
from siaga.language.checks import CheckFact
from siaga.language.conversation import ConversationFact
from siaga.language.crews import CrewsFact
from siaga.language.dispatch_desk import DispatchDeskFact
from siaga.language.entry import Fact
from siaga.language.getting_there import GettingThereFact
from siaga.language.guide import GuideFact
from siaga.language.hospitals import HospitalFact
from siaga.language.incident import IncidentFact
from siaga.language.intake import IntakeFact
from siaga.language.liaisons import LiaisonFact
from siaga.language.lines import LinesFact
from siaga.language.links import LinksFact
from siaga.language.major import MajorFact
from siaga.language.neighbours import NeighboursFact
from siaga.language.passes import PassFact
from siaga.language.patients import PatientFact
from siaga.language.persons import PersonsFact
from siaga.language.plans import PlanFact
from siaga.language.premises import PremisesFact
from siaga.language.reviews import ReviewsFact
from siaga.language.shelters import SheltersFact
from siaga.language.site import SiteFact
from siaga.language.systems import SystemsFact
from siaga.language.triage import TriageFact
from siaga.language.units import UnitFact

AnyFact = (
    IntakeFact
    | ConversationFact
    | LinesFact
    | IncidentFact
    | UnitFact
    | DispatchDeskFact
    | GettingThereFact
    | LiaisonFact
    | ReferralFact
    | AccessFact
    | SiteFact
    | GuideFact
    | TriageFact
    | PlanFact
    | MajorFact
    | LinksFact
    | AlertFact
    | SystemsFact
    | NeighboursFact
    | BorderNotesFact
    | PatientFact
    | HospitalFact
    | PersonsFact
    | PremisesFact
    | SheltersFact
    | ReviewsFact
    | CheckFact
    | CrewsFact
    | PassFact
)

FACTS: dict[str, type[Fact]] = {kind.__name__: kind for kind in get_args(AnyFact)}

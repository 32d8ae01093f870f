"""All facts there are, by name: what the logbook can read back."""

from __future__ import annotations

from typing import get_args

from siaga.language.access import AccessFact
from siaga.language.agencies import ReferralFact
from siaga.language.conversation import ConversationFact
from siaga.language.dispatch import DispatchFact
from siaga.language.entry import Fact
from siaga.language.guide import GuideFact
from siaga.language.incident import IncidentFact
from siaga.language.intake import IntakeFact
from siaga.language.lines import LinesFact
from siaga.language.links import LinksFact
from siaga.language.site import SiteFact
from siaga.language.triage import TriageFact
from siaga.language.units import UnitFact

AnyFact = (
    IntakeFact
    | ConversationFact
    | LinesFact
    | IncidentFact
    | UnitFact
    | DispatchFact
    | ReferralFact
    | AccessFact
    | SiteFact
    | GuideFact
    | TriageFact
    | LinksFact
)

FACTS: dict[str, type[Fact]] = {kind.__name__: kind for kind in get_args(AnyFact)}

"""Everything the dispatch desk writes: chains, what is said beside them, orders, who was asked."""

from __future__ import annotations

from siaga.language.base_asks import BaseAskFact
from siaga.language.dispatch import DispatchFact
from siaga.language.partners import PartnerAsked
from siaga.language.status_claims import ClaimFact
from siaga.language.unit_orders import OrderFact

DispatchDeskFact = DispatchFact | ClaimFact | OrderFact | PartnerAsked | BaseAskFact

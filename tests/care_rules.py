"""Services of the invented place, and who needs which."""

from __future__ import annotations

from siaga.language.care_rules import CareNeed, CareRules, Service
from siaga.language.text import Text
from siaga.language.values import IncidentTypeId, ServiceId

CARE = CareRules(
    service=tuple(
        Service(id=ServiceId(name), name=Text(id=name, en=name), have=have)
        for name, have in (("trauma", ("TraumaCenterServices",)), ("ct", ()), ("icu", ()))
    ),
    need=(
        CareNeed(
            types=(IncidentTypeId("medical"),),
            services=(ServiceId("trauma"), ServiceId("ct")),
        ),
    ),
)

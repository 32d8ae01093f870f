"""Place data about hospitals: services, who needs which, and the clocks around a transport."""

from __future__ import annotations

from dataclasses import dataclass

from siaga.language.hospitals import BedClass
from siaga.language.mass_casualty import VictimWord
from siaga.language.text import Text
from siaga.language.values import IncidentTypeId, ServiceId


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """Something an emergency department can do, or not."""

    id: ServiceId
    name: Text
    have: tuple[str, ...] = ()  # its elements in an EDXL-HAVE feed: one of them true is enough
    bed: BedClass | None = None  # none free of this class, and there is no such service now


@dataclass(frozen=True, slots=True, kw_only=True)
class CareNeed:
    """Patients of these types and colours should go where these services are."""

    types: tuple[IncidentTypeId, ...]  # a parent speaks for its children
    services: tuple[ServiceId, ...]
    colours: tuple[VictimWord, ...] = ()  # none: whatever the colour, also unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class CareRules:
    pre_alert_answer_s: int = 60  # unanswered for so long, the room is rung
    offload_target_s: int = 1200  # from arrival to hand-over
    report_valid_min: int = 240  # what a hospital said is grey after that
    diversion_max_h: int = 12
    satusehat_organisation: str = ""  # this centre's number at the platform; empty: not filed
    service: tuple[Service, ...] = ()
    need: tuple[CareNeed, ...] = ()

    @property
    def services(self) -> dict[ServiceId, Service]:
        return {each.id: each for each in self.service}

    def needed(
        self, incident_type: IncidentTypeId | None, colour: VictimWord | None
    ) -> tuple[ServiceId, ...]:
        """In the order of the rules, each once."""
        if incident_type is None:
            return ()
        own = {incident_type, incident_type.partition(".")[0]}
        wanted = [
            service
            for need in self.need
            if own & set(need.types) and (not need.colours or colour in need.colours)
            for service in need.services
        ]
        return tuple(dict.fromkeys(wanted))


USUAL_CARE = CareRules()

"""What a type means for joining incidents."""

from __future__ import annotations

from siaga.language.place import Place
from siaga.language.values import IncidentTypeId


def is_area(place: Place, incident_type: IncidentTypeId) -> bool:
    """Flood, haze, quake: many happenings at once. A type gone from the place is none."""
    known = place.incident_types.get(incident_type)
    return known is not None and known.area_incident

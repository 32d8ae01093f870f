"""A drawing for each kind of public service, by the last part of its type's id."""

from __future__ import annotations

from siaga.language.values import IncidentTypeId

PICTURES = {
    "street_light": "M8 29V8q0-4 5-4h6M5 29h6M17 4h7v3h-7zM17 12l-3 4M20.5 12v5M24 12l3 4",
    "road": "M9 29 13 3M23 29 19 3M16 4v3M16 10v3M10.5 22q5-4 11 0-5 4-11 0z",
    "road_sign": "M16 29V16M12 29h8M16 2l12 14H4zM16 7v4M16 13.5v.1",
    "drain": "M3 11h26v6H3zM8 11v6M13 11v6M18 11v6M23 11v6M5 23q3-3 6 0t6 0 6 0 5 0M8 28h16",
    "water": "M3 13h10v6H3zM19 13h10v6H19zM14 10l4 12M16 25q-2.5 3 0 4 2.5-1 0-4zM22 24v3M10 24v3",
    "power": "M12 28h8M13 24h6M12 20q-5-4-4-9a8 8 0 0 1 16 0q1 5-4 9zM5 3l22 22",
    "waste": "M7 10h18l-2 19H9zM5 10h22M12 10V5h8v5M13 15v9M19 15v9",
    "traffic_light": "M10 3h12v21H10zM16 24v5M16 8.5v.1M16 13.5v.1M16 18.5v.1",
    "coal_trucks": "M2 21V9h17v12M19 13h6l5 5v5H2M8 26v.1M24 26v.1M5 9l4-4h6l4 4",
    "fallen_tree": "M3 26 24 12M20 10a5 5 0 1 1 8 5 5 5 0 0 1-7 2M9 22l-3-4M13 19l1 5M3 29h26",
    "power_hazard": "M8 29V3M3 7h10M13 7q3 9 7 10M20 17l-3 5h5l-3 6",
}
OTHER = "M20 4a7 7 0 0 0-6 10L4 24l4 4 10-10a7 7 0 0 0 10-6l-5 2-4-4z"


def picture(incident_type: IncidentTypeId) -> str:
    drawn = PICTURES.get(incident_type.rpartition(".")[2], OTHER)
    return (
        '<svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" fill="none" '
        'stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">'
        f'<path d="{drawn}"/></svg>'
    )

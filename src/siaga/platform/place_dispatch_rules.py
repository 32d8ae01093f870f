"""What must hold of a place's dispatch rules, partner ambulances and contact book posts."""

from __future__ import annotations

from collections import Counter

from siaga.language.partners import partner_unit
from siaga.language.place import Place
from siaga.platform.place_records import Problems
from siaga.platform.place_rules import UNIT_KINDS


def note_broken_dispatch(place: Place, problems: Problems) -> None:
    _check_rules(place, problems)
    _check_fleets(place, problems)
    _check_partners(place, problems)


def _check_rules(place: Place, problems: Problems) -> None:
    rules = place.dispatching
    seconds = ("position_max_s", "pre_alert_s", "stand_down_read_s", "base_answer_s")
    for key in (*seconds, "lane_m"):
        if getattr(rules, key) <= 0:
            problems.add(f"dispatch.toml: {key}", "must be more than 0")
    for stage, left_s in rules.left_s.items():
        if left_s < 0:
            problems.add(f"dispatch.toml: left_s.{stage}", "must be 0 or more seconds")


def _check_fleets(place: Place, problems: Problems) -> None:
    times = Counter(fleet.id for fleet in place.dispatching.fleet)
    for fleet in place.dispatching.fleet:
        where = f"dispatch.toml: {fleet.id}"
        if times[fleet.id] > 1:
            problems.add(where, "used twice; give each fleet its own id")
        for kind in fleet.kinds:
            if kind not in UNIT_KINDS:
                problems.add(f"{where}.kinds", f"unknown {kind!r}; use {', '.join(UNIT_KINDS)}")
        if not any(unit.kind in fleet.kinds for unit in place.units.values()):
            problems.add(f"{where}.kinds", "no unit is of these kinds; name those to be counted")


def _check_partners(place: Place, problems: Problems) -> None:
    orders = Counter(partner.order for partner in place.partners.values())
    signs = {unit.call_sign for unit in place.units.values()}
    for partner in place.partners.values():
        where = f"partners.toml: {partner.id}"
        if partner_unit(partner.id) in place.units:
            problems.add(where, "a unit has this id too; give the partner another")
        if partner.call_sign in signs:
            problems.add(f"{where}.call_sign", f"{partner.call_sign} is a unit's too; change one")
        if orders[partner.order] > 1:
            problems.add(f"{where}.order", f"{partner.order} is used twice; who is called first?")
        if partner.area not in place.areas:
            problems.add(f"{where}.area", f"unknown {partner.area!r}; use a code of areas.csv")
        if (partner.opens is None) != (partner.closes is None):
            problems.add(f"{where}.opens", "write both `opens` and `closes`, or neither")
        for capability in partner.capabilities:
            if capability not in place.capabilities:
                problems.add(
                    f"{where}.capabilities", f"unknown {capability!r}; add it to capabilities.toml"
                )

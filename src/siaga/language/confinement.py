"""How far a pass reaches: to the one thing it is for, and never beside it."""

from __future__ import annotations

from typing import Any

from siaga.language.values import Actor


def may_see(card: Any, viewer: Actor) -> bool:
    """Whoever has an account is not confined. A card that names nothing of a pass is hidden."""
    return viewer.pass_id is None or _is_within(card, viewer)


def may_ask(command: Any, actor: Actor) -> bool:
    """Whether the command names the pass's own thing."""
    return actor.pass_id is None or _is_within(command, actor)


def _is_within(named: Any, actor: Actor) -> bool:
    """Every name that both have has to be the same, and there has to be one.

    A pass for a task reaches that task alone, not all of its incident.
    """
    reach = (
        ("referral_id", frozenset({actor.referral})),
        ("incident_id", frozenset({actor.incident})),
        ("hospital", frozenset({actor.hospital})),
        ("unit_id", actor.units),
    )
    if actor.referral is not None and getattr(named, "referral_id", None) is None:
        return False
    found = [
        getattr(named, name) in allowed
        for name, allowed in reach
        if getattr(named, name, None) is not None and allowed - {None}
    ]
    return bool(found) and all(found)

"""What the rules make of the weights' shares: floors, the cap on pranks, types, priority."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from siaga.desks.triage.advise.cues import Hit, told_plainly
from siaga.desks.triage.advise.features import PLACE, Seen, urgency_of
from siaga.desks.triage.advise.words import LINK
from siaga.language.place import IncidentType, Place
from siaga.language.triage_rules import CueKind, Judging
from siaga.language.values import IncidentTypeId, Priority

NONE, OTHER = "none", "other"
EMERGENCY, PRANK, P1 = "emergency", "prank", "p1"
"""What the weights tell besides categories."""

ORDER = "order"
"""The cue of a meal that is ordered: who is watched at home may ask for help with these words."""

GRAVE_WEIGHT = 3
BARE_SLIPS_MAX = 1  # words that may explain nothing although nobody listed them
_URGENT = ("grave", Priority.P1, Priority.P2)
_CALM = (CueKind.ASK, CueKind.LATER)
_JOKING = (CueKind.JOKE, CueKind.PLAY, CueKind.RUDE)
_EXPLAINS = (
    CueKind.INCIDENT,
    CueKind.HURT,
    CueKind.OVER,
    CueKind.QUESTION,
    CueKind.FIGURE,
    CueKind.SCREEN,
    CueKind.JOKE,
    CueKind.PLAY,
    CueKind.RUDE,
)


@dataclass(frozen=True, slots=True)
class Signs:
    """What the rules look at, told once."""

    grave: bool  # a live cue of danger that nothing takes back
    told: bool  # a live cue of danger, unless it is part of a manner of speaking
    urgent: bool  # a live cue of an urgent type, neither asked nor taken back
    bare_help: bool  # a cry for help and nothing that explains it
    joking: bool  # a cue of a prank, or words nobody knows
    calm: bool  # over, asked about, for later, a manner of speaking, a joke
    own: bool  # somebody has to be fetched, or cannot help themselves
    order: bool  # a meal is ordered: a prank, or the words of somebody who is watched


def signs_of(seen: Seen, urgency: Mapping[str, Priority], *, bare: frozenset[str]) -> Signs:
    told = any(hit.cue.grave for hit in told_plainly(seen.hits))
    insists = seen.live(CueKind.STILL) or seen.live(CueKind.EARNEST) or seen.denied(CueKind.JOKE)
    is_over = seen.live(CueKind.OVER) and not insists
    is_taken_back = is_over or seen.live(CueKind.QUESTION) or seen.live(CueKind.SCREEN)
    says_nothing = sum(word not in bare and word != PLACE for word in seen.words) <= BARE_SLIPS_MAX
    is_gibberish = seen.unknown * 2 > len(seen.words)
    is_joking = any(seen.live(kind) for kind in _JOKING)
    is_calm = is_taken_back or any(seen.live(kind) for kind in _CALM) or is_joking
    return Signs(
        grave=told and not is_taken_back,
        told=told,
        urgent=urgency_of(seen.hits, urgency) in _URGENT and not is_calm,
        bare_help=(seen.has_help or seen.live(CueKind.PLEA))
        and says_nothing
        and not is_gibberish
        and not any(seen.live(kind) for kind in _EXPLAINS),
        joking=is_joking or is_gibberish or LINK in seen.words,
        calm=is_calm,
        own=any(_is_own(hit) for hit in seen.hits if not hit.is_denied),
        order=_only_orders(seen.hits),
    )


def _only_orders(hits: Iterable[Hit]) -> bool:
    """A meal, and nothing else that is said in jest."""
    jests = {hit.cue.key for hit in hits if hit.cue.kind in _JOKING and not hit.is_denied}
    return jests == {ORDER}


def _is_own(hit: Hit) -> bool:
    return hit.cue.own or hit.cue.kind in (CueKind.OWN, CueKind.FRAIL)


def emergency_of(model_share: float, signs: Signs, *, judging: Judging) -> float:
    floor = judging.urgent_least if signs.urgent else 0.0
    if signs.grave:
        floor = max(floor, judging.grave_least)
    if signs.bare_help:
        floor = max(floor, judging.help_least)
    return max(model_share, floor)


def prank_of(model_share: float, signs: Signs, *, judging: Judging) -> float:
    """Danger and bare cries for help are never hinted as a prank, whatever words stand beside
    them; nor is anything without a cue of one."""
    if signs.told or signs.bare_help or not signs.joking:
        return min(model_share, judging.prank_most)
    return model_share


def types_of(
    hits: Iterable[Hit], shares: Mapping[str, float], *, place: Place
) -> list[tuple[IncidentTypeId, float]]:
    """Types of the place with their shares, likeliest first: each category's share is divided
    among the types its cues speak of; a category without any stands for itself."""
    points: Counter[IncidentTypeId] = Counter()
    for hit in hits:
        kind = hit.cue.type
        if kind is not None and not hit.is_denied and kind in place.incident_types:
            points[kind] += _weight(hit)
    found: list[tuple[IncidentTypeId, float]] = []
    for category, share in shares.items():
        if category == NONE:
            continue
        own = {kind: n for kind, n in points.items() if root_of(kind) == category}
        specific = {kind: n for kind, n in own.items() if kind != category} or own
        total = sum(specific.values())
        if total:
            found += [(kind, share * n / total) for kind, n in specific.items()]
        elif category in place.incident_types and category != OTHER:
            found.append((IncidentTypeId(category), share))
    return sorted(found, key=lambda guess: -guess[1])


def _weight(hit: Hit) -> int:
    """Longer phrases say more: "gudang minyak terbakar" beats "terbakar"; danger most."""
    return len(hit.phrase) ** 2 * (GRAVE_WEIGHT if hit.cue.grave else 1)


def root_of(kind: str) -> str:
    return kind.partition(".")[0]


def priority_of(
    kind: IncidentType | None, shares: Mapping[str, float], *, signs: Signs, judging: Judging
) -> Priority:
    """The type's own, raised by danger to life, lowered where nothing is urgent."""
    if shares[EMERGENCY] < judging.alarm_at:
        return max(kind.priority if kind else Priority.P4, Priority.P3)
    if signs.grave or signs.bare_help or shares[P1] >= judging.p1_at:
        return Priority.P1
    return min(kind.priority if kind else Priority.P2, Priority.P2)

"""Which units together do all that is asked, soonest and with the fewest: exact, not greedy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from siaga.desks.dispatch.advise.words import Need
from siaga.language.values import CapabilityId, FleetId, UnitId

SPARE_S = 300
"""A further unit goes only where it brings what is asked for this much sooner, all needs together.
An assumption of ours: it keeps a unit for the next call without letting anybody wait long."""

STATES_MAX = 512
"""More ways than that of filling the needs are not all remembered, only the best of them."""

NO_COST = 10**12
FINE = 64  # a tie between equally soon units is broken by whose they are


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A unit that may go. `fits`: what it can do of what is asked; `order`: 0 is ours."""

    unit_id: UnitId
    fits: frozenset[CapabilityId]
    travel_s: int
    order: int
    fleets: frozenset[FleetId] = frozenset()


@dataclass(frozen=True, slots=True)
class _Way:
    """One way of filling some of the needs; `taken` are the places of units in the list."""

    cost: int
    taken: tuple[tuple[int, tuple[int, ...]], ...]


def cover(
    needs: Sequence[Need], ready: Sequence[Ready], *, spare: Mapping[FleetId, int]
) -> tuple[dict[UnitId, tuple[CapabilityId, ...]], dict[CapabilityId, int]]:
    """What each chosen unit fills, and what stays unfilled.

    As much as can be is filled; then the sum of the waits for each need, and of SPARE_S for each
    unit, is the least there is. `spare`: so many of a fleet may be taken, of others any number.
    """
    filled: dict[UnitId, tuple[CapabilityId, ...]] = {}
    missing: dict[CapabilityId, int] = {}
    useful = sorted(
        (one for one in ready if one.fits and all(spare.get(each, 1) > 0 for each in one.fleets)),
        key=lambda one: (one.travel_s, one.order, one.unit_id),
    )
    for part, units in _parts(needs, useful, spare):
        units = _nearest(part, units, spare)
        left, best = _best(part, units, spare)
        for place, serves in best.taken:
            filled[units[place].unit_id] = tuple(part[each].capability for each in serves)
        missing |= {
            need.capability: count for need, count in zip(part, left, strict=False) if count
        }
    return filled, missing


def _parts(
    needs: Sequence[Need], units: Sequence[Ready], spare: Mapping[FleetId, int]
) -> Iterator[tuple[list[Need], list[Ready]]]:
    """Needs that share no unit and no counted fleet are filled each by itself."""
    left = list(needs)
    while left:
        wanted, fleets, grown = {left[0].capability}, set[FleetId](), True
        while grown:
            near = [one for one in units if one.fits & wanted or one.fleets & fleets]
            more = set[CapabilityId]().union(*(one.fits for one in near))
            counted = {each for one in near for each in one.fleets if each in spare}
            grown = not (more <= wanted and counted <= fleets)
            wanted |= more
            fleets |= counted
        yield (
            [need for need in left if need.capability in wanted],
            [one for one in units if one.fits & wanted],
        )
        left = [need for need in left if need.capability not in wanted]


def _nearest(
    part: Sequence[Need], units: Iterable[Ready], spare: Mapping[FleetId, int]
) -> list[Ready]:
    """Of units that are alike no more than could all be of use."""
    counts = {need.capability: need.count for need in part}
    alone = any(need.alone for need in part)
    taken: dict[tuple[frozenset[CapabilityId], frozenset[FleetId]], int] = {}
    found = []
    for one in units:
        kind = (one.fits, frozenset(one.fleets & spare.keys()))
        most = (sum if alone else max)(counts[each] for each in one.fits)
        if taken.setdefault(kind, 0) < most:
            taken[kind] += 1
            found.append(one)
    return found


def _best(
    part: Sequence[Need], units: Sequence[Ready], spare: Mapping[FleetId, int]
) -> tuple[tuple[int, ...], _Way]:
    """By what is still open, the cheapest way there; nearer units are tried first, so that whoever
    fills a need fills it as soon as that choice of units can."""
    fleets = sorted({each for one in units for each in one.fleets if each in spare})
    begun = (*(need.count for need in part), *(spare[each] for each in fleets))
    ways, full = {begun: _Way(0, ())}, NO_COST
    for place, one in enumerate(units):
        uses = [len(part) + n for n, each in enumerate(fleets) if each in one.fleets]
        for state, way in list(ways.items()):
            open_ = state[: len(part)]
            # Whoever comes after this one is no nearer: so much it will cost at least.
            least = way.cost + (sum(open_) * one.travel_s + max(open_) * SPARE_S) * FINE
            if least > full:
                if ways[state] is way:  # else a cheaper one with this very unit stands there now
                    del ways[state]
                continue
            if any(state[use] <= 0 for use in uses):
                continue
            for serves in _serves(part, one, state):
                after = list(state)
                for each in (*serves, *uses):
                    after[each] -= 1
                waits = one.travel_s * len(serves) + SPARE_S
                cost = way.cost + waits * FINE + one.order
                known = ways.get(key := tuple(after))
                if known is None or cost < known.cost:
                    ways[key] = _Way(cost, (*way.taken, (place, serves)))
                    if not any(key[: len(part)]):
                        full = min(full, cost)
        if len(ways) > STATES_MAX:
            ways = dict(sorted(ways.items(), key=lambda each: _worth(each, part))[:STATES_MAX])
    return min(ways.items(), key=lambda each: _worth(each, part))


def _worth(way: tuple[tuple[int, ...], _Way], part: Sequence[Need]) -> tuple[int, int]:
    return sum(way[0][: len(part)]), way[1].cost


def _serves(part: Sequence[Need], one: Ready, state: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """All it can do at once, or one thing that wants a unit for itself alone."""
    open_ = [n for n, need in enumerate(part) if state[n] > 0 and need.capability in one.fits]
    together = tuple(n for n in open_ if not part[n].alone)
    if together:
        yield together
    for n in open_:
        if part[n].alone:
            yield (n,)

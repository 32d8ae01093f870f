"""Which kinds of incident are told for one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from siaga.language.place import IncidentType
from siaga.language.values import IncidentTypeId

NOTHING: frozenset[IncidentTypeId] = frozenset()


def kin(types: Iterable[IncidentType]) -> Mapping[IncidentTypeId, frozenset[IncidentTypeId]]:
    """Either way round, whichever of the two the place's data says it of."""
    found: defaultdict[IncidentTypeId, set[IncidentTypeId]] = defaultdict(set)
    for kind in types:
        for other in kind.akin:
            found[kind.id].add(other)
            found[other].add(kind.id)
    return {kind: frozenset(others) for kind, others in found.items()}

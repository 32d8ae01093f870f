"""What the radar compares: one report, and the incidents that are open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median

from siaga.language.triage import Guess
from siaga.language.values import IncidentId, IncidentTypeId


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where it is: somewhere in the circle. Of a kelurahan: its centroid and radius."""

    latitude: float  # degrees, WGS 84
    longitude: float
    accuracy_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What somebody's words come down to (`words.told`); the words themselves are not kept."""

    words: frozenset[str] = frozenset()  # skeletons, so that spelling does not part them
    names: frozenset[str] = frozenset()  # those of them that name a street or a landmark
    numbers: frozenset[str] = frozenset()  # of a neighbourhood or a house: rt:12
    kinds: frozenset[str] = frozenset()  # roots of the tree of types whose words were said


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    at: datetime  # when it was said
    spot: Spot | None = None
    named: Spot | None = None  # the kelurahan its words name: a pin may lie elsewhere
    guesses: tuple[Guess, ...] = ()  # of the triage, or the one type a person chose
    told: Told = field(default_factory=Told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An open incident, with what its reporters said. Kept by the caller while it is the same."""

    incident_id: IncidentId
    incident_type: IncidentTypeId
    opened_at: datetime
    last_report_at: datetime
    spot: Spot | None = None
    told: tuple[Told, ...] = ()  # of each of its reports
    contacts: int = 1
    judged_different: bool = False  # a person said that this contact does not speak of it
    private: bool = False  # somebody's own need: of a child incident, or of a private type
    akin: frozenset[IncidentTypeId] = frozenset()  # types it is also taken for (`kin`)
    heard_at: tuple[Spot, ...] = ()  # points its reporters sent
    centre: Spot | None = field(init=False, repr=False, compare=False)
    opened_s: float = field(init=False, repr=False, compare=False)
    last_report_s: float = field(init=False, repr=False, compare=False)
    words: Mapping[str, int] = field(init=False, repr=False, compare=False)
    names: Mapping[str, int] = field(init=False, repr=False, compare=False)
    numbers: Mapping[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """How many of its reports hold each word."""
        for name in ("words", "names", "numbers"):
            counted = Counter(one for told in self.told for one in getattr(told, name))
            object.__setattr__(self, name, dict(counted))
        object.__setattr__(self, "centre", _centre(self.heard_at))
        object.__setattr__(self, "opened_s", self.opened_at.timestamp())
        object.__setattr__(self, "last_report_s", self.last_report_at.timestamp())


def _centre(spots: Sequence[Spot]) -> Spot | None:
    """Where most of them are: far-off ones do not move a median."""
    if not spots:
        return None
    return Spot(
        latitude=median(spot.latitude for spot in spots),
        longitude=median(spot.longitude for spot in spots),
        accuracy_m=median(spot.accuracy_m for spot in spots),
    )

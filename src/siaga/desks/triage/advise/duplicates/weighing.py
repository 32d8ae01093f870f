"""What speaks for a report being about an incident, each as log-odds against a new happening.

The weights were fitted on simulated evenings (`siaga.simulation.storms`, seeds 1 to 30) and
measured on others: docs/measurements, `siaga bench duplicates`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log

from siaga.desks.triage.advise.duplicates.seen import Known, Report, Told
from siaga.desks.triage.advise.duplicates.space import SPACE_MAX, of_place
from siaga.language.triage import Guess
from siaga.language.values import IncidentTypeId

# What each part counts for; they overlap, and none is as sure as it seems.
START, SPACE, TIME, KIND, NAMES, WORDS = -2.0, 0.74, 1.52, 2.4, 1.31, 1.0

PRIVATE = -2.0
"""Of one person's need few tell but that person; others who are near have another, or tell of the
incident that it is a child of."""

# -- time: how the telling of one happening dies away

SOON_S, LONG_S = 900.0, 5_400.0
LONG_SHARE, EVER = 0.12, 0.002

# -- kind: how much likelier a report of this kind is where the incident is of …

SAME, ABOVE, AKIN, SAME_ROOT, OTHER = 8.0, 4.0, 4.0, 0.5, 0.08
UNTOLD = 0.7
"""The share that no guess speaks for says nothing; but where much is guessed, it would have been
guessed too if it were so."""

SAID = -0.3
"""Log-odds, at least, where a word of the incident's kind was said, whatever else was guessed."""

NO_KIND = "other"
"""The root of what fits nowhere: a guess of it says nothing."""

SAME_AT, AKIN_AT = KIND * log(AKIN) + 0.01, 0.0
"""Points from which a kind is called the same, or akin."""

# -- words

AS_IF = 2.0
"""Reports of everyday talk that stand behind an incident of which few have spoken."""

INCIDENTS_AS_IF = 12.0
NAME_RATE, NUMBER_RATE, WORD_RATE = 0.02, 0.04, 0.06
"""Of all happenings, how many have a given name, house number or word told of them."""

AGAINST_MAX, UNSAID_MAX = -1.5, -0.8
NAMES_MIN, NAMES_MAX = -2.5, 5.0
WORDS_MIN, WORDS_MAX = -1.0, 2.0
"""A victim tells of the same fire in words of their own: what nobody else said parts few."""

# -- nothing but the kind and the hour

BARE, BARE_CROWD = -2.7, 2
"""Where neither place nor name nor word speaks for it, and hardly anybody has told of it yet."""

SHOWN_AT = -3.2
"""Log-odds below which nothing is shown; what cannot reach them is not weighed to the end."""

Count = Callable[[Known], Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Parts:
    """Weighed log-odds, each by itself."""

    space: float
    time: float
    kind: float
    names: float
    words: float
    sum: float


class Rates:
    """How usual each of a report's words is among the open incidents; counted when first asked."""

    def __init__(self, told: Told, incidents: Sequence[Known]) -> None:
        self._incidents = incidents
        self._found: dict[str, float] = {}
        self.plain = told.words - told.names

    def name(self, word: str) -> float:
        return self._rate(word, _words, NAME_RATE)

    def number(self, word: str) -> float:
        return self._rate(word, _numbers, NUMBER_RATE)

    def word(self, word: str) -> float:
        return self._rate(word, _words, WORD_RATE)

    def _rate(self, word: str, count: Count, usual: float) -> float:
        known = self._found.get(word)
        if known is None:
            shares = sum(
                count(one)[word] / len(one.told) for one in self._incidents if word in count(one)
            )
            as_if = INCIDENTS_AS_IF
            known = (shares + usual * as_if) / (len(self._incidents) + as_if)
            self._found[word] = known
        return known


def _words(known: Known) -> Mapping[str, int]:
    return known.words


def _numbers(known: Known) -> Mapping[str, int]:
    return known.numbers


class Scale:
    """Weighs one report against incidents, the cheap parts first."""

    def __init__(self, report: Report, incidents: Sequence[Known]) -> None:
        self._report, self._usual = report, Rates(report.told, incidents)
        self._at_s = report.at.timestamp()
        self._kinds: dict[tuple[IncidentTypeId, frozenset[IncidentTypeId]], float] = {}

    def weigh(self, known: Known) -> Parts | None:
        """None where it cannot be shown, whatever else is looked at."""
        told = self._report.told
        says_alike = bool(known.told) and not known.words.keys().isdisjoint(told.words)
        least = SHOWN_AT - START
        least -= NAMES * NAMES_MAX + WORDS * WORDS_MAX if says_alike or told.numbers else 0.0
        time, kind = TIME * self._time(known), KIND * self._kind(known)
        if time + kind + SPACE * SPACE_MAX < least:
            return None
        space = SPACE * of_place(self._report, known)
        if time + kind + space < least:
            return None
        names = NAMES * _of_names(told, known, self._usual)
        words = WORDS * _of_words(known, self._usual)
        total = START + space + time + kind + names + words
        total += PRIVATE if known.private else 0.0
        if space == 0.0 and names <= 0.0 and words <= 0.0 and known.contacts <= BARE_CROWD:
            total += BARE
        return Parts(space, time, kind, names=names, words=words, sum=total)

    def _time(self, known: Known) -> float:
        """0 while others still tell of it; below as time passes since, or before it was known."""
        gap_s = max(known.opened_s - self._at_s, self._at_s - known.last_report_s, 0.0)
        return log(exp(-gap_s / SOON_S) + LONG_SHARE * exp(-gap_s / LONG_S) + EVER)

    def _kind(self, known: Known) -> float:
        key = (known.incident_type, known.akin)
        found = self._kinds.get(key)
        if found is None:
            found = _of_kind(self._report.guesses, known)
            if known.incident_type.partition(".")[0] in self._report.told.kinds:
                found = max(SAID, found)
            self._kinds[key] = found
        return found


def _of_kind(guesses: Sequence[Guess], known: Known) -> float:
    told = [one for one in guesses if not one.incident_type.startswith(NO_KIND)]
    total = sum(guess.share_pm for guess in told)
    if not total:
        return 0.0
    share = min(1000, total) / 1000.0
    fits = sum(guess.share_pm * _fits(guess.incident_type, known) for guess in told) / total
    return log(share * fits + (1.0 - share) * (1.0 - UNTOLD * share))


def _fits(guessed: IncidentTypeId, known: Known) -> float:
    kind = known.incident_type
    if guessed == kind and "." in kind:
        return SAME
    if guessed == kind or kind.startswith(f"{guessed}.") or guessed.startswith(f"{kind}."):
        return ABOVE
    if guessed in known.akin:
        return AKIN
    return SAME_ROOT if guessed.partition(".")[0] == kind.partition(".")[0] else OTHER


def _of_names(told: Told, known: Known, usual: Rates) -> float:
    """Of streets and landmarks, and of neighbourhood and house numbers."""
    if not known.told:
        return 0.0
    points = sum(_told(known, known.words.get(one, 0), usual.name(one)) for one in told.names)
    for one in told.numbers:
        kind = one.partition(":")[0]
        if any(other.startswith(kind) for other in known.numbers):
            points += _told(known, known.numbers.get(one, 0), usual.number(one))
    return max(NAMES_MIN, min(NAMES_MAX, points))


def _of_words(known: Known, usual: Rates) -> float:
    if not known.told:
        return 0.0
    points = sum(
        max(UNSAID_MAX, _told(known, known.words.get(one, 0), usual.word(one)))
        for one in usual.plain
    )
    return max(WORDS_MIN, min(WORDS_MAX, points))


def _told(known: Known, count: int, rate: float) -> float:
    """How much likelier the word is where this is spoken of than anywhere."""
    here = (count + AS_IF * rate) / (len(known.told) + AS_IF)
    return max(AGAINST_MAX, log(here / rate))

"""What a message seems to say: the kind of incident, how urgent, where, and why it seems so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from siaga.desks.triage.advise.counts import injured_in
from siaga.desks.triage.advise.cues import CueFinder
from siaga.desks.triage.advise.features import PLACE, Seen, features_of
from siaga.desks.triage.advise.judging import (
    EMERGENCY,
    NONE,
    OTHER,
    PRANK,
    Signs,
    emergency_of,
    prank_of,
    priority_of,
    root_of,
    signs_of,
    types_of,
)
from siaga.desks.triage.advise.model import Model, share
from siaga.desks.triage.advise.places import PlaceFinder, Spot, areas_of, written
from siaga.desks.triage.advise.reasons import reasons_of
from siaga.desks.triage.advise.repair import Speller
from siaga.desks.triage.advise.words import Token, cleaned, tokens_of
from siaga.language.place import Place
from siaga.language.triage import Guess, Reason
from siaga.language.triage_rules import CueKind, TriageRules
from siaga.language.values import AreaCode, IncidentTypeId, Priority

__all__ = ["NONE", "Reader", "Reading"]

CATEGORY = "category."
GUESSES_MAX = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One message as it was understood. Shares lie in 0 to 1."""

    category: str  # a root of the tree of incident types, or NONE
    categories: tuple[tuple[str, float], ...]  # likeliest first; independent, not summing to 1
    guesses: tuple[Guess, ...]  # likeliest first; empty when no type can be told
    incident_type: IncidentTypeId | None  # the one to accept; None: it cannot be told
    priority: Priority
    emergency: float
    prank: float  # orders and hints, nothing else
    injured: int | None
    own_victim: bool  # somebody trapped, on a roof, pregnant, old, a child: ask
    areas: tuple[AreaCode, ...]  # kelurahan named in the text
    places: tuple[str, ...]  # as written
    reasons: tuple[Reason, ...]  # weightiest first


@dataclass(frozen=True, slots=True)
class _Parsed:
    """A message taken apart."""

    text: str
    tokens: list[Token]
    spots: list[Spot]
    seen: Seen


class Reader:
    """Reads messages of one place. Built once; safe to share, it keeps nothing of what it read."""

    def __init__(self, rules: TriageRules, place: Place) -> None:
        self.version = rules.version
        self._rules, self._place = rules, place
        self._urgency: dict[str, Priority] = {
            kind.id: kind.priority for kind in place.incident_types.values()
        }
        self._model = Model(rules.weights)
        helps = [cue for cue in rules.cues if cue.kind is CueKind.HELP]
        self._help = frozenset(word for cue in helps for phrase in cue.phrases for word in phrase)
        others = [cue for cue in rules.cues if cue.kind is not CueKind.HELP]
        self._cues = CueFinder(others, rules.combinations)
        self._speller = Speller(rules.spelling, vocabulary_of(rules))
        where = rules.where
        self._glued = frozenset().union(where.roads, where.near, where.sites, where.wards)
        self._places = PlaceFinder(rules.where, place)

    def read(self, text: str) -> Reading:
        """Any text of any length gives a reading; nothing raises."""
        parsed = self._parse(text)
        seen = parsed.seen
        features = features_of(seen, self._urgency)
        logits = self._model.logits(features)
        if seen.has_help:
            calm = logits[EMERGENCY]
            features = features_of(seen, self._urgency, with_help=True)
            logits = self._model.logits(features)
            logits[EMERGENCY] = max(calm, logits[EMERGENCY])  # help never lowers
        return self._judged(parsed, features, logits)

    def features(
        self, text: str, *, knows: Callable[[str], bool] = lambda key: True
    ) -> dict[str, str]:
        """What the weights see of a text, for training; by the cues that `knows` keeps."""
        seen = self._parse(text).seen
        hits = tuple(hit for hit in seen.hits if knows(hit.cue.key))
        return features_of(replace(seen, hits=hits), self._urgency, with_help=seen.has_help)

    def _parse(self, text: str) -> _Parsed:
        clean = cleaned(text, characters_max=self._rules.judging.characters_max)
        tokens = tokens_of(clean, self._speller, glued=self._glued)
        spots = self._places.spots(tokens)
        words, unknown, has_help = self._content(tokens, spots)
        hits = tuple(self._cues.hits(words))
        return _Parsed(clean, tokens, spots, Seen(words, unknown, hits, has_help))

    def _content(
        self, tokens: Sequence[Token], spots: Iterable[Spot]
    ) -> tuple[tuple[str, ...], int, bool]:
        """(words, each place one of them and cries for help left out; unknown ones; any cry)."""
        inside = {index: spot for spot in spots for index in range(spot.start, spot.end)}
        words: list[str] = []
        unknown, has_help = 0, False
        for index, token in enumerate(tokens):
            spot = inside.get(index)
            if spot is not None:
                if index == spot.start:
                    words.append(PLACE)
                continue
            unknown += not token.is_known
            for word in token.words:
                if word in self._help:
                    has_help = True
                else:
                    words.append(word)
        return tuple(words), unknown, has_help

    def _judged(
        self, parsed: _Parsed, features: Mapping[str, str], logits: Mapping[str, float]
    ) -> Reading:
        rules, seen = self._rules, parsed.seen
        signs = signs_of(seen, self._urgency, bare=rules.judging.bare)
        shares = {name: share(logit) for name, logit in logits.items()}
        shares[EMERGENCY] = emergency_of(shares[EMERGENCY], signs, judging=rules.judging)
        shares[PRANK] = prank_of(shares[PRANK], signs, judging=rules.judging)
        ranked = self._ranked(shares, signs)
        category = ranked[0][0]
        guesses = self._guesses(parsed, dict(ranked))
        kind = self._proposed(category, guesses, ranked[0][1])
        known = None if kind is None else self._place.incident_types[kind]
        return Reading(
            category=category,
            categories=tuple((name, round(p, 4)) for name, p in ranked),
            guesses=tuple(
                Guess(incident_type=kind, share_pm=round(1000 * p)) for kind, p in guesses
            ),
            incident_type=kind,
            priority=priority_of(known, shares, signs=signs, judging=rules.judging),
            emergency=round(shares[EMERGENCY], 4),
            prank=round(shares[PRANK], 4),
            injured=injured_in(seen.words, seen.hits, numbers=rules.numbers),
            own_victim=signs.own and shares[EMERGENCY] >= rules.judging.alarm_at,
            areas=areas_of(parsed.spots),
            places=written(parsed.text, parsed.tokens, spots=parsed.spots),
            reasons=self._reasons(category, features, signs, shares[PRANK]),
        )

    def _ranked(self, shares: Mapping[str, float], signs: Signs) -> list[tuple[str, float]]:
        found = [
            (name.removeprefix(CATEGORY), p)
            for name, p in shares.items()
            if name.startswith(CATEGORY)
        ]
        found.sort(key=lambda one: -one[1])
        first = found[0][0]
        if signs.bare_help and first == NONE:
            first = OTHER
        elif self._is_nothing(signs, shares):
            first = NONE
        elif signs.grave and first == NONE:  # danger is told by somebody: not nothing
            first = found[1][0]
        least = self._rules.judging.cause_least
        for order in self._rules.orders:
            if first in order.then and dict(found)[order.first] >= least:
                first = order.first
        highest = found[0][1]
        found = [(name, highest if name == first else p) for name, p in found]
        return sorted(found, key=lambda one: (-one[1], one[0] != first))

    def _is_nothing(self, signs: Signs, shares: Mapping[str, float]) -> bool:
        """What was over, asked or wanted for later is no incident sooner than another."""
        judging = self._rules.judging
        return (
            signs.calm
            and shares[EMERGENCY] < judging.calm_most
            and shares[f"{CATEGORY}{NONE}"] >= judging.none_least
        )

    def _guesses(
        self, parsed: _Parsed, categories: Mapping[str, float]
    ) -> list[tuple[IncidentTypeId, float]]:
        least = self._rules.judging.guess_least
        ranked = types_of(parsed.seen.hits, categories, place=self._place)
        return [guess for guess in ranked if guess[1] >= least][:GUESSES_MAX]

    def _proposed(
        self, category: str, guesses: Sequence[tuple[IncidentTypeId, float]], share: float
    ) -> IncidentTypeId | None:
        """The likeliest type of the likeliest category, if it is likely enough among its own."""
        for kind, p in guesses:
            if root_of(kind) == category:
                return kind if p >= self._rules.judging.type_least * share else None
        return None

    def _reasons(
        self, category: str, features: Mapping[str, str], signs: Signs, prank: float
    ) -> tuple[Reason, ...]:
        outputs = {"category": f"{CATEGORY}{category}", EMERGENCY: EMERGENCY}
        if prank > self._rules.judging.prank_most:  # why it is no prank, nobody asks
            outputs[PRANK] = PRANK
        added = {head: self._model.added(features, output) for head, output in outputs.items()}
        return reasons_of(signs, added, features=features)


def vocabulary_of(rules: TriageRules) -> Iterator[str]:
    for cue in rules.cues:
        for phrase in cue.phrases:
            yield from phrase
    yield from rules.weights.known
    yield from rules.numbers.words
    yield from rules.judging.bare
    for words in (rules.where.roads, rules.where.near, rules.where.sites, rules.where.blocks):
        yield from words

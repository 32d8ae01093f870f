"""Which cues stand in a message, and which of them are meant as their opposite."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from siaga.language.triage_rules import BEGIN, END, GAP, Combination, Cue, CueKind

GAP_WORDS_MAX = 3
_ALWAYS_KEPT = (
    CueKind.HURT,
    CueKind.OWN,
    CueKind.FRAIL,
    CueKind.PERSON,
    CueKind.PEOPLE,
    CueKind.STILL,
)
REACH = 3
"""How many words before a cue a negation may stand: "tidak ada lagi api"."""


@dataclass(frozen=True, slots=True)
class Hit:
    cue: Cue
    start: int  # index of the first word
    end: int  # after the last
    phrase: tuple[str, ...]
    is_denied: bool = False


@dataclass(slots=True)
class _Node:
    next: dict[str, _Node] = field(default_factory=dict)
    ends: list[tuple[Cue, tuple[str, ...]]] = field(default_factory=list)


def told_plainly(hits: Sequence[Hit]) -> list[Hit]:
    """Live incidents that are no part of a manner of speaking ("hati terasa terbakar"), nor only
    the word it takes up ("kebakaran! kebakaran jenggot")."""
    figures = [hit for hit in hits if hit.cue.kind is CueKind.FIGURE]
    taken = {word for figure in figures for word in figure.phrase}
    return [
        hit
        for hit in hits
        if hit.cue.kind is CueKind.INCIDENT
        and not hit.is_denied
        and not taken.issuperset(hit.phrase)
        and not any(one.start <= hit.start and hit.end <= one.end for one in figures)
    ]


class CueFinder:
    """All cues as one tree of words; built once."""

    def __init__(self, cues: Iterable[Cue], combinations: Sequence[Combination]) -> None:
        self._root = _Node()
        self._by_key: dict[str, Cue] = {}
        self._combinations = combinations
        for cue in cues:
            self._by_key[cue.key] = cue
            for phrase in cue.phrases:
                node = self._root
                for word in phrase:
                    node = node.next.setdefault(word, _Node())
                node.ends.append((cue, phrase))

    def hits(self, words: Sequence[str]) -> list[Hit]:
        """In order of their beginning, the longest of each kind of meaning; denied ones marked."""
        row = (BEGIN, *words, END)
        found: list[Hit] = []
        for start in range(len(row)):
            if row[start] in self._root.next:
                self._follow(self._root, row, start, start, found)
        found = [replace(hit, start=hit.start - 1, end=hit.end - 1) for hit in found]
        return self._combined(_with_denials(_longest(found), words))

    def _follow(
        self, node: _Node, words: Sequence[str], start: int, at: int, found: list[Hit]
    ) -> None:
        for cue, phrase in node.ends:
            found.append(Hit(cue, start, at, phrase))
        if at < len(words) and (after := node.next.get(words[at])) is not None:
            self._follow(after, words, start, at + 1, found)
        gap = node.next.get(GAP)
        if gap is None:
            return
        for skipped in range(min(GAP_WORDS_MAX, len(words) - at) + 1):
            if at + skipped < len(words):
                after = gap.next.get(words[at + skipped])
                if after is not None:
                    self._follow(after, words, start, at + skipped + 1, found)

    def _combined(self, hits: list[Hit]) -> list[Hit]:
        live = {hit.cue.key for hit in hits if not hit.is_denied}
        dropped: set[str] = set()
        for combination in self._combinations:
            if not live.issuperset(combination.all):
                continue
            dropped.update(combination.drops)
            if combination.gives is not None and combination.gives not in live:
                live.add(combination.gives)
                last = max(hit.end for hit in hits if hit.cue.key in combination.all)
                hits.append(Hit(self._by_key[combination.gives], last, last, combination.all))
        return [hit for hit in hits if hit.cue.key not in dropped]


def _longest(found: list[Hit]) -> list[Hit]:
    """Without hits that lie inside a longer one: "api" inside "kapal api"."""
    kept: list[Hit] = []
    open_ones: list[Hit] = []  # those that may still hold a later one
    seen: set[tuple[str, int]] = set()
    for hit in sorted(found, key=lambda hit: (hit.start, -hit.end)):
        open_ones = [one for one in open_ones if one.end > hit.start]
        is_inside = hit.cue.kind not in _ALWAYS_KEPT and any(
            hit.end <= one.end and one.end - one.start > hit.end - hit.start for one in open_ones
        )
        if is_inside or (hit.cue.key, hit.start) in seen:
            continue
        seen.add((hit.cue.key, hit.start))
        kept.append(hit)
        if GAP not in hit.phrase:
            open_ones.append(hit)
    return kept


def _with_denials(hits: list[Hit], words: Sequence[str]) -> list[Hit]:
    deniers = {hit.end: hit for hit in hits if hit.cue.kind is CueKind.NEGATION}
    if not deniers:
        return hits
    incidents = [hit for hit in hits if hit.cue.kind is CueKind.INCIDENT]
    return [
        replace(hit, is_denied=_is_denied(hit, deniers, words, incidents))
        if hit.cue.kind is not CueKind.NEGATION
        else hit
        for hit in hits
    ]


def _is_denied(
    hit: Hit, deniers: Mapping[int, Hit], words: Sequence[str], incidents: Sequence[Hit]
) -> bool:
    """By a negation shortly before it, or in the gap of its phrase right before what it needs:
    "tabrakan … tidak ada luka". A negation denies the first incident after it, not the second."""
    for end in range(hit.start - REACH + 1, hit.start + 1):
        if end in deniers and "?" not in words[end : hit.start]:
            between = any(end <= one.start and one.end <= hit.start for one in incidents)
            if not between:
                return True
    if GAP not in hit.phrase:
        return False
    return any(
        end in deniers
        and deniers[end].start > hit.start
        and not set(deniers[end].phrase) & set(hit.phrase)
        for end in range(hit.end - REACH, hit.end)
    )

"""What the weights see of a message: names of features, each present or not.

The cry for help is taken out of the row of words before anything else is looked at, so that one
more of them changes nothing but its own feature (see `Reader`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from siaga.desks.triage.advise.cues import Hit, told_plainly
from siaga.desks.triage.advise.words import LINK, PHONE, QUESTION_MARK
from siaga.language.triage_rules import CueKind
from siaga.language.values import Priority

PLACE, NUMBER = "<place>", "<number>"
HELP = "k:help"
UNNAMED = Priority.P2
"""Of something that happened and has no type."""

_LENGTHS = ((0, "0"), (1, "1"), (2, "2"), (4, "4"), (8, "8"), (16, "16"), (40, "40"))
_CROSSED = (
    CueKind.OVER,
    CueKind.QUESTION,
    CueKind.ASK,
    CueKind.STILL,
    CueKind.LATER,
    CueKind.FIGURE,
    CueKind.SCREEN,
    CueKind.JOKE,
    CueKind.PLAY,
    CueKind.RUDE,
    CueKind.EARNEST,
    CueKind.OWN,
    CueKind.FRAIL,
    CueKind.PERSON,
    CueKind.PEOPLE,
    CueKind.HURT,
)
"""Kinds whose meaning depends on whether an incident stands beside them."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as the features see it: words without cries for help, and the cues in them."""

    words: tuple[str, ...]
    unknown: int  # how many of the words nobody knows
    hits: tuple[Hit, ...]
    has_help: bool

    def live(self, kind: CueKind) -> bool:
        return any(hit.cue.kind is kind and not hit.is_denied for hit in self.hits)

    def denied(self, kind: CueKind) -> bool:
        return any(hit.cue.kind is kind and hit.is_denied for hit in self.hits)


def features_of(
    seen: Seen, urgency: Mapping[str, Priority], *, with_help: bool = False
) -> dict[str, str]:
    """Feature → the word of the lexicon it stands for, for reasons.

    `urgency` is each incident type's own priority, in the place.
    """
    found: dict[str, str] = {}
    kinds: set[str] = set()
    aside = bool(told_plainly(seen.hits))
    for hit in seen.hits:
        mark = "-" if hit.is_denied else "+"
        if aside and hit.cue.kind is CueKind.FIGURE:
            mark = "~"  # a manner of speaking, but not of what is told
        found[f"c{mark}{hit.cue.key}"] = " ".join(hit.phrase)
        kinds.add(f"{hit.cue.kind.value}{mark}")
        if hit.cue.grave and not hit.is_denied:
            kinds.add("grave+")
    for kind in kinds:
        found[f"k:{kind}"] = ""
    base = urgency_of(seen.hits, urgency)
    _cross(kinds, base, found)
    if PLACE in seen.words:
        found[f"x:{base}&place"] = ""
    if with_help:
        found[HELP] = found[f"x:{base}&help"] = ""
    found.update(dict.fromkeys(_roots(seen.hits), ""))
    for word in _word_features(seen.words):
        found[word] = word.partition(":")[2]
    found.update(dict.fromkeys(_shape(seen), ""))
    return found


def urgency_of(hits: Sequence[Hit], urgency: Mapping[str, Priority]) -> str:
    """The most urgent of what is told: "grave", a priority, or "nothing"."""
    live = told_plainly(hits)
    if any(hit.cue.grave for hit in live):
        return "grave"
    types = {hit.cue.type for hit in live if hit.cue.type is not None}
    specific = {kind.partition(".")[0] for kind in types if "." in kind}
    told = [
        urgency.get(kind, Priority.P3)
        for kind in types
        if kind not in specific  # "ambulan" says less than "kontrol"
    ]
    if any(hit.cue.type is None for hit in live):
        told.append(UNNAMED)
    return min(told) if told else "nothing"


def _roots(hits: Sequence[Hit]) -> Iterator[str]:
    """Categories the cues speak of, and the one they speak of most."""
    said: Counter[str] = Counter()
    for hit in hits:
        if hit.cue.type is not None:
            root = hit.cue.type.partition(".")[0]
            if hit.is_denied:
                yield f"r-{root}"
            else:
                said[root] += len(hit.phrase) ** 2
    for root in said:
        yield f"r+{root}"
    if said:
        (root, most), *others = said.most_common(2)
        yield f"r:most {root}" if not others or others[0][1] < most else "r:equal"


def _cross(kinds: set[str], base: str, found: dict[str, str]) -> None:
    found[f"x:{base}"] = ""
    for kind in _CROSSED:
        for mark in "+-~":
            if f"{kind.value}{mark}" in kinds:
                found[f"x:{base}&{kind.value}{mark}"] = ""
    if "incident-" in kinds:
        found[f"x:{base}&incident-"] = ""


def _word_features(words: Sequence[str]) -> Iterator[str]:
    before = "^"
    for word in words:
        shown = NUMBER if word.isdecimal() else word
        yield f"w:{shown}"
        yield f"b:{before} {shown}"
        before = shown
    if words:
        yield f"b:{before} $"


def _shape(seen: Seen) -> Iterator[str]:
    content = [word for word in seen.words if word not in (PLACE, QUESTION_MARK)]
    if content or not seen.has_help:
        yield f"s:length{max(name for end, name in _at_least(len(content)))}"
    if seen.unknown * 2 > len(content) > 0:
        yield "s:unknown"
    if QUESTION_MARK in seen.words:
        yield "s:question"
    if LINK in seen.words or PHONE in seen.words:
        yield "s:link"
    if PLACE in seen.words:
        yield "s:place"
    if not content and not seen.hits and not seen.has_help:
        yield "s:nothing"


def _at_least(count: int) -> list[tuple[int, str]]:
    return [(end, f"{end:02}") for end, _ in _LENGTHS if count >= end]

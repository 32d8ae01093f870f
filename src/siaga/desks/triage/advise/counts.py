"""How many people are hurt or ill, as far as a message says so."""

from __future__ import annotations

from collections.abc import Sequence

from siaga.desks.triage.advise.cues import Hit
from siaga.language.triage_rules import CueKind, Numbers

MOST = 999  # a larger number is no count of people
NEAR = 3  # words between a number and whom it counts

NOBODY_HURT = "nobody_hurt"
"""Key of the cue that says that nobody is."""

_COUNTED = (CueKind.PEOPLE, CueKind.PERSON, CueKind.HURT, CueKind.OWN)


def injured_in(words: Sequence[str], hits: Sequence[Hit], *, numbers: Numbers) -> int | None:
    """None: it is not said. `words` without what belongs to addresses."""
    live = [hit for hit in hits if not hit.is_denied]
    if any(hit.cue.key == NOBODY_HURT for hit in live):
        return 0
    if not any(hit.cue.kind is CueKind.HURT or _is_ailment(hit) for hit in live):
        return None
    counted = _counted(words, live, numbers)
    if counted is not None:
        return counted
    return None if any(hit.cue.kind is CueKind.PEOPLE for hit in live) else 1


def _is_ailment(hit: Hit) -> bool:
    """The cue itself tells of somebody who is ill."""
    return hit.cue.type is not None and hit.cue.type.startswith("medical.")


def _counted(words: Sequence[str], live: Sequence[Hit], numbers: Numbers) -> int | None:
    """The number that stands nearest to people or to harm."""
    about = [hit for hit in live if hit.cue.kind in _COUNTED]
    best: tuple[int, int] | None = None
    for index in range(len(words)):
        number = _number(words, index, numbers)
        if number is None:
            continue
        for hit in about:
            distance = min(abs(hit.start - index), abs(hit.end - 1 - index))
            if distance <= NEAR and (best is None or distance < best[0]):
                best = (distance, number)
    return None if best is None else best[1]


def _number(words: Sequence[str], index: int, numbers: Numbers) -> int | None:
    """The number at `index`, if it may count people."""
    word = words[index]
    number = int(word) if word.isdecimal() and len(word) < 5 else numbers.words.get(word, 0)
    is_measure = index + 1 < len(words) and words[index + 1] in numbers.units
    is_name = index > 0 and words[index - 1] in numbers.marks
    is_other = is_measure or is_name or word in numbers.never
    return number if 0 < number <= MOST and not is_other else None

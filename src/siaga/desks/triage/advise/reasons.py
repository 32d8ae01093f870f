"""Why a message was read as it was: the words that counted, by how much, for or against.

Keys: `rule.danger`, `rule.help`, `rule.own_victim`, `rule.order` for rules; then one of
`category`, `emergency`, `prank`, a dot, and `c+…` for a cue, `c-…` for one that is denied, `w` and
`b` for words, `form` for all that has no word of its own (length, what stands beside what), summed.
"""

from __future__ import annotations

from collections.abc import Mapping

from siaga.desks.triage.advise.judging import Signs
from siaga.language.triage import REASONS_MAX, Reason

POINTS = 100  # log-odds are told in hundredths
POINTS_LEAST = 30  # smaller reasons are none
FORM = "form"

_WORDED = ("c+", "c-", "w", "b")


def reasons_of(
    signs: Signs, added: Mapping[str, Mapping[str, float]], *, features: Mapping[str, str]
) -> tuple[Reason, ...]:
    """Rules first, then words, the weightiest first.

    `added`: category, emergency or prank → feature → log-odds. `features`: the word of the
    lexicon that each stands for.
    """
    found: list[Reason] = []
    for output, weights in added.items():
        form = 0.0
        for name, points in weights.items():
            head = name.partition(":")[0]
            if head.startswith(_WORDED) and "<" not in features[name]:
                found.append(_reason(f"{output}.{head}", features[name], points))
            else:
                form += points
        found.append(_reason(f"{output}.{FORM}", "", form))
    told = [reason for reason in found if abs(reason.points) >= POINTS_LEAST]
    told.sort(key=lambda reason: (not reason.word, -abs(reason.points), reason.key))
    return (*_rules(signs), *told)[:REASONS_MAX]


def _reason(key: str, word: str, points: float) -> Reason:
    return Reason(key=key, word=word, points=round(points * POINTS))


def _rules(signs: Signs) -> list[Reason]:
    held = {
        "rule.danger": signs.grave,
        "rule.help": signs.bare_help,
        "rule.own_victim": signs.own,
        "rule.order": signs.order,
    }
    return [Reason(key=key) for key, holds in held.items() if holds]

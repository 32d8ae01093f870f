"""Could the missing and the found one be the same person? Pure: reasons and a chance, no join."""

from siaga.desks.persons.advise.look import Look, words_of
from siaga.desks.persons.advise.weighing import (
    PRESENT,
    RULE,
    SHOWN_FROM,
    VERY_LIKELY_FROM,
    may_be_named,
    rank,
    weigh,
)

__all__ = [
    "PRESENT",
    "RULE",
    "SHOWN_FROM",
    "VERY_LIKELY_FROM",
    "Look",
    "may_be_named",
    "rank",
    "weigh",
    "words_of",
]

"""Could the missing and the found one be the same person? Pure: reasons and a score, no join."""

from siaga.desks.persons.advise.look import Look, words_of
from siaga.desks.persons.advise.weighing import (
    RULE,
    SHOWN_FROM,
    SHOWN_MAX,
    STRONG_FROM,
    rank,
    weigh,
)

__all__ = ["RULE", "SHOWN_FROM", "SHOWN_MAX", "STRONG_FROM", "Look", "rank", "weigh", "words_of"]

"""Marks that stay for life, and names: what outweighs everything a stranger may have mistaken."""

from __future__ import annotations

from difflib import SequenceMatcher

_KINDS = frozenset(
    ["luka", "lahir", "tato", "palsu", "buntung", "jahit", "operasi", "sumbing", "bakar"]
)
"""Scar, birthmark, tattoo, prosthesis, lost limb, seam, burn: they do not change in a day."""
_PLACES = frozenset(
    [
        "dahi",
        "pipi",
        "dagu",
        "leher",
        "bahu",
        "lengan",
        "tangan",
        "jari",
        "telunjuk",
        "jempol",
        "punggung",
        "dada",
        "perut",
        "paha",
        "lutut",
        "betis",
        "kaki",
        "mata",
        "telinga",
        "hidung",
        "bibir",
        "kepala",
        "pelipis",
        "alis",
        "muka",
        "gigi",
    ]
)
_TITLES = frozenset(
    [
        "bapak",
        "ibu",
        "pak",
        "bu",
        "nenek",
        "kakek",
        "nek",
        "kek",
        "datuk",
        "nyai",
        "mak",
        "haji",
        "hajah",
        "bin",
        "binti",
    ]
)
_FREQUENT = frozenset(
    [
        "ahmad",
        "muhammad",
        "muhamad",
        "mohammad",
        "siti",
        "sri",
        "nur",
        "abdul",
        "dewi",
        "ade",
        "andi",
        "dedi",
        "eka",
    ]
)
"""So many bear them that they alone name nobody."""


def compare_marks(one: frozenset[str], other: frozenset[str]) -> tuple[str, int]:
    """→ level and how many words are shared; no level when one tells no marks."""
    if not one or not other:
        return "", 0
    shared = one & other
    kinds = shared & _KINDS
    if kinds and (shared & _PLACES or not (one & _PLACES and other & _PLACES)):
        return "marks.strong", len(shared)
    if kinds:
        return "marks.elsewhere", len(shared)
    return ("marks.none", "marks.1", "marks.2")[min(2, len(shared))], len(shared)


def compare_names(one: str, other: str) -> str:
    """→ level, "" when one is not told or nothing can be said."""
    ours, theirs = _parts(one), _parts(other)
    if not ours or not theirs:
        return ""
    few, many = sorted((ours, theirs), key=len)
    alike = [part for part in few if any(_is_like(part, each) for each in many)]
    if len(alike) == len(few):
        return "name.same" if set(alike) - _FREQUENT else "name.part"
    return "name.part" if set(alike) - _FREQUENT else "name.other"


def _parts(name: str) -> list[str]:
    words = "".join(one if one.isalpha() else " " for one in name.lower()).split()
    return [one for one in words if one not in _TITLES and len(one) > 1]


def _is_like(one: str, other: str) -> bool:
    return one == other or SequenceMatcher(None, one, other).ratio() >= 0.8

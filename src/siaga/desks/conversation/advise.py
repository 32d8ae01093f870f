"""What language somebody writes, told from the small words that only that language has."""

from __future__ import annotations

import re
from collections.abc import Iterable

from siaga.language.values import Language

ENOUGH = 2
"""So many different words of a language, and twice as many as of any other, or it is not told."""

_INDONESIAN = """
ada adalah akan anak anda apa atau bagaimana banyak bapak belum berapa bisa bukan dalam dan dari
dengan depan di dimana gak gimana ibu ini itu jalan jangan juga kalau kami ke kenapa kita korban
mana masih mohon nggak orang pak pakai rumah saja saya sebelah sedang sekarang selamat siapa sudah
tadi tapi telah terima kasih tetapi tidak tolong udah untuk yang
"""
_ENGLISH = """
accident am an and are arrived at been bleeding burning by can cannot come coming crashed do does
fire for from good has have he hello help her here his hospital house how hurt injured is it me
morning my near need not of on our outside people please quickly road send she somebody someone
street thank thanks that the there they this to trapped was we what when where which who why with
you your
"""
INDONESIAN, ENGLISH = frozenset(_INDONESIAN.split()), frozenset(_ENGLISH.split())

_WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str, *, local_markers: Iterable[str] = ()) -> Language | None:
    """None: too short or too mixed to say. A place's own tongue shares most Indonesian words."""
    words = set(_WORD.findall(text.casefold()))
    local = len(words & frozenset(local_markers))
    english, indonesian = len(words & ENGLISH), len(words & INDONESIAN) + local
    if english >= ENOUGH and english >= 2 * indonesian:
        return Language.ENGLISH
    if indonesian < ENOUGH or indonesian < 2 * english:
        return None
    return Language.LOCAL if local >= ENOUGH else Language.INDONESIAN

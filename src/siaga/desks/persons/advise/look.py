"""What a person looks like, where and when, with the words of marks and condition opened."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from siaga.language.persons import AgeBand, Build, Clothing, Company, Sex
from siaga.language.values import PersonId

WORD = re.compile(r"[a-z]{3,}")
_EMPTY = """
ada adalah agak akan atau baju bekas belum buah cuma dan dari dengan dia ini itu jadi juga kalau
karena kata katanya kecil lagi masih memakai mirip nya orang pada pakai punya sama sangat satu
sedang seperti sering sudah tampak tapi tidak untuk warna yang kayak ado dak iyo nian bae samo dio
awak
"""
EMPTY = frozenset(_EMPTY.split())
"""Words that tell nobody from anybody."""

ALIKE = {
    "pikun": "lupa",
    "demensia": "lupa",
    "pelupa": "lupa",
    "linglung": "lupa",
    "bingung": "lupa",
    "nyasar": "lupa",
    "odgj": "jiwa",
    "gila": "jiwa",
    "gilo": "jiwa",
    "depresi": "jiwa",
    "skizofrenia": "jiwa",
    "bisu": "bicara",
    "ngomong": "bicara",
    "tongkat": "jalan",
    "pincang": "jalan",
    "kursi": "jalan",
    "roda": "jalan",
    "lumpuh": "jalan",
    "jidat": "dahi",
    "kening": "dahi",
    "codet": "luka",
    "parut": "luka",
    "goresan": "luka",
    "jahitan": "jahit",
    "dijahit": "jahit",
    "lukanya": "luka",
    "tompel": "lahir",
    "lalat": "lahir",
    "bertato": "tato",
    "tatonya": "tato",
    "protesa": "palsu",
    "putus": "buntung",
    "amputasi": "buntung",
    "lengannya": "lengan",
    "jarinya": "jari",
    "dagunya": "dagu",
    "pipinya": "pipi",
    "lehernya": "leher",
    "kuping": "telinga",
    "mukanya": "muka",
    "giginya": "gigi",
    "kerudung": "jilbab",
    "hijab": "jilbab",
    "beruban": "putih",
    "uban": "putih",
    "ompong": "gigi",
    "muko": "muka",
    "wajah": "muka",
    "tangannya": "tangan",
    "kakinya": "kaki",
}
"""Words people use for one and the same, Indonesian and the Malay spoken on the river."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """`spot`: latitude and longitude; `spread_m`: how far the truth may lie from it."""

    person_id: PersonId
    seen_at: datetime
    sex: Sex = Sex.UNKNOWN
    age_band: AgeBand = AgeBand.UNKNOWN
    age_years: int | None = None
    build: Build | None = None
    clothes: tuple[Clothing, ...] = ()
    spot: tuple[float, float] | None = None
    spread_m: int = 0
    name: str = ""
    clothes_words: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()
    condition: frozenset[str] = frozenset()
    company: Company | None = None


def words_of(text: str | None) -> frozenset[str]:
    found = (WORD.findall(text.lower()) if text else ()) or ()
    return frozenset(ALIKE.get(word, word) for word in found if word not in EMPTY)

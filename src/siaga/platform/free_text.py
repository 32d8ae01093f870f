"""What text from outside may hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from siaga.language.values import FieldError

TEXT_MAX = 4_000
DEPTH_MAX = 20


def readable_text(field: str, text: str, *, longest: int = TEXT_MAX) -> str:
    """Raises FieldError for what cannot be kept: NUL, lone surrogates, too long."""
    if "\x00" in text:
        raise FieldError(field, "berisi karakter NUL; hapus lalu kirim lagi")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise FieldError(field, "berisi karakter Unicode yang rusak; ketik ulang")
    if len(text) > longest:
        raise FieldError(field, f"terlalu panjang: paling banyak {longest} karakter")
    return text


def readable_texts(field: str, value: Any, *, depth: int = 0) -> None:
    """The same for every text inside a value, the names of its parts included."""
    if depth > DEPTH_MAX:
        raise FieldError(field, f"bertingkat lebih dari {DEPTH_MAX}")
    if isinstance(value, str):
        readable_text(field, value)
    elif isinstance(value, list):
        for n, each in enumerate(value):
            readable_texts(f"{field}[{n}]", each, depth=depth + 1)
    elif isinstance(value, Mapping):
        for name, each in value.items():
            readable_text(field, str(name), longest=200)
            readable_texts(f"{field}.{name}", each, depth=depth + 1)

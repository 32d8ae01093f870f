"""What text from outside may hold."""

from __future__ import annotations

from siaga.language.values import FieldError

TEXT_MAX = 4_000


def readable_text(field: str, text: str, *, longest: int = TEXT_MAX) -> str:
    """Raises FieldError for what cannot be kept: NUL, lone surrogates, too long."""
    if "\x00" in text:
        raise FieldError(field, "berisi karakter NUL; hapus lalu kirim lagi")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise FieldError(field, "berisi karakter Unicode yang rusak; ketik ulang")
    if len(text) > longest:
        raise FieldError(field, f"terlalu panjang: paling banyak {longest} karakter")
    return text

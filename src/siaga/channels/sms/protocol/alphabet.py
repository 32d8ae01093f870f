"""The alphabets of short messages: GSM 03.38, Latin-1, UCS-2. Pure; no bytes ever raise."""

from __future__ import annotations

_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_ESCAPE = 0x1B
_EXTENDED = {
    0x0A: "\f",
    0x14: "^",
    0x28: "{",
    0x29: "}",
    0x2F: "\\",
    0x3C: "[",
    0x3D: "~",
    0x3E: "]",
    0x40: "|",
    0x65: "€",
}
_CODES = {letter: bytes([code]) for code, letter in enumerate(_BASIC) if code != _ESCAPE}
_CODES |= {letter: bytes([_ESCAPE, code]) for code, letter in _EXTENDED.items()}

BROKEN = "\N{REPLACEMENT CHARACTER}"


def gsm7_septets(text: str) -> list[bytes] | None:
    """The code of each character, one or two septets; None when one has none."""
    codes = [_CODES.get(letter) for letter in text]
    return [code for code in codes if code is not None] if None not in codes else None


def gsm7_text(septets: bytes) -> str:
    """Septets, one to a byte, as text. What has no meaning becomes U+FFFD."""
    letters = []
    escaped = False
    for code in septets:
        if escaped:
            letters.append(_EXTENDED.get(code) or (_BASIC[code] if code < 128 else BROKEN))
            escaped = False
        elif code == _ESCAPE:
            escaped = True
        else:
            letters.append(_BASIC[code] if code < 128 else BROKEN)
    return "".join(letters)


def unpack_septets(packed: bytes) -> bytes:
    """Eight septets out of seven bytes (3GPP TS 23.038, 6.1.2.1.1); fill bits at the end are
    taken for what they look like, and a last `@` that only they make is left out."""
    septets = bytearray()
    carry = bits = 0
    for byte in packed:
        carry |= byte << bits
        bits += 8
        while bits >= 7:
            septets.append(carry & 0x7F)
            carry >>= 7
            bits -= 7
    if len(packed) % 7 == 0 and septets and septets[-1] in (0x00, 0x0D):
        del septets[-1]
    return bytes(septets)


def ucs2_text(raw: bytes) -> str:
    """UTF-16 as telephones send it: mostly big-endian without a mark. Broken pairs: U+FFFD."""
    if raw.startswith(b"\xff\xfe"):
        return raw[2:].decode("utf-16-le", "replace")
    return raw.removeprefix(b"\xfe\xff").decode("utf-16-be", "replace")


def eight_bit_text(raw: bytes) -> str:
    """A guess at 8-bit bytes: UTF-8 when they are, else Latin-1."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def shown(text: str) -> str:
    """Without what no database takes."""
    clean = text.replace("\x00", BROKEN)
    return "".join(BROKEN if "\ud800" <= letter <= "\udfff" else letter for letter in clean)

"""Sealed fields that a machine will use: wrong ones are named at the door, not when it is night."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

import phonenumbers

from siaga.platform.subjects import COUNTRY

URL_MAX = 500
SECRET_BYTES = (24, 64)
_SHORT = re.compile(r"[1-9][0-9]{2,5}")
_EMAIL = re.compile(r"[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,24}")


def problem_of(name: str, value: str, *, of: str) -> str:
    """What is wrong with a field of the command `of`; empty when nothing is, or is asked."""
    check = _CHECKS.get(name) or _CHECKS.get(f"{of}.{name}")
    return check(value) if check else ""


def _url(value: str) -> str:
    try:
        parts = urlsplit(value)
        host, port = parts.hostname, parts.port
    except ValueError:
        return "bukan alamat yang sah"
    spaces = any(c.isspace() or c == "\\" for c in value)
    if len(value) > URL_MAX or not value.isascii() or spaces or not host or port == 0:
        return "bukan alamat yang sah"
    if parts.scheme not in ("https", "http"):
        return "harus diawali https://"
    if parts.username is not None or parts.password is not None:
        return "tanpa nama pengguna dan sandi di alamatnya"
    return "tanpa bagian #" if parts.fragment else ""


def _secret(value: str) -> str:
    try:
        secret = base64.b64decode(value.strip().removeprefix("whsec_"), validate=True)
    except (binascii.Error, ValueError):
        return "harus base64, diawali whsec_"
    least, most = SECRET_BYTES
    return "" if least <= len(secret) <= most else f"harus {least} sampai {most} byte"


def _email(value: str) -> str:
    right = _EMAIL.fullmatch(value) and ".." not in value
    return "" if right else "bukan alamat e-mail yang sah"


def _reach(value: str) -> str:
    """Where somebody on duty is reached: a telephone, one of few digits too, or e-mail."""
    if "@" in value:
        return _email(value.strip())
    if _SHORT.fullmatch(value.strip()):
        return ""
    try:
        right = phonenumbers.is_possible_number(phonenumbers.parse(value, COUNTRY))
    except phonenumbers.NumberParseException:
        right = False
    return "" if right else "bukan nomor telepon atau alamat e-mail yang sah"


_CHECKS: Mapping[str, Callable[[str], str]] = {
    "webhook_url": _url,
    "webhook_secret": _secret,
    "email": _email,
    "RegisterNumber.number": _reach,
}

"""Facts, commands' follow-ups and states to exact text and back."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from siaga.language.entry import Fact
from siaga.language.values import Sealed

FACT_BYTES_MAX = 16_384


class UnknownFact(Exception):
    """The logbook holds a fact this release does not know: it must not go on (logbook.md 27)."""


def to_plain(value: Any) -> Any:
    """How types of our own stand in a record."""
    if isinstance(value, Sealed):
        return str(value)
    raise NotImplementedError(type(value))


def from_plain(kind: type[Any], value: Any) -> Any:
    if isinstance(kind, type) and issubclass(kind, Sealed):
        return kind.parse(value)
    raise NotImplementedError(kind)


ENCODER = msgspec.json.Encoder(enc_hook=to_plain)


def encode(value: Any) -> str:
    return ENCODER.encode(value).decode()


def decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind, dec_hook=from_plain)


class FactRecords:
    """Reads and writes the bodies of logbook entries."""

    def __init__(self, facts: Mapping[str, type[Fact]]) -> None:
        self._decoders = {name: decoder(kind) for name, kind in facts.items()}

    def write(self, fact: Fact) -> str:
        body = ENCODER.encode(fact)
        if len(body) > FACT_BYTES_MAX:
            raise ValueError(f"{type(fact).__name__} of {len(body)} bytes is over the limit")
        return body.decode()

    def read(self, kind: str, version: int, *, body: str) -> Fact:
        reader = self._decoders.get(kind)
        if reader is None or version != reader.type.version:
            raise UnknownFact(f"{kind} version {version}")
        fact: Fact = reader.decode(body)
        return fact


def code_digest(*functions: Any) -> str:
    """Of the modules or whole packages these live in: a cache made by other code is made anew."""
    digest = hashlib.sha256()
    for name in sorted({function.__module__ for function in functions}):
        path = Path(str(sys.modules[name].__file__))
        for part in sorted(path.parent.glob("*.py")) if path.name == "__init__.py" else [path]:
            digest.update(part.read_bytes())
    return digest.hexdigest()[:32]

"""A record as it comes from outside → checked against its shape, then sealed whole."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from siaga.language.values import FieldError, SealedRecord
from siaga.platform.free_text import readable_text

if TYPE_CHECKING:
    from siaga.platform.wire import Seal

ToFieldError = Callable[[msgspec.ValidationError], FieldError]
CheckTime = Callable[[str, datetime], None]


def record_kind(kinds: tuple[Any, ...]) -> type[SealedRecord] | None:
    """The sealed record among a field's types, if there is one."""
    return next(
        (kind for kind in kinds if isinstance(kind, type) and issubclass(kind, SealedRecord)), None
    )


class RecordReader:
    """Reads records of one command's fields; errors name the field inside the record."""

    def __init__(self, *, to_field_error: ToFieldError, check_time: CheckTime) -> None:
        self._to_field_error, self._check_time = to_field_error, check_time

    def read(self, name: str, value: Any, *, kind: type[SealedRecord], seal: Seal) -> SealedRecord:
        """Raises FieldError; what is empty is left out of what is kept."""
        if not isinstance(value, Mapping):
            raise FieldError(name, "harus berupa objek")
        known = {field.name for field in dataclasses.fields(kind.shape)}
        said: dict[str, Any] = {}
        for key, each in value.items():
            if key not in known:
                raise FieldError(f"{name}.{key}", "kolom ini tidak dikenal")
            if isinstance(each, str):
                each = readable_text(f"{name}.{key}", each).strip()
            if each not in (None, "", []):
                said[key] = each
        try:
            record = msgspec.convert(said, kind.shape)
        except msgspec.ValidationError as error:
            found = self._to_field_error(error)
            inner = "" if found.field in ("", "body") else f".{found.field}"
            raise FieldError(f"{name}{inner}", found.message) from error
        kept = {key: each for key in known if (each := getattr(record, key)) not in (None, ())}
        for key, each in kept.items():
            if isinstance(each, datetime):
                self._check_time(f"{name}.{key}", each)
        plain = msgspec.json.encode(kept, order="sorted").decode()
        sealed: SealedRecord = seal(plain, kind, label=kind.label)
        return sealed


def opened(kind: type[SealedRecord], plain: str) -> Any:
    """The record back from its plaintext."""
    return msgspec.json.decode(plain, type=kind.shape)

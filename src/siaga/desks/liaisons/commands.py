"""What can be asked of the liaisons desk."""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

from siaga.language.values import AreaCode, FieldError, PostId, Sealed

RT = re.compile(r"(?:\d{1,3}(?:/\d{1,3})?)?")
"""As people write it: "04", or with its RW "04/02"; empty for the whole kelurahan."""


def check_rt(rt: str) -> None:
    if not RT.fullmatch(rt):
        raise FieldError("rt", "tulis nomornya saja, misalnya 04 atau 04/02")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListLiaison:
    """Whoever held the post there before is replaced."""

    command_id: UUID
    area: AreaCode
    post: PostId
    name: Sealed
    number: Sealed
    rt: str = ""

    def __post_init__(self) -> None:
        check_rt(self.rt)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveLiaison:
    command_id: UUID
    area: AreaCode
    post: PostId
    rt: str = ""

    def __post_init__(self) -> None:
        check_rt(self.rt)


Command = ListLiaison | RemoveLiaison

"""Who may open a photo or sound: whom a board shows it to, and whoever handed it in.

Nothing is kept here of who was given what: the boards say it, masked as they are for each viewer.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any, get_args, get_type_hints

from siaga.language.values import OVERSIGHT_ROLES, ROOM_ROLES, Actor, FieldError, MediaRef, Role
from siaga.platform.live_board import LiveBoard
from siaga.platform.media_store import MediaStore

ALL_OF_IT = ROOM_ROLES | OVERSIGHT_ROLES | {Role.DUTY_DOCTOR}

OneCard = tuple[str, str]  # board, key


class MediaReach:
    def __init__(self, boards: Mapping[str, LiveBoard], media: MediaStore) -> None:
        self.boards = {n: live for n, live in boards.items() if _may_hold(live.board.card)}
        self.media = media
        self._seen = dict.fromkeys(self.boards, 0)
        self._on: dict[str, set[OneCard]] = {}
        self._of: dict[OneCard, frozenset[str]] = {}

    async def may_open(self, actor: Actor, stored: str) -> bool:
        if actor.roles & ALL_OF_IT or self._is_shown(actor, stored):
            return True
        return await self.media.was_handed_in(stored, actor.id)

    async def must_be_theirs(self, actor: Actor, command: Any) -> None:
        """Nobody gets a file by naming it in a command of theirs. Raises FieldError."""
        for field in dataclasses.fields(command):
            for index, stored in enumerate(_files_in(getattr(command, field.name))):
                if not await self.may_open(actor, stored):
                    name = f"{field.name}[{index}].stored"
                    raise FieldError(name, "bukan berkas yang Anda unggah")

    def _is_shown(self, actor: Actor, stored: str) -> bool:
        self._follow()
        return any(self._shows(of, actor, stored) for of in self._on.get(stored, ()))

    def _shows(self, of: OneCard, actor: Actor, stored: str) -> bool:
        name, key = of
        live = self.boards[name]
        slot = live.slots.get(key)
        if slot is None or not actor.roles & live.board.roles:
            return False
        return stored in _files_in(live.view(slot, actor))

    def _follow(self) -> None:
        """Brought up to where the boards are; anew where a board has forgotten what left it."""
        for name, live in self.boards.items():
            after = self._seen[name]
            if live.must_reset(after):
                after = 0
                for of in [of for of in self._of if of[0] == name]:
                    self._note(of, frozenset())
            for key, slot in live.changed_since(after) if after < live.position else ():
                self._note((name, key), frozenset(_files_in(slot.card)))
            self._seen[name] = live.position

    def _note(self, of: OneCard, files: frozenset[str]) -> None:
        for gone in self._of.pop(of, frozenset()) - files:
            self._on[gone].discard(of)
            if not self._on[gone]:
                del self._on[gone]
        for each in files:
            self._on.setdefault(each, set()).add(of)
        if files:
            self._of[of] = files


def _files_in(value: Any) -> Iterator[str]:
    if isinstance(value, MediaRef):
        if value.stored is not None:
            yield value.stored
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _files_in(getattr(value, field.name))
    elif isinstance(value, tuple):
        for each in value:
            yield from _files_in(each)
    elif isinstance(value, dict):
        for each in value.values():
            yield from _files_in(each)


def _may_hold(kind: Any) -> bool:
    """Whether a card of this class can name a file at all."""
    if kind is MediaRef:
        return True
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return any(_may_hold(hint) for hint in get_type_hints(kind).values())
    return any(_may_hold(part) for part in get_args(kind))

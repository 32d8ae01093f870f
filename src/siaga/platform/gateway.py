"""The one way in: read by tags, fold, decide, append."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from siaga.language.entry import Fact
from siaga.language.follow_ups import FollowUp
from siaga.language.place import Place
from siaga.language.refusals import Refused
from siaga.language.values import Asked, Tag, Via
from siaga.platform.desk import Desk
from siaga.platform.logbook import Answer, Conflict, Logbook, Unavailable, Wish
from siaga.platform.records import ENCODER
from siaga.platform.states import NoSnapshots, Snapshots, States
from siaga.platform.vault import VaultItem

ATTEMPTS_MAX = 8  # a command that loses eight races between processes is a bug, not bad luck
DEPTH_MAX = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A command on its way to a desk, with what came along."""

    desk: str
    command: Any
    asked: Asked
    items: Sequence[VaultItem] = ()  # sealed at the door; kept only if the facts name them
    digest: bytes | None = None  # of the body as it came; worked out from the command if absent
    cause: int | None = None
    depth: int = 0
    urgent: bool = False


class Gateway:
    def __init__(
        self,
        book: Logbook,
        place: Place,
        *,
        desks: Sequence[Desk],
        snapshots: Snapshots | None = None,
    ) -> None:
        self.book, self.place = book, place
        self.desks = {desk.name: desk for desk in desks}
        self.states = States(book, snapshots or NoSnapshots())
        self.conflicts = 0
        self.on_follow_ups: Callable[[Sequence[FollowUp]], None] = lambda _follow_ups: None
        self._queues: dict[Tag, tuple[asyncio.Lock, list[int]]] = {}

    async def submit(self, submission: Submission) -> Answer:
        """Raises Unavailable or AlteredCommand; a refusal is in the answer."""
        if submission.depth > DEPTH_MAX:
            raise ValueError(f"a reaction of depth {submission.depth}")
        desk = self.desks[submission.desk]
        tags = desk.guards(submission.command, self.place)
        own = f":{submission.command.command_id}"
        waited = [tag for tag in tags if not tag.endswith(own)]
        async with self._in_turn(waited):
            for _ in range(ATTEMPTS_MAX):
                try:
                    return await self._decide(desk, submission, tags, own)
                except Conflict:
                    self.conflicts += 1
                    self.states.forget_all(tags)
        raise Unavailable("lost too many races")

    async def _decide(
        self, desk: Desk, submission: Submission, tags: Sequence[Tag], own: str
    ) -> Answer:
        states: dict[Tag, Any] = {}
        guards: dict[Tag, int] = {}
        for tag in tags:
            if tag.endswith(own):  # a new thing: believed new, the conditional append proves it
                states[tag], guards[tag] = desk.initial(tag), 0
            else:
                states[tag], guards[tag] = await self.states.get(desk, tag)
        outcome = desk.decide(submission.command, states, self.place, submission.asked)
        wish = self._wish(submission, outcome, guards)
        born = [tag for tag in tags if tag.endswith(own)]
        self.states.begin(self.desks.values(), born)
        try:
            answer = await self.book.append(wish)
        except BaseException:
            self.states.forget_all(born)
            raise
        if answer.repeated or answer.refusal is not None:
            self.states.forget_all(born)
        if wish.follow_ups:
            self.on_follow_ups(wish.follow_ups)
        return answer

    def _wish(
        self,
        submission: Submission,
        outcome: Sequence[Fact] | Refused,
        guards: Mapping[Tag, int],
    ) -> Wish:
        command = submission.command
        refused = outcome if isinstance(outcome, Refused) else None
        facts = () if isinstance(outcome, Refused) else tuple(outcome)
        return Wish(
            command_id=command.command_id,
            digest=submission.digest or hashlib.sha256(ENCODER.encode(command)).digest()[:16],
            asked=submission.asked,
            facts=facts,
            guards=guards,
            refusal=refused.reason.value if refused else None,
            legal=refused.legal if refused else (),
            via=getattr(command, "via", Via.CONSOLE),
            cause=submission.cause,
            depth=submission.depth,
            items=submission.items if facts else (),
            follow_ups=self._follow(facts),
            urgent=submission.urgent,
        )

    def _follow(self, facts: Sequence[Fact]) -> tuple[FollowUp, ...]:
        return tuple(
            follow_up
            for fact in facts
            for desk in self.desks.values()
            for follow_up in desk.follow(fact, self.place)
        )

    @asynccontextmanager
    async def _in_turn(self, tags: Sequence[Tag]) -> AsyncIterator[None]:
        """One queue per guard tag in this process, taken in sorted order: pessimistic at home,
        optimistic between processes. Without it a hot unit collapses under its own conflicts."""
        taken: list[asyncio.Lock] = []
        queues = []
        for tag in sorted(set(tags)):
            lock, users = self._queues.setdefault(tag, (asyncio.Lock(), [0]))
            users[0] += 1
            queues.append((tag, lock, users))
        try:
            for _, lock, _ in queues:
                await lock.acquire()
                taken.append(lock)
            yield
        finally:
            for lock in taken:
                lock.release()
            for tag, _, users in queues:
                users[0] -= 1
                if not users[0]:
                    self._queues.pop(tag, None)

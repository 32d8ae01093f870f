"""The one stream of a console: several boards, a story and the signals, in position order."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any, NamedTuple, Protocol

import msgspec

from siaga.language.values import Actor
from siaga.platform.clock import Clock, steady_s
from siaga.platform.hub import Hub
from siaga.platform.live_board import Slot
from siaga.platform.reveal import viewer_of
from siaga.platform.stories import Story
from siaga.platform.waiting import woken

BEAT_S = 1.0
CHANGES_PER_SEND_MAX = 200

Push = Callable[[bytes], Awaitable[None]]


class Watcher(Protocol):
    """Whose stream it is; `ended` once the session is over or its rights changed."""

    actor: Actor
    ended: bool


@dataclass(slots=True, kw_only=True)
class Wanted:
    """Positions a console holds, per board name; stories by the address they were asked under."""

    boards: dict[str, int]
    stories: dict[str, tuple[Story, int]] = field(default_factory=dict)
    lineage: str | None = None


class _Change(NamedTuple):
    position: int
    board: str
    key: str
    shown: Any  # a board's Slot, or a line of a story as its viewer may see it


class BoardStream:
    def __init__(self, hub: Hub, clock: Clock, *, watcher: Watcher, wanted: Wanted) -> None:
        self.hub, self.clock, self.watcher = hub, clock, watcher
        self.after = dict(wanted.boards)
        self.stories = {name: story for name, (story, _) in wanted.stories.items()}
        self.story_after = {name: after for name, (_, after) in wanted.stories.items()}
        self.foreign = wanted.lineage not in (None, hub.lineage)
        self.signal_sequence = 0
        self.sent = 0  # everything up to here has gone out

    async def run(self, push: Push) -> None:
        await push(b"retry: 500\n\n" + self._resets())
        await self._send_changes(push)
        await push(self._event(b"current", {"position": self.sent}))
        next_beat_s = steady_s()
        while not self.hub.closed:
            if self.watcher.ended:
                await push(b'event: reset\ndata: {"board":null,"reason":"rights"}\n\n')
                return
            changed = self.hub.changed
            await self._send_changes(push)
            now_s = steady_s()
            if now_s >= next_beat_s:
                beat = {"position": self.sent, "now": self.clock.now()}
                await push(self._event(b"beat", beat))
                next_beat_s = now_s + BEAT_S
            if not changed.is_set():
                await woken(changed, max(0.0, next_beat_s - steady_s()))

    def _event(self, name: bytes, data: dict[str, Any]) -> bytes:
        body = msgspec.json.encode({"lineage": self.hub.lineage, **data})
        return b"event: " + name + b"\ndata: " + body + b"\n\n"

    def _resets(self) -> bytes:
        """What the console holds of these boards cannot be brought forward: it drops all cards."""
        out = b""
        for name, after in self.after.items():
            if self.foreign or self.hub.boards[name].must_reset(after):
                self.after[name] = 0
                out += self._reset(name)
        for name, after in self.story_after.items():
            if self.foreign or after > self.hub.position:
                self.story_after[name] = 0
                out += self._reset(name)
        return out

    def _reset(self, name: str) -> bytes:
        reason = "lineage" if self.foreign else "too_old"
        return self._event(b"reset", {"board": name, "reason": reason})

    async def _send_changes(self, push: Push) -> None:
        head = self.hub.position  # taken together with the changes, before anything is awaited
        changes = [
            _Change(slot.position, name, key, slot)
            for name, after in self.after.items()
            for key, slot in self.hub.boards[name].changed_since(after)
        ]
        for name in self.stories:
            changes += await self._story_changes(name, head)
        changes.sort(key=lambda change: change.position)
        frames: list[bytes] = []
        for change, following in zip_longest(changes, changes[1:]):
            # Cut between two cards of one position, the reader must be given the second one again.
            last = following is None or following.position > change.position
            frame = await self._frame(change, change.position - (not last))
            if frame is not None:
                frames.append(frame)
            if len(frames) >= CHANGES_PER_SEND_MAX:
                await push(b"".join(frames))
                frames.clear()
        self.after = dict.fromkeys(self.after, head)
        self.story_after = dict.fromkeys(self.story_after, head)
        if self.signal_sequence != self.hub.signals.sequence:
            frames.extend(self.hub.signals.since(self.signal_sequence, self.watcher.actor))
            self.signal_sequence = self.hub.signals.sequence
        if frames:
            await push(b"".join(frames))
        self.sent = head

    async def _frame(self, change: _Change, resume: int) -> bytes | None:
        """None: a card this viewer never saw and may not see. `resume`: complete up to there."""
        if isinstance(change.shown, Slot):
            live = self.hub.boards[change.board]
            viewer = viewer_of(self.watcher.actor, personal=live.board.personal)
            card = await self.hub.revealer.card(live, change.shown, viewer=viewer)
            if card == b"null" and self.after[change.board] == 0:
                return None
        else:
            card = await self.hub.revealer.encode(change.shown)
        head = msgspec.json.encode({"board": change.board, "key": change.key, "position": resume})
        event_id = b"id: %s:%d\n" % (self.hub.lineage.encode(), resume)
        return event_id + b"data: " + head[:-1] + b',"card":' + card + b"}\n\n"

    async def _story_changes(self, name: str, head: int) -> list[_Change]:
        story, after = self.stories[name], self.story_after[name]
        if after and self.hub.recent_reaches(after):
            lines = list(story.fresh(self.hub, after))
        else:
            lines = await story.lines(after)
        return [
            _Change(
                line.position,
                name,
                str(line.position),
                story.board.view(line, self.watcher.actor),
            )
            for line in lines
            if line.position <= head
        ]

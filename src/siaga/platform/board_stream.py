"""The one stream of a console: several boards, a story and the signals, in position order."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

import msgspec

from siaga.language.values import Actor
from siaga.platform.clock import Clock, steady_s
from siaga.platform.hub import Hub
from siaga.platform.live_board import LiveBoard, Slot
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


class BoardStream:
    def __init__(self, hub: Hub, clock: Clock, watcher: Watcher, wanted: Wanted) -> None:
        self.hub, self.clock, self.watcher = hub, clock, watcher
        self.after = dict(wanted.boards)
        self.stories = {name: story for name, (story, _) in wanted.stories.items()}
        self.story_after = {name: after for name, (_, after) in wanted.stories.items()}
        self.foreign = wanted.lineage not in (None, hub.lineage)
        self.signal_sequence = 0

    async def run(self, push: Push) -> None:
        await push(b"retry: 500\n\n" + self._resets())
        await self._send_changes(push)
        await push(self._event(b"current", {"position": self.hub.position}))
        next_beat_s = steady_s()
        while True:
            if self.watcher.ended:
                await push(b'event: reset\ndata: {"board":null,"reason":"rights"}\n\n')
                return
            changed = self.hub.changed
            await self._send_changes(push)
            now_s = steady_s()
            if now_s >= next_beat_s:
                beat = {"position": self.hub.position, "now": self.clock.now()}
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
                reason = "lineage" if self.foreign else "too_old"
                out += self._event(b"reset", {"board": name, "reason": reason})
        if self.foreign:
            self.story_after = dict.fromkeys(self.story_after, 0)
        return out

    async def _send_changes(self, push: Push) -> None:
        head = self.hub.position  # taken together with the changes, before anything is awaited
        head = self.hub.position
        changes: list[tuple[int, LiveBoard, str, Slot]] = []
        for name, after in self.after.items():
            live = self.hub.boards[name]
            for key, slot in live.changed_since(after):
                changes.append((slot.position, live, key, slot))
        changes.sort(key=lambda change: change[0])
        frames: list[bytes] = []
        for position, live, key, slot in changes:
            frame = await self._frame(live, key, slot)
            if frame is not None:
                frames.append(b"id: %s:%d\n" % (self.hub.lineage.encode(), position) + frame)
            if len(frames) >= CHANGES_PER_SEND_MAX:
                await push(b"".join(frames))
                frames.clear()
        frames.extend(await self._story_frames(head))
        for name in self.after:
            self.after[name] = head
        if self.signal_sequence != self.hub.signals.sequence:
            frames.extend(self.hub.signals.since(self.signal_sequence, self.watcher.actor))
            self.signal_sequence = self.hub.signals.sequence
        if frames:
            await push(b"".join(frames))

    async def _frame(self, live: LiveBoard, key: str, slot: Slot) -> bytes | None:
        """None: a card this viewer never saw and may not see."""
        viewer = viewer_of(self.watcher.actor, personal=live.board.personal)
        card = await self.hub.revealer.card(live, slot, viewer)
        if card == b"null" and self.after[live.board.name] == 0:
            return None
        head = msgspec.json.encode(
            {"board": live.board.name, "key": key, "position": slot.position}
        )
        return b"data: " + head[:-1] + b',"card":' + card + b"}\n\n"

    async def _story_frames(self, head: int) -> list[bytes]:
        frames = []
        for name, story in self.stories.items():
            after = self.story_after[name]
            if after and self.hub.recent_reaches(after):
                lines = list(story.fresh(self.hub, after))
            else:
                lines = await story.lines(after)
            for line in lines:
                after = line.position
                body = msgspec.json.encode({"board": name, "key": str(after), "position": after})
                seen = story.board.view(line, self.watcher.actor)
                card = await self.hub.revealer.encode(seen)
                frames.append(b"data: " + body[:-1] + b',"card":' + card + b"}\n\n")
            self.story_after[name] = max(after, head)
        return frames

"""Whoever waits, waits: nothing in the switch turns a caller away on its own."""

from __future__ import annotations

import asyncio

import pytest

from siaga.channels.phone.port import Offered
from tests.voice.stack import Stack
from tests.voice.test_calls import SOS

pytestmark = [pytest.mark.voice, pytest.mark.voice_long]

BEYOND_S = 200
"""The switch's own limit on an unanswered call was 180 s, whatever the configuration said."""


def test_a_caller_still_waits_after_three_minutes(edge: Stack) -> None:
    async def work() -> None:
        async with edge.room() as room, edge.telephone() as caller:
            talk = caller.call(SOS)
            caller.hear(talk, await caller.until(talk, 183))
            await room.until(Offered, call=talk.call_id)
            with pytest.raises(TimeoutError):
                await caller.until(talk, 503, 480, 487, within_s=BEYOND_S)
            since_s = asyncio.get_running_loop().time()
            await asyncio.sleep(2)
            assert talk.sound.tones(since_s), "the announcement still plays"
            assert talk.call_id in room.phone.calls
            caller.cancel(talk)
            await caller.until(talk, 487)

    asyncio.run(work())

"""Keeps what an operator delivers, and says thanks only then."""

from __future__ import annotations

from siaga.app.workers.hearing.sms import SOURCE, pdu_as_kept
from siaga.channels.sms.protocol.pdu import Pdu, read_message
from siaga.channels.sms.protocol.repeats import Repeats, candidate_keys
from siaga.platform.clock import Clock
from siaga.platform.inbox import Inbox
from siaga.platform.logbook import Unavailable


class SmppEar:
    """Of one process; every process that has a link keeps what comes by it."""

    def __init__(self, inbox: Inbox, clock: Clock) -> None:
        self.inbox, self.clock = inbox, clock
        self.repeats = Repeats()

    async def hear(self, pdu: Pdu, session: int) -> str:
        """Raises Unavailable: then the operator is told to try again, and does."""
        now = self.clock.now()
        candidates = candidate_keys(read_message(pdu), now)
        held = await self.inbox.held(SOURCE, candidates)
        key = self.repeats.key_for(candidates, held, session=session, now=now)
        try:
            await self.inbox.take_in(SOURCE, key, raw=pdu_as_kept(pdu.encode()))
        except Unavailable:
            self.repeats.not_kept(key, session)
            raise
        return key

    def answered(self, key: str, session: int, *, took_s: float, at_s: float) -> None:
        self.repeats.answered(key, session, took_s=took_s, at_s=at_s)

    def arrived(self, session: int, *, before_s: float) -> None:
        self.repeats.arrived(session, before_s=before_s)

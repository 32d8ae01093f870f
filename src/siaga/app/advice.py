"""Advice, put together: what reads messages, what compares them, and who writes it down."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import structlog

from siaga.app.workers.advising import Advising
from siaga.app.workers.advising.advisor import Advisor
from siaga.app.workers.advising.cases import Cases
from siaga.app.workers.advising.preview import Previewing
from siaga.app.workers.advising.writing import Writing
from siaga.desks.triage.advise.reading import Reader
from siaga.platform.clock import Clock
from siaga.platform.gateway import Gateway
from siaga.platform.hub import Hub
from siaga.platform.triage_files import load_triage, triage_folder
from siaga.platform.vault import Vault

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """One per room."""

    advising: Advising
    preview: Previewing

    async def stop(self) -> None:
        await self.preview.stop()
        await self.advising.stop()


def put_together(
    place_folder: Path, gateway: Gateway, *, hub: Hub, vault: Vault, clock: Clock
) -> Advice | None:
    """None where the words and weights cannot be read: a room without advice still answers."""
    place = gateway.place
    try:
        reader = Reader(load_triage(triage_folder(place_folder)), place)
    except Exception:
        log.exception("advice.cannot_be_read", folder=triage_folder(place_folder).name)
        return None
    cases = Cases(hub=hub, vault=vault, place=place)
    advisor = Advisor(reader=reader, cases=cases, clock=clock)
    writing = Writing(gateway=gateway, hub=hub, clock=clock, rules=reader.version)
    return Advice(
        advising=Advising(advisor, writing, hub=hub),
        preview=Previewing(advisor=advisor, writing=writing, hub=hub, sealer=vault.sealer),
    )

"""Where a citizen's telephone is from moment to moment: a signal, and a thinned track."""

from __future__ import annotations

from datetime import datetime

from siaga.app.citizens import POSITION
from siaga.language.values import ContactId
from siaga.platform.signals import Signals
from siaga.platform.tracks import CitizenTracks

UNKNOWN_M = 1_000
"""What a position without an accuracy is drawn with: nobody may take it for exact."""


class Whereabouts:
    def __init__(self, signals: Signals, tracks: CitizenTracks) -> None:
        self._signals, self._tracks = signals, tracks

    async def seen(
        self,
        contact_id: ContactId,
        at: datetime,
        *,
        point: tuple[float, float],
        accuracy_m: float | None,
    ) -> None:
        """What is told late, or again, moves nobody back."""
        newest = self._signals.latest(POSITION, contact_id)
        if newest is not None and newest.at > at:
            return
        doubt_m = UNKNOWN_M if accuracy_m is None else round(accuracy_m)
        value = {"latitude": point[0], "longitude": point[1], "accuracy_m": doubt_m}
        self._signals.put(POSITION, contact_id, value=value | {"link_id": None}, at=at)
        await self._tracks.add(contact_id, at, point=point, accuracy_m=doubt_m)

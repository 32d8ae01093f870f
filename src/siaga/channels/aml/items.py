"""What an AML message can tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AmlLocation:
    """Where the telephone is, degrees WGS 84, or why that is not known (`problem`, a key)."""

    form: str  # sms_v1, sms_v2, data_sms, https
    raw: str
    number: str | None = None  # only the form tells it; of an SMS it is who sent it
    latitude: float | None = None
    longitude: float | None = None
    accuracy_m: float | None = None
    certainty: int | None = None  # per cent that it lies within the accuracy
    method: str = ""  # gps, wifi, cell, fused; empty: not told
    located_at: datetime | None = None
    problem: str = ""

    @property
    def usable(self) -> bool:
        return not self.problem and self.latitude is not None and self.longitude is not None

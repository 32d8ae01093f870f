"""How strict a contact safety is."""

from __future__ import annotations

from siaga.language.values import Safety

STRICTNESS = (Safety.SAFE, Safety.TEXT_ONLY, Safety.DO_NOT_CONTACT)


def is_looser(safety: Safety, than: Safety) -> bool:
    return STRICTNESS.index(safety) < STRICTNESS.index(than)

"""A fire that two takers opened, merged and cut again, as facts. Minute 0 as in day_and_night."""

from __future__ import annotations

from dataclasses import replace

from siaga.language.dispatch import UnitDispatched
from siaga.language.entry import Entry
from siaga.language.incident import (
    IncidentClosed,
    IncidentMerged,
    IncidentOpened,
    IncidentUnmerged,
)
from siaga.language.intake import ContactAnswered, ContactOpened
from siaga.language.values import (
    AccountId,
    Channel,
    ContactId,
    DispatchId,
    IncidentId,
    IncidentTypeId,
    Priority,
    ResultId,
    UnitId,
)
from tests.board_entries import Told
from tests.contract.statistics.day_and_night import when

OWNER = AccountId("acc-taker")
FIRST, SECOND = IncidentId("m1"), IncidentId("m2")


def fire(*, cut: bool = False) -> list[Entry]:
    """The second was told of four minutes before the first, and had a unit before it was merged."""
    told = Told()
    _opened(told)
    told(
        IncidentMerged(
            incident_id=SECOND,
            number="K-2026-000003",
            into=FIRST,
            reporters=1,
            began=when(-4),
            clock_start=when(-4),
            when=when(5),
        )
    )
    closed = IncidentClosed(
        incident_id=FIRST, result=ResultId("dealt_with_on_scene"), contact_ids=(), when=when(60)
    )
    told(replace(closed, merged_ids=(SECOND,)))
    told(replace(closed, incident_id=SECOND, merged_into=FIRST))
    if cut:
        told(
            IncidentUnmerged(
                incident_id=SECOND, into=FIRST, reporters=1, clock_start=when(0), when=when(90)
            )
        )
    return told.entries


def _opened(told: Told) -> None:
    for contact, minute, incident in (("k2", -4, SECOND), ("k1", 0, FIRST)):
        told(
            ContactOpened(
                contact_id=ContactId(contact), channel=Channel.WHATSAPP, when=when(minute)
            )
        )
        told(
            ContactAnswered(
                contact_id=ContactId(contact), answered_by=OWNER, when=when(minute + 0.5)
            )
        )
        told(
            IncidentOpened(
                incident_id=incident,
                incident_type=IncidentTypeId("fire"),
                priority=Priority.P1,
                clock_start=when(minute),
                when=when(minute + 1),
                owner=OWNER,
                contact_id=ContactId(contact),
            )
        )
    for incident, minute in ((SECOND, -1), (FIRST, 3)):
        told(
            UnitDispatched(
                dispatch_id=DispatchId(f"d-{incident}"),
                unit_id=UnitId(f"unit-{incident}"),
                incident_id=incident,
                when=when(minute),
            )
        )

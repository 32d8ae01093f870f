"""One row for everything that is counted: contacts, incidents, dispatches, referrals.

A row's fields are the columns of its table in `tables.sql`, in the same order, after `place`, `key`
and `position`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from siaga.language.entry import Entry
from siaga.language.values import TimeSource, Via, When

RECORDED_LATE = timedelta(minutes=30)
"""As for messages (logbook.md 22): what a person enters later than this from memory or paper."""

OWN_DEVICE = frozenset({Via.CONSOLE, Via.DEVICE})


@dataclass(frozen=True, slots=True, kw_only=True)
class StatContact:
    """Key: contact:<id>."""

    channel: str
    opened_at: datetime
    answered_at: datetime | None = None  # first
    wrapped_up_at: datetime | None = None  # None while open
    kind: str | None = None
    incident_id: str | None = None
    by_hand: bool = False  # entered by the one who answered: its answer time is not known
    late: bool = False  # heard or entered late: counted, but in no time figure
    reopened: int = 0
    called: bool = False  # the telephone itself told of it: only picking up answers it
    path: str | None = None  # who picked up: taker, failsafe, second_destination
    call_ended_at: datetime | None = None
    ended_by: str | None = None
    cut_off: bool = False
    test: bool = False  # a call that tried the line: in no time figure


@dataclass(frozen=True, slots=True, kw_only=True)
class StatIncident:
    """Key: incident:<id>. A child is an incident of its own."""

    incident_id: str
    number: str
    incident_type: str
    priority: str
    clock_start_at: datetime
    opened_at: datetime
    district: str = ""  # kecamatan code; "outside" the city, "" unknown
    closed_at: datetime | None = None  # None while open
    result: str | None = None
    parent_id: str | None = None
    merged_into: str | None = None  # it is counted there, and here only as merged
    contacts: int = 0
    children: int = 0
    reopened: int = 0
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StatDispatch:
    """Key: dispatch:<id>. The chain as corrected; a skipped stage has no time."""

    incident_id: str
    unit_id: str
    assigned_at: datetime
    notified_at: datetime | None = None
    acknowledged_at: datetime | None = None
    en_route_at: datetime | None = None
    on_scene_at: datetime | None = None
    first_action_at: datetime | None = None
    transporting_at: datetime | None = None
    at_hospital_at: datetime | None = None
    handed_over_at: datetime | None = None
    clear_at: datetime | None = None
    ended: str | None = None  # cleared, cancelled, declined; None while it goes on
    ended_at: datetime | None = None
    hospital: str | None = None
    by_crew: int = 0  # statuses from the crew's own device or page
    on_behalf: int = 0  # statuses the room entered for the crew
    late: bool = False
    implausible: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StatReferral:
    """Key: referral:<id>."""

    incident_id: str
    number: str
    agency: str
    incident_type: str
    priority: str
    sent_at: datetime
    accept_by_at: datetime  # the first promise
    delivered_at: datetime | None = None
    accepted_at: datetime | None = None  # first
    started_at: datetime | None = None
    declined_at: datetime | None = None
    handed_back_at: datetime | None = None
    done_at: datetime | None = None  # last: a rejected proof does not count
    verified_at: datetime | None = None
    taken_back_at: datetime | None = None
    escalations: int = 0
    reopened: int = 0
    by_agency: int = 0  # answers the agency gave itself
    on_behalf: int = 0  # answers the room entered for the agency
    late: bool = False


StatRow = StatContact | StatIncident | StatDispatch | StatReferral


def recorded_late(when: When, entry: Entry) -> bool:
    """`dicatat belakangan`: from paper, or by a person long after it happened."""
    if entry.via is Via.PAPER or when.source is TimeSource.PAPER:
        return True
    return when.source is TimeSource.PERSON and entry.recorded_at - when.at > RECORDED_LATE


def is_on_behalf(entry: Entry, told_by: object) -> bool:
    return entry.via not in OWN_DEVICE or told_by is not None

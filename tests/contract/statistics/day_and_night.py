"""Two days of an invented room: what happened, as facts. The figures are in the test beside it.

Minute 0 is 2 March 2026, 10:00 WIB; minute 840 is midnight.
"""

from __future__ import annotations

from dataclasses import replace

from siaga.language.agencies import (
    ReferralAccepted,
    ReferralDeclined,
    ReferralEscalated,
    ReferralFinished,
    ReferralSent,
    ReferralVerified,
)
from siaga.language.dispatch import (
    DispatchAcknowledged,
    DispatchAdvanced,
    DispatchCancelled,
    DispatchCorrected,
    Stage,
    UnitCleared,
    UnitDispatched,
)
from siaga.language.entry import Entry
from siaga.language.incident import IncidentClassified, IncidentClosed, IncidentOpened
from siaga.language.intake import (
    ContactAnswered,
    ContactClassified,
    ContactOpened,
    ContactWrappedUp,
    ReportAttached,
)
from siaga.language.values import (
    AccountId,
    AgencyId,
    Channel,
    ContactId,
    ContactKind,
    DispatchId,
    IncidentId,
    IncidentTypeId,
    Priority,
    ReferralId,
    ResultId,
    TimeSource,
    UnitId,
    Via,
    When,
)
from tests.board_entries import Told
from tests.builders import NOW, by_server, claim, minutes, sealed

TAKER_ID = AccountId("acc-taker")
NIGHT = 870  # 3 March, 00:30 WIB
NEXT_WEEK = 10_000
PAPER = -100


def when(minute: float, source: TimeSource = TimeSource.SERVER) -> When:
    return When(at=NOW + minutes(minute), source=source)


def story() -> list[Entry]:
    told = Told()
    _contacts(told)
    _incidents(told)
    _more_contacts(told)
    _dispatches(told)
    _referrals(told)
    return told.entries


def _call(
    contact: str, channel: Channel, minute: float, *, by_hand: bool = False, late: bool = False
) -> ContactOpened:
    return ContactOpened(
        contact_id=ContactId(contact),
        channel=channel,
        when=when(minute),
        answered_by=TAKER_ID if by_hand else None,
        late=late,
    )


def _answer(contact: str, minute: float) -> ContactAnswered:
    return ContactAnswered(contact_id=ContactId(contact), answered_by=TAKER_ID, when=when(minute))


def _kind(contact: str, kind: ContactKind) -> ContactClassified:
    return ContactClassified(contact_id=ContactId(contact), kind=kind, when=when(60))


def _contacts(told: Told) -> None:
    told(_call("c1", Channel.WHATSAPP, 0))
    told(_answer("c1", 1))
    told(_kind("c1", ContactKind.EMERGENCY))
    told(_call("c2", Channel.PHONE, 5, by_hand=True))
    told(_kind("c2", ContactKind.ADDITION))
    told(_call("c3", Channel.WHATSAPP, 10))
    told(_answer("c3", 10 + 1 / 6))
    told(
        ContactWrappedUp(
            contact_id=ContactId("c3"), kind=ContactKind.PRANK, when=by_server(NOW + minutes(11))
        )
    )
    told(_call("c4", Channel.WEB, -60, late=True))
    told(_answer("c4", 30))
    told(_call("c5", Channel.WHATSAPP, 810))
    told(_call("c6", Channel.WHATSAPP, NIGHT))
    told(_call("c7", Channel.WHATSAPP, NEXT_WEEK))


def _incident(incident: str, kind: str, *, clock: When, opened: float) -> IncidentOpened:
    return IncidentOpened(
        incident_id=IncidentId(incident),
        incident_type=IncidentTypeId(kind),
        priority=Priority.P1,
        clock_start=clock,
        when=when(opened),
        owner=TAKER_ID,
    )


def _incidents(told: Told) -> None:
    first = _incident("i1", "fire", clock=when(0), opened=2)
    told(replace(first, location=claim(), contact_id=ContactId("c1")))
    child = _incident("i2", "medical", clock=when(4), opened=4)
    told(replace(child, priority=Priority.P2, parent_id=IncidentId("i1")))
    at_night = _incident("i3", "fire", clock=when(NIGHT), opened=872)
    told(replace(at_night, location=claim(area=None), contact_id=ContactId("c6")))
    on_paper = _incident("i4", "fire", clock=when(PAPER, TimeSource.PAPER), opened=200)
    told(replace(on_paper, location=claim()))
    told(_incident("i5", "fire", clock=when(NEXT_WEEK), opened=NEXT_WEEK))
    told(
        IncidentClassified(
            incident_id=IncidentId("i1"),
            incident_type=IncidentTypeId("fire.building"),
            when=when(6),
        )
    )
    told(
        IncidentClosed(
            incident_id=IncidentId("i1"),
            result=ResultId("dealt_with_on_scene"),
            contact_ids=(ContactId("c1"),),
            when=when(70),
        )
    )


def _more_contacts(told: Told) -> None:
    told(
        ReportAttached(
            contact_id=ContactId("c2"),
            incident_id=IncidentId("i1"),
            answered_by=TAKER_ID,
            when=when(5),
        )
    )


class _Job:
    """One dispatch; its statuses all reach the logbook the same way."""

    def __init__(self, told: Told, dispatch: str, incident: str, *, via: Via) -> None:
        self.told, self.via = told, via
        self.dispatch_id, self.incident_id = DispatchId(dispatch), IncidentId(incident)
        self.unit_id = UnitId(f"unit-{dispatch}")

    def ids(self) -> tuple[DispatchId, UnitId, IncidentId]:
        return self.dispatch_id, self.unit_id, self.incident_id

    def sent(self, minute: float, source: TimeSource = TimeSource.SERVER) -> _Job:
        dispatch_id, unit_id, incident_id = self.ids()
        self.told(
            UnitDispatched(
                dispatch_id=dispatch_id,
                unit_id=unit_id,
                incident_id=incident_id,
                when=when(minute, source),
            )
        )
        return self

    def acknowledged(self, minute: float) -> _Job:
        dispatch_id, unit_id, incident_id = self.ids()
        fact = DispatchAcknowledged(
            dispatch_id=dispatch_id, unit_id=unit_id, incident_id=incident_id, when=when(minute)
        )
        self.told(fact, via=self.via)
        return self

    def reached(self, **stages: float) -> _Job:
        dispatch_id, unit_id, incident_id = self.ids()
        for stage, minute in stages.items():
            fact = DispatchAdvanced(
                dispatch_id=dispatch_id,
                unit_id=unit_id,
                incident_id=incident_id,
                stage=Stage(stage),
                when=when(minute),
            )
            self.told(fact, via=self.via)
        return self

    def cleared(self, minute: float) -> _Job:
        dispatch_id, unit_id, incident_id = self.ids()
        fact = UnitCleared(
            dispatch_id=dispatch_id, unit_id=unit_id, incident_id=incident_id, when=when(minute)
        )
        self.told(fact, via=self.via)
        return self

    def corrected(self, stage: Stage, minute: float) -> None:
        dispatch_id, unit_id, incident_id = self.ids()
        fact = DispatchCorrected(
            dispatch_id=dispatch_id,
            unit_id=unit_id,
            incident_id=incident_id,
            stage=stage,
            when=when(minute, TimeSource.PERSON),
            reason=sealed(),
        )
        self.told(fact, late_s=86_400)

    def cancelled(self, minute: float) -> None:
        dispatch_id, unit_id, incident_id = self.ids()
        self.told(
            DispatchCancelled(
                dispatch_id=dispatch_id, unit_id=unit_id, incident_id=incident_id, when=when(minute)
            )
        )


def _dispatches(told: Told) -> None:
    first = _Job(told, "d1", "i1", via=Via.DEVICE).sent(3).acknowledged(3.5)
    first.reached(en_route=4, on_scene=9).cleared(30)

    second = _Job(told, "d2", "i2", via=Via.RADIO).sent(5).acknowledged(6)
    second.reached(en_route=7, on_scene=12, transporting=20, at_hospital=30, handed_over=40)
    second.cleared(45).corrected(Stage.ON_SCENE, 10)

    hasty = _Job(told, "d3", "i3", via=Via.CONSOLE).sent(873)
    hasty.reached(en_route=874, on_scene=874 + 5 / 60)

    _Job(told, "d4", "i4", via=Via.PAPER).sent(-90, TimeSource.PAPER).reached(en_route=-85)
    _Job(told, "d5", "i1", via=Via.CONSOLE).sent(4).cancelled(5)


def _task(referral: str, agency: str, sent_at: float, accept_by: float) -> ReferralSent:
    return ReferralSent(
        referral_id=ReferralId(referral),
        incident_id=IncidentId("i1"),
        agency=AgencyId(agency),
        incident_number="K-2026-000001",
        incident_type=IncidentTypeId("fire"),
        priority=Priority.P1,
        accept_by_at=NOW + minutes(accept_by),
        when=when(sent_at),
    )


def _accept(referral: str, minute: float) -> ReferralAccepted:
    return ReferralAccepted(
        referral_id=ReferralId(referral), incident_id=IncidentId("i1"), when=when(minute)
    )


def _referrals(told: Told) -> None:
    r1, r2, r3, i1 = ReferralId("r1"), ReferralId("r2"), ReferralId("r3"), IncidentId("i1")
    told(_task("r1", "damkar", 3, 4))
    told(_accept("r1", 3.5))
    told(
        ReferralFinished(
            referral_id=r1, incident_id=i1, when=when(60), verify_by_at=NOW + minutes(900)
        )
    )
    told(ReferralVerified(referral_id=r1, incident_id=i1, when=when(65)))
    told(_task("r2", "dinsos", 5, 65))
    told(ReferralEscalated(referral_id=r2, incident_id=i1, step=1, late_s=0, when=when(65)))
    told(_accept("r2", 70), via=Via.CHAT_GROUP)
    told(_task("r3", "damkar", 6, 10))
    told(ReferralDeclined(referral_id=r3, incident_id=i1, when=when(7), reason=sealed()))

"""The test of every way: what arrived, what only left, what failed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from siaga.desks.alerts.state import ARRIVED, SENT, Alert
from siaga.language.alerts import (
    AlertAnswered,
    AlertEnd,
    AlertFact,
    AlertRaised,
    AlertTested,
    AlertWay,
    TestResult,
)
from siaga.language.values import When

NO_PROOF = "no_proof"


def proven(raised: AlertRaised, way: AlertWay, *, at: datetime) -> AlertTested:
    return AlertTested(
        alert_id=raised.alert_id, way=way, result=TestResult.PROVEN, when=When(at=at)
    )


def missing(raised: AlertRaised, way: AlertWay, *, at: datetime) -> AlertTested:
    result = TestResult.NO_DEVICE
    return AlertTested(alert_id=raised.alert_id, way=way, result=result, when=When(at=at))


def conclude(alert: Alert, raised: AlertRaised, *, now: datetime) -> Sequence[AlertFact]:
    """Its time is over: every way that is not proven is said to be so."""
    left = [way for way in alert.ways if way not in alert.tested]
    return (*(_left(alert, raised, way, now=now) for way in left), ended(raised, now))


def ended(raised: AlertRaised, now: datetime) -> AlertAnswered:
    return AlertAnswered(
        alert_id=raised.alert_id,
        about=raised.about,
        subject=raised.subject,
        how=AlertEnd.PROVEN,
        when=When(at=now),
    )


def _left(alert: Alert, raised: AlertRaised, way: AlertWay, *, now: datetime) -> AlertTested:
    said = {status for (by, _), status in alert.sendings.items() if by is way}
    result = TestResult.SENT if said & {SENT, ARRIVED} else TestResult.FAILED
    reason = "" if result is TestResult.SENT else alert.reasons.get(way, NO_PROOF)
    return AlertTested(
        alert_id=raised.alert_id, way=way, result=result, when=When(at=now), reason=reason
    )

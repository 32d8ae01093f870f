"""What a referral fact sets in motion: it rings while nobody accepts, finishes or verifies."""

from __future__ import annotations

from datetime import datetime

from siaga.language.agencies import (
    Overdue,
    ReferralAccepted,
    ReferralDeclined,
    ReferralEscalated,
    ReferralExtended,
    ReferralFinished,
    ReferralHandedBack,
    ReferralReopened,
    ReferralReprioritised,
    ReferralSent,
    ReferralTakenBack,
    ReferralVerified,
)
from siaga.language.entry import Fact
from siaga.language.follow_ups import Arm, Disarm, FollowUp
from siaga.language.place import Place
from siaga.language.values import ReferralId

REFERRAL_ACCEPT = "referral_accept"
REFERRAL_FINISH = "referral_finish"
REFERRAL_VERIFY = "referral_verify"

OF = {Overdue.FINISH: REFERRAL_FINISH, Overdue.VERIFY: REFERRAL_VERIFY}


def follow(fact: Fact, _place: Place) -> tuple[FollowUp, ...]:
    match fact:
        case ReferralSent():
            return (_arm(REFERRAL_ACCEPT, fact.referral_id, fact.accept_by_at),)
        case ReferralReopened():
            ring = _arm(REFERRAL_ACCEPT, fact.referral_id, fact.accept_by_at)
            return (ring, _disarm(REFERRAL_VERIFY, fact.referral_id))
        case ReferralReprioritised(rearms=True):
            return (_arm(REFERRAL_ACCEPT, fact.referral_id, fact.rings_at),)
        case ReferralEscalated(next_due_at=due_at) if due_at is not None:
            return (_arm(REFERRAL_ACCEPT, fact.referral_id, due_at),)
        case ReferralAccepted():
            own = _disarm(REFERRAL_ACCEPT, fact.referral_id)
            if fact.done_by_at is None:
                return (own,)
            return (own, _arm(REFERRAL_FINISH, fact.referral_id, fact.done_by_at))
        case ReferralFinished():
            return (
                _disarm(REFERRAL_ACCEPT, fact.referral_id),
                _disarm(REFERRAL_FINISH, fact.referral_id),
                _arm(REFERRAL_VERIFY, fact.referral_id, fact.verify_by_at),
            )
        case ReferralExtended():
            return (_arm(OF[fact.what], fact.referral_id, fact.promised_at),)
        case ReferralDeclined() | ReferralTakenBack():
            return (_disarm(REFERRAL_ACCEPT, fact.referral_id),)
        case ReferralHandedBack():
            return (_disarm(REFERRAL_FINISH, fact.referral_id),)
        case ReferralVerified():
            return (_disarm(REFERRAL_VERIFY, fact.referral_id),)
        case _:
            return ()


def _arm(kind: str, subject: ReferralId, due_at: datetime) -> Arm:
    return Arm(kind=kind, subject=subject, due_at=due_at)


def _disarm(kind: str, subject: ReferralId) -> Disarm:
    return Disarm(kind=kind, subject=subject)

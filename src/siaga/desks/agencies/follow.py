"""What a referral fact sets in motion: the ring while nobody has accepted."""

from __future__ import annotations

from siaga.language.agencies import (
    ReferralAccepted,
    ReferralDeclined,
    ReferralEscalated,
    ReferralFinished,
    ReferralHandedBack,
    ReferralReopened,
    ReferralReprioritised,
    ReferralSent,
    ReferralTakenBack,
)
from siaga.language.entry import Fact
from siaga.language.follow_ups import Arm, Disarm, FollowUp
from siaga.language.place import Place

REFERRAL_ACCEPT = "referral_accept"


def follow(fact: Fact, _place: Place) -> tuple[FollowUp, ...]:
    match fact:
        case ReferralSent() | ReferralReopened():
            return (Arm(kind=REFERRAL_ACCEPT, subject=fact.referral_id, due_at=fact.accept_by_at),)
        case ReferralReprioritised():
            return (Arm(kind=REFERRAL_ACCEPT, subject=fact.referral_id, due_at=fact.rings_at),)
        case ReferralEscalated(next_due_at=due_at) if due_at is not None:
            return (Arm(kind=REFERRAL_ACCEPT, subject=fact.referral_id, due_at=due_at),)
        case (
            ReferralAccepted()
            | ReferralDeclined()
            | ReferralFinished()
            | ReferralHandedBack()
            | ReferralTakenBack()
        ):
            return (Disarm(kind=REFERRAL_ACCEPT, subject=fact.referral_id),)
        case _:
            return ()

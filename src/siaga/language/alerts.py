"""What is known of alerts: how somebody who must act was told, and whether it arrived."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from siaga.language.entry import Fact
from siaga.language.values import AlertId, Tag, When


class AlertAbout(StrEnum):
    """`subject` of an alert is the id of the named thing."""

    DISPATCH = "dispatch"
    REFERRAL = "referral"
    ESCALATION = "escalation"  # a referral nobody answered: subject is the referral
    PRE_ALERT = "pre_alert"
    PANIC = "panic"
    ROLL_CALL = "roll_call"  # PAR
    REVIEW = "review"
    TEST = "test"  # the daily one


class AlertWay(StrEnum):
    """Paths by which an alert goes out; the last two need no internet."""

    PUSH = "push"  # web push
    PAGE = "page"  # the open page of the crew, agency or hospital showed it
    WHATSAPP = "whatsapp"
    EMAIL = "email"
    VOICE = "voice"  # a telephone call with spoken text
    SMS = "sms"
    RADIO = "radio"  # a person of the room says it and enters that


def alert_life(alert_id: AlertId) -> Tag:
    return Tag(f"alert-life:{alert_id}")


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertDelivered(Fact):
    """Technical delivery by the first path that proved it; nobody has acknowledged by that."""

    alert_id: AlertId
    about: AlertAbout
    subject: str
    way: AlertWay
    when: When

    def tags(self) -> tuple[Tag, ...]:
        return (alert_life(self.alert_id),)

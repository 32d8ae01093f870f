"""What a fact of machines sets in motion: posts, e-mails, and the next morning's timer."""

from __future__ import annotations

from siaga.language.entry import Fact
from siaga.language.follow_ups import Arm, Disarm, FollowUp, Send, SendRule
from siaga.language.place import Place
from siaga.language.systems import (
    NoticeQueued,
    NoticeRequeued,
    SummarySent,
    SummaryStopped,
    SummaryWanted,
    of_agency,
)
from siaga.language.values import SubjectId

WEBHOOK = "agency_webhook"
SUMMARY = "email_summary"
SUMMARY_DUE = "system_summary"
TEST = "test"


def follow(fact: Fact, _place: Place) -> tuple[FollowUp, ...]:
    match fact:
        case NoticeQueued(posted=True) | NoticeRequeued():
            return (
                Send(
                    kind=WEBHOOK,
                    rule=SendRule.ALERT,
                    recipient=_recipient(fact),
                    deadline_at=fact.deliver_by_at,
                ),
            )
        case SummaryWanted():
            return (Arm(kind=SUMMARY_DUE, subject=fact.agency, due_at=fact.next_at),)
        case SummarySent():
            return (
                Send(
                    kind=SUMMARY,
                    rule=SendRule.ALERT,
                    recipient=SubjectId(f"summary:{of_agency(fact.agency)}"),
                    number=fact.email,
                    message=fact.agency,
                    deadline_at=fact.deliver_by_at,
                ),
                Arm(kind=SUMMARY_DUE, subject=fact.agency, due_at=fact.next_at),
            )
        case SummaryStopped():
            return (Disarm(kind=SUMMARY_DUE, subject=fact.agency),)
        case _:
            return ()


def _recipient(fact: NoticeQueued | NoticeRequeued) -> SubjectId:
    """In one line for each machine; a test that fails stands in nobody's way."""
    apart = ":test" if fact.event == TEST else ""
    return SubjectId(f"system:{fact.system}{apart}")

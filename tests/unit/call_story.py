"""What the stories of a telephone call are told with: one call, two takers."""

from __future__ import annotations

from siaga.language.calls import CallBackReason, CallerId, CallPath, EndedBy, RingFailure, Sign
from siaga.language.lines import (
    CallAnswered,
    CallBackWanted,
    CallEnded,
    CallerSigned,
    CallOffered,
    CallRung,
    RingMissed,
)
from siaga.language.values import AccountId, ContactId, SubjectId, When
from tests.builders import NOW, OTHER_TAKER, TAKER, by_server, claim, minutes, sealed

CALL = ContactId("call-1")
CALLER = SubjectId("sub-caller")
RINA, BUDI = AccountId(TAKER.id), AccountId(OTHER_TAKER.id)


def at(second: float) -> When:
    """So many seconds after the first ring."""
    return by_server(NOW + minutes(second / 60))


def offered(
    contact: ContactId = CALL, *, second: float = 0, late: bool = False, test: bool = False
) -> CallOffered:
    return CallOffered(
        contact_id=contact,
        line="main",
        caller_id=CallerId.SHOWN,
        when=at(second),
        likely=0.02,
        head_start_s=0,
        front=False,
        reasons=(),
        rules="test 1",
        subject=CALLER,
        number=sealed("nomor"),
        location=claim(),
        late=late,
        test=test,
    )


def rung(taker: AccountId, second: float, *, contact: ContactId = CALL) -> CallRung:
    return CallRung(contact_id=contact, taker=taker, when=at(second))


def missed(taker: AccountId, second: float, why: RingFailure = RingFailure.NO_ANSWER) -> RingMissed:
    return RingMissed(contact_id=CALL, taker=taker, why=why, when=at(second))


def answered(
    second: float,
    by: AccountId | None = RINA,
    *,
    path: CallPath = CallPath.TAKER,
    contact: ContactId = CALL,
    past: bool = False,
) -> CallAnswered:
    return CallAnswered(
        contact_id=contact,
        path=path,
        when=at(second),
        offered_at=NOW,
        answered_by=by,
        past=past,
    )


def signed(sign: Sign, second: float, *, digit: str = "") -> CallerSigned:
    return CallerSigned(contact_id=CALL, sign=sign, when=at(second), digit=digit)


def hung_up(
    second: float,
    *,
    answered_s: float | None = None,
    by: EndedBy = EndedBy.CALLER,
    taker: AccountId | None = None,
    contact: ContactId = CALL,
) -> CallEnded:
    """`answered_s`: when it had been picked up; None: it never was."""
    return CallEnded(
        contact_id=contact,
        ended_by=by,
        when=at(second),
        offered_at=NOW,
        answered_at=None if answered_s is None else at(answered_s).at,
        taker=taker,
        subject=CALLER,
    )


def owed(second: float, why: CallBackReason = CallBackReason.UNANSWERED) -> CallBackWanted:
    return CallBackWanted(
        contact_id=CALL,
        why=why,
        when=at(second),
        due_at=at(second + 300).at,
        offered_at=NOW,
        subject=CALLER,
        number=sealed("nomor"),
    )

"""What intake does by itself when an incident opens or closes, and when a call is over."""

from __future__ import annotations

from uuid import UUID

from siaga.desks.intake.commands import (
    HearMessage,
    ProtectCaller,
    ProtectReporters,
    WrapUpCall,
    WrapUpContact,
)
from siaga.language.calls import CallBackOutcome, Sign
from siaga.language.entry import Entry
from siaga.language.follow_ups import Reaction
from siaga.language.incident import (
    IncidentClassified,
    IncidentClosed,
    IncidentMerged,
    IncidentOpened,
)
from siaga.language.lines import CallBackClosed, CallEnded, CallerSigned
from siaga.language.links import ReporterAsked
from siaga.language.values import (
    Channel,
    ContactId,
    IncidentId,
    MessageKind,
    Safety,
    TimeSource,
)

TO_BE_NAMED = UUID(int=0)
"""The reactor derives the real command id from the cause."""


def react(entry: Entry) -> tuple[Reaction, ...]:
    fact = entry.fact
    match fact:
        case IncidentClosed():
            return tuple(
                Reaction(
                    desk="intake",
                    command=WrapUpContact(
                        command_id=TO_BE_NAMED,
                        contact_id=contact_id,
                        incident_id=fact.incident_id,
                    ),
                )
                for contact_id in fact.contact_ids
            )
        case IncidentOpened() if fact.contact_id is None:
            return ()
        case IncidentOpened(safety=Safety() as safety):
            return _protected(fact.incident_id, safety=safety, contact_id=fact.contact_id)
        case IncidentClassified(safety=Safety() as safety):
            joined = (fact.incident_id, *fact.merged)
            return tuple(one for of in joined for one in _protected(of, safety=safety))
        case IncidentMerged(safety=Safety() as safety):
            return _protected(fact.incident_id, safety=safety)
        case CallBackClosed(outcome=CallBackOutcome.REACHED):
            return ()  # somebody was spoken with: only a person knows what came of it
        case CallEnded(answered_at=None, callable=False) | CallBackClosed():
            over = WrapUpCall(command_id=TO_BE_NAMED, contact_id=fact.contact_id)
            return (Reaction(desk="intake", command=over),)
        case ReporterAsked():
            return (Reaction(desk="intake", command=_not_done(fact)),)
        case CallerSigned(sign=Sign.DIGIT):
            mute = ProtectCaller(command_id=TO_BE_NAMED, contact_id=fact.contact_id)
            return (Reaction(desk="intake", command=mute),)
        case _:
            return ()


def _protected(
    incident_id: IncidentId, *, safety: Safety, contact_id: ContactId | None = None
) -> tuple[Reaction, ...]:
    protect = ProtectReporters(
        command_id=TO_BE_NAMED, incident_id=incident_id, safety=safety, contact_id=contact_id
    )
    return (Reaction(desk="intake", command=protect),)


def _not_done(fact: ReporterAsked) -> HearMessage:
    """The reporter pressed "not done" on the status page: it rings like any other message."""
    return HearMessage(
        command_id=TO_BE_NAMED,
        channel=Channel.WEB,
        kind=MessageKind.TEXT,
        sent_at=fact.when.at,
        received_at=fact.when.at,
        time_source=TimeSource.SERVER,
        contact_id=fact.contact_id,
        text=fact.words,
        link_id=fact.link_id,
    )

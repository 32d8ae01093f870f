"""What a telephone call allows and asks for, once the lines have told of it."""

from __future__ import annotations

from datetime import timedelta

from siaga.desks.intake.commands import ProtectCaller, WrapUpCall
from siaga.desks.intake.decide.strictness import is_looser
from siaga.desks.intake.state import SYSTEM_KINDS, ContactLife
from siaga.language.calls import EndedBy
from siaga.language.entry import Fact
from siaga.language.intake import ContactSafetySet, ContactWrappedUp
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import Asked, Safety, When

GONE = (EndedBy.CALLER, EndedBy.NETWORK)
"""Nobody is left to listen to, and no taker hung up on anybody."""


def not_over(contact: ContactLife) -> Refused | None:
    """Who still waits to be picked up cannot be done with."""
    call = contact.call
    if call is None or call.answered_at or call.ended_at:
        return None
    return Refused(reason=Refusal.CALL_NOT_ANSWERED)


def not_silent(contact: ContactLife, place: Place, *, asked: Asked) -> Refused | None:
    """Silence is heard out: the caller was asked to press, cough or knock, or has gone."""
    call = contact.call
    if call is None or call.ended_by in GONE:
        return None
    if call.answered_at is not None and call.prompted:
        listened = (call.ended_at or asked.received_at) - call.answered_at
        if listened >= timedelta(seconds=place.lines.silent_listen_s):
            return None
    return Refused(reason=Refusal.SILENCE_NOT_PROVEN)


def wrap_up_call(command: WrapUpCall, contact: ContactLife, *, asked: Asked) -> tuple[Fact, ...]:
    """Only a call of which nobody has anything left to judge: a signed one waits for a person."""
    call = contact.call
    if call is None or call.ended_at is None or call.owed or contact.wrapped_at is not None:
        return ()
    if contact.incident_id or contact.kind is None or contact.kind not in SYSTEM_KINDS:
        return ()
    if call.signed and not call.called_back:
        return ()
    return (
        ContactWrappedUp(
            contact_id=command.contact_id,
            kind=contact.kind,
            when=When(at=asked.received_at),
            subject=contact.subject,
        ),
    )


def protect_caller(
    command: ProtectCaller, contact: ContactLife, *, asked: Asked
) -> tuple[Fact, ...]:
    """Makes contact safety stricter, never looser; only a person lifts it again."""
    if contact.opened is None or not is_looser(contact.safety, Safety.DO_NOT_CONTACT):
        return ()
    return (
        ContactSafetySet(
            contact_id=command.contact_id,
            safety=Safety.DO_NOT_CONTACT,
            when=When(at=asked.received_at),
        ),
    )

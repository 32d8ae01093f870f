"""Whose a conversation is, how far it was read, in which language it is answered."""

from __future__ import annotations

from collections.abc import Sequence

from siaga.desks.conversation.commands import HandOver, RememberLanguage, SeeMessages
from siaga.desks.conversation.state import Colleague, Thread, Written
from siaga.language.conversation import ConversationHandedOver, LanguageRemembered, MessagesSeen
from siaga.language.entry import Fact
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import CHATS, AccountId, ActorKind, Asked, Role, Safety, When

MAY_REASSIGN = frozenset({Role.SUPERVISOR, Role.SHIFT_LEAD})


def see(
    command: SeeMessages, thread: Thread, *, written: Written, asked: Asked
) -> tuple[Fact, ...]:
    """Once per newest message; whoever must not be written to gets no blue ticks either."""
    known = [recent.message_id for recent in thread.recent]
    if command.message_id not in known:
        return ()
    before = known.index(written.seen) if written.seen in known else -1
    at = known.index(command.message_id)
    if at <= before:
        return ()
    may_tell = thread.safety is not Safety.DO_NOT_CONTACT and thread.channel in CHATS
    return (
        MessagesSeen(
            contact_id=command.contact_id,
            message_id=command.message_id,
            by=AccountId(asked.actor.id),
            when=When(at=asked.received_at),
            channel=thread.channel,
            subject=thread.subject if may_tell else None,
            number=thread.number if may_tell else None,
            provider_id=thread.recent[at].provider_id if may_tell else None,
        ),
    )


def hand_over(
    command: HandOver, thread: Thread, *, to: Colleague, asked: Asked
) -> Sequence[Fact] | Refused:
    """By the one who has it; who leads the shift or watches the room gives anybody's away."""
    if thread.wrapped:
        return Refused(reason=Refusal.CONTACT_WRAPPED_UP)
    if thread.answered_by != asked.actor.id and not asked.actor.roles & MAY_REASSIGN:
        holder = (thread.answered_by,) if thread.answered_by else ()
        return Refused(reason=Refusal.NOT_YOUR_CONVERSATION, legal=holder)
    if not to.is_known:
        return Refused(reason=Refusal.UNKNOWN_ACCOUNT)
    if to.is_closed:
        return Refused(reason=Refusal.ACCOUNT_CLOSED)
    if not to.of_the_room:
        return Refused(reason=Refusal.NOT_OF_THE_ROOM)
    if command.to == thread.answered_by:
        return Refused(reason=Refusal.ALREADY_THEIRS)
    return (
        ConversationHandedOver(
            contact_id=command.contact_id,
            by=AccountId(asked.actor.id),
            to=command.to,
            when=When(at=asked.received_at),
            note=command.note,
            incident_id=thread.incident_id,
        ),
    )


def remember(command: RememberLanguage, thread: Thread, *, asked: Asked) -> tuple[Fact, ...]:
    """What a person named stays, whatever the words look like."""
    by_person = asked.actor.kind is ActorKind.PERSON
    if thread.language is command.language and (thread.chosen or not by_person):
        return ()
    if thread.chosen and not by_person:
        return ()
    return (
        LanguageRemembered(
            contact_id=command.contact_id,
            language=command.language,
            when=When(at=asked.received_at),
            subject=thread.subject,
        ),
    )

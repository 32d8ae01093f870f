"""What is written without a person: answers to what came in, and the next question."""

from __future__ import annotations

from datetime import timedelta
from typing import assert_never

from siaga.desks.conversation.commands import AnswerByItself, Nudge
from siaga.desks.conversation.state import Thread, Written
from siaga.language.conversation import NudgeQueued
from siaga.language.conversation_place import NudgeStep, NudgeWhen
from siaga.language.entry import Fact
from siaga.language.place import Place
from siaga.language.values import CHATS, Asked, Automatic, Safety, When

STALE_AFTER = timedelta(minutes=5)
"""A timer that rings so late asks nothing any more."""

ALREADY_SAID = {
    Automatic.FIRST_LOCATED: Automatic.LOCATION_RECEIVED,
    Automatic.FIRST_UNREADABLE: Automatic.UNREADABLE,
    Automatic.CALL: Automatic.CALL,
}
"""What the first reply says as well."""


def nudge(
    command: Nudge, thread: Thread, *, written: Written, step: NudgeStep, asked: Asked
) -> tuple[Fact, ...]:
    """Only while no person has it and nothing else was asked; the caller has looked for P1."""
    if not _may_write(thread) or thread.in_hand or thread.greeting is None:
        return ()
    if step.id in written.steps or asked.received_at - command.due_at > STALE_AFTER:
        return ()
    if step.is_question and written.asked > thread.heard:
        return ()
    return _written(thread, step, command=command, asked=asked) if _is_missing(step, thread) else ()


def _is_missing(step: NudgeStep, thread: Thread) -> bool:
    match step.when:
        case NudgeWhen.NO_LOCATION:
            return not thread.located
        case NudgeWhen.NO_WORDS:
            return not thread.worded
        case NudgeWhen.UNANSWERED:
            return True
        case _:
            assert_never(step.when)


def _may_write(thread: Thread) -> bool:
    is_chat = thread.channel in CHATS and thread.subject is not None
    is_safe = thread.safety is not Safety.DO_NOT_CONTACT
    return is_chat and is_safe and not thread.late and not thread.wrapped


def _written(thread: Thread, step: NudgeStep, *, command: Nudge, asked: Asked) -> tuple[Fact, ...]:
    assert thread.subject is not None
    return (
        NudgeQueued(
            contact_id=command.contact_id,
            step=step.id,
            message=step.message,
            when=When(at=asked.received_at),
            channel=thread.channel,
            subject=thread.subject,
            number=thread.number,
            ask_location=step.ask_location,
            question=step.is_question,
            language=thread.language,
        ),
    )


def answer(
    command: AnswerByItself, thread: Thread, *, written: Written, place: Place, asked: Asked
) -> tuple[Fact, ...]:
    """Once a contact. A voice call is answered even while a person writes: it would ring on."""
    kind = command.answer
    message = place.conversation.answer(thread.channel, kind)
    said = kind in written.steps
    if thread.greeting is not None:
        said = said or ALREADY_SAID.get(thread.greeting) is kind
    if message is None or said or not _may_write(thread) or thread.subject is None:
        return ()
    if thread.in_hand and kind is not Automatic.CALL:
        return ()
    return (
        NudgeQueued(
            contact_id=command.contact_id,
            step=kind.value,
            message=message,
            when=When(at=asked.received_at),
            channel=thread.channel,
            subject=thread.subject,
            number=thread.number,
            language=thread.language,
        ),
    )

"""What the conversation desk decides. What is written by itself is written at most once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, assert_never

from siaga.desks.conversation.commands import (
    AnswerByItself,
    Command,
    HandOver,
    Nudge,
    RecordMedia,
    RecordMediaLoss,
    RememberLanguage,
    SeeMessages,
    SharePictures,
    TellPictures,
)
from siaga.desks.conversation.decide.files import kept, lost
from siaga.desks.conversation.decide.pictures import share, tell
from siaga.desks.conversation.decide.threads import hand_over, remember, see
from siaga.desks.conversation.decide.writing import answer, nudge
from siaga.desks.conversation.state import Advice, Colleague, Pictures, Thread, Written
from siaga.language.access import account_life
from siaga.language.conversation import contact_story, conversation, pictures
from siaga.language.entry import Fact
from siaga.language.incident import incident_life
from siaga.language.intake import contact_life
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.triage import advice
from siaga.language.values import Asked, Tag

__all__ = ["boundary", "decide"]


def boundary(command: Command) -> tuple[Tag, ...]:
    """What must not change behind the decision's back."""
    match command:
        case RecordMedia() | RecordMediaLoss():
            return ()  # a file that was fetched is there, whatever else happened
        case SeeMessages() | AnswerByItself():
            return (contact_life(command.contact_id), conversation(command.contact_id))
        case Nudge():
            contact_id = command.contact_id
            return (contact_life(contact_id), conversation(contact_id), advice(contact_id))
        case HandOver():
            return (contact_life(command.contact_id), account_life(command.to))
        case RememberLanguage():
            return (contact_life(command.contact_id),)
        case SharePictures():
            return (contact_life(command.contact_id), contact_story(command.contact_id))
        case TellPictures():
            return (pictures(command.incident_id), incident_life(command.incident_id))
        case _:
            assert_never(command)


def decide(
    command: Command, states: Mapping[Tag, Any], place: Place, asked: Asked
) -> Sequence[Fact] | Refused:
    match command:
        case RecordMedia():
            return (kept(command, asked),)
        case RecordMediaLoss():
            return (lost(command, asked),)
        case TellPictures():
            shown: Pictures = states[pictures(command.incident_id)]
            joined = states[incident_life(command.incident_id)]
            return tell(command, shown, joined=joined, asked=asked)
        case _:
            thread: Thread = states[contact_life(command.contact_id)]
            if thread.opened_at is None:
                return Refused(reason=Refusal.UNKNOWN_CONTACT)
            return _about(command, thread, states, place=place, asked=asked)


def _about(
    command: SeeMessages | HandOver | RememberLanguage | SharePictures | Nudge | AnswerByItself,
    thread: Thread,
    states: Mapping[Tag, Any],
    *,
    place: Place,
    asked: Asked,
) -> Sequence[Fact] | Refused:
    match command:
        case HandOver():
            to: Colleague = states[account_life(command.to)]
            return hand_over(command, thread, to=to, asked=asked)
        case RememberLanguage():
            return remember(command, thread, asked=asked)
        case SharePictures():
            files = states[contact_story(command.contact_id)]
            return share(command, thread, files=files, asked=asked)
        case SeeMessages() | Nudge() | AnswerByItself():
            pass
        case _:
            assert_never(command)
    written: Written = states[conversation(command.contact_id)]
    match command:
        case SeeMessages():
            return see(command, thread, written=written, asked=asked)
        case Nudge():
            suggested: Advice = states[advice(command.contact_id)]
            step = place.conversation.step(command.step)
            if step is None or suggested.life_in_danger:
                return ()
            return nudge(command, thread, written=written, step=step, asked=asked)
        case AnswerByItself():
            return answer(command, thread, written=written, place=place, asked=asked)
        case _:
            assert_never(command)

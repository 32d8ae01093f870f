"""What the intake desk decides about contacts. Nobody who reached the centre is ever lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, assert_never

from siaga.desks.intake.commands import (
    AnswerContact,
    AttachReport,
    ClassifyContact,
    Command,
    HearMessage,
    HearReply,
    JoinIdentities,
    ProtectCaller,
    ProtectReporters,
    RecordCall,
    RecordForwarded,
    RecordService,
    ReopenContact,
    ReplyToContact,
    ReportByAgency,
    ReportReply,
    SetContactSafety,
    WrapUpCall,
    WrapUpContact,
)
from siaga.desks.intake.decide.agencies import report_by_agency
from siaga.desks.intake.decide.calls import protect_caller, wrap_up_call
from siaga.desks.intake.decide.handling import (
    answer,
    attach,
    classify,
    reopen,
    reply,
    set_safety,
)
from siaga.desks.intake.decide.hearing import (
    hear_message,
    record_call,
    record_forwarded,
    report_reply,
)
from siaga.desks.intake.decide.identities import hear_reply, identity_tags, join_identities
from siaga.desks.intake.decide.policy import protect_reporters, wrap_up
from siaga.desks.intake.decide.services import record_service
from siaga.language.entry import Fact
from siaga.language.incident import incident_life
from siaga.language.intake import contact_life, sender
from siaga.language.place import Place
from siaga.language.refusals import Refused
from siaga.language.values import Asked, ContactId, Tag

__all__ = ["boundary", "decide"]


def boundary(command: Command) -> tuple[Tag, ...]:
    """What must not change behind the decision's back."""
    match command:
        case HearMessage():
            contact_id = command.contact_id or ContactId(str(command.command_id))
            own = (contact_life(contact_id),)
            return (sender(command.subject), *own) if command.subject else own
        case RecordCall() | RecordForwarded() | ReportByAgency():
            return (contact_life(ContactId(str(command.command_id))),)
        case RecordService():
            own = (contact_life(ContactId(str(command.command_id))),)
            return (*own, incident_life(command.incident_id)) if command.incident_id else own
        case AttachReport():
            return (contact_life(command.contact_id), incident_life(command.incident_id))
        case WrapUpContact():
            own = (contact_life(command.contact_id),)
            return (*own, incident_life(command.incident_id)) if command.incident_id else own
        case ProtectReporters():
            if command.contact_id:
                return (contact_life(command.contact_id),)
            return (incident_life(command.incident_id),)
        case JoinIdentities():
            return identity_tags(command)
        case ReportReply():
            return ()  # what a channel says of a sent message changes no decision
        case _:
            return (contact_life(command.contact_id),)


def decide(
    command: Command, states: Mapping[Tag, Any], place: Place, asked: Asked
) -> Sequence[Fact] | Refused:
    match command:
        case HearMessage():
            return hear_message(command, states)
        case RecordCall():
            return record_call(command, asked)
        case RecordForwarded():
            return record_forwarded(command, asked)
        case RecordService():
            return record_service(command, states, place=place, asked=asked)
        case ReportByAgency():
            return report_by_agency(command, place=place, asked=asked)
        case ReportReply():
            return report_reply(command, place)
        case JoinIdentities():
            return join_identities(command, states)
        case HearReply():
            return hear_reply(command, states[contact_life(command.contact_id)])
        case AttachReport():
            contact = states[contact_life(command.contact_id)]
            incident = states[incident_life(command.incident_id)]
            return attach(command, contact, incident=incident, place=place, asked=asked)
        case WrapUpContact():
            return wrap_up(command, states, asked)
        case ProtectReporters():
            return protect_reporters(command, states, asked=asked)
        case WrapUpCall():
            return wrap_up_call(command, states[contact_life(command.contact_id)], asked=asked)
        case ProtectCaller():
            return protect_caller(command, states[contact_life(command.contact_id)], asked=asked)
        case ClassifyContact():
            contact = states[contact_life(command.contact_id)]
            return classify(command, contact, place=place, asked=asked)
        case _:
            return _by_a_person(command, states, place=place, asked=asked)


def _by_a_person(
    command: AnswerContact | ReopenContact | SetContactSafety | ReplyToContact,
    states: Mapping[Tag, Any],
    *,
    place: Place,
    asked: Asked,
) -> Sequence[Fact] | Refused:
    contact = states[contact_life(command.contact_id)]
    match command:
        case AnswerContact():
            return answer(command, contact, asked=asked)
        case ReopenContact():
            return reopen(command, contact, asked=asked)
        case SetContactSafety():
            return set_safety(command, contact, asked=asked)
        case ReplyToContact():
            return reply(command, contact, place=place, asked=asked)
        case _:
            assert_never(command)

"""What the room does with a contact: answer, name its kind, attach, write back, reopen."""

from __future__ import annotations

from collections.abc import Sequence

from siaga.desks.intake.commands import (
    AnswerContact,
    AttachReport,
    ClassifyContact,
    ReopenContact,
    ReplyToContact,
    SetContactSafety,
)
from siaga.desks.intake.decide.calls import not_over, not_silent
from siaga.desks.intake.decide.strictness import is_looser
from siaga.desks.intake.state import SYSTEM_KINDS, ContactLife, IncidentLife
from siaga.language.entry import Fact
from siaga.language.intake import (
    ContactAnswered,
    ContactClassified,
    ContactReopened,
    ContactSafetySet,
    ContactWrappedUp,
    ReplyQueued,
    ReportAttached,
)
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import (
    CHATS,
    AccountId,
    ActorKind,
    Asked,
    Channel,
    ContactId,
    ContactKind,
    IncidentTypeId,
    MessageId,
    Safety,
    When,
)

INCIDENT_KINDS = frozenset({ContactKind.EMERGENCY, ContactKind.SERVICE, ContactKind.ADDITION})


def safety_of_type(place: Place, incident_type: IncidentTypeId | None) -> Safety:
    """What the place sets for reporters of this type; a type gone from the place sets nothing."""
    known = place.incident_types.get(incident_type) if incident_type else None
    return known.safety or Safety.SAFE if known else Safety.SAFE


def answer(
    command: AnswerContact, contact: ContactLife, *, asked: Asked
) -> Sequence[Fact] | Refused:
    """Another taker may take the contact over; the same one only when something new waits."""
    if refused := _not_at_hand(contact):
        return refused
    if contact.answered_by == asked.actor.id and not contact.waiting:
        return Refused(reason=Refusal.CONTACT_ANSWERED)
    return (_answered(command.contact_id, contact, asked),)


def classify(
    command: ClassifyContact, contact: ContactLife, *, place: Place, asked: Asked
) -> Sequence[Fact] | Refused:
    """Kinds that need no incident also wrap the contact up; naming a kind answers it."""
    if refused := _not_at_hand(contact) or _not_that_kind(command, contact):
        return refused
    needs_incident = command.kind in INCIDENT_KINDS
    if not needs_incident and (refused := not_over(contact)):
        return refused
    if command.kind is ContactKind.SILENT and (refused := not_silent(contact, place, asked=asked)):
        return refused
    now = When(at=asked.received_at)
    facts = _answer_if_waiting(command.contact_id, contact, asked)
    if contact.kind is not command.kind:
        facts += (ContactClassified(contact_id=command.contact_id, kind=command.kind, when=now),)
    if not needs_incident:
        facts += (
            ContactWrappedUp(
                contact_id=command.contact_id,
                kind=command.kind,
                when=now,
                subject=contact.subject,
            ),
        )
    return facts


def _not_that_kind(command: ClassifyContact, contact: ContactLife) -> Refused | None:
    if command.kind in SYSTEM_KINDS:
        legal = (kind.value for kind in ContactKind if kind not in SYSTEM_KINDS)
        return Refused(reason=Refusal.KIND_OF_SYSTEM, legal=tuple(legal))
    needs_incident = command.kind in INCIDENT_KINDS
    if contact.incident_id and not needs_incident:
        kinds = tuple(kind.value for kind in ContactKind if kind in INCIDENT_KINDS)
        return Refused(reason=Refusal.KIND_NEEDS_NO_INCIDENT, legal=kinds)
    if command.kind is ContactKind.ADDITION and not contact.incident_id:
        others = SYSTEM_KINDS | {ContactKind.ADDITION}
        legal = (kind.value for kind in ContactKind if kind not in others)
        return Refused(reason=Refusal.KIND_NEEDS_INCIDENT, legal=tuple(legal))
    if not needs_incident and _wrote_unseen(contact, command.seen):
        return Refused(reason=Refusal.CONTACT_WROTE_AGAIN)
    return None


def attach(
    command: AttachReport,
    contact: ContactLife,
    *,
    incident: IncidentLife,
    place: Place,
    asked: Asked,
) -> Sequence[Fact] | Refused:
    """The contact speaks of an open incident; its type's contact safety holds for it too."""
    if refused := _not_at_hand(contact):
        return refused
    if incident.incident_type is None:
        return Refused(reason=Refusal.UNKNOWN_INCIDENT)
    if not incident.is_open:
        return Refused(reason=Refusal.INCIDENT_CLOSED)
    if contact.incident_id == command.incident_id:
        return _answer_if_waiting(command.contact_id, contact, asked)
    if incident.merged_into is not None:
        return Refused(reason=Refusal.INCIDENT_MERGED, legal=(incident.merged_into,))
    if contact.incident_id:
        return Refused(reason=Refusal.CONTACT_ATTACHED, legal=(contact.incident_id,))
    now = When(at=asked.received_at)
    facts: tuple[Fact, ...] = (
        ReportAttached(
            contact_id=command.contact_id,
            incident_id=command.incident_id,
            answered_by=AccountId(asked.actor.id),
            when=now,
        ),
    )
    if contact.kind is None or contact.kind in SYSTEM_KINDS:
        addition = ContactKind.ADDITION
        facts += (ContactClassified(contact_id=command.contact_id, kind=addition, when=now),)
    safety = safety_of_type(place, incident.incident_type)
    if is_looser(contact.safety, safety):
        facts += (ContactSafetySet(contact_id=command.contact_id, safety=safety, when=now),)
    return facts


def reopen(
    command: ReopenContact, contact: ContactLife, *, asked: Asked
) -> Sequence[Fact] | Refused:
    """Any contact, at any time; who reopens it has it in hand."""
    if contact.opened is None:
        return Refused(reason=Refusal.UNKNOWN_CONTACT)
    if contact.wrapped_at is None:
        return Refused(reason=Refusal.CONTACT_NOT_WRAPPED_UP)
    reopened = ContactReopened(
        contact_id=command.contact_id,
        channel=contact.channel,
        opened=contact.opened,
        when=When(at=asked.received_at),
        safety=contact.safety,
        subject=contact.subject,
        name=contact.name,
        number=contact.number,
        language=contact.language,
        window_closes_at=contact.window_closes_at,
    )
    return (reopened, _answered(command.contact_id, contact, asked))


def set_safety(
    command: SetContactSafety, contact: ContactLife, *, asked: Asked
) -> Sequence[Fact] | Refused:
    """Only a person lifts a stricter one, and says why."""
    if contact.opened is None:
        return Refused(reason=Refusal.UNKNOWN_CONTACT)
    if contact.safety is command.safety:
        return ()
    if is_looser(command.safety, contact.safety) and (
        command.reason is None or asked.actor.kind is not ActorKind.PERSON
    ):
        return Refused(reason=Refusal.REASON_NEEDED)
    return (
        ContactSafetySet(
            contact_id=command.contact_id,
            safety=command.safety,
            when=When(at=asked.received_at),
            reason=command.reason,
        ),
    )


def reply(
    command: ReplyToContact, contact: ContactLife, *, place: Place, asked: Asked
) -> Sequence[Fact] | Refused:
    """Writing to the citizen answers the contact."""
    if refused := _not_at_hand(contact):
        return refused
    if contact.safety is Safety.DO_NOT_CONTACT:
        return Refused(reason=Refusal.CONTACT_NOT_SAFE)
    if contact.channel not in CHATS or not contact.subject or not contact.number:
        return Refused(reason=Refusal.CONTACT_HAS_NO_CHAT)
    if refused := _not_that_way(command, contact, place=place, asked=asked):
        return refused
    canned = {ready.id for ready in place.conversation.canned}
    queued = ReplyQueued(
        contact_id=command.contact_id,
        message_id=MessageId(str(command.command_id)),
        text=command.text,
        ask_location=command.ask_location,
        when=When(at=asked.received_at),
        subject=contact.subject,
        number=contact.number,
        channel=contact.channel,
        template=command.template,
        arguments=command.arguments,
        about=command.about,
        quotes=dict(contact.provider_ids).get(command.about) if command.about else None,
        canned=command.canned if command.canned in canned else "",
        again=command.again,
    )
    return (*_answer_if_waiting(command.contact_id, contact, asked), queued)


def _not_that_way(
    command: ReplyToContact, contact: ContactLife, *, place: Place, asked: Asked
) -> Refused | None:
    """Templates are WhatsApp's; there nothing else leaves once the window has closed."""
    templates = place.conversation.templates()
    if command.template is not None:
        if contact.channel is not Channel.WHATSAPP or command.template not in templates:
            return Refused(reason=Refusal.NO_TEMPLATES_THERE)
        holes = templates[command.template].holes
        if len(command.arguments) != holes:
            return Refused(reason=Refusal.TEMPLATE_INCOMPLETE, legal=(str(holes),))
        return None
    closes_at = contact.window_closes_at
    if contact.channel is Channel.WHATSAPP and (not closes_at or closes_at <= asked.received_at):
        return Refused(reason=Refusal.WINDOW_CLOSED, legal=tuple(templates))
    return None


def _not_at_hand(contact: ContactLife) -> Refused | None:
    if contact.opened is None:
        return Refused(reason=Refusal.UNKNOWN_CONTACT)
    if contact.wrapped_at is not None:
        return Refused(reason=Refusal.CONTACT_WRAPPED_UP)
    return None


def _wrote_unseen(contact: ContactLife, seen: int | None) -> bool:
    return seen is not None and bool(contact.waiting) and contact.newest > seen


def _answered(contact_id: ContactId, contact: ContactLife, asked: Asked) -> ContactAnswered:
    return ContactAnswered(
        contact_id=contact_id,
        answered_by=AccountId(asked.actor.id),
        when=When(at=asked.received_at),
        incident_id=contact.incident_id,
    )


def _answer_if_waiting(
    contact_id: ContactId, contact: ContactLife, asked: Asked
) -> tuple[Fact, ...]:
    if contact.answered_by is not None and not contact.waiting:
        return ()
    return (_answered(contact_id, contact, asked),)

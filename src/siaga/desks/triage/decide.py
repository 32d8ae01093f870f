"""What the triage desk decides: a suggestion is kept once, and answered once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, assert_never

from siaga.desks.triage.commands import (
    AnswerSuggestion,
    Command,
    JudgeDifferent,
    RecordDuplicates,
    RecordSuggestion,
)
from siaga.desks.triage.state import Advice, ContactLife, IncidentLife
from siaga.language.entry import Fact
from siaga.language.incident import incident_life
from siaga.language.intake import contact_life
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.triage import (
    CANDIDATES_MAX,
    REASONS_MAX,
    Answer,
    DuplicatesSuggested,
    JudgedDifferent,
    Subject,
    SuggestionAnswered,
    TriageSuggested,
    advice,
)
from siaga.language.values import AccountId, Asked, Tag, When

GUESSES_MAX = 5
AREAS_MAX = 5
INPUTS_MAX = 40


def boundary(command: Command) -> tuple[Tag, ...]:
    """A suggestion names the contact's advice alone: it never stands in the way of a message."""
    own = advice(command.contact_id)
    if isinstance(command, JudgeDifferent):
        return (own, contact_life(command.contact_id), incident_life(command.incident_id))
    return (own,)


def decide(
    command: Command, states: Mapping[Tag, Any], place: Place, asked: Asked
) -> Sequence[Fact] | Refused:
    known: Advice = states[advice(command.contact_id)]
    match command:
        case JudgeDifferent():
            return _judge(command, known, states, asked)
        case RecordSuggestion():
            return _suggest(command, known, When(at=asked.received_at))
        case RecordDuplicates():
            return _point_out(command, known, When(at=asked.received_at))
        case AnswerSuggestion():
            return tuple(_answers(command, known))
        case _:
            assert_never(command)


def _judge(
    command: JudgeDifferent, known: Advice, states: Mapping[Tag, Any], asked: Asked
) -> Sequence[Fact] | Refused:
    contact: ContactLife = states[contact_life(command.contact_id)]
    incident: IncidentLife = states[incident_life(command.incident_id)]
    if not contact.is_known:
        return Refused(reason=Refusal.UNKNOWN_CONTACT)
    if not incident.is_known:
        return Refused(reason=Refusal.UNKNOWN_INCIDENT)
    if contact.incident_id == command.incident_id:
        return Refused(reason=Refusal.CONTACT_ATTACHED, legal=(contact.incident_id,))
    if command.incident_id in known.different:
        return ()
    return (
        JudgedDifferent(
            contact_id=command.contact_id,
            incident_id=command.incident_id,
            by=AccountId(asked.actor.id),
            when=When(at=asked.received_at),
        ),
    )


def _suggest(command: RecordSuggestion, known: Advice, when: When) -> Sequence[Fact]:
    """Nothing is written when the newer words say what the older ones said."""
    fact = TriageSuggested(
        contact_id=command.contact_id,
        suggestion_id=str(command.command_id),
        rules=command.rules,
        inputs=command.inputs[-INPUTS_MAX:],
        guesses=command.guesses[:GUESSES_MAX],
        incident_type=command.incident_type,
        priority=command.priority,
        emergency_pm=command.emergency_pm,
        prank_pm=command.prank_pm,
        when=when,
        injured=command.injured,
        own_victim=command.own_victim,
        areas=command.areas[:AREAS_MAX],
        reasons=command.reasons[:REASONS_MAX],
    )
    said = known.triage
    if said is not None and fact == replace(
        said, suggestion_id=fact.suggestion_id, inputs=fact.inputs, when=when
    ):
        return ()
    return (fact,)


def _point_out(command: RecordDuplicates, known: Advice, when: When) -> Sequence[Fact]:
    """What a person judged different is not suggested, whoever ranked it."""
    candidates = [one for one in command.candidates if one.incident_id not in known.different]
    fact = DuplicatesSuggested(
        contact_id=command.contact_id,
        suggestion_id=str(command.command_id),
        rules=command.rules,
        inputs=command.inputs[-INPUTS_MAX:],
        position=command.position,
        candidates=tuple(candidates[:CANDIDATES_MAX]),
        ask_own_victim=command.ask_own_victim,
        when=when,
    )
    said = known.duplicates
    if said is not None and _names_the_same(fact, said):
        return ()
    return (fact,)


def _names_the_same(fact: DuplicatesSuggested, said: DuplicatesSuggested) -> bool:
    """Ages and shares move on by themselves; another order or another question is news."""
    return (
        fact.rules == said.rules
        and fact.ask_own_victim == said.ask_own_victim
        and [one.gist for one in fact.candidates] == [one.gist for one in said.candidates]
    )


def _answers(command: AnswerSuggestion, known: Advice) -> Iterator[SuggestionAnswered]:
    """Only what was on the screen when somebody acted can have been answered by it."""
    for subject, answer in _judgements(command, known):
        suggested = known.duplicates if subject is Subject.DUPLICATE else known.triage
        if suggested is None or subject in known.answered:
            continue
        if suggested.when.at > command.acted_at:
            continue
        after = command.acted_at - suggested.when.at
        yield SuggestionAnswered(
            contact_id=command.contact_id,
            suggestion_id=suggested.suggestion_id,
            subject=subject,
            answer=answer,
            after_s=int(after.total_seconds()),
            when=When(at=command.acted_at),
            by=command.by,
        )


def _judgements(command: AnswerSuggestion, known: Advice) -> Iterator[tuple[Subject, Answer]]:
    """A type that could not be told was not suggested, so nobody answers it."""
    told = known.triage is not None and known.triage.incident_type is not None
    if command.over:
        for subject in Subject:
            if subject is not Subject.TYPE or told:
                yield subject, Answer.IGNORED
        return
    if command.incident_type is not None and known.triage is not None:
        if told:
            yield Subject.TYPE, _same(known.triage.incident_type == command.incident_type)
        yield Subject.PRIORITY, _same(known.triage.priority is command.priority)
    if known.duplicates is not None:
        named = {one.incident_id for one in known.duplicates.candidates}
        is_new = command.incident_id is None
        fits = not named if is_new else command.incident_id in named
        yield Subject.DUPLICATE, _same(fits)


def _same(fits: bool) -> Answer:
    return Answer.ACCEPTED if fits else Answer.CHANGED

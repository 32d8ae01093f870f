"""The triage desk: what is suggested is kept once, and answered once by what people do."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from siaga.desks.triage.commands import (
    AnswerSuggestion,
    JudgeDifferent,
    RecordDuplicates,
    RecordSuggestion,
)
from siaga.desks.triage.doors import DESK
from siaga.desks.triage.react import react
from siaga.language.entry import Fact
from siaga.language.incident import IncidentOpened
from siaga.language.intake import ContactOpened, ContactWrappedUp, ReportAttached
from siaga.language.refusals import Refusal
from siaga.language.triage import (
    CANDIDATES_MAX,
    REASONS_MAX,
    Answer,
    Candidate,
    DuplicatesSuggested,
    Guess,
    JudgedDifferent,
    Reason,
    Subject,
    SuggestionAnswered,
    TriageSuggested,
)
from siaga.language.values import (
    AccountId,
    Channel,
    ContactId,
    ContactKind,
    IncidentId,
    IncidentTypeId,
    MessageId,
    Priority,
)
from tests.builders import NOW, POLICY_ACTOR, TAKER, by_server, uid
from tests.story import entry, teller

given = teller(DESK)

CONTACT = ContactId("contact-1")
FIRE, OTHER_FIRE = IncidentId("incident-1"), IncidentId("incident-2")
BUILDING, ROBBERY = IncidentTypeId("fire.building"), IncidentTypeId("crime.robbery")
SECOND = timedelta(seconds=1)
ME = AccountId(TAKER.id)

OPENED = ContactOpened(contact_id=CONTACT, channel=Channel.WHATSAPP, when=by_server())
BURNS = IncidentOpened(
    incident_id=FIRE,
    incident_type=BUILDING,
    priority=Priority.P1,
    clock_start=by_server(),
    when=by_server(),
    owner=ME,
)
READ = RecordSuggestion(
    command_id=uid(7),
    contact_id=CONTACT,
    rules="rules-1",
    inputs=(MessageId("m-1"),),
    guesses=(Guess(incident_type=BUILDING, share_pm=910),),
    incident_type=BUILDING,
    priority=Priority.P1,
    emergency_pm=980,
    prank_pm=3,
    own_victim=True,
    reasons=(Reason(key="word", word="kebakaran", points=300),),
)
SUGGESTED = TriageSuggested(
    contact_id=CONTACT,
    suggestion_id=str(uid(7)),
    rules="rules-1",
    inputs=(MessageId("m-1"),),
    guesses=READ.guesses,
    incident_type=BUILDING,
    priority=Priority.P1,
    emergency_pm=980,
    prank_pm=3,
    when=by_server(),
    own_victim=True,
    reasons=READ.reasons,
)
RANKED = RecordDuplicates(
    command_id=uid(8),
    contact_id=CONTACT,
    rules="radar-1",
    inputs=(MessageId("m-1"),),
    position=41,
    candidates=(Candidate(incident_id=FIRE, share_pm=900, distance_m=120, age_s=60),),
    ask_own_victim=True,
)
POINTED_OUT = DuplicatesSuggested(
    contact_id=CONTACT,
    suggestion_id=str(uid(8)),
    rules="radar-1",
    inputs=(MessageId("m-1"),),
    position=41,
    candidates=RANKED.candidates,
    ask_own_victim=True,
    when=by_server(),
)
NONE_KNOWN = replace(POINTED_OUT, candidates=())
DIFFERENT = JudgedDifferent(contact_id=CONTACT, incident_id=FIRE, by=ME, when=by_server())


def answered(subject: Subject, answer: Answer, **more: Any) -> SuggestionAnswered:
    suggestion = POINTED_OUT if subject is Subject.DUPLICATE else SUGGESTED
    answered = SuggestionAnswered(
        contact_id=CONTACT,
        suggestion_id=suggestion.suggestion_id,
        subject=subject,
        answer=answer,
        after_s=12,
        when=by_server(NOW + 12 * SECOND),
        by=ME,
    )
    return replace(answered, **more)


def told(fact: Fact, *, by: Any = TAKER) -> Any:
    """What the desk makes of the fact, twelve seconds after it suggested something."""
    (reaction,) = react(entry(fact, at=NOW + 12 * SECOND, actor=by))
    assert reaction.desk == "triage"
    return replace(reaction.command, command_id=uid(9))


# ---- suggesting


def test_a_reading_is_kept_with_all_its_reasons() -> None:
    given().when(READ, by=POLICY_ACTOR).then(SUGGESTED)


def test_newer_words_that_say_the_same_write_nothing() -> None:
    again = replace(READ, command_id=uid(17), inputs=(MessageId("m-1"), MessageId("m-2")))
    given(SUGGESTED).when(again, by=POLICY_ACTOR, at=NOW + SECOND).then()


def test_newer_words_that_say_more_are_a_new_suggestion() -> None:
    more = replace(READ, command_id=uid(17), injured=2)
    given(SUGGESTED).when(more, by=POLICY_ACTOR).wrote(TriageSuggested)


def test_a_suggestion_is_cut_to_what_a_fact_may_hold() -> None:
    reasons = tuple(Reason(key=f"word-{n}") for n in range(50))
    guesses = tuple(Guess(incident_type=BUILDING, share_pm=n) for n in range(50))
    command = replace(READ, reasons=reasons, guesses=guesses)
    (fact,) = given().when(command, by=POLICY_ACTOR).facts
    assert isinstance(fact, TriageSuggested)
    assert fact.reasons == reasons[:REASONS_MAX]
    assert fact.guesses == guesses[:5]


def test_duplicates_are_pointed_out() -> None:
    given().when(RANKED, by=POLICY_ACTOR).then(POINTED_OUT)


def test_the_same_candidates_in_the_same_order_are_no_news() -> None:
    older = replace(RANKED.candidates[0], share_pm=870, age_s=90)
    again = replace(RANKED, command_id=uid(18), candidates=(older,), position=77)
    given(POINTED_OUT).when(again, by=POLICY_ACTOR).then()


def test_what_a_person_judged_different_is_not_pointed_out_again() -> None:
    given(DIFFERENT).when(RANKED, by=POLICY_ACTOR).then(NONE_KNOWN)


def test_candidates_are_cut_to_the_best() -> None:
    many = tuple(
        Candidate(incident_id=IncidentId(f"i-{n}"), share_pm=900 - n, distance_m=None, age_s=0)
        for n in range(9)
    )
    (fact,) = given().when(replace(RANKED, candidates=many), by=POLICY_ACTOR).facts
    assert isinstance(fact, DuplicatesSuggested)
    assert fact.candidates == many[:CANDIDATES_MAX]


# ---- judging


def test_a_person_says_it_is_another_one_and_it_is_remembered_once() -> None:
    judge = JudgeDifferent(command_id=uid(3), contact_id=CONTACT, incident_id=FIRE)
    given(OPENED, BURNS).when(judge).then(DIFFERENT)
    given(OPENED, BURNS, DIFFERENT).when(judge).then()


def test_nobody_judges_what_is_not_there() -> None:
    judge = JudgeDifferent(command_id=uid(3), contact_id=CONTACT, incident_id=FIRE)
    given(BURNS).when(judge).refused(Refusal.UNKNOWN_CONTACT)
    given(OPENED).when(judge).refused(Refusal.UNKNOWN_INCIDENT)


def test_what_a_contact_is_part_of_is_not_another_one() -> None:
    judge = JudgeDifferent(command_id=uid(3), contact_id=CONTACT, incident_id=FIRE)
    attached = ReportAttached(
        contact_id=CONTACT, incident_id=FIRE, answered_by=ME, when=by_server()
    )
    story = given(OPENED, BURNS, attached)
    story.when(judge).refused(Refusal.CONTACT_ATTACHED, legal=[FIRE])


# ---- answering


@pytest.mark.parametrize(
    ("incident_type", "priority", "type_answer", "priority_answer"),
    [
        (BUILDING, Priority.P1, Answer.ACCEPTED, Answer.ACCEPTED),
        (ROBBERY, Priority.P1, Answer.CHANGED, Answer.ACCEPTED),
        (BUILDING, Priority.P2, Answer.ACCEPTED, Answer.CHANGED),
    ],
)
def test_an_incident_answers_the_type_and_the_priority(
    incident_type: IncidentTypeId,
    priority: Priority,
    type_answer: Answer,
    priority_answer: Answer,
) -> None:
    opened = replace(BURNS, contact_id=CONTACT, incident_type=incident_type, priority=priority)
    given(SUGGESTED).when(told(opened)).then(
        answered(Subject.TYPE, type_answer), answered(Subject.PRIORITY, priority_answer)
    )


def test_a_type_that_could_not_be_told_is_answered_by_nobody() -> None:
    unsure = replace(SUGGESTED, incident_type=None, guesses=())
    opened = replace(BURNS, contact_id=CONTACT)
    given(unsure).when(told(opened)).then(answered(Subject.PRIORITY, Answer.ACCEPTED))


@pytest.mark.parametrize(
    ("suggested", "incident_id", "answer"),
    [
        (POINTED_OUT, FIRE, Answer.ACCEPTED),
        (POINTED_OUT, OTHER_FIRE, Answer.CHANGED),
        (NONE_KNOWN, FIRE, Answer.CHANGED),
    ],
)
def test_attaching_answers_whether_it_was_known(
    suggested: DuplicatesSuggested, incident_id: IncidentId, answer: Answer
) -> None:
    attached = ReportAttached(
        contact_id=CONTACT, incident_id=incident_id, answered_by=ME, when=by_server()
    )
    given(suggested, SUGGESTED).when(told(attached)).then(answered(Subject.DUPLICATE, answer))


@pytest.mark.parametrize(
    ("suggested", "parent_id", "answer"),
    [
        (NONE_KNOWN, None, Answer.ACCEPTED),  # it seemed new, and is
        (POINTED_OUT, None, Answer.CHANGED),
        (POINTED_OUT, FIRE, Answer.ACCEPTED),  # an own victim beside the known one
    ],
)
def test_an_incident_of_its_own_answers_it_too(
    suggested: DuplicatesSuggested, parent_id: IncidentId | None, answer: Answer
) -> None:
    opened = replace(BURNS, incident_id=OTHER_FIRE, contact_id=CONTACT, parent_id=parent_id)
    given(suggested).when(told(opened)).then(answered(Subject.DUPLICATE, answer))


def test_what_nobody_looked_at_is_ignored() -> None:
    over = ContactWrappedUp(contact_id=CONTACT, kind=ContactKind.PRANK, when=by_server())
    given(SUGGESTED, POINTED_OUT).when(told(over, by=POLICY_ACTOR)).then(
        answered(Subject.TYPE, Answer.IGNORED, by=None),
        answered(Subject.PRIORITY, Answer.IGNORED, by=None),
        answered(Subject.DUPLICATE, Answer.IGNORED, by=None),
    )


def test_each_part_is_answered_once() -> None:
    opened = replace(BURNS, contact_id=CONTACT)
    done = [answered(Subject.TYPE, Answer.ACCEPTED), answered(Subject.PRIORITY, Answer.ACCEPTED)]
    over = ContactWrappedUp(contact_id=CONTACT, kind=ContactKind.EMERGENCY, when=by_server())
    given(SUGGESTED, *done).when(told(opened)).then()
    given(SUGGESTED, *done).when(told(over)).then()


def test_a_newer_suggestion_can_be_answered_again() -> None:
    done = answered(Subject.PRIORITY, Answer.CHANGED)
    newer = replace(SUGGESTED, suggestion_id="newer", incident_type=None)
    answer = answered(Subject.PRIORITY, Answer.ACCEPTED, suggestion_id="newer")
    given(SUGGESTED, done, newer).when(told(replace(BURNS, contact_id=CONTACT))).then(answer)


def test_what_was_suggested_afterwards_was_not_answered() -> None:
    late = replace(SUGGESTED, when=by_server(NOW + 13 * SECOND))
    given(late).when(told(replace(BURNS, contact_id=CONTACT))).then()


def test_nothing_is_answered_where_nothing_was_suggested() -> None:
    given().when(told(replace(BURNS, contact_id=CONTACT))).then()


def test_only_what_is_about_a_contact_is_an_answer() -> None:
    assert react(entry(BURNS)) == ()
    assert react(entry(OPENED)) == ()


def test_advice_stands_in_no_messages_way() -> None:
    """Its boundary is the advice alone: no message of the contact conflicts with it."""
    answer = AnswerSuggestion(command_id=uid(9), contact_id=CONTACT, acted_at=NOW, by=None)
    for command in (READ, RANKED, answer):
        assert DESK.boundary(command) == (f"advice:{CONTACT}",)

"""Guides: begun where something is, answered and said as the card has it, one for one caller."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from siaga.desks.guide.commands import (
    AnswerQuestion,
    CountVictims,
    EndGuide,
    GiveInstruction,
    RecordNoCompressions,
    StartCompressions,
    StartGuide,
    TallyVictim,
)
from siaga.desks.guide.doors import DESK
from siaga.language.entry import Fact
from siaga.language.guide import (
    ArrestSuspected,
    CardSigned,
    CompressionsNotDone,
    CompressionsStarted,
    Ending,
    GuideAnswered,
    GuideEnded,
    GuideStarted,
    InstructionGiven,
    NotDone,
    VictimTallied,
)
from siaga.language.incident import (
    IncidentClosed,
    IncidentMerged,
    IncidentOpened,
    IncidentUnmerged,
)
from siaga.language.intake import ContactOpened, ContactWrappedUp
from siaga.language.mass_casualty import Finding, SortMethod, VictimWord
from siaga.language.refusals import Refusal
from siaga.language.values import (
    AccountId,
    Channel,
    ContactId,
    ContactKind,
    FieldError,
    IncidentId,
    IncidentTypeId,
    Priority,
    ResultId,
    Role,
    TimeSource,
    When,
)
from tests.builders import NOW, TAKER, by_provider, by_server, minutes, uid
from tests.guide_builders import ARREST, ARREST_CARD, DOCTOR, FIRE, GUIDED, OPENING
from tests.story import teller

given = teller(DESK, GUIDED)

CALL, CASE = ContactId("c1"), IncidentId("i1")
ARREST_TYPE = IncidentTypeId("medical.cardiac_arrest")
BEGAN = by_provider(NOW - minutes(2))
OPENED = ContactOpened(contact_id=CALL, channel=Channel.WHATSAPP, when=BEGAN)
INCIDENT = IncidentOpened(
    incident_id=CASE,
    incident_type=ARREST_TYPE,
    priority=Priority.P1,
    clock_start=BEGAN,
    when=by_server(),
    owner=AccountId(TAKER.id),
    contact_id=CALL,
)
ALONE = replace(INCIDENT, contact_id=None)
SIGNED = CardSigned(
    card=ARREST,
    edition=3,
    digest=ARREST_CARD.digest,
    by=AccountId(DOCTOR.id),
    role=Role.DUTY_DOCTOR,
    when=by_server(),
)
START = StartGuide(command_id=uid(1), card=ARREST, contact_id=CALL)
STARTED = GuideStarted(
    guide_id=str(uid(1)),
    card=ARREST,
    edition=3,
    signed=False,
    clock_start=BEGAN,
    by=AccountId(TAKER.id),
    when=by_server(),
    incident_type=ARREST_TYPE,
    priority=Priority.P1,
    contact_id=CALL,
)


def says(question: str, answer: str, *, card: Any = ARREST, number: int = 9) -> AnswerQuestion:
    return AnswerQuestion(
        command_id=uid(number), card=card, question=question, answer=answer, contact_id=CALL
    )


def answered(*facts: Fact) -> list[Fact]:
    """`facts` after the opening and the beginning of the arrest card."""
    return [OPENED, STARTED, *facts]


def test_a_guide_begins_with_the_card_and_says_that_it_is_a_draft() -> None:
    given(OPENED).when(START).then(STARTED)


def test_a_signed_card_says_so() -> None:
    given(OPENED, SIGNED).when(START).then(replace(STARTED, signed=True))


def test_a_signature_for_other_words_counts_for_nothing() -> None:
    given(OPENED, replace(SIGNED, digest="digest-arrest-2")).when(START).then(STARTED)


def test_an_incident_without_a_contact_has_its_own_guide() -> None:
    asked = replace(START, contact_id=None, incident_id=CASE)
    begun = replace(STARTED, contact_id=None, incident_id=CASE)
    given(ALONE).when(asked).then(begun)


def test_the_contacts_incident_is_named_whatever_the_client_says() -> None:
    asked = replace(START, incident_id=IncidentId("somebody-elses"))
    given(OPENED, INCIDENT).when(asked).then(replace(STARTED, incident_id=CASE))
    given(OPENED).when(asked).then(STARTED)


@pytest.mark.parametrize(
    ("story", "asked", "reason"),
    [
        ([], START, Refusal.UNKNOWN_CONTACT),
        (
            [
                OPENED,
                ContactWrappedUp(
                    contact_id=CALL, kind=ContactKind.TEST, when=by_server(), subject=None
                ),
            ],
            START,
            Refusal.CONTACT_WRAPPED_UP,
        ),
        ([], replace(START, contact_id=None, incident_id=CASE), Refusal.UNKNOWN_INCIDENT),
        (
            [
                ALONE,
                IncidentClosed(
                    incident_id=CASE, result=ResultId("dealt"), contact_ids=(), when=by_server()
                ),
            ],
            replace(START, contact_id=None, incident_id=CASE),
            Refusal.INCIDENT_CLOSED,
        ),
        ([OPENED], says("awake", "no"), Refusal.GUIDE_NOT_RUNNING),
        (
            [OPENED],
            StartCompressions(command_id=uid(2), contact_id=CALL),
            Refusal.GUIDE_NOT_RUNNING,
        ),
    ],
)
def test_it_is_about_something_that_is(story: list[Fact], asked: Any, reason: Refusal) -> None:
    given(*story).when(asked).refused(reason)


def test_a_guide_for_nothing_is_no_command() -> None:
    with pytest.raises(FieldError):
        StartGuide(command_id=uid(1), card=ARREST)


def test_the_same_card_joins_and_another_card_ends_the_first() -> None:
    given(*answered()).when(replace(START, command_id=uid(2))).then()
    fire = given(*answered()).when(StartGuide(command_id=uid(2), card=FIRE, contact_id=CALL))
    fire.wrote(GuideEnded, GuideStarted)
    assert fire.told[0].ending is Ending.SUPERSEDED
    assert fire.told[0].guide_id == STARTED.guide_id


def test_an_answer_carries_what_all_answers_propose_together() -> None:
    (fact,) = given(*answered()).when(says("awake", "yes")).told
    assert (fact.incident_type, fact.priority) == ("medical", Priority.P2)
    (fact,) = given(*answered()).when(says("awake", "no")).told
    assert (fact.incident_type, fact.priority) == (ARREST_TYPE, Priority.P1)
    assert (fact.card, fact.edition, fact.guide_id) == (ARREST, 3, STARTED.guide_id)


def test_answering_again_forgets_what_came_after() -> None:
    first = given(*answered()).when(says("awake", "yes")).facts
    (again,) = given(*answered(*first)).when(says("awake", "no", number=10)).told
    assert (again.incident_type, again.priority) == (ARREST_TYPE, Priority.P1)


def test_another_card_brings_its_own_proposal_along() -> None:
    opening = replace(STARTED, card=OPENING, incident_type=None, priority=None)
    (fact,) = given(OPENED, opening).when(says("what", "fire", card=OPENING)).told
    assert (fact.next_card, fact.incident_type, fact.priority) == (FIRE, "fire", Priority.P1)
    (fact,) = given(OPENED, opening).when(says("what", "robbed", card=OPENING)).told
    assert (fact.next_card, fact.incident_type) == (None, "crime.robbery")
    then = given(OPENED, opening, fact).when(says("inside", "no", card=FIRE)).told[0]
    assert (then.incident_type, then.priority) == ("crime.robbery", Priority.P3)


def test_what_is_not_on_the_card_is_refused_as_a_changed_card() -> None:
    story = given(*answered())
    story.when(says("awake", "perhaps")).refused(Refusal.CARD_CHANGED, [ARREST])
    story.when(says("dreaming", "no")).refused(Refusal.CARD_CHANGED, [ARREST])
    for step in ("press.3", "press.0", "press", "awake.1", "press.01"):
        told = GiveInstruction(command_id=uid(3), card=ARREST, step=step, contact_id=CALL)
        story.when(told).refused(Refusal.CARD_CHANGED, [ARREST])


def test_a_sentence_that_was_said_is_kept() -> None:
    told = GiveInstruction(command_id=uid(3), card=ARREST, step="press.2", contact_id=CALL)
    given(*answered()).when(told).then(
        InstructionGiven(
            guide_id=STARTED.guide_id,
            card=ARREST,
            edition=3,
            step="press.2",
            when=by_server(),
            contact_id=CALL,
        )
    )


def test_the_heart_is_recognised_once_with_the_calls_own_clock() -> None:
    first = given(*answered()).when(says("breathing", "no"))
    first.wrote(GuideAnswered, ArrestSuspected)
    assert first.told[1].clock_start == BEGAN
    again = given(*answered(*first.facts)).when(says("breathing", "no", number=10))
    again.wrote(GuideAnswered)


def test_whoever_presses_has_recognised_it() -> None:
    press = StartCompressions(command_id=uid(4), contact_id=CALL)
    first = given(*answered()).when(press)
    first.wrote(ArrestSuspected, CompressionsStarted)
    given(*answered(*first.facts)).when(replace(press, command_id=uid(5))).then()


def test_why_nobody_presses_is_kept_and_recognises_nothing() -> None:
    asked = RecordNoCompressions(
        command_id=uid(4), reason=NotDone.BREATHES_AFTER_ALL, contact_id=CALL
    )
    given(*answered()).when(asked).then(
        CompressionsNotDone(
            guide_id=STARTED.guide_id,
            reason=NotDone.BREATHES_AFTER_ALL,
            when=by_server(),
            contact_id=CALL,
        )
    )


def test_the_instant_is_the_pages_own_and_never_later_than_the_door() -> None:
    earlier = NOW - timedelta(seconds=40)
    press = StartCompressions(command_id=uid(4), contact_id=CALL, occurred_at=earlier)
    told = given(*answered()).when(press).told
    assert told[1].when == When(at=earlier, source=TimeSource.DEVICE)
    ahead = replace(press, occurred_at=NOW + minutes(1))
    assert given(*answered()).when(ahead).told[1].when == by_server()


def test_an_ended_guide_is_over() -> None:
    end = EndGuide(command_id=uid(6), ending=Ending.HELP_ARRIVED, contact_id=CALL)
    facts = given(*answered()).when(end).facts
    given(*answered(*facts)).when(says("awake", "no")).refused(Refusal.GUIDE_NOT_RUNNING)


def test_a_victim_is_sorted_by_what_was_found() -> None:
    tally = TallyVictim(
        command_id=uid(7),
        incident_id=CASE,
        method=SortMethod.START,
        seen=(Finding.BREATHES, Finding.RATE_OVER_30),
        not_seen=(Finding.WALKS,),
    )
    given(ALONE).when(tally).then(
        VictimTallied(
            incident_id=CASE,
            word=VictimWord.IMMEDIATE,
            count=1,
            when=by_server(),
            method=SortMethod.START,
            seen=(Finding.BREATHES, Finding.RATE_OVER_30),
            not_seen=(Finding.WALKS,),
        )
    )
    half = replace(tally, seen=(Finding.BREATHES,))
    given(ALONE).when(half).refused(Refusal.FINDING_MISSING, [Finding.RATE_OVER_30])
    given().when(tally).refused(Refusal.UNKNOWN_INCIDENT)


def test_victims_of_a_merged_incident_are_counted_where_the_work_is() -> None:
    main = IncidentId(str(uid(90)))
    when = by_server()
    merged = IncidentMerged(
        incident_id=CASE,
        number="K-2026-000001",
        into=main,
        reporters=1,
        began=when,
        clock_start=when,
        when=when,
    )
    cut = IncidentUnmerged(incident_id=CASE, into=main, reporters=1, clock_start=when, when=when)
    count = CountVictims(command_id=uid(8), incident_id=CASE, word=VictimWord.MINOR, count=1)
    given(ALONE, merged).when(count).refused(Refusal.INCIDENT_MERGED, [main])
    given(ALONE, merged, cut).when(count).wrote(VictimTallied)


def test_victims_are_counted_and_never_fewer_than_none() -> None:
    count = CountVictims(command_id=uid(8), incident_id=CASE, word=VictimWord.MINOR, count=12)
    facts = given(ALONE).when(count).facts
    fewer = replace(count, command_id=uid(9), count=-12)
    given(ALONE, *facts).when(fewer).wrote(VictimTallied)
    given(ALONE, *facts).when(replace(fewer, count=-13)).refused(Refusal.FEWER_VICTIMS_THAN_NONE)
    for wrong in (0, 501, -501):
        with pytest.raises(FieldError):
            replace(count, count=wrong)

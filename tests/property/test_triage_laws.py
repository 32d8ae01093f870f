"""Laws of suggestions, under any order of advice and of what people do with the contact."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from siaga.boards import suggestions
from siaga.boards.suggestions import ahead_pm, seems_prank
from siaga.desks.triage.commands import JudgeDifferent, RecordDuplicates, RecordSuggestion
from siaga.desks.triage.doors import DESK
from siaga.language.entry import Entry, Fact
from siaga.language.incident import IncidentOpened
from siaga.language.intake import ContactOpened, ContactReopened, ContactWrappedUp, ReportAttached
from siaga.language.refusals import Refused
from siaga.language.triage import (
    Answer,
    Candidate,
    DuplicatesSuggested,
    Guess,
    JudgedDifferent,
    SuggestionAnswered,
    TriageSuggested,
)
from siaga.language.values import (
    AccountId,
    Actor,
    Asked,
    Channel,
    ContactId,
    ContactKind,
    IncidentId,
    IncidentTypeId,
    Priority,
    Safety,
)
from tests.board_entries import drawn
from tests.builders import NOW, POLICY_ACTOR, TAKER, by_server, uid
from tests.story import ask, entry, states_for

CONTACT = ContactId("contact-1")
INCIDENTS = [IncidentId("i-1"), IncidentId("i-2"), IncidentId("i-3")]
TYPES = [IncidentTypeId("fire.building"), IncidentTypeId("crime.robbery")]
ME = AccountId(TAKER.id)

pm = st.integers(0, 1000)


class Life:
    """One contact: facts of other desks, commands of this one, and its policies at once."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.commands = 0
        for incident_id in INCIDENTS:
            self.tell(_opened(incident_id, TYPES[0], Priority.P1, None))
        self.tell(ContactOpened(contact_id=CONTACT, channel=Channel.SMS, when=by_server()))

    @property
    def now(self) -> Any:
        return NOW + timedelta(seconds=len(self.entries))

    def tell(self, fact: Fact, by: Actor = TAKER) -> None:
        told = entry(fact, position=len(self.entries) + 1, at=self.now, actor=by)
        self.entries.append(told)
        for reaction in DESK.react(told):
            self.ask(reaction.command, POLICY_ACTOR)

    def ask(self, command: Any, by: Actor = TAKER) -> None:
        self.commands += 1
        command = replace(command, command_id=uid(self.commands))
        asked = Asked(actor=by, received_at=self.now)
        states = states_for(DESK, command, self.entries)
        outcome = ask(DESK, command, states, asked=asked)
        if not isinstance(outcome, Refused):
            for fact in outcome:
                self.tell(fact, by)

    def facts(self, kind: type[Any]) -> list[Any]:
        return [one.fact for one in self.entries if isinstance(one.fact, kind)]


def _opened(
    incident_id: IncidentId,
    incident_type: IncidentTypeId,
    priority: Priority,
    contact_id: ContactId | None,
) -> IncidentOpened:
    return IncidentOpened(
        incident_id=incident_id,
        incident_type=incident_type,
        priority=priority,
        clock_start=by_server(),
        when=by_server(),
        owner=ME,
        contact_id=contact_id,
    )


def readings() -> st.SearchStrategy[Any]:
    return st.builds(
        RecordSuggestion,
        command_id=st.just(uid(0)),
        contact_id=st.just(CONTACT),
        rules=st.just("r"),
        inputs=st.just(()),
        guesses=st.just((Guess(incident_type=TYPES[0], share_pm=500),)),
        incident_type=st.sampled_from([None, *TYPES]),
        priority=st.sampled_from(list(Priority)),
        emergency_pm=pm,
        prank_pm=pm,
    )


def rankings() -> st.SearchStrategy[Any]:
    candidates = st.lists(st.sampled_from(INCIDENTS), max_size=3, unique=True).map(
        lambda ids: tuple(
            Candidate(incident_id=one, share_pm=500, distance_m=None, age_s=0) for one in ids
        )
    )
    return st.builds(
        RecordDuplicates,
        command_id=st.just(uid(0)),
        contact_id=st.just(CONTACT),
        rules=st.just("r"),
        inputs=st.just(()),
        position=st.just(1),
        candidates=candidates,
        ask_own_victim=st.booleans(),
    )


def judgements() -> st.SearchStrategy[Any]:
    return st.builds(
        JudgeDifferent,
        command_id=st.just(uid(0)),
        contact_id=st.just(CONTACT),
        incident_id=st.sampled_from(INCIDENTS),
    )


def deeds() -> st.SearchStrategy[Fact]:
    """What people do with the contact, in the facts of other desks."""
    attached = st.sampled_from(INCIDENTS).map(
        lambda one: ReportAttached(
            contact_id=CONTACT, incident_id=one, answered_by=ME, when=by_server()
        )
    )
    opened = st.tuples(st.sampled_from(TYPES), st.sampled_from(list(Priority))).map(
        lambda both: _opened(IncidentId("i-new"), both[0], both[1], CONTACT)
    )
    over = ContactWrappedUp(contact_id=CONTACT, kind=ContactKind.PRANK, when=by_server())
    again = ContactReopened(
        contact_id=CONTACT,
        channel=Channel.SMS,
        opened=by_server(),
        when=by_server(),
        safety=Safety.SAFE,
    )
    return st.one_of(attached, opened, st.sampled_from([over, again]))


def lives() -> st.SearchStrategy[Life]:
    steps = st.lists(st.one_of(readings(), rankings(), judgements(), deeds()), max_size=20)

    def live(all_steps: list[Any]) -> Life:
        life = Life()
        for step in all_steps:
            if isinstance(step, Fact):
                life.tell(step)
            else:
                life.ask(step)
        return life

    return steps.map(live)


@given(life=lives())
@settings(max_examples=150, deadline=None)
def test_each_part_of_a_suggestion_is_answered_once_and_after_it_was_made(life: Life) -> None:
    answers = life.facts(SuggestionAnswered)
    counted = Counter((one.suggestion_id, one.subject) for one in answers)
    assert set(counted.values()) <= {1}
    made = {
        one.suggestion_id: one
        for one in life.facts(TriageSuggested | DuplicatesSuggested)  # type: ignore[arg-type]
    }
    for answer in answers:
        assert answer.after_s >= 0
        assert answer.when.at >= made[answer.suggestion_id].when.at


@given(life=lives())
@settings(max_examples=150, deadline=None)
def test_what_a_person_judged_different_is_never_suggested_again(life: Life) -> None:
    different: set[IncidentId] = set()
    for one in life.entries:
        match one.fact:
            case JudgedDifferent(incident_id=incident_id):
                assert incident_id not in different, "judged twice"
                different.add(incident_id)
            case DuplicatesSuggested(candidates=candidates):
                assert different.isdisjoint(each.incident_id for each in candidates)
            case _:
                pass
    for card in drawn(suggestions, life.entries).values():
        if card.duplicates:
            assert different.isdisjoint(each.incident_id for each in card.duplicates.candidates)


@given(life=lives())
@settings(max_examples=150, deadline=None)
def test_only_people_accept_or_change_a_suggestion(life: Life) -> None:
    """Whoever leaves without a word has ignored it."""
    for one in life.facts(SuggestionAnswered):
        if one.answer is Answer.IGNORED:
            continue
        assert one.by == ME


@given(emergency=pm, more=pm, prank=pm, other_prank=pm)
def test_a_likelier_emergency_never_stands_later_and_no_prank_before_it(
    emergency: int, more: int, prank: int, other_prank: int
) -> None:
    low, high = sorted((emergency, more))
    assert ahead_pm(high, prank) >= ahead_pm(low, prank)
    assert -1000 <= ahead_pm(low, prank) <= 1000
    if low >= suggestions.EMERGENCY_PM:
        assert ahead_pm(low, prank) == ahead_pm(low, other_prank) > 0
        assert not seems_prank(low, prank)
    else:
        assert ahead_pm(low, prank) <= 0

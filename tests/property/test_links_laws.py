"""Laws of links under any order of what rooms and citizens do, and any passing of time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from siaga.desks.links.commands import (
    AskAgain,
    EndLink,
    EndUnsafeLinks,
    ExpireLink,
    GiveFeedback,
    IssueLink,
    OfferLink,
    OpenLink,
    ShowStatus,
)
from siaga.desks.links.decide.citizen import ASKED_MAX
from siaga.desks.links.decide.issuing import SEND_AGAIN_AFTER
from siaga.desks.links.doors import DESK
from siaga.language.entry import Fact
from siaga.language.intake import ContactReopened, ContactSafetySet, ContactWrappedUp
from siaga.language.links import (
    FeedbackGiven,
    LinkEnded,
    LinkIssued,
    LinkKind,
    LinkOpened,
    LinkSent,
    ReporterAsked,
)
from siaga.language.refusals import Refused
from siaga.language.values import Actor, Asked, Channel, ContactKind, LinkId, Safety, When
from tests.builders import CHANNEL_ACTOR, NOW, POLICY_ACTOR, TAKER, TIMER_ACTOR, sealed, uid
from tests.story import ask, entries_of, entry, states_for
from tests.unit.links_story import BURNS, CHAT, CITY, CLOSED, CONTACT, FIRE, RULES

KINDS = st.sampled_from(list(LinkKind))
WINDOW = timedelta(hours=RULES.reopen_h)


class Links(RuleBasedStateMachine):
    """One contact in a chat and its incident; every answer of the desk is appended and judged."""

    def __init__(self) -> None:
        super().__init__()
        self.now: datetime = NOW
        self.told = entries_of([CHAT, BURNS])
        self.commands = 0
        self.safety = Safety.SAFE
        self.wrapped_at: datetime | None = None
        self.closed = False

    # ---- what the world does

    def add(self, fact: Fact) -> None:
        self.told.append(entry(fact, position=len(self.told) + 1, at=self.now))

    @rule(hours=st.sampled_from([0.01, 0.5, 2, 23, 25, 400]))
    def time_passes(self, hours: float) -> None:
        self.now += timedelta(hours=hours)

    @rule(safety=st.sampled_from(list(Safety)))
    def safety_is_set(self, safety: Safety) -> None:
        self.safety = safety
        self.add(ContactSafetySet(contact_id=CONTACT, safety=safety, when=When(at=self.now)))

    @precondition(lambda self: self.wrapped_at is None)
    @rule()
    def it_ends(self) -> None:
        if not self.closed:
            self.closed = True
            self.add(replace(CLOSED, when=When(at=self.now)))
        self.wrapped_at = self.now
        kind = ContactKind.EMERGENCY
        self.add(ContactWrappedUp(contact_id=CONTACT, kind=kind, when=When(at=self.now)))

    @precondition(lambda self: self.wrapped_at is not None)
    @rule()
    def it_is_opened_again(self) -> None:
        self.wrapped_at = None
        self.add(
            ContactReopened(
                contact_id=CONTACT,
                channel=Channel.WHATSAPP,
                opened=When(at=NOW),
                when=When(at=self.now),
                safety=self.safety,
            )
        )

    # ---- what is asked of the desk

    def ask(self, command: Any, by: Actor) -> tuple[Fact, ...]:
        """The facts, appended; nothing for a refusal."""
        states = states_for(DESK, command, self.told)
        asked = Asked(actor=by, received_at=self.now)
        outcome = ask(DESK, command, states, asked=asked, place=CITY)
        if isinstance(outcome, Refused):
            return ()
        for fact in outcome:
            self.add(fact)
        return tuple(outcome)

    def _asked(self, by: Actor) -> Any:
        from siaga.language.values import Asked

        return Asked(actor=by, received_at=self.now)

    def new_id(self) -> Any:
        self.commands += 1
        return uid(self.commands)

    def facts(self, *kinds: type[Any]) -> list[Any]:
        return [each.fact for each in self.told if isinstance(each.fact, kinds)]

    def ended(self) -> set[LinkId]:
        return {fact.link_id for fact in self.facts(LinkEnded)}

    def some_link(self, choice: int) -> LinkId:
        """One that was issued, living or not; or one that never was."""
        known = [fact.link_id for fact in self.facts(LinkIssued)]
        return known[choice % len(known)] if known else LinkId("never")

    @rule(kind=KINDS, other=st.booleans())
    def a_person_sends(self, kind: LinkKind, other: bool) -> None:
        sent_before = self.facts(LinkSent)
        number = sealed("0813") if other else None
        command = IssueLink(command_id=self.new_id(), contact_id=CONTACT, kind=kind, number=number)
        wrote = self.ask(command, TAKER)
        if wrote:
            assert self.safety is not Safety.DO_NOT_CONTACT
            assert self.wrapped_at is None
            assert not sent_before or self.now - sent_before[-1].when.at >= SEND_AGAIN_AFTER

    @rule(kind=KINDS)
    def a_policy_offers(self, kind: LinkKind) -> None:
        command = OfferLink(command_id=self.new_id(), contact_id=CONTACT, kind=kind)
        wrote = self.ask(command, POLICY_ACTOR)
        assert not wrote or (self.safety is Safety.SAFE and kind is LinkKind.STATUS)

    @rule()
    def our_page_shows(self) -> None:
        command = ShowStatus(command_id=self.new_id(), contact_id=CONTACT)
        wrote = self.ask(command, CHANNEL_ACTOR)
        assert not any(isinstance(fact, LinkSent) for fact in wrote)
        assert not wrote or self.safety is Safety.SAFE

    @rule(choice=st.integers(0, 9))
    def somebody_looks(self, choice: int) -> None:
        link_id = self.some_link(choice)
        command = OpenLink(command_id=self.new_id(), contact_id=CONTACT, link_id=link_id)
        self.ask(command, CHANNEL_ACTOR)

    @rule(choice=st.integers(0, 9))
    def a_person_closes(self, choice: int) -> None:
        link_id = self.some_link(choice)
        command = EndLink(command_id=self.new_id(), contact_id=CONTACT, link_id=link_id)
        self.ask(command, TAKER)

    @rule(choice=st.integers(0, 9))
    def time_ends_it(self, choice: int) -> None:
        link_id = self.some_link(choice)
        command = ExpireLink(command_id=self.new_id(), contact_id=CONTACT, link_id=link_id)
        self.ask(command, TIMER_ACTOR)

    @rule()
    def all_are_unsafe(self) -> None:
        self.ask(EndUnsafeLinks(command_id=self.new_id(), contact_id=CONTACT), POLICY_ACTOR)

    @rule(choice=st.integers(0, 9), feedback=st.booleans())
    def the_reporter_speaks(self, choice: int, feedback: bool) -> None:
        link_id = self.some_link(choice)
        ended = self.ended()
        about: dict[str, Any] = {"contact_id": CONTACT, "link_id": link_id}
        command: Any
        if feedback:
            command = GiveFeedback(
                command_id=self.new_id(), **about, handled=True, incident_id=FIRE
            )
        else:
            words = sealed("belum")
            command = AskAgain(command_id=self.new_id(), **about, words=words, incident_id=FIRE)
        wrote = self.ask(command, CHANNEL_ACTOR)
        if not wrote:
            return
        (begun,) = [fact for fact in self.facts(LinkIssued) if fact.link_id == link_id]
        assert begun.kind is LinkKind.STATUS
        assert link_id not in ended, "an ended link accepted something"
        assert self.now < begun.expires_at, "an expired link accepted something"
        assert self.safety is not Safety.DO_NOT_CONTACT
        assert self.wrapped_at is not None, "what is not done was called not done"
        assert self.now - self.wrapped_at <= WINDOW

    # ---- laws

    @invariant()
    def a_link_begins_once_and_ends_once(self) -> None:
        begun = [fact.link_id for fact in self.facts(LinkIssued)]
        ended = [fact.link_id for fact in self.facts(LinkEnded)]
        opened = [fact.link_id for fact in self.facts(LinkOpened)]
        for ids in (begun, ended, opened):
            assert len(ids) == len(set(ids))
        assert set(ended) <= set(begun)
        assert set(opened) <= set(begun)

    @invariant()
    def one_of_each_kind_lives(self) -> None:
        living = [
            fact.kind
            for fact in self.facts(LinkIssued)
            if fact.link_id not in self.ended() and fact.expires_at > self.now
        ]
        assert len(living) == len(set(living))

    @invariant()
    def the_question_is_answered_once_for_each_end(self) -> None:
        for begun in self.facts(LinkIssued):
            answers = 0
            for fact in self.facts(FeedbackGiven, ReporterAsked):
                if fact.link_id != begun.link_id:
                    continue
                answers = answers + 1 if isinstance(fact, FeedbackGiven) else 0
                assert answers <= 1

    @invariant()
    def nobody_asks_without_end(self) -> None:
        for begun in self.facts(LinkIssued):
            asked = [one for one in self.facts(ReporterAsked) if one.link_id == begun.link_id]
            assert len(asked) <= ASKED_MAX


def test_a_dead_link_accepts_nothing_whatever_was_done_before() -> None:
    """And every other law of the machine above."""
    run_state_machine_as_test(
        Links, settings=settings(max_examples=80, stateful_step_count=30, deadline=None)
    )


def test_the_machine_reaches_every_fact() -> None:
    """What no run ever writes, no law has looked at."""
    run = Links()
    run.a_person_sends(LinkKind.STATUS, other=False)
    run.somebody_looks(0)
    run.it_ends()
    run.the_reporter_speaks(0, feedback=True)
    run.the_reporter_speaks(0, feedback=False)
    run.a_person_closes(0)
    assert DESK.writes <= {type(each.fact) for each in run.told}

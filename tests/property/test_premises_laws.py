"""Laws of premise notes, in any order, repeated, as months pass.

1 A note that holds ends in the future and has its expiry ahead of it; nothing holds for ever.
2 What an incident is told are notes that held then, as they stood then; a repeat tells nothing new.
3 A crew proposes only where it was sent, and sees no proposal before the room accepted it.
4 What has ended never holds again, and is forgotten in its time, not before.
5 Facts hold the kind, the kelurahan and times; every word is sealed.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import fields
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from siaga.boards import field as scene
from siaga.boards import premises
from siaga.desks.incident.doors import DESK as INCIDENT
from siaga.desks.premises.commands import (
    BY_PEOPLE,
    AcceptPremise,
    EndPremise,
    ExpirePremise,
    ForgetPremise,
    NotePremise,
    ProposePremise,
    ReviewPremise,
    TellPremises,
)
from siaga.desks.premises.doors import DESK as PREMISES
from siaga.desks.premises.follow import EXPIRY
from siaga.language.dispatch import UnitDispatched
from siaga.language.premises import (
    PremiseEnded,
    PremiseForgotten,
    PremiseKind,
    PremiseNoted,
    PremiseSource,
)
from siaga.language.values import (
    Actor,
    DispatchId,
    FieldError,
    IncidentId,
    LocationClaim,
    Sealed,
    UnitId,
)
from tests.board_entries import drawn
from tests.builders import CREW, OTHER_CREW, SUPERVISOR, TAKER, by_server, claim, sealed, uid
from tests.slow_builders import SLOW, opened
from tests.world import World

CASES = [IncidentId(str(uid(n))) for n in (1, 2)]
RULES = SLOW.premises
_case = st.sampled_from(CASES)
_kind = st.sampled_from(PremiseKind)
_few = st.integers(0, 3)


class Notes(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.house = World(desks=(INCIDENT, PREMISES), place=SLOW)
        opened(self.house, 1, location=claim())
        opened(self.house, 2, location=claim())
        job, unit = DispatchId("job"), UnitId("amb-1")
        sent = UnitDispatched(
            dispatch_id=job, unit_id=unit, incident_id=CASES[0], when=by_server(self.house.now)
        )
        self.house.tell(sent)
        self.number = 100

    def ask(self, act: type[Any], who: Actor = TAKER, /, **said: Any) -> Any:
        self.number += 1
        return self.house.submit("premises", act(command_id=uid(self.number), **said), who)

    def notes(self) -> list[str]:
        return [fact.note_id for fact in self.house.facts(PremiseNoted)][-4:] or ["none"]

    @rule(case=_case, kind=_kind, days=st.sampled_from([None, None, -1, 1, 364, 366]))
    def note(self, case: IncidentId, kind: PremiseKind, days: int | None) -> None:
        said = {"kind": kind, "source": PremiseSource.POLICE, "location": claim()}
        said |= {"premise_words": sealed(), "premise_told_by": sealed("Pak RT")}
        until_at = self.house.now + timedelta(days=days) if days else None
        told = pytest.raises(FieldError) if days in (-1, 366) else nullcontext()
        with told:
            self.ask(NotePremise, incident_id=case, until_at=until_at, **said)

    @rule(case=_case, kind=_kind, who=st.sampled_from([CREW, OTHER_CREW]))
    def propose(self, case: IncidentId, kind: PremiseKind, who: Actor) -> None:
        before = len(self.house.entries)
        self.ask(ProposePremise, who, incident_id=case, kind=kind, premise_words=sealed())
        was_sent = who is CREW and case == CASES[0]
        assert (len(self.house.entries) > before) == was_sent
        assert not was_sent or self.house.facts(PremiseNoted)[-1].proposed

    @rule(n=_few, act=st.sampled_from([AcceptPremise, ReviewPremise, ReviewPremise]))
    def keep(self, n: int, act: type[Any]) -> None:
        self.ask(act, SUPERVISOR, note_id=self.notes()[n % len(self.notes())])
        self.told(CASES[0], self.notes())

    @rule(n=_few, why=st.sampled_from(sorted(BY_PEOPLE)))
    def end(self, n: int, why: Any) -> None:
        one = self.notes()[n % len(self.notes())]
        self.ask(EndPremise, note_id=one, why=why, premise_reason=sealed())
        self.told(CASES[1], self.notes())

    @rule(case=_case, some=st.booleans())
    def tell(self, case: IncidentId, some: bool) -> None:
        """The worker may be late: it names whatever it saw."""
        self.told(case, self.notes()[:2] if some else self.notes())

    def told(self, case: IncidentId, notes: list[str]) -> None:
        named = tuple(notes)
        self.ask(TellPremises, incident_id=case, note_ids=named)
        cards = drawn(premises, self.house.entries)
        before = len(self.house.entries)
        self.ask(TellPremises, incident_id=case, note_ids=named)
        assert len(self.house.entries) == before, "the same again is nothing new"
        shown = drawn(scene, self.house.entries)[case]
        holding = {one for one, card in cards.items() if card.ended_at is None}
        assert {one.note_id for one in shown.premises} == holding & set(named)
        for line in shown.premises:
            card = cards[line.note_id]
            assert (line.until_at, line.proposed) == (card.until_at, card.proposed)

    @rule(days=st.sampled_from([1, 29, 31, 100, 200]))
    def time_passes(self, days: int) -> None:
        self.house.wait(timedelta(days=days))

    @rule(n=_few, days=st.integers(1, 400))
    def a_timer_of_an_end_that_was_moved(self, n: int, days: int) -> None:
        one = self.notes()[n % len(self.notes())]
        card = drawn(premises, self.house.entries).get(one)
        at = self.house.now + timedelta(days=days)
        if card is not None and at != card.until_at:
            self.ask(ExpirePremise, note_id=one, due_at=at)
            assert drawn(premises, self.house.entries)[one] == card

    @rule(n=_few)
    def forget(self, n: int) -> None:
        self.ask(ForgetPremise, note_id=self.notes()[n % len(self.notes())])

    @invariant()
    def nothing_holds_for_ever(self) -> None:
        cards = drawn(premises, self.house.entries)
        holding = {one: card for one, card in cards.items() if card.ended_at is None}
        ends = {(EXPIRY, one): card.until_at for one, card in holding.items()}
        assert ends == self.house.timers
        for card in holding.values():
            assert self.house.now < card.until_at
            assert card.review_at <= card.until_at

    @invariant()
    def what_ended_stays_ended_and_is_forgotten_in_time(self) -> None:
        ended = self.house.facts(PremiseEnded)
        assert len({one.note_id for one in ended}) == len(ended)
        times = {one.note_id: one.forget_at for one in ended}
        for fact in self.house.facts(PremiseForgotten):
            assert fact.when.at >= times[fact.note_id]
            assert times[fact.note_id] - timedelta(days=RULES.keep_days) >= by_server().at

    @invariant()
    def a_crew_sees_what_was_accepted_and_nobody_elses_case(self) -> None:
        for case, card in drawn(scene, self.house.entries).items():
            seen = scene.view(card, CREW)
            assert (seen is not None) == (case == CASES[0])
            assert seen is None or not any(line.proposed for line in seen.premises)
            assert scene.view(card, OTHER_CREW) is None

    @invariant()
    def no_word_stands_in_the_open(self) -> None:
        for fact in self.house.facts(PremiseNoted):
            plain = {one.name for one in fields(fact) if isinstance(getattr(fact, one.name), str)}
            assert plain == {"note_id", "kind", "source", "incident_id", "incident_number"} | (
                {"unit_id"} if fact.unit_id else set()
            )
            assert isinstance(fact.location, LocationClaim)
            assert isinstance(fact.words, Sealed)


TestPremiseNotes = Notes.TestCase
TestPremiseNotes.settings = settings(max_examples=30, stateful_step_count=14, deadline=None)

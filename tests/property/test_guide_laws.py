"""Laws of guides, whatever is answered, repeated, raced or said by the wrong hand.

1 Whatever is answered, a guide comes to an end, and somebody is proposed before anything is said.
2 One caller has one guide at a time: what is answered and said belongs to the one that runs.
3 A heart is recognised once, and pressed once, in one guide; never before the guide began.
4 No count of victims falls below none.
5 The proposal on the board is that of the last answer; replayed, everything is the same.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from siaga.boards import guides, victims
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
from siaga.desks.guide.doors import DESK as GUIDE
from siaga.desks.incident.commands import OpenIncident
from siaga.desks.incident.doors import DESK as INCIDENT
from siaga.desks.intake.commands import HearMessage
from siaga.desks.intake.doors import DESK as INTAKE
from siaga.language.guide import (
    ArrestSuspected,
    CompressionsStarted,
    Ending,
    GuideAnswered,
    GuideEnded,
    GuideStarted,
    InstructionGiven,
    NotDone,
    VictimTallied,
)
from siaga.language.guide_cards import GuideBook, Node, target
from siaga.language.mass_casualty import TABLES, Finding, SortMethod, VictimWord, sort_victim
from siaga.language.values import (
    CardId,
    Channel,
    ContactId,
    IncidentId,
    IncidentTypeId,
    MessageKind,
    SubjectId,
)
from siaga.platform.place_files import load_place
from tests.board_entries import drawn
from tests.builders import CHANNEL_ACTOR, LEAD, NOW, TAKER, sealed, uid
from tests.guide_builders import BOOK, GUIDED
from tests.world import Asking, World

SHIPPED = next((Path(__file__).parents[2] / "places").glob("*/*/place.toml")).parent
STEPS_MAX = 40
CALLS = [ContactId(str(uid(n))) for n in (1, 2)]
CASE = IncidentId(str(uid(3)))


@cache
def shipped() -> GuideBook:
    return load_place(SHIPPED, drill=False).guide


@given(data=st.data())
@settings(max_examples=300, deadline=None)
def test_any_answers_reach_an_end_with_help_proposed_first(data: st.DataObject) -> None:
    book = shipped()
    card = book.cards[data.draw(st.sampled_from(sorted(book.cards)))]
    here: Node | None = (card.id, card.start)
    kind, priority = card.incident_type, card.priority
    for _ in range(STEPS_MAX):
        if here is None:
            return
        card = book.cards[here[0]]
        question, block = card.question(here[1]), card.block(here[1])
        if block is not None:
            assert kind, f"nothing is proposed before {here}"
            assert priority, f"no priority before {here}"
        answer = data.draw(st.sampled_from(question.answers)) if question else None
        wanted = answer.next if answer else block.next if block else ""
        here = target(book, card, wanted=wanted)
        if here is not None and here[0] != card.id:
            other = book.cards[here[0]]
            kind, priority = other.incident_type or kind, other.priority or priority
        if answer is not None:
            kind, priority = answer.incident_type or kind, answer.priority or priority
    pytest.fail(f"no end within {STEPS_MAX} steps")


@given(
    method=st.sampled_from(SortMethod),
    seen=st.dictionaries(st.sampled_from(Finding), st.booleans()),
)
def test_sorting_asks_only_what_is_missing_and_ends(
    method: SortMethod, seen: dict[Finding, bool]
) -> None:
    for _ in TABLES[method]:
        step = sort_victim(method, seen)
        if isinstance(step, VictimWord):
            return
        assert step not in seen
        seen = {**seen, step: True}
    assert isinstance(sort_victim(method, seen), VictimWord)


_CARDS = st.sampled_from(sorted(BOOK.cards))
_QUESTIONS = sorted({q.id for card in BOOK.cards.values() for q in card.questions})
_ANSWERS = sorted({a.id for card in BOOK.cards.values() for q in card.questions for a in q.answers})
_CASES = st.sampled_from(
    [
        {"contact_id": CALLS[0]},
        {"contact_id": CALLS[1], "incident_id": CASE},
        {"incident_id": CASE},
        {"contact_id": ContactId("nobody")},
    ]
)


class Guides(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.world = World(desks=(INTAKE, INCIDENT, GUIDE), place=GUIDED)
        self.number = 10
        for place in range(2):
            self._message(place)
        opened = OpenIncident(
            command_id=uid(3), incident_type=IncidentTypeId("medical"), contact_id=CALLS[1]
        )
        self.world.submit("incident", opened)
        self.world.settle()

    def _message(self, place: int) -> None:
        heard = HearMessage(
            command_id=uid(place + 1),
            channel=Channel.WHATSAPP,
            kind=MessageKind.TEXT,
            sent_at=NOW,
            received_at=NOW,
            subject=SubjectId(f"s{place}"),
            number=sealed("nomor"),
            text=sealed("tolong"),
        )
        self.world.submit("intake", heard, CHANNEL_ACTOR)

    def _new(self) -> Any:
        self.number += 1
        return uid(self.number)

    def _ask(self, command: Any, *, lead: bool = False) -> None:
        self.world.submit("guide", command, LEAD if lead else TAKER)

    @rule(case=_CASES, card=_CARDS, lead=st.booleans())
    def start(self, case: dict[str, Any], card: CardId, lead: bool) -> None:
        self._ask(StartGuide(command_id=self._new(), card=card, **case), lead=lead)

    @rule(
        case=_CASES,
        card=_CARDS,
        question=st.sampled_from(_QUESTIONS),
        answer=st.sampled_from(_ANSWERS),
    )
    def answer(self, case: dict[str, Any], card: CardId, question: str, answer: str) -> None:
        self._ask(
            AnswerQuestion(
                command_id=self._new(), card=card, question=question, answer=answer, **case
            )
        )

    @rule(case=_CASES, card=_CARDS, step=st.sampled_from(["press.1", "press.2", "out.1", "x.1"]))
    def say(self, case: dict[str, Any], card: CardId, step: str) -> None:
        self._ask(GiveInstruction(command_id=self._new(), card=card, step=step, **case))

    @rule(case=_CASES, ending=st.sampled_from(Ending))
    def end(self, case: dict[str, Any], ending: Ending) -> None:
        self._ask(EndGuide(command_id=self._new(), ending=ending, **case))

    @rule(case=_CASES)
    def press_twice_at_once(self, case: dict[str, Any]) -> None:
        both = [StartCompressions(command_id=self._new(), **case) for _ in range(2)]
        self.world.race(*(Asking(desk="guide", command=one) for one in both))

    @rule(case=_CASES, reason=st.sampled_from(NotDone))
    def press_not(self, case: dict[str, Any], reason: NotDone) -> None:
        self._ask(RecordNoCompressions(command_id=self._new(), reason=reason, **case))

    @rule(word=st.sampled_from(VictimWord), count=st.sampled_from([-2, -1, 1, 3]))
    def count(self, word: VictimWord, count: int) -> None:
        self._ask(CountVictims(command_id=self._new(), incident_id=CASE, word=word, count=count))

    @rule(method=st.sampled_from(SortMethod), seen=st.sets(st.sampled_from(Finding)))
    def tally(self, method: SortMethod, seen: set[Finding]) -> None:
        self._ask(
            TallyVictim(
                command_id=self._new(),
                incident_id=CASE,
                method=method,
                seen=tuple(sorted(seen)),
                not_seen=tuple(sorted(set(Finding) - seen)),
            )
        )

    @invariant()
    def what_is_written_keeps_the_laws(self) -> None:
        running: dict[str, str] = {}
        hearts: dict[str, set[type[Any]]] = defaultdict(set)
        counts: dict[VictimWord, int] = defaultdict(int)
        for entry in self.world.entries:
            match entry.fact:
                case GuideStarted() as fact:
                    assert _case(fact) not in running, "two guides for one caller"
                    running[_case(fact)] = fact.guide_id
                case GuideEnded() as fact:
                    assert running.pop(_case(fact)) == fact.guide_id
                case GuideAnswered() | InstructionGiven() as fact:
                    assert running[_case(fact)] == fact.guide_id
                case ArrestSuspected() | CompressionsStarted() as fact:
                    assert running[_case(fact)] == fact.guide_id
                    assert type(fact) not in hearts[fact.guide_id], "twice in one guide"
                    hearts[fact.guide_id].add(type(fact))
                    assert ArrestSuspected in hearts[fact.guide_id]
                    assert fact.clock_start.at <= fact.when.at
                case VictimTallied() as fact:
                    counts[fact.word] += fact.count
                    assert counts[fact.word] >= 0
                case _:
                    pass
        shown = drawn(victims, self.world.entries).get(CASE)
        assert (shown.counts if shown else {}) == counts

    @invariant()
    def the_board_says_what_the_last_answer_proposed(self) -> None:
        cards = drawn(guides, self.world.entries)
        for key, card in cards.items():
            mine = [
                entry.fact
                for entry in self.world.entries
                if isinstance(entry.fact, GuideStarted | GuideAnswered)
                if entry.fact.guide_id == card.guide_id
            ]
            assert _case(mine[0]) == key
            assert (card.incident_type, card.priority) == (
                mine[-1].incident_type,
                mine[-1].priority,
            )
            asked = [(line.card, line.question) for line in card.lines if line.question]
            assert len(asked) == len(set(asked)), "an answered question stands once"
        assert cards == drawn(guides, list(self.world.entries))


def _case(fact: Any) -> str:
    return str(fact.contact_id or fact.incident_id)


TestGuides = Guides.TestCase
TestGuides.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)

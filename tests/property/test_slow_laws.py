"""Laws of what lasts, in any order, repeated, raced, by the wrong hand, as hours pass.

1 Whatever is open has a ring ahead of it: reviews, tasks, hand-overs, shelters, rivers, houses,
  reports. Nothing rings for ever beside what has ended.
2 A river's alarm rings exactly while a graver stage than the one acknowledged was read last.
3 A match joins one missing and one found person, both ways, and can always be cut.
4 No poster is shown without a consent that covers it, nor beyond its time, nor of who is over.
5 What lasted when its incident was closed lasts again when that is opened again: a review that
  rings, the tasks that were open, whoever was looked for.
6 Boards read back from a checkpoint are as if drawn from the beginning.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from siaga.boards import long_cases, persons, shelters, situation, water
from siaga.desks.incident.commands import Close, Reopen, TakeOver
from siaga.desks.persons.commands import (
    AddPersonPhoto,
    ConfirmMatch,
    CutMatch,
    EndPersonReport,
    GiveConsent,
    JudgeDifferent,
    PublishPoster,
    ReportPerson,
    WithdrawConsent,
    WithdrawPoster,
)
from siaga.desks.reviews.commands import (
    AddTask,
    EndTask,
    HandOverCase,
    KeepCase,
    RecordReview,
    SetReview,
)
from siaga.desks.reviews.follow import HAND_OVER, REVIEW, TASK, task_of
from siaga.desks.shelters.commands import (
    AcknowledgeWater,
    ApproveSituation,
    AskHouse,
    BeginSituationReports,
    CloseShelter,
    CountShelter,
    NoteHouse,
    OpenShelter,
    ReportWaterLevel,
)
from siaga.desks.shelters.follow import COUNT, HOUSE, SITUATION, WATER
from siaga.language.access import PersonSignedOut
from siaga.language.incident import IncidentClosed, IncidentOpened, IncidentReopened
from siaga.language.persons import PersonEnd, PersonKind, PersonReported, PersonReportEnded
from siaga.language.reviews import CaseTaskAdded, CaseTaskEnded, LongCaseBegan
from siaga.language.shelters import Figure, HeadCount, HeadKind, HouseAnswer
from siaga.language.values import (
    AccountId,
    Actor,
    IncidentId,
    MediaRef,
    PersonId,
    ResultId,
    ShelterId,
)
from siaga.platform.records import decoder, encode
from tests.board_entries import drawn
from tests.builders import LEAD, OTHER_TAKER, TAKER, by_server, sealed, uid
from tests.slow_builders import FLOOD, FOUND, GAUGE, HALL, LOST, RIVER, opened, world

BOARDS = (long_cases, persons, shelters, situation, water)
CASES = [IncidentId(str(uid(n))) for n in (1, 2, 3)]
PEOPLE = (TAKER, OTHER_TAKER, LEAD)
DONE = ResultId("dealt_with_on_scene")
PHOTO = (MediaRef(media_type="image/jpeg", stored="a" * 64),)

_BOTH = (PersonKind.MISSING, PersonKind.FOUND)
_case = st.sampled_from(CASES)
_who = st.sampled_from(PEOPLE)
_few = st.integers(0, 3)
_reading = st.tuples(
    st.sampled_from([None, 900, 1050, 1300]), st.sampled_from([0, 0, 0, -90]), st.booleans()
)
_two = st.sampled_from([(0, 1), (2, 1), (0, 3), (2, 3), (1, 0), (3, 3)])
_acts = st.sampled_from([ConfirmMatch, ConfirmMatch, CutMatch, JudgeDifferent])


class Lasting(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.house = world()
        self.asked: list[tuple[str, Any, Actor]] = []
        for number, kind in enumerate((LOST, FOUND, FLOOD), start=1):
            opened(self.house, number, kind)
        self.number = 100
        for case, who in zip((0, 0, 1, 1), (*_BOTH, *_BOTH), strict=True):
            self.ask("persons", ReportPerson, incident_id=CASES[case], kind=who)

    def ask(self, desk: str, act: type[Any], who: Actor = TAKER, /, **said: Any) -> None:
        self.number += 1
        command = act(command_id=uid(self.number), **said)
        self.asked.append((desk, command, who))
        self.house.submit(desk, command, who)

    def ids(self, kind: type[Any]) -> list[str]:
        made = [str(one.command_id) for _, one, _ in self.asked if isinstance(one, kind)]
        return made[-4:] or ["nobody"]

    @rule(case=_case, again=st.booleans(), lasts=st.booleans())
    def close(self, case: IncidentId, again: bool, lasts: bool) -> None:
        if lasts:
            at = self.house.now + timedelta(hours=2)
            self.ask("reviews", SetReview, incident_id=case, due_at=at)
            self.ask("reviews", AddTask, incident_id=case, what=sealed(), until_at=at)
        self.ask("incident", Close, incident_id=case, result=DONE)
        if again:
            self.ask("incident", Reopen, incident_id=case, reason=sealed())

    @rule(hours=st.sampled_from([0.1, 1, 7, 30, 200]))
    def time_passes(self, hours: float) -> None:
        self.house.wait(timedelta(hours=hours) if hours < 8 else timedelta(minutes=1))
        if hours >= 8:  # as after an outage: late timers ring once
            self.house.now += timedelta(hours=hours)
            self.house.wait(timedelta(seconds=1))

    @rule(n=st.integers(0, 200))
    def repeat(self, n: int) -> None:
        if self.asked:
            before = len(self.house.entries)
            desk, command, who = self.asked[n % len(self.asked)]
            self.house.submit(desk, command, who)
            assert len(self.house.entries) == before, "the same command, the same answer"

    @invariant()
    def whatever_is_open_has_a_ring_ahead(self) -> None:
        wanted: set[tuple[str, str]] = set()
        for case, card in drawn(long_cases, self.house.entries).items():
            wanted.add((REVIEW, case))
            wanted |= {(TASK, task_of(task, IncidentId(case))) for task in card.tasks}
            if card.hand_over is not None:
                wanted.add((HAND_OVER, case))
        wanted |= {(COUNT, one) for one in drawn(shelters, self.house.entries)}
        for case, card in drawn(situation, self.house.entries).items():
            wanted |= {(HOUSE, one) for one in card.houses}
            wanted |= {(SITUATION, case)} if card.every_min else set()
        for gauge, card in drawn(water, self.house.entries).items():
            wanted |= {(WATER, gauge)} if card.alarm else set()
        posters = {
            ("poster_expiry", one)
            for one, card in drawn(persons, self.house.entries).items()
            if card.poster
        }
        armed = {key for key in self.house.timers if key[0] != TASK}
        assert {key for key in wanted | posters if key[0] != TASK} == armed
        assert {key for key in wanted if key[0] == TASK} <= self.house.timers.keys()

    @invariant()
    def what_is_opened_again_is_looked_at_again(self) -> None:
        lasting, is_open, sought = set(), set(), set()
        tasks: dict[str, str] = {}
        for entry in self.house.entries:
            match entry.fact:
                case IncidentOpened() | IncidentReopened() as fact:
                    is_open.add(fact.incident_id)
                case IncidentClosed() as fact:
                    is_open.discard(fact.incident_id)
                case LongCaseBegan() as fact:
                    lasting.add(fact.incident_id)
                case CaseTaskAdded() as fact:
                    tasks[fact.task_id] = fact.incident_id
                case CaseTaskEnded() as fact:
                    tasks.pop(fact.task_id, None)
                case PersonReported() as fact:
                    sought.add((fact.person_id, fact.incident_id))
                case PersonReportEnded() as fact if fact.end is not PersonEnd.CASE_CLOSED:
                    sought.discard((fact.person_id, fact.incident_id))
                case _:
                    pass
        cases = drawn(long_cases, self.house.entries)
        assert cases.keys() >= lasting & is_open
        assert {task for task, case in tasks.items() if case in is_open} == {
            task for card in cases.values() for task in card.tasks
        }
        known = drawn(persons, self.house.entries)
        assert known.keys() == {person for person, case in sought if case in is_open}

    @invariant()
    def a_river_rings_while_nobody_has_seen_its_stage(self) -> None:
        card = drawn(water, self.house.entries).get(RIVER)
        if card is not None:
            now, known = GAUGE.rank(card.readings[-1].stage), GAUGE.rank(card.known)
            assert (card.alarm is not None) == (now > known)
            assert card.alarm is None or card.alarm.stage == card.readings[-1].stage

    @invariant()
    def two_are_one_both_ways(self) -> None:
        cards = drawn(persons, self.house.entries)
        for one, card in cards.items():
            other = cards.get(card.matched) if card.matched else None
            if other is not None:
                assert other.matched == one
                assert {card.kind is PersonKind.MISSING, other.kind is PersonKind.MISSING} == {
                    True,
                    False,
                }

    @invariant()
    def no_face_without_consent_or_after_its_time(self) -> None:
        for card in drawn(persons, self.house.entries).values():
            if card.poster is not None:
                assert card.consent is not None
                assert card.consent.photo or card.poster.photo is None
                assert card.consent.name or card.poster.first_name is None
                assert card.poster.expires_at > self.house.now

    def teardown(self) -> None:
        entries = self.house.entries
        for board in BOARDS:
            cards = drawn(board, entries[: len(entries) // 2])
            read = decoder(board.CARD).decode
            cards = {key: read(encode(card)) for key, card in cards.items()}
            for entry in entries[len(entries) // 2 :]:
                for key in board.keys(entry.fact):
                    card = board.draw(key, cards.pop(key, None), entry)
                    if card is not None:
                        cards[key] = card
            assert cards == drawn(board, entries)


class CasesLast(Lasting):
    @rule(case=_case, who=_who, minutes=st.integers(-5, 300))
    def review(self, case: IncidentId, who: Actor, minutes: int) -> None:
        at = self.house.now + timedelta(minutes=minutes)
        self.ask("reviews", SetReview, who, incident_id=case, due_at=at)
        self.ask("reviews", AddTask, who, incident_id=case, what=sealed(), until_at=at)

    @rule(case=_case, who=_who, n=_few)
    def look(self, case: IncidentId, who: Actor, n: int) -> None:
        self.ask("reviews", RecordReview, who, incident_id=case)
        tasks = self.ids(AddTask)
        self.ask("reviews", EndTask, who, incident_id=case, task_id=tasks[n % len(tasks)])

    @rule(case=_case, who=_who, take=st.booleans(), keep=st.booleans())
    def hand_over(self, case: IncidentId, who: Actor, take: bool, keep: bool) -> None:
        self.ask("reviews", HandOverCase, who, incident_id=case)
        if take:
            self.ask("incident", TakeOver, who, incident_id=case)
        if keep:
            self.ask("reviews", KeepCase, who, incident_id=case)
        self.house.tell(PersonSignedOut(account_id=AccountId(who.id), when=by_server()))


class FloodsLast(Lasting):
    @rule(case=_case, own=st.booleans(), men=st.integers(0, 90), closes=st.booleans(), n=_few)
    def shelter(self, case: IncidentId, own: bool, men: int, closes: bool, n: int) -> None:
        where = None if own else HALL
        self.ask("shelters", OpenShelter, incident_id=case, shelter_id=where, name=sealed())
        known = [HALL, *self.ids(OpenShelter)]
        shelter = ShelterId(known[n % len(known)])
        heads = (HeadCount(kind=HeadKind.MEN, count=men),)
        self.ask("shelters", CountShelter, shelter_id=shelter, heads=heads)
        if closes:
            self.ask("shelters", CloseShelter, shelter_id=shelter)

    @rule(read=st.lists(_reading, min_size=1, max_size=4))
    def river(self, read: list[tuple[int | None, int, bool]]) -> None:
        for cm, late, ack in read:
            at = self.house.now + timedelta(minutes=late)
            stage = "siaga-1" if cm is None else None
            said = {"gauge": RIVER, "level_cm": cm, "stage": stage, "occurred_at": at}
            self.ask("shelters", ReportWaterLevel, **said)
            if ack:
                self.ask("shelters", AcknowledgeWater, gauge=RIVER)

    @rule(case=_case, answer=st.sampled_from(HouseAnswer), n=_few)
    def houses(self, case: IncidentId, answer: HouseAnswer, n: int) -> None:
        self.ask("shelters", NoteHouse, incident_id=case, people=2)
        known = self.ids(NoteHouse)
        self.ask("shelters", AskHouse, house_id=known[n % len(known)], answer=answer)

    @rule(case=_case, begin=st.booleans())
    def report(self, case: IncidentId, begin: bool) -> None:
        if begin:
            self.ask("shelters", BeginSituationReports, incident_id=case, every_min=60)
        figures = (Figure(key="shelters_open", value=1, source="shelters"),)
        said = {"figures": figures, "drawn_at": self.house.now}
        self.ask("shelters", ApproveSituation, incident_id=case, **said)


class PeopleLast(Lasting):
    @rule(case=_case, kind=st.sampled_from(PersonKind), photo=st.booleans())
    def person(self, case: IncidentId, kind: PersonKind, photo: bool) -> None:
        self.ask("persons", ReportPerson, incident_id=case, kind=kind)
        if photo:
            last = PersonId(self.ids(ReportPerson)[-1])
            self.ask("persons", AddPersonPhoto, person_id=last, photo=PHOTO)

    @rule(pairs=st.lists(st.tuples(_two, _acts), min_size=2, max_size=6))
    def pair(self, pairs: list[tuple[tuple[int, int], type[Any]]]) -> None:
        known = self.ids(ReportPerson)
        for (n, m), act in pairs:
            both = {"missing_id": known[n % len(known)], "found_id": known[m % len(known)]}
            self.ask("persons", act, **both)

    @rule(n=_few, photo=st.booleans(), name=st.booleans(), shown=st.booleans())
    def poster(self, n: int, photo: bool, name: bool, shown: bool) -> None:
        known = self.ids(ReportPerson)
        one = {"person_id": PersonId(known[n % len(known)])}
        self.ask("persons", AddPersonPhoto, photo=PHOTO, **one)
        self.ask("persons", GiveConsent, by=sealed(), photo=photo, name=name, **one)
        self.ask("persons", PublishPoster, days=2, with_photo=shown, **one)
        self.ask("persons", PublishPoster, days=9 - n, first_name=sealed("Sit"), **one)

    @rule(n=_few, act=st.sampled_from([WithdrawPoster, WithdrawConsent, EndPersonReport]))
    def withdraw(self, n: int, act: type[Any]) -> None:
        known = self.ids(ReportPerson)
        more = {"end": PersonEnd.IN_CARE} if act is EndPersonReport else {}
        self.ask("persons", act, person_id=PersonId(known[n % len(known)]), **more)


LONG = settings(max_examples=40, stateful_step_count=16, deadline=None)
TestCasesLast, TestFloodsLast = CasesLast.TestCase, FloodsLast.TestCase
TestPeopleLast = PeopleLast.TestCase
for _one in (TestCasesLast, TestFloodsLast, TestPeopleLast):
    _one.settings = LONG
del _one

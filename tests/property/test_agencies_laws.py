"""Laws of referrals and their deadlines, under any order, repeat and wrong hand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from siaga.boards import referrals
from siaga.boards.referrals import ReferralCard
from siaga.desks.agencies.commands import (
    Accept,
    AssignTeam,
    ConfirmDelivery,
    Decline,
    Extend,
    Finish,
    HandBack,
    ReadNotes,
    Reopen,
    SendReferral,
    Start,
    TakeBack,
    Verify,
    WriteNote,
)
from siaga.desks.agencies.doors import DESK
from siaga.desks.incident.commands import Prioritise
from siaga.desks.incident.doors import DESK as INCIDENT_DESK
from siaga.language.agencies import (
    ReferralAccepted,
    ReferralBriefed,
    ReferralDeclined,
    ReferralEscalated,
    ReferralFinished,
    ReferralHandedBack,
    ReferralNoted,
    ReferralNotesRead,
    ReferralOverdue,
    ReferralReopened,
    ReferralReprioritised,
    ReferralSent,
    ReferralStarted,
    ReferralTakenBack,
    ReferralVerified,
)
from siaga.language.entry import Entry
from siaga.language.incident import IncidentOpened
from siaga.language.links import FeedbackGiven
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import (
    AccountId,
    Actor,
    ActorKind,
    AgencyId,
    ContactId,
    IncidentId,
    IncidentTypeId,
    LinkId,
    Priority,
    ReferralId,
)
from tests.builders import (
    CREW,
    DAMKAR_DESK,
    DINSOS_DESK,
    NOW,
    PLACE,
    TAKER,
    by_server,
    minutes,
    sealed,
    uid,
)
from tests.story import entry
from tests.world import World

AGENCIES = tuple(AgencyId(item) for item in ("damkar", "dinsos", "perkim"))
INCIDENT = IncidentId("i-1")
OWN = {DAMKAR_DESK.id: "damkar", DINSOS_DESK.id: "dinsos"}
KINDS: dict[str, Any] = {
    "show": ConfirmDelivery,
    "accept": Accept,
    "decline": Decline,
    "start": Start,
    "finish": Finish,
    "hand-back": HandBack,
    "verify": Verify,
    "reopen": Reopen,
    "take-back": TakeBack,
    "team": AssignTeam,
    "note": WriteNote,
    "read": ReadNotes,
    "extend": Extend,
}
WITH_REASON = {"decline", "hand-back", "reopen"}
CITY = replace(PLACE, sla=replace(PLACE.sla, finish_s={rank: 7200 for rank in Priority}))
AFTER: dict[type[Any], type[Any]] = {
    ReferralVerified: ReferralReopened,  # the centre rejects a proof it had verified
    ReferralDeclined: ReferralTakenBack,
    ReferralHandedBack: ReferralTakenBack,
}
BY_POLICY = (ReferralBriefed, ReferralEscalated, ReferralReprioritised, ReferralOverdue)
ENDS = (ReferralDeclined, ReferralHandedBack, ReferralVerified, ReferralTakenBack)
GONE = (ReferralVerified, ReferralTakenBack)
WORDS = (ReferralNoted, ReferralNotesRead)
ON_IT = (ReferralAccepted, ReferralStarted, ReferralFinished, *ENDS)


@dataclass(frozen=True, slots=True)
class Act:
    """One thing somebody tries; `task` counts back from the newest referral."""

    kind: str
    hand: Actor
    agency: AgencyId
    task: int
    pause_min: int
    priority: Priority


ACTS = st.builds(
    Act,
    kind=st.sampled_from(["send", "send", "prioritise", "repeat", "yes", "no", *KINDS, *KINDS]),
    hand=st.sampled_from((TAKER, TAKER, TAKER, DAMKAR_DESK, DINSOS_DESK, CREW)),
    agency=st.sampled_from(AGENCIES),
    task=st.sampled_from([0, 0, 0, 1, 2]),
    pause_min=st.sampled_from([0, 0, 1, 4, 30, 60 * 15]),
    priority=st.sampled_from(list(Priority)),
)
LAW = settings(max_examples=120, deadline=None)
MANY_ACTS = st.lists(ACTS, min_size=1, max_size=30)


def told(acts: list[Act]) -> World:
    world = World([DESK, INCIDENT_DESK], place=CITY)
    opened = IncidentOpened(
        incident_id=INCIDENT,
        incident_type=IncidentTypeId("fire"),
        priority=Priority.P2,
        clock_start=by_server(),
        when=by_server(),
        owner=AccountId("acc-taker"),
    )
    world.entries.append(entry(opened))
    said: list[tuple[Any, Actor]] = []
    for number, act in enumerate(acts, start=1):
        world.wait(minutes(act.pause_min))
        if act.kind == "prioritise":
            rank = Prioritise(command_id=uid(number), incident_id=INCIDENT, priority=act.priority)
            world.submit("incident", rank)
        elif act.kind in ("yes", "no"):
            world.tell(judged(act.kind == "yes", world.now), LINK)
        elif act.kind == "repeat":
            if said:
                ask_again(world, *said[-1 - act.task % len(said)])
        elif (command := command_of(world, act, number)) is not None:
            said.append((command, act.hand))
            ask(world, command, act)
    return world


def command_of(world: World, act: Act, number: int) -> Any:
    if act.kind == "send":
        if act.hand is not TAKER:  # the door lets only the room send
            return None
        return SendReferral(command_id=uid(number), incident_id=INCIDENT, agency=act.agency)
    known = [fact.referral_id for fact in world.facts(ReferralSent)]
    task = known[-1 - act.task] if act.task < len(known) else ReferralId("t-unknown")
    extra: dict[str, Any] = {"reason": sealed()} if act.kind in WITH_REASON else {}
    extra |= MORE.get(act.kind, {})
    if act.kind == "extend":
        extra["promised_at"] = world.now + minutes(act.pause_min)
    return KINDS[act.kind](command_id=uid(number), referral_id=task, **extra)


MORE: dict[str, dict[str, Any]] = {
    "team": {"leader": sealed()},
    "note": {"note": sealed()},
    "read": {"count": 2},
}
LINK = Actor(kind=ActorKind.CHANNEL, id="link")


def judged(handled: bool, at: datetime) -> FeedbackGiven:
    return FeedbackGiven(
        link_id=LinkId("link-1"),
        contact_id=ContactId("c-1"),
        handled=handled,
        when=by_server(at),
        incident_id=INCIDENT,
    )


def ask(world: World, command: Any, act: Act) -> None:
    before = len(world.entries)
    outcome = world.submit("agencies", command, act.hand)
    if isinstance(outcome, Refused):
        assert len(world.entries) == before
    agency_of = {fact.referral_id: fact.agency for fact in world.facts(ReferralSent)}
    task = getattr(command, "referral_id", None)
    if act.hand is not TAKER and task in agency_of:
        of_the_room = isinstance(command, Verify | Reopen | TakeBack | Extend)
        if of_the_room or OWN.get(act.hand.id) != agency_of[task]:
            assert outcome == Refused(reason=Refusal.NOT_YOUR_REFERRAL)


def ask_again(world: World, command: Any, hand: Actor) -> None:
    before, first = len(world.entries), world.answers[str(command.command_id)]
    assert world.submit("agencies", command, hand) is first
    assert len(world.entries) == before


def by_task(world: World) -> dict[str, list[Entry]]:
    tasks: dict[str, list[Entry]] = {}
    for item in world.entries:
        if (task := getattr(item.fact, "referral_id", None)) is not None:
            tasks.setdefault(task, []).append(item)
    return tasks


def acts_of(facts: list[Any]) -> list[Any]:
    """Until the centre takes back what was declined, both still talk and the incident may rise."""
    return [fact for fact in facts if not isinstance(fact, WORDS + BY_POLICY)]


@LAW
@given(MANY_ACTS)
def test_every_end_of_a_referral_was_chosen_by_a_person(acts: list[Act]) -> None:
    """Of the agency, of the centre, or the reporter: a policy only carries what that one said."""
    world = told(acts)
    world.wait(timedelta(days=60))
    for items in by_task(world).values():
        for item in items:
            if getattr(item.fact, "by_reporter", False):
                assert any(
                    isinstance(each.fact, FeedbackGiven) and each.position < item.position
                    for each in world.entries
                )
            elif not isinstance(item.fact, BY_POLICY):
                assert item.actor_kind is ActorKind.PERSON
        facts = [item.fact for item in items]
        for n, end in enumerate(facts):
            if isinstance(end, ENDS):
                later = facts[n + 1 :] if isinstance(end, GONE) else acts_of(facts[n + 1 :])
                assert all(isinstance(fact, AFTER[type(end)]) for fact in later[:1])


@LAW
@given(MANY_ACTS)
def test_a_task_is_accepted_started_and_done_in_this_order(acts: list[Act]) -> None:
    for items in by_task(told(acts)).values():
        state = "new"
        for item in items:
            match item.fact:
                case ReferralSent():
                    assert state == "new"
                    state = "waiting"
                case ReferralAccepted():
                    assert state == "waiting"
                    state = "accepted"
                case ReferralStarted():
                    assert state == "accepted"
                    state = "started"
                case ReferralFinished():
                    assert state == "started"
                    state = "done"
                case ReferralReopened():
                    assert state == "done"
                    state = "waiting"
                case ReferralVerified():
                    assert state == "done"
                case ReferralDeclined():
                    assert state == "waiting"
                case ReferralHandedBack():
                    assert state in ("accepted", "started")
                case _:
                    pass


@LAW
@given(MANY_ACTS)
def test_an_escalation_rings_only_while_nobody_is_on_it(acts: list[Act]) -> None:
    world = told(acts)
    world.wait(timedelta(days=60))
    for items in by_task(world).values():
        rings, step, due_at = False, 0, NOW
        for item in items:
            match item.fact:
                case ReferralSent() | ReferralReopened() as fact:
                    rings, step, due_at = True, 0, fact.accept_by_at
                case ReferralEscalated() as fact:
                    assert rings
                    assert fact.step == step + 1
                    assert fact.when.at >= due_at
                    step, rings = fact.step, fact.next_due_at is not None
                    due_at = fact.next_due_at or due_at
                case ReferralReprioritised() as fact:
                    assert rings or not fact.rearms
                    due_at = fact.rings_at if fact.rearms else due_at
                case fact if isinstance(fact, ON_IT):
                    rings = False
                case _:
                    pass
        assert not rings, "sixty days passed and the promised ring did not come"
        assert step in (0, 3) or any(isinstance(item.fact, ON_IT) for item in items)


@LAW
@given(MANY_ACTS)
def test_no_agency_is_tasked_while_it_has_an_open_task(acts: list[Act]) -> None:
    has: dict[str, str] = {}
    for item in told(acts).entries:
        match item.fact:
            case ReferralSent() as fact:
                assert fact.agency not in has.values()
                has[fact.referral_id] = fact.agency
            case ReferralReopened() as fact:
                assert fact.agency is not None
                has[fact.referral_id] = fact.agency
            case (
                ReferralDeclined() | ReferralHandedBack() | ReferralVerified() | ReferralTakenBack()
            ) as fact:
                has.pop(fact.referral_id, None)  # a returned task is taken back later
            case _:
                pass


@LAW
@given(MANY_ACTS)
def test_every_referral_ends_or_rings(acts: list[Act]) -> None:
    """Nobody does anything any more: after sixty days no task lies there in silence."""
    world = told(acts)
    world.wait(timedelta(days=60))
    cards: dict[str, ReferralCard] = {}
    for item in world.entries:
        for key in referrals.keys(item.fact):
            card = referrals.draw(key, cards.get(key), item)
            cards.pop(key, None)
            if card is not None:
                cards[key] = card
    ended = {
        task
        for task, items in by_task(world).items()
        if isinstance([i.fact for i in items if isinstance(i.fact, STATES)][-1], GONE)
    }
    assert cards.keys() == by_task(world).keys() - ended, "nothing open is missing from the board"
    for card in cards.values():
        assert card.rings, (card.state, "a task nobody works on rings")


STATES = (ReferralSent, ReferralReopened, *ON_IT)


def test_the_acts_reach_every_fact_of_the_desk() -> None:
    """Laws over facts that never come would prove nothing."""

    def act(kind: str, pause_min: int = 0, agency: str = "damkar") -> Act:
        return Act(kind, TAKER, AgencyId(agency), 0, pause_min, Priority.P1)

    kinds = ("send", "show", "team", "note", "start", "finish", "no", "finish", "yes")
    acts = [act(kind) for kind in kinds]
    acts.append(Act("read", DAMKAR_DESK, AgencyId("damkar"), 0, 0, Priority.P1))
    acts += [act(kind) for kind in ("send", "note")]
    acts.append(Act("read", DAMKAR_DESK, AgencyId("damkar"), 0, 0, Priority.P1))
    acts += [act(kind) for kind in ("accept", "extend", "finish", "reopen", "finish", "verify")]
    acts += [act("send"), act("decline"), act("take-back"), act("send"), act("accept")]
    acts += [
        act("hand-back"),
        act("send", agency="dinsos"),
        act("accept", pause_min=60),
        act("note", pause_min=300),
        act("send", agency="perkim"),
        act("prioritise"),
    ]
    written = {type(item.fact) for item in told(acts).entries}
    assert DESK.writes <= written
    assert PLACE.agencies.keys() >= set(AGENCIES)

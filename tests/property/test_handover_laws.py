"""Laws of hand-overs between two centres, under any order, repeat and loss of their messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from siaga.boards import handovers, offers
from siaga.desks.neighbours.commands import (
    AcceptOffer,
    HearAcceptance,
    HearConfirmation,
    HearRefusal,
    HearWithdrawal,
    OfferHandover,
    ReceiveOffer,
    RecordAcceptance,
    RecordRefusal,
    RefuseOffer,
    ReportAnswer,
    ReportHandover,
    RingHandover,
    RingOffer,
    SeeHandover,
    SeeOffer,
    WithdrawHandover,
)
from siaga.desks.neighbours.doors import DESK
from siaga.desks.neighbours.follow import HANDOVER_OPEN, OFFER_OPEN
from siaga.desks.neighbours.state import Handover, Offer, Stand
from siaga.language.entry import Entry, Fact
from siaga.language.follow_ups import Arm, Disarm, Send
from siaga.language.incident import IncidentOpened
from siaga.language.neighbours import (
    HandoverOffered,
    HandoverWithdrawn,
    NeighbourAccepted,
    NeighbourRefused,
    OfferAccepted,
    OfferId,
    OfferRefused,
    handover_life,
    offer_life,
)
from siaga.language.refusals import Refused
from siaga.language.systems import SystemConnected, SystemId
from siaga.language.values import (
    AccountId,
    Asked,
    HandoverId,
    IncidentId,
    IncidentTypeId,
    NeighbourId,
    Priority,
)
from tests.builders import CHANNEL_ACTOR, NOW, PLACE, TAKER, TIMER_ACTOR, by_server, sealed, uid
from tests.story import ask, entry, fold, states_for

LAW = settings(max_examples=300, deadline=None)
NEXT = NeighbourId("sebelah")
INCIDENT, THEIRS = IncidentId("i-1"), IncidentId("i-2")
STEP = timedelta(seconds=61)


def opened(incident_id: IncidentId) -> IncidentOpened:
    return IncidentOpened(
        incident_id=incident_id,
        incident_type=IncidentTypeId("fire"),
        priority=Priority.P1,
        clock_start=by_server(),
        when=by_server(),
        owner=AccountId("acc"),
    )


def connected() -> SystemConnected:
    system, text = SystemId(f"neighbour:{NEXT}"), sealed()
    return SystemConnected(system=system, webhook_url=text, webhook_secret=text, when=by_server())


@dataclass
class Centre:
    """One centre's logbook, its timers and what waits in its outbox."""

    entries: list[Entry] = field(default_factory=list)
    timers: dict[tuple[str, str], datetime] = field(default_factory=dict)
    outbox: list[Fact] = field(default_factory=list)
    now: datetime = NOW

    def tell(self, fact: Fact) -> None:
        self.entries.append(entry(fact, position=len(self.entries) + 1, at=self.now))
        for each in DESK.follow(fact, PLACE):
            match each:
                case Arm():
                    self.timers[each.kind, each.subject] = each.due_at
                case Disarm():
                    self.timers.pop((each.kind, each.subject), None)
                case Send():
                    self.outbox.append(fact)

    def do(self, command: Any, *, by: Any = TAKER) -> bool:
        asked = Asked(actor=by, received_at=self.now)
        outcome = ask(DESK, command, states_for(DESK, command, self.entries), asked=asked)
        if isinstance(outcome, Refused):
            return False
        for fact in outcome:
            self.tell(fact)
        return bool(outcome)

    def card(self, board: Any, key: str) -> Any:
        card = None
        for item in self.entries:
            if key in board.keys(item.fact):
                card = board.draw(key, card, item)
        return card


@dataclass
class World:
    west: Centre = field(default_factory=Centre)
    east: Centre = field(default_factory=Centre)
    to_east: list[Fact] = field(default_factory=list)  # every message that was ever sent
    to_west: list[Fact] = field(default_factory=list)
    counter: int = 1
    handovers: list[HandoverId] = field(default_factory=list)

    def __post_init__(self) -> None:
        for here, incident_id in ((self.west, INCIDENT), (self.east, THEIRS)):
            here.tell(opened(incident_id))
            here.tell(connected())

    def uid(self) -> Any:
        self.counter += 1
        return uid(self.counter)

    def handover(self, handover_id: HandoverId) -> Handover:
        state: Handover = fold(DESK, handover_life(handover_id), self.west.entries)
        return state

    def offer(self, handover_id: HandoverId) -> Offer:
        state: Offer = fold(DESK, offer_life(offer_of(handover_id)), self.east.entries)
        return state

    # ---- messages

    def post(self) -> None:
        self.to_east += self.west.outbox
        self.to_west += self.east.outbox
        self.west.outbox, self.east.outbox = [], []

    def arrives(self, fact: Fact) -> None:
        """A message, perhaps for the second time, at the centre it was for."""
        new = self.uid()
        match fact:
            case HandoverOffered():
                command: Any = ReceiveOffer(
                    command_id=new,
                    offer_id=offer_of(fact.handover_id),
                    handover_id=fact.handover_id,
                    neighbour=NEXT,
                    their_incident=fact.incident_id,
                    their_number=fact.incident_number,
                    priority=fact.priority,
                    document=sealed(),
                )
            case NeighbourAccepted():
                command = HearConfirmation(command_id=new, **named(fact))
            case NeighbourRefused() | HandoverWithdrawn():
                command = HearWithdrawal(command_id=new, **named(fact))
            case OfferAccepted():
                command = HearAcceptance(
                    command_id=new,
                    handover_id=fact.handover_id,
                    neighbour=NEXT,
                    by_name=fact.by_name,
                )
            case OfferRefused():
                command = HearRefusal(
                    command_id=new,
                    handover_id=fact.handover_id,
                    neighbour=NEXT,
                    reason=fact.reason,
                )
            case _:
                raise AssertionError(fact)
        here = self.west if isinstance(fact, OfferAccepted | OfferRefused) else self.east
        here.do(command, by=CHANNEL_ACTOR)

    def lost(self, fact: Fact) -> None:
        """It did not arrive before its deadline, and its sender is told so."""
        new = self.uid()
        if isinstance(fact, OfferAccepted | OfferRefused):
            report: Any = ReportAnswer(
                command_id=new, offer_id=fact.offer_id, delivered=False, reason="timeout"
            )
            self.east.do(report)
            return
        names: Any = fact
        report = ReportHandover(
            command_id=new,
            handover_id=names.handover_id,
            is_offer=isinstance(fact, HandoverOffered),
            delivered=False,
            reason="timeout",
        )
        self.west.do(report)

    def later(self) -> None:
        """A minute passes: due timers ring."""
        for here in (self.west, self.east):
            here.now += STEP
            for (kind, subject), due_at in list(here.timers.items()):
                if due_at > here.now:
                    continue
                del here.timers[kind, subject]
                command: Any
                if kind == HANDOVER_OPEN:
                    command = RingHandover(
                        command_id=self.uid(), handover_id=HandoverId(subject), due_at=due_at
                    )
                else:
                    assert kind == OFFER_OPEN
                    command = RingOffer(
                        command_id=self.uid(), offer_id=OfferId(subject), due_at=due_at
                    )
                here.do(command, by=TIMER_ACTOR)


def named(fact: NeighbourAccepted | NeighbourRefused | HandoverWithdrawn) -> dict[str, Any]:
    offer_id = offer_of(fact.handover_id)
    return {"offer_id": offer_id, "neighbour": NEXT, "their_incident": fact.incident_id}


def offer_of(handover_id: HandoverId) -> OfferId:
    return OfferId(f"o-{handover_id}")


Act = tuple[str, int]
ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            (
                *("offer",) * 2,
                *("accept",) * 2,
                "refuse",
                "withdraw",
                "by phone",
                "no by phone",
                *("arrive",) * 3,
                "again",
                "lose",
                "later",
                "see",
            )
        ),
        st.integers(0, 7),
    ),
    min_size=8,
    max_size=40,
).map(lambda acts: [("offer", 0), *acts])


def run(acts: Sequence[Act]) -> tuple[World, list[Fact]]:
    """→ the world, and the messages that are still under way."""
    world = World()
    under_way, past = list[Fact](), list[Fact]()
    for act, n in acts:
        one(world, act, n, under_way=under_way, past=past)
        world.post()
        under_way += world.to_east + world.to_west
        world.to_east, world.to_west = [], []
        check_always(world)
    return world, under_way


def one(world: World, act: str, n: int, *, under_way: list[Fact], past: list[Fact]) -> None:
    chosen = world.handovers[n % len(world.handovers)] if world.handovers else HandoverId("h-0")
    offer_id, new = offer_of(chosen), world.uid()
    match act:
        case "offer":
            if world.west.do(OfferHandover(command_id=new, incident_id=INCIDENT, neighbour=NEXT)):
                world.handovers.append(HandoverId(str(new)))
        case "accept":
            world.east.do(
                AcceptOffer(
                    command_id=new, offer_id=offer_id, incident_id=THEIRS, by_name=sealed("Sari")
                )
            )
        case "refuse":
            world.east.do(
                RefuseOffer(
                    command_id=new, offer_id=offer_id, reason=sealed("penuh"), by_name=sealed("S")
                )
            )
        case "withdraw":
            world.west.do(WithdrawHandover(command_id=new, handover_id=chosen))
        case "by phone":
            world.west.do(
                RecordAcceptance(command_id=new, handover_id=chosen, by_name=sealed("Budi"))
            )
        case "no by phone":
            world.west.do(RecordRefusal(command_id=new, handover_id=chosen, reason=sealed("penuh")))
        case "arrive" if under_way:
            fact = under_way.pop(n % len(under_way))  # in any order
            past.append(fact)
            world.arrives(fact)
        case "again" if past:
            world.arrives(past[n % len(past)])
        case "lose" if under_way:
            world.lost(under_way.pop(n % len(under_way)))
        case "later":
            world.later()
        case "see":
            world.west.do(SeeHandover(command_id=new, handover_id=chosen))
            world.east.do(SeeOffer(command_id=world.uid(), offer_id=offer_id))


def check_always(world: World) -> None:
    """Whoever gives it away has the other's acceptance; never are there two that gave it away."""
    for handover_id in world.handovers:
        ours, theirs = world.handover(handover_id), world.offer(handover_id)
        if theirs.stand in (Stand.CONFIRMED, Stand.BY_PHONE):
            assert ours.stand is Stand.ACCEPTED, "they may own only what we gave away"
        if ours.stand is Stand.ACCEPTED and ours.electronic:
            assert theirs.stand not in (Stand.NONE, Stand.OPEN, Stand.REFUSED)
        if ours.stand is Stand.OPEN:
            assert (HANDOVER_OPEN, handover_id) in world.west.timers, "open, and nothing rings"
        if theirs.stand in (Stand.OPEN, Stand.BY_PHONE) and theirs.received is not None:
            assert (OFFER_OPEN, offer_of(handover_id)) in world.east.timers
    open_ones = [h for h in world.handovers if world.handover(h).stand is Stand.OPEN]
    assert len(open_ones) <= 1, "one incident is on offer once at a time"


@LAW
@given(ACTS)
def test_once_all_has_arrived_exactly_one_centre_owns_it(acts: list[Act]) -> None:
    """However often messages came, whatever their order, as long as none was given up."""
    world, under_way = run([act for act in acts if act[0] != "lose"])
    for _ in range(20):
        if not under_way:
            break
        world.arrives(under_way.pop(0))
        world.post()
        under_way += world.to_east + world.to_west
        world.to_east, world.to_west = [], []
        check_always(world)
    assert not under_way, "they talk for ever"
    for handover_id in world.handovers:
        ours, theirs = world.handover(handover_id), world.offer(handover_id)
        gave_away = ours.stand is Stand.ACCEPTED
        took = theirs.stand in (Stand.CONFIRMED, Stand.BY_PHONE)
        replaced = theirs.stand is Stand.WITHDRAWN
        assert gave_away == took or replaced, (ours.stand, theirs.stand)
        if ours.stand is not Stand.OPEN and not gave_away:
            assert theirs.stand in (Stand.REFUSED, Stand.WITHDRAWN, Stand.NONE)


@LAW
@given(ACTS)
def test_what_is_open_or_did_not_arrive_rings_until_a_person_acts(acts: list[Act]) -> None:
    world, _ = run(acts)
    world.later()
    if world.handovers and world.handover(world.handovers[-1]).stand is Stand.OPEN:
        card = world.west.card(handovers, INCIDENT)
        assert card is not None
        assert card.rings
        assert card.step >= 1
    for handover_id in world.handovers:
        theirs = world.offer(handover_id)
        card = world.east.card(offers, offer_of(handover_id))
        if theirs.stand in (Stand.OPEN, Stand.BY_PHONE) and theirs.received is not None:
            assert card is not None
            assert card.rings
        if theirs.stand is Stand.ACCEPTED:
            assert card is not None, "whoever waits for a word about it sees that"
        if theirs.stand is Stand.WITHDRAWN and theirs.to_see:
            assert card is not None, "an offer vanished before anybody saw why"


@LAW
@given(ACTS, st.integers(0, 20))
def test_a_message_that_comes_twice_changes_nothing(acts: list[Act], n: int) -> None:
    world, under_way = run(acts)
    if not under_way:
        return
    fact = under_way[n % len(under_way)]
    world.arrives(fact)
    before = len(world.west.entries), len(world.east.entries)
    world.arrives(fact)
    after = len(world.west.entries), len(world.east.entries)
    if isinstance(fact, OfferAccepted):  # too late: they are told once more that it stayed ours
        assert after[0] - before[0] <= 1
    else:
        assert after == before

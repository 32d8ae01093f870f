"""Handing over and taking over, one act at a time; the orders of many are in the property tests."""

from __future__ import annotations

import pytest

from siaga.boards import handovers, offers
from siaga.channels.neighbour.protocol import Kind, Message, NotUnderstood, read, write
from siaga.desks.neighbours.commands import (
    AcceptOffer,
    AddToHandover,
    HandContactOver,
    HearAddition,
    OfferHandover,
    RecordAcceptance,
    RefuseOffer,
    SeeOffer,
)
from siaga.desks.neighbours.doors import DESK
from siaga.language.incident import IncidentClosed, IncidentMerged, IncidentOpened
from siaga.language.machine_rules import CrossBorder
from siaga.language.neighbours import (
    HandoverDelivered,
    HandoverOffered,
    NeighbourAccepted,
    NeighbourRefused,
    OfferId,
    OfferReceived,
    OfferWithdrawn,
)
from siaga.language.refusals import Refusal
from siaga.language.systems import SystemConnected, SystemId
from siaga.language.values import (
    AccountId,
    ContactId,
    HandoverId,
    IncidentId,
    IncidentTypeId,
    NeighbourId,
    Priority,
    ResultId,
)
from tests.board_entries import drawn
from tests.builders import CREW, NOW, TAKER, by_server, sealed, uid
from tests.story import entry, teller

given = teller(DESK)
NEXT, INCIDENT = NeighbourId("sebelah"), IncidentId("i-1")
OFFER = OfferId("o-1")


def opened(priority: Priority = Priority.P1) -> IncidentOpened:
    return IncidentOpened(
        incident_id=INCIDENT,
        incident_type=IncidentTypeId("fire"),
        priority=priority,
        clock_start=by_server(),
        when=by_server(),
        owner=AccountId("acc-taker"),
    )


def closed() -> IncidentClosed:
    return IncidentClosed(
        incident_id=INCIDENT, result=ResultId("handed-over"), contact_ids=(), when=by_server()
    )


def offered(*, electronic: bool = False) -> HandoverOffered:
    return HandoverOffered(
        handover_id=HandoverId("h-1"),
        incident_id=INCIDENT,
        incident_number="K-2026-000001",
        incident_type=IncidentTypeId("fire"),
        priority=Priority.P1,
        neighbour=NEXT,
        electronic=electronic,
        rings_at=NOW,
        deliver_by_at=NOW,
        when=by_server(),
    )


def received() -> OfferReceived:
    return OfferReceived(
        offer_id=OFFER,
        handover_id=HandoverId("h-9"),
        neighbour=NEXT,
        their_incident="i-9",
        their_number="K-2026-000009",
        priority=Priority.P1,
        rings_at=NOW,
        document=sealed(),
        when=by_server(),
    )


def hand_over() -> OfferHandover:
    return OfferHandover(command_id=uid(9), incident_id=INCIDENT, neighbour=NEXT)


def test_a_p1_carries_the_places_rule_of_the_border() -> None:
    facts = given(opened()).when(hand_over()).told
    assert facts[0].cross_border is CrossBorder.ASK_HEAD
    assert not facts[0].electronic
    assert given(opened(Priority.P3)).when(hand_over()).told[0].cross_border is None


def test_what_is_closed_merged_unknown_or_on_offer_is_not_offered() -> None:
    given().when(hand_over()).refused(Refusal.UNKNOWN_INCIDENT)
    given(opened(), closed()).when(hand_over()).refused(Refusal.INCIDENT_CLOSED)
    merged = IncidentMerged(
        incident_id=INCIDENT,
        number="K-2026-000001",
        into=IncidentId("i-2"),
        reporters=1,
        began=by_server(),
        clock_start=by_server(),
        when=by_server(),
    )
    given(opened(), merged).when(hand_over()).refused(Refusal.INCIDENT_MERGED, ("i-2",))
    given(opened(), offered()).when(hand_over()).refused(Refusal.HANDOVER_OPEN, ("h-1",))


def test_an_acceptance_needs_a_hand_over_that_is_open() -> None:
    command = RecordAcceptance(
        command_id=uid(9), handover_id=HandoverId("h-1"), by_name=sealed("Budi")
    )
    given().when(command).refused(Refusal.UNKNOWN_HANDOVER)
    facts = given(opened(), offered()).when(command).facts
    given(opened(), offered(), *facts).when(command).refused(Refusal.HANDOVER_OVER)


def test_an_offer_is_taken_onto_an_open_incident_once() -> None:
    command = AcceptOffer(
        command_id=uid(9), offer_id=OFFER, incident_id=INCIDENT, by_name=sealed("Sari")
    )
    given(opened()).when(command).refused(Refusal.UNKNOWN_OFFER)
    given(received()).when(command).refused(Refusal.UNKNOWN_INCIDENT)
    given(received(), opened(), closed()).when(command).refused(Refusal.INCIDENT_CLOSED)
    facts = given(received(), opened()).when(command).facts
    refuse = RefuseOffer(
        command_id=uid(8), offer_id=OFFER, reason=sealed("penuh"), by_name=sealed("Sari")
    )
    for again in (command, refuse):
        given(received(), opened(), *facts).when(again).refused(Refusal.OFFER_ANSWERED)


def test_an_unanswered_offer_cannot_be_put_away() -> None:
    see = SeeOffer(command_id=uid(9), offer_id=OFFER)
    given(received()).when(see).refused(Refusal.OFFER_STILL_OPEN)
    gone = OfferWithdrawn(
        offer_id=OFFER, neighbour=NEXT, their_incident="i-9", accepted=False, when=by_server()
    )
    facts = given(received(), gone).when(see).facts
    given(received(), gone, *facts).when(see).refused(Refusal.NOTHING_TO_DO)


def test_a_caller_nobody_knows_is_handed_to_nobody() -> None:
    command = HandContactOver(
        command_id=uid(9),
        contact_id=ContactId("c-1"),
        neighbour=NEXT,
        by_name=sealed("Budi"),
    )
    given().when(command, by=TAKER).refused(Refusal.UNKNOWN_CONTACT)


def card_of(*facts: object) -> handovers.HandoverCard | None:
    card = None
    for fact in facts:
        card = handovers.draw(INCIDENT, card, entry(fact))  # type: ignore[arg-type]
    return card


def accepted(*, electronic: bool = False) -> NeighbourAccepted:
    return NeighbourAccepted(
        handover_id=HandoverId("h-1"),
        incident_id=INCIDENT,
        neighbour=NEXT,
        by_name=sealed("Budi"),
        electronic=electronic,
        when=by_server(),
    )


def test_a_closed_incident_comes_back_when_their_machine_says_no_after_all() -> None:
    """A voice had said yes."""
    card = card_of(offered(electronic=True), accepted(), closed())
    assert card is not None
    assert not card.rings
    no = NeighbourRefused(
        handover_id=HandoverId("h-1"),
        incident_id=INCIDENT,
        neighbour=NEXT,
        reason=sealed("penuh"),
        when=by_server(),
    )
    card = card_of(offered(electronic=True), accepted(), closed(), no)
    assert card is not None
    assert card.rings
    assert (
        card_of(offered(electronic=True), accepted(), closed(), accepted(electronic=True)) is None
    )
    assert card_of(offered(), accepted(), closed()) is None, "there is no machine to wait for"


def test_an_open_hand_over_outlives_its_incident() -> None:
    assert card_of(offered(), closed()) is not None


def test_crews_see_neither_side() -> None:
    card = card_of(offered())
    assert card is not None
    assert handovers.view(card, CREW) is None
    offer = offers.draw(OFFER, None, entry(received()))
    assert offer is not None
    assert offers.view(offer, CREW) is None
    assert offers.view(offer, TAKER) == offer


def test_a_message_says_again_what_was_written() -> None:
    for message in (
        Message(kind=Kind.OFFER, handover="h", incident="i", number="K-1", eido={"$id": "x"}),
        Message(kind=Kind.ACCEPTED, handover="h", by_name="Sari", number="K-2"),
        Message(kind=Kind.REFUSED, handover="h", reason="penuh", by_name="Sari"),
        Message(kind=Kind.WITHDRAWN, handover="h", incident="i"),
        Message(kind=Kind.CONFIRMED, handover="h", incident="i"),
    ):
        assert read(write(message)) == message
    with pytest.raises(NotUnderstood) as caught:
        read(write(Message(kind=Kind.REFUSED, handover="h", reason="x" * 501)))
    assert caught.value.field == "reason"


def test_more_is_told_only_where_they_have_it_on_their_screen() -> None:
    linked = SystemConnected(
        system=SystemId("neighbour:sebelah"),
        webhook_url=sealed(),
        webhook_secret=sealed(),
        when=by_server(),
    )
    add = AddToHandover(
        command_id=uid(9), handover_id=HandoverId("h-1"), note=sealed("korban tiga")
    )
    given(opened(), offered()).when(add).refused(Refusal.HANDOVER_NOT_DELIVERED)
    there = HandoverDelivered(handover_id=HandoverId("h-1"), incident_id=INCIDENT, when=by_server())
    (told,) = given(opened(), linked, offered(electronic=True), there).when(add).told
    assert told.note == add.note
    given(opened(), offered(), there).when(add).refused(Refusal.HANDOVER_NOT_DELIVERED)
    heard = HearAddition(
        command_id=uid(9), offer_id=OFFER, neighbour=NEXT, their_incident="i-9", note=sealed()
    )
    (fact,) = given(received()).when(heard).told
    assert fact.incident_id is None
    (card,) = drawn(offers, [entry(received()), entry(fact)]).values()
    assert card.added == (fact.note,)

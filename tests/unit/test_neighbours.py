"""Handing over and taking over, one act at a time; the orders of many are in the property tests."""

from __future__ import annotations

from dataclasses import replace

import pytest

from siaga.boards import border_notes, handovers, offers
from siaga.channels.neighbour.protocol import Kind, Message, NotUnderstood, read, write
from siaga.desks.neighbours.commands import (
    AcceptOffer,
    AddToHandover,
    AddToOffer,
    HandContactOver,
    HearAddition,
    OfferHandover,
    RecordAcceptance,
    RefuseOffer,
    ReportAnswer,
    SeeHandoverNotes,
    SeeOffer,
    SeeOfferNotes,
)
from siaga.desks.neighbours.doors import DESK
from siaga.language.border_notes import HandoverTold, OfferAdded
from siaga.language.entry import Fact
from siaga.language.incident import IncidentClosed, IncidentMerged, IncidentOpened
from siaga.language.machine_rules import CrossBorder, Neighbour, Telephone
from siaga.language.neighbours import (
    HandoverDelivered,
    HandoverOffered,
    NeighbourAccepted,
    NeighbourRefused,
    OfferAccepted,
    OfferId,
    OfferReceived,
    OfferWithdrawn,
)
from siaga.language.refusals import Refusal
from siaga.language.systems import SystemConnected, SystemId
from siaga.language.text import Text
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
        Message(kind=Kind.ADDED, handover="h", incident="i", part="p", note="tiga korban"),
        Message(kind=Kind.TOLD, handover="h", part="p", note="padam"),
        Message(kind=Kind.ADDED_SEEN, handover="h", parts=("p", "q")),
        Message(kind=Kind.TOLD_SEEN, handover="h", incident="i", parts=("p",)),
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
        command_id=uid(9),
        offer_id=OFFER,
        neighbour=NEXT,
        their_incident="i-9",
        part="p-1",
        note=sealed(),
    )
    (fact,) = given(received()).when(heard).told
    assert fact.incident_id is None
    (card,) = drawn(offers, [entry(received()), entry(fact)]).values()
    assert card.added == (fact.note,)
    assert given(received(), fact).when(heard).facts == (), "the same again adds nothing"
    for before in ([received(), fact], [fact, received()]):  # it may be faster than its offer
        taken = given(*before, opened()).when(accept()).facts
        assert [type(each) for each in taken] == [OfferAdded, OfferAccepted]
        (card,) = drawn(border_notes, [entry(each) for each in (*before, *taken)]).values()
        assert [line.rings for line in card.lines] == [True]


def accept() -> AcceptOffer:
    return AcceptOffer(
        command_id=uid(9), offer_id=OFFER, incident_id=INCIDENT, by_name=sealed("Sari")
    )


def told(part: str = "p-1") -> HandoverTold:
    return HandoverTold(
        handover_id=HandoverId("h-1"),
        incident_id=INCIDENT,
        incident_number="K-2026-000001",
        neighbour=NEXT,
        part=part,
        note=sealed("Api padam"),
        when=by_server(),
    )


def test_a_number_of_the_country_is_none_of_theirs() -> None:
    """Dialled here, 110 reaches our own city's police."""
    name = Text(id="x", en="x")

    def beside(*phones: Telephone) -> tuple[str, ...]:
        one = Neighbour(
            id=NEXT,
            name=name,
            code="15.05",
            latitude=-1.6,
            longitude=103.6,
            districts=("Hulu", "Hilir"),
            phones=phones,
        )
        return one.without_phone()

    national = Telephone(number="110", name=name, source="Polri")
    own = Telephone(number="0741-0000", name=name, source="uji", districts=("Hulu",))
    assert beside() == beside(national) == ("Hulu", "Hilir")
    assert beside(national, own) == ("Hilir",)
    assert beside(replace(own, districts=())) == ()


def test_what_they_tell_after_the_end_rings_until_a_person_has_read_it() -> None:
    before: list[Fact] = [offered(electronic=True), accepted(electronic=True)]
    assert drawn(border_notes, [entry(each) for each in (*before, closed())]) == {}
    facts = [*before, closed(), told()]
    (card,) = drawn(border_notes, [entry(each) for each in facts]).values()
    assert (card.closed, card.lines[0].rings) == (True, True)
    see = SeeHandoverNotes(
        command_id=uid(9), handover_id=HandoverId("h-1"), parts=("p-1", "p-unseen")
    )
    (read,) = given(opened(), *facts).when(see).told
    assert read.parts == ("p-1",)
    assert read.deliver_by_at is None, "there is no machine to tell"
    assert drawn(border_notes, [entry(each) for each in (*facts, read)]) == {}
    given(opened(), *facts, read).when(see).refused(Refusal.NOTHING_TO_DO)


def test_what_we_tell_those_we_took_it_from_rings_here_when_it_does_not_arrive() -> None:
    add = AddToOffer(command_id=uid(8), offer_id=OFFER, note=sealed("Api padam"))
    given().when(add).refused(Refusal.UNKNOWN_OFFER)
    given(received()).when(add).refused(Refusal.OFFER_STILL_OPEN)
    facts = [received(), *given(received(), opened()).when(accept()).facts]
    facts += given(opened(), *facts).when(add).facts
    part = add.note.ref
    lost = ReportAnswer(
        command_id=uid(7), offer_id=OFFER, delivered=False, reason="timeout", part=part
    )
    facts += given(opened(), *facts).when(lost).facts
    (card,) = drawn(border_notes, [entry(each) for each in facts]).values()
    assert (card.offer_id, card.lines[0].problem, card.lines[0].rings) == (OFFER, "timeout", True)
    see = SeeOfferNotes(command_id=uid(6), offer_id=OFFER, parts=(part,))
    (read,) = given(opened(), *facts).when(see).told
    assert read.deliver_by_at is None, "they are told nothing: it is of ours"
    facts.append(read)
    (card,) = drawn(border_notes, [entry(each) for each in facts]).values()
    assert (card.lines[0].problem, card.lines[0].rings) == ("timeout", False)
    (offer,) = drawn(offers, [entry(each) for each in facts]).values()
    assert not offer.problem, "the answer itself has not failed"

"""One invented hour of the telephone, as facts: who was answered, by whom, and who hung up."""

from __future__ import annotations

from dataclasses import replace

from siaga.language.calls import CallPath, EndedBy
from siaga.language.entry import Entry
from siaga.language.intake import ContactAnswered, ContactClassified
from siaga.language.values import ContactId, ContactKind
from tests.board_entries import Told
from tests.unit.call_story import BUDI, RINA, answered, at, hung_up, offered


def hour() -> list[Entry]:
    told = Told()
    _answered(told)
    _unanswered(told)
    _apart(told)
    return told.entries


def _answered(told: Told) -> None:
    """After 4, 15, 18 and 40 s; the last two elsewhere than at whoever was rung."""
    for name, second, path in (
        ("a1", 4, CallPath.TAKER),
        ("a2", 15, CallPath.TAKER),
        ("a3", 18, CallPath.FAILSAFE),
        ("a4", 40, CallPath.SECOND_DESTINATION),
    ):
        contact = ContactId(name)
        by = None if path is CallPath.SECOND_DESTINATION else RINA
        told(offered(contact))
        told(answered(second, by, path=path, contact=contact))
        told(hung_up(second + 60, answered_s=second, contact=contact))
    cut = hung_up(90, answered_s=4, by=EndedBy.NETWORK, contact=ContactId("a1"))
    told(replace(cut, cut_off=True))


def _unanswered(told: Told) -> None:
    """Three hung up after 10, 30 and 50 s; one was cut by the network; one still waits."""
    for name, second in (("u1", 10), ("u2", 30), ("u3", 50)):
        told(offered(ContactId(name)))
        told(hung_up(second, contact=ContactId(name)))
    told(offered(ContactId("u4")))
    told(hung_up(200, by=EndedBy.NETWORK, contact=ContactId("u4")))
    told(ContactAnswered(contact_id=ContactId("u1"), answered_by=BUDI, when=at(300)))
    told(offered(ContactId("u5")))


def _apart(told: Told) -> None:
    """From the edge's own journal after an outage: one answered at once, one not. Two tests."""
    told(offered(ContactId("l1"), late=True))
    told(answered(1, contact=ContactId("l1"), path=CallPath.FAILSAFE))
    told(offered(ContactId("l2"), late=True))
    told(hung_up(7, contact=ContactId("l2")))
    told(offered(ContactId("t1"), test=True))
    told(answered(2, contact=ContactId("t1")))
    told(offered(ContactId("t2")))
    told(answered(2, contact=ContactId("t2")))
    told(ContactClassified(contact_id=ContactId("t2"), kind=ContactKind.TEST, when=at(60)))

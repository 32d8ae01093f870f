"""Accounts: rights for those who administer them, names for colleagues."""

from __future__ import annotations

from siaga.boards import accounts
from siaga.boards.accounts import AccountCard
from siaga.language.access import (
    AccountClosed,
    AccountOpened,
    AccountRightsChanged,
    PersonSignedIn,
)
from siaga.language.values import AccountId, AgencyId, Role, UnitId
from tests.board_entries import Told, drawn
from tests.builders import (
    ADMINISTRATOR,
    AUDITOR,
    CREW,
    DAMKAR_DESK,
    HEAD,
    NOW,
    TAKER,
    by_server,
    minutes,
    sealed,
)

A1 = AccountId("acc-1")


def told_of_one() -> Told:
    told = Told()
    told(
        AccountOpened(
            account_id=A1,
            name=sealed("nama"),
            roles=(Role.FIELD_CREW,),
            when=by_server(NOW),
            units=(UnitId("amb-1"),),
        )
    )
    told(PersonSignedIn(account_id=A1, when=by_server(NOW + minutes(5))))
    return told


def card_of(told: Told) -> AccountCard:
    card = drawn(accounts, told.entries)["acc-1"]
    assert isinstance(card, AccountCard)
    return card


def test_opened_signed_in_changed_and_closed() -> None:
    told = told_of_one()
    card = card_of(told)
    assert (card.name, card.units) == (sealed("nama"), ("amb-1",))
    assert (card.opened_at, card.last_sign_in_at) == (NOW, NOW + minutes(5))
    told(
        AccountRightsChanged(
            account_id=A1,
            roles=(Role.AGENCY_DESK,),
            when=by_server(),
            agency=AgencyId("damkar"),
        )
    )
    card = card_of(told)
    assert (card.roles, card.agency, card.units) == ((Role.AGENCY_DESK,), "damkar", ())
    told(AccountClosed(account_id=A1, when=by_server()))
    assert card_of(told).closed


def test_who_administers_sees_all_and_the_room_names_and_roles() -> None:
    card = card_of(told_of_one())
    assert accounts.view(card, ADMINISTRATOR) == card
    assert accounts.view(card, AUDITOR) == card
    seen = accounts.view(card, TAKER)
    assert seen is not None
    assert (seen.name, seen.roles) == (card.name, card.roles)
    assert (seen.last_sign_in_at, seen.units) == (None, ())


def test_everybody_else_sees_only_themselves() -> None:
    card = card_of(told_of_one())
    for viewer in (CREW, DAMKAR_DESK, HEAD):
        assert accounts.view(card, viewer) is None
    told = Told()
    told(
        AccountOpened(
            account_id=AccountId(CREW.id),
            name=sealed("nama"),
            roles=(Role.FIELD_CREW,),
            when=by_server(),
        )
    )
    own = drawn(accounts, told.entries)[CREW.id]
    assert accounts.view(own, CREW) == own

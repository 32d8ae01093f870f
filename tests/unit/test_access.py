"""Accounts: opened with the rights they need, changed, closed for good; sign-ins and reads kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from siaga.desks.access.commands import (
    ChangeRights,
    CloseAccount,
    OpenAccount,
    RecordRead,
    RecordSignIn,
    RecordSignOut,
)
from siaga.desks.access.doors import DESK
from siaga.language.access import (
    AccountClosed,
    AccountOpened,
    AccountRightsChanged,
    PersonalDataRead,
    PersonSignedIn,
    PersonSignedOut,
    account_life,
)
from siaga.language.refusals import Refusal
from siaga.language.values import (
    AccountId,
    AgencyId,
    FieldError,
    HospitalId,
    IncidentId,
    Role,
    UnitId,
)
from tests.builders import ADMINISTRATOR, SYSTEM_ACTOR, by_server, sealed, uid
from tests.story import teller

given = teller(DESK)

NEW = AccountId(str(uid(1)))
TAKER = AccountId("acc-1")
OPENED = AccountOpened(
    account_id=TAKER, name=sealed("Budi"), roles=(Role.CALL_TAKER,), when=by_server()
)
CLOSED = AccountClosed(account_id=TAKER, when=by_server())
CHANGE = ChangeRights(command_id=uid(2), account_id=TAKER, roles=(Role.SUPERVISOR,))
CLOSE = CloseAccount(command_id=uid(2), account_id=TAKER)


@pytest.mark.parametrize("actor", [ADMINISTRATOR, SYSTEM_ACTOR])
def test_an_account_is_opened_with_its_rights(actor: Any) -> None:
    command = OpenAccount(
        command_id=uid(1),
        name=sealed("Kru"),
        roles=(Role.FIELD_CREW, Role.FIELD_CREW),
        units=(UnitId("amb-1"),),
    )
    given().when(command, by=actor).then(
        AccountOpened(
            account_id=NEW,
            name=sealed("Kru"),
            roles=(Role.FIELD_CREW,),
            when=by_server(),
            units=(UnitId("amb-1"),),
        )
    )


@pytest.mark.parametrize(
    ("roles", "field"),
    [
        ((), "roles"),
        ((Role.AGENCY_DESK,), "agency"),
        ((Role.CALL_TAKER, Role.FIELD_CREW), "units"),
        ((Role.HOSPITAL_DESK,), "hospital"),
    ],
)
def test_a_role_that_acts_for_somebody_says_for_whom(roles: tuple[Role, ...], field: str) -> None:
    with pytest.raises(FieldError) as opening:
        OpenAccount(command_id=uid(1), name=sealed(), roles=roles)
    with pytest.raises(FieldError) as changing:
        ChangeRights(command_id=uid(1), account_id=TAKER, roles=roles)
    assert (opening.value.field, changing.value.field) == (field, field)


def test_who_says_for_whom_is_let_through() -> None:
    OpenAccount(
        command_id=uid(1),
        name=sealed(),
        roles=(Role.AGENCY_DESK, Role.HOSPITAL_DESK),
        agency=AgencyId("dinsos"),
        hospital=HospitalId("rsud"),
    )


def test_rights_are_replaced() -> None:
    given(OPENED).when(CHANGE).then(
        AccountRightsChanged(account_id=TAKER, roles=(Role.SUPERVISOR,), when=by_server())
    )


def test_the_same_rights_are_nothing_new() -> None:
    same = replace(CHANGE, roles=(Role.CALL_TAKER,))
    given(OPENED).when(same).then()
    given(OPENED).when(CHANGE).wrote(AccountRightsChanged)
    changed = AccountRightsChanged(account_id=TAKER, roles=(Role.HEAD,), when=by_server())
    given(OPENED, changed).when(same).wrote(AccountRightsChanged)


@pytest.mark.parametrize("command", [CHANGE, CLOSE])
def test_nobody_and_somebody_gone(command: Any) -> None:
    given().when(command).refused(Refusal.UNKNOWN_ACCOUNT)
    given(OPENED, CLOSED).when(command).refused(Refusal.ACCOUNT_CLOSED)
    assert DESK.boundary(command) == (account_life(TAKER),)


def test_closing() -> None:
    given(OPENED).when(CLOSE).then(CLOSED)


def test_what_happened_is_kept_and_stands_in_nobodys_way() -> None:
    read = RecordRead(
        command_id=uid(3),
        account_id=TAKER,
        what="incident-story",
        purpose="audit",
        incident_id=IncidentId("incident-1"),
    )
    given().when(RecordSignIn(command_id=uid(1), account_id=TAKER)).then(
        PersonSignedIn(account_id=TAKER, when=by_server())
    )
    given().when(RecordSignOut(command_id=uid(2), account_id=TAKER)).then(
        PersonSignedOut(account_id=TAKER, when=by_server())
    )
    given().when(read).then(
        PersonalDataRead(
            account_id=TAKER,
            what="incident-story",
            purpose="audit",
            when=by_server(),
            incident_id=IncidentId("incident-1"),
        )
    )
    assert DESK.boundary(read) == ()


def test_only_the_administrator_keeps_accounts() -> None:
    assert {role for door in DESK.doors for role in door.roles} == {Role.ADMINISTRATOR}

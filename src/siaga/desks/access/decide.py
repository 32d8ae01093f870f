"""What the access desk decides about accounts; who looked at what is only ever recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, assert_never

from siaga.desks.access.commands import (
    ChangeRights,
    CloseAccount,
    Command,
    OpenAccount,
    RecordRead,
    RecordSignIn,
    RecordSignOut,
)
from siaga.desks.access.state import AccountLife
from siaga.language.access import (
    AccountClosed,
    AccountOpened,
    AccountRightsChanged,
    PersonalDataRead,
    PersonSignedIn,
    PersonSignedOut,
    account_life,
)
from siaga.language.entry import Fact
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import AccountId, Asked, Role, Tag, When


def boundary(command: Command) -> tuple[Tag, ...]:
    """What must not change behind the decision's back; a record of what happened needs nothing."""
    match command:
        case OpenAccount():
            return (account_life(AccountId(str(command.command_id))),)
        case ChangeRights() | CloseAccount():
            return (account_life(command.account_id),)
        case RecordSignIn() | RecordSignOut() | RecordRead():
            return ()
        case _:
            assert_never(command)


def decide(
    command: Command, states: Mapping[Tag, Any], _place: Place, asked: Asked
) -> Sequence[Fact] | Refused:
    match command:
        case OpenAccount():
            return (_opened(command, asked),)
        case ChangeRights():
            return _change(command, states[account_life(command.account_id)], asked)
        case CloseAccount():
            return _close(command, states[account_life(command.account_id)], asked)
        case _:
            return (_recorded(command, When(at=asked.received_at)),)


def _opened(command: OpenAccount, asked: Asked) -> AccountOpened:
    return AccountOpened(
        account_id=AccountId(str(command.command_id)),
        name=command.name,
        roles=_once(command.roles),
        when=When(at=asked.received_at),
        agency=command.agency,
        units=command.units,
        hospital=command.hospital,
    )


def _change(command: ChangeRights, account: AccountLife, asked: Asked) -> Sequence[Fact] | Refused:
    if refused := _not_in_use(account):
        return refused
    roles = _once(command.roles)
    wanted = (frozenset(roles), command.agency, frozenset(command.units), command.hospital)
    held = (
        frozenset(account.roles),
        account.agency,
        frozenset(account.units),
        account.hospital,
    )
    if wanted == held:
        return ()
    return (
        AccountRightsChanged(
            account_id=command.account_id,
            roles=roles,
            when=When(at=asked.received_at),
            agency=command.agency,
            units=command.units,
            hospital=command.hospital,
        ),
    )


def _close(command: CloseAccount, account: AccountLife, asked: Asked) -> Sequence[Fact] | Refused:
    if refused := _not_in_use(account):
        return refused
    return (AccountClosed(account_id=command.account_id, when=When(at=asked.received_at)),)


def _not_in_use(account: AccountLife) -> Refused | None:
    if not account.is_known:
        return Refused(reason=Refusal.UNKNOWN_ACCOUNT)
    if account.is_closed:
        return Refused(reason=Refusal.ACCOUNT_CLOSED)
    return None


def _once(roles: tuple[Role, ...]) -> tuple[Role, ...]:
    return tuple(dict.fromkeys(roles))


def _recorded(command: RecordSignIn | RecordSignOut | RecordRead, now: When) -> Fact:
    match command:
        case RecordSignIn():
            return PersonSignedIn(account_id=command.account_id, when=now)
        case RecordSignOut():
            return PersonSignedOut(account_id=command.account_id, when=now)
        case RecordRead():
            return PersonalDataRead(
                account_id=command.account_id,
                what=command.what,
                purpose=command.purpose,
                when=now,
                incident_id=command.incident_id,
                contact_id=command.contact_id,
            )
        case _:
            assert_never(command)

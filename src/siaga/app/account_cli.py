"""`siaga account`: the first accounts of a new room, and forgotten passwords."""

from __future__ import annotations

import argparse
import asyncio
import getpass
import secrets
import sys
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from siaga.app.maintenance import CannotWork, config_from, database_of, shared_options, told
from siaga.app.room import Room, close_room, open_room
from siaga.desks.access.commands import CloseAccount, OpenAccount
from siaga.language.values import AccountId, AgencyId, FieldError, HospitalId, Role, UnitId
from siaga.platform.gateway import Submission
from siaga.platform.ids import new_id
from siaga.platform.vault import VaultItem

PASSWORD_LENGTH_MIN = 10
USER_LENGTH_MAX = 64

Work = Callable[[Room, argparse.Namespace], Coroutine[Any, Any, None]]


def main(words: list[str]) -> int:
    """→ 0 done, 2 could not be done."""
    arguments = _parser().parse_args(words)
    try:
        config = config_from(arguments)
        with database_of(config, create=True) as options:
            asyncio.run(_in_room(config, options, arguments))
    except CannotWork as reason:
        return told(reason)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="siaga account")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    opening = _command(commands, "open", _open, "open an account; prints its password once")
    opening.add_argument("--name", required=True, help="the person's name, kept in the vault")
    roles = [role.value for role in Role]
    opening.add_argument("--role", required=True, action="append", choices=roles)
    opening.add_argument("--agency")
    opening.add_argument("--unit", action="append", default=[])
    opening.add_argument("--hospital")
    _command(commands, "password", _password, "set a new password and end all sessions")
    _command(commands, "close", _close, "close an account for good")
    listing = commands.add_parser("list", help="every account with its roles")
    shared_options(listing)
    listing.set_defaults(work=_list)
    return parser


def _command(commands: Any, name: str, work: Work, help_text: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=help_text)
    parser.add_argument("user", help="what the person types to sign in")
    if work is not _close:
        parser.add_argument(
            "--generate", action="store_true", help="make a password instead of asking for one"
        )
    shared_options(parser)
    parser.set_defaults(work=work)
    return parser


async def _in_room(config: Any, options: dict[str, Any], arguments: argparse.Namespace) -> None:
    room = await open_room(config, options, workers=False)
    try:
        await arguments.work(room, arguments)
    finally:
        await close_room(room)


async def _open(room: Room, arguments: argparse.Namespace) -> None:
    user = arguments.user.lower()
    if not user.isprintable() or " " in user or not 0 < len(user) <= USER_LENGTH_MAX:
        raise CannotWork(f"'{user}' bukan nama pengguna. / Not a user name.")
    if user in await room.sessions.users():
        raise CannotWork(f"'{user}' sudah ada. / There is one already.")
    _check_place(room, arguments)
    account_id = new_id()
    name, item = room.sealer.seal(arguments.name, label="identity")
    try:
        command = OpenAccount(
            command_id=account_id,
            name=name,
            roles=tuple(Role(role) for role in arguments.role),
            agency=AgencyId(arguments.agency) if arguments.agency else None,
            units=tuple(UnitId(unit) for unit in arguments.unit),
            hospital=HospitalId(arguments.hospital) if arguments.hospital else None,
        )
    except FieldError as error:
        raise CannotWork(f"{error.field}: {error.message}") from error
    password = _new_password(arguments)
    await _submit(room, command, [item])
    await room.sessions.set_passwords({user: str(account_id)}, password)
    print(f"{user}: {account_id}")


def _check_place(room: Room, arguments: argparse.Namespace) -> None:
    place = room.place
    wanted: list[tuple[str | None, Mapping[Any, Any]]] = [
        (arguments.agency, place.agencies),
        (arguments.hospital, place.hospitals),
        *((unit, place.units) for unit in arguments.unit),
    ]
    for given, known in wanted:
        if given is not None and given not in known:
            there = ", ".join(sorted(known))
            raise CannotWork(f"'{given}' tidak dikenal. / Known: {there}")


async def _password(room: Room, arguments: argparse.Namespace) -> None:
    account_id = await _account_of(room, arguments.user)
    password = _new_password(arguments)
    await room.sessions.set_passwords({arguments.user: account_id}, password)
    await room.sessions.end_all(account_id)


async def _close(room: Room, arguments: argparse.Namespace) -> None:
    account_id = await _account_of(room, arguments.user)
    command = CloseAccount(command_id=new_id(), account_id=AccountId(account_id))
    await _submit(room, command)
    await room.sessions.end_all(account_id)


async def _list(room: Room, _arguments: argparse.Namespace) -> None:
    cards = room.hub.boards["accounts"].cards()
    users = await room.sessions.users()
    names = await room.vault.reveal(card.name.ref for card in cards.values())
    for user, account_id in sorted(users.items()):
        card = cards.get(account_id)
        if card is None:
            continue
        state = "tutup" if card.closed else ",".join(card.roles)
        print(f"{user:24} {state:32} {names[card.name.ref]}")


async def _account_of(room: Room, user: str) -> str:
    account_id = (await room.sessions.users()).get(user.lower())
    if account_id is None:
        raise CannotWork(f"'{user}' tidak ada. / There is no such user.")
    return account_id


async def _submit(room: Room, command: Any, items: list[VaultItem] | None = None) -> None:
    submission = Submission(
        desk="access", command=command, asked=room.system("account"), items=items or ()
    )
    answer = await room.gateway.submit(submission)
    if answer.refusal is not None:
        raise CannotWork(answer.refusal)


def _new_password(arguments: argparse.Namespace) -> str:
    """Asked for twice at a terminal; else made up and printed, this once."""
    if arguments.generate or not sys.stdin.isatty():
        password = secrets.token_urlsafe(12)
        print(f"kata sandi / password: {password}")
        return password
    password = getpass.getpass("Kata sandi baru / New password: ")
    if len(password) < PASSWORD_LENGTH_MIN:
        raise CannotWork(f"Paling sedikit {PASSWORD_LENGTH_MIN} huruf. / Too short.")
    if getpass.getpass("Sekali lagi / Again: ") != password:
        raise CannotWork("Tidak sama. / They differ.")
    return password

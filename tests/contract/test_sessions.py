"""Who is at the keyboard: slow hashes off the loop, throttling, second factor, honest endings."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any

import pyotp
import pytest

from siaga.language.values import Actor, Role
from siaga.platform.sessions import FAILURES_MAX, Session, Sessions, SignIn, Throttled
from siaga.platform.vault import Sealer
from tests.builders import TAKER
from tests.contract.servers import Opened, opened

SEALER = Sealer(b"k" * 32)
RIGHT = SignIn(user="budi", password="benar-sekali", address="10.0.0.1")
WRONG = replace(RIGHT, password="salah")


@dataclass(slots=True)
class Accounts:
    known: dict[str, Actor] = field(default_factory=lambda: {TAKER.id: TAKER})

    def rights(self, account_id: str) -> Actor | None:
        return self.known.get(account_id)


async def sessions_of(book: Opened, accounts: Accounts | None = None) -> Sessions:
    found = Sessions(book.pool, book.site, sealer=SEALER, rights=(accounts or Accounts()).rights)
    if not await found.users():
        await found.set_passwords({"Budi": TAKER.id}, RIGHT.password)
    return found


async def signed_in(sessions: Sessions, wish: SignIn = RIGHT) -> tuple[str, Session]:
    found = await sessions.sign_in(wish)
    assert found is not None
    return found


async def test_the_right_password_opens_a_session_any_process_finds(
    postgres: dict[str, Any],
) -> None:
    async with opened(postgres) as book:
        here, there = await sessions_of(book), await sessions_of(book)
        token, session = await signed_in(here, replace(RIGHT, user="BUDI"))
        assert session.actor == TAKER
        assert await here.find(token) is session
        found = await there.find(token)
        assert found is not None
        assert (found.actor, found.csrf) == (TAKER, session.csrf)
        assert await there.find(token + "x") is None
        stored = await book.rows("select token_hash::text || account_id as it from session")
    assert not any(token in row["it"] for row in stored)


@pytest.mark.parametrize("wish", [WRONG, replace(RIGHT, user="siapa"), replace(RIGHT, user="")])
async def test_anything_wrong_opens_nothing(database: dict[str, Any], wish: SignIn) -> None:
    async with opened(database) as book:
        assert await (await sessions_of(book)).sign_in(wish) is None
        assert await book.value("select count(*) from session") == 0


async def test_hashing_leaves_the_loop_free(database: dict[str, Any]) -> None:
    async with opened(database) as book:
        sessions = await sessions_of(book)
        asked = Beside()
        asyncio.get_running_loop().set_default_executor(asked)
        assert await sessions.sign_in(RIGHT)
    assert asked.jobs == 1


class Beside(ThreadPoolExecutor):
    """Counts what is done beside the loop."""

    jobs = 0

    def submit(self, *args: Any, **kwargs: Any) -> Any:
        self.jobs += 1
        return super().submit(*args, **kwargs)


async def test_wrong_passwords_slow_their_user_down_in_every_process(
    postgres: dict[str, Any],
) -> None:
    async with opened(postgres) as book:
        here, there = await sessions_of(book), await sessions_of(book)
        for n in range(min(FAILURES_MAX.values())):
            assert await (here if n % 2 else there).sign_in(WRONG) is None
        for sessions in (here, there, await sessions_of(book)):
            with pytest.raises(Throttled):
                await sessions.sign_in(RIGHT)
        await book.pool.execute("update sign_in_failure set failed_at = failed_at - interval '1 h'")
        assert await here.sign_in(RIGHT) is not None
        stored = await book.rows("select subject from sign_in_failure")
    assert not any("budi" in row["subject"] or "10.0" in row["subject"] for row in stored)


async def test_a_second_factor_is_asked_for_where_it_is_set(database: dict[str, Any]) -> None:
    secret = pyotp.random_base32()
    wrapped, data = SEALER.encrypt(secret.encode())
    async with opened(database) as book:
        sessions = await sessions_of(book)
        await book.pool.execute("update credential set totp_key = $1", wrapped + data)
        assert await sessions.sign_in(RIGHT) is None
        assert await sessions.sign_in(replace(RIGHT, code="000000")) is None
        assert await sessions.sign_in(replace(RIGHT, code=pyotp.TOTP(secret).now())) is not None


async def test_who_sits_at_a_session_proves_it_once_more(database: dict[str, Any]) -> None:
    """By the account alone: no other user's password counts, and guessing is throttled."""
    async with opened(database) as book:
        sessions = await sessions_of(book)
        await sessions.set_passwords({"ani": "acc-ani"}, "punya-ani-sendiri")
        assert await sessions.is_still(TAKER.id, RIGHT)
        assert not await sessions.is_still(TAKER.id, WRONG)
        assert not await sessions.is_still(TAKER.id, replace(RIGHT, password="punya-ani-sendiri"))
        assert not await sessions.is_still("nobody", RIGHT)
        for _ in range(FAILURES_MAX["here"] - 2):
            assert not await sessions.is_still(TAKER.id, WRONG)
        with pytest.raises(Throttled):
            await sessions.is_still(TAKER.id, RIGHT)
        assert await sessions.is_still(TAKER.id, replace(RIGHT, address="10.0.0.2"))


async def test_signing_out_ends_the_session_everywhere(
    database: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("siaga.platform.sessions.CHECK_AGAIN_S", 0.0)
    async with opened(database) as book:
        here, there = await sessions_of(book), await sessions_of(book)
        token, session = await signed_in(here)
        other = await there.find(token)
        assert other is not None
        await here.end(session)
        assert session.ended
        assert await here.find(token) is None
        assert await there.find(token) is None
        assert other.ended


async def test_a_stream_of_a_dead_session_ends_without_another_request(
    database: dict[str, Any],
) -> None:
    """It ran out, or was ended by another process; nobody calls `find` for it any more."""
    async with opened(database) as book:
        here, there = await sessions_of(book), await sessions_of(book)
        token, session = await signed_in(here)
        other = await there.find(token)
        _, kept = await signed_in(there)
        assert other is not None
        await here.end(session)
        await there.purge()
        assert other.ended
        assert not kept.ended
        await book.pool.execute("update session set expires_at = clock_timestamp()")
        await there.purge()
        assert kept.ended


async def test_changed_rights_end_the_old_session_and_begin_another(
    database: dict[str, Any],
) -> None:
    accounts = Accounts()
    async with opened(database) as book:
        sessions = await sessions_of(book, accounts)
        token, session = await signed_in(sessions)
        accounts.known[TAKER.id] = replace(TAKER, roles=frozenset({Role.AUDITOR}))
        sessions.rights_changed()
        assert session.ended
        found = await sessions.find(token)
        assert found is not None
        assert found.actor.roles == {Role.AUDITOR}
        del accounts.known[TAKER.id]
        sessions.rights_changed()
        assert found.ended
        assert await sessions.find(token) is None
        assert await sessions.sign_in(RIGHT) is None


async def test_a_new_password_and_the_end_of_all_sessions(database: dict[str, Any]) -> None:
    async with opened(database) as book:
        sessions = await sessions_of(book)
        _, one = await signed_in(sessions)
        _, two = await signed_in(sessions)
        await sessions.set_passwords({"budi": TAKER.id}, "yang-baru")
        await sessions.end_all(TAKER.id)
        assert one.ended
        assert two.ended
        assert await sessions.sign_in(RIGHT) is None
        assert await sessions.sign_in(replace(RIGHT, password="yang-baru")) is not None
        assert await sessions.users() == {"budi": TAKER.id}

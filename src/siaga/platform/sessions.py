"""Who is at the keyboard: passwords, sessions, throttled sign-in. Rights come from the accounts."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import asyncpg
import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from siaga.language.values import Actor
from siaga.platform.clock import steady_s
from siaga.platform.vault import Sealer

SESSION_KEPT = timedelta(hours=13)  # one shift and its handover
FAILURES_MAX = {"here": 10, "user": 100, "address": 100}
"""Wrong passwords in a window: for one user from one address, then for either alone. A whole room
shares an address, and a stranger's guesses may not lock a colleague out."""
FAILURE_WINDOW = timedelta(minutes=15)
CHECK_AGAIN_S = 2.0
KNOWN_MAX = 2_000

_hasher = PasswordHasher()
_NOBODY = _hasher.hash(secrets.token_hex(16))


class Throttled(Exception):
    """Too many wrong passwords for this user or from this address."""


class Session:
    """One browser's session. `ended` closes its streams."""

    __slots__ = ("account_id", "actor", "checked_s", "csrf", "ended", "expires_at", "token_hash")

    def __init__(
        self, actor: Actor, token: str, *, token_hash: bytes, expires_at: datetime
    ) -> None:
        self.actor, self.token_hash, self.expires_at = actor, token_hash, expires_at
        self.account_id = actor.id
        self.csrf = csrf_of(token)
        self.ended = False
        self.checked_s = steady_s()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    user: str
    password: str
    code: str = ""
    address: str = ""


def csrf_of(token: str) -> str:
    return hmac.digest(token.encode(), b"csrf", "sha256").hex()


def mark_of(token_hash: bytes) -> str:
    return hashlib.sha256(b"mark" + token_hash).hexdigest()[:16]


def hash_password(password: str) -> str:
    return _hasher.hash(password)


class Sessions:
    """`rights(account_id)` is None for an account that is closed or unknown."""

    def __init__(
        self,
        pool: asyncpg.Pool,
        site: int,
        *,
        sealer: Sealer,
        rights: Callable[[str], Actor | None],
    ) -> None:
        self.pool, self.site, self.sealer, self.rights = pool, site, sealer, rights
        self._known: dict[bytes, Session] = {}

    async def sign_in(self, wish: SignIn) -> tuple[str, Session] | None:
        """→ (token for the cookie, session); None when wrong. Raises Throttled."""
        user, address = wish.user.lower(), wish.address
        subjects = {"here": f"here:{user}@{address}", "user": f"user:{user}"}
        subjects["address"] = f"address:{address}"
        hashed = {kind: self.sealer.blind(one).hex() for kind, one in subjects.items()}
        await self._throttle(hashed)
        row = await self.pool.fetchrow(
            "select * from credential where place = $1 and user_name = $2",
            self.site,
            user,
        )
        right = await self._proven(row, wish)
        actor = self.rights(row["account_id"]) if row is not None and right else None
        if actor is None:
            await self._failed(hashed)
            return None
        return await self.begin(actor)

    async def is_still(self, account_id: str, wish: SignIn) -> bool:
        """Whether who sits at a session can prove once more to be its account. Raises Throttled.

        The account is the session's, so the wish's user name says nothing and is not asked for.
        """
        subjects = {"here": f"here:{account_id}@{wish.address}", "user": f"account:{account_id}"}
        subjects["address"] = f"address:{wish.address}"
        hashed = {kind: self.sealer.blind(one).hex() for kind, one in subjects.items()}
        await self._throttle(hashed)
        row = await self.pool.fetchrow(
            "select * from credential where place = $1 and account_id = $2 limit 1",
            self.site,
            account_id,
        )
        right = await self._proven(row, wish)
        if not right:
            await self._failed(hashed)
        return right

    async def _proven(self, row: asyncpg.Record | None, wish: SignIn) -> bool:
        """Takes as long for nobody as for a wrong password."""
        stored = row["password_hash"] if row else _NOBODY
        right = await asyncio.to_thread(_verify, stored, wish.password)
        if row is not None and right and row["totp_key"] is not None:
            return self._code_right(row["totp_key"], wish.code)
        return row is not None and right

    async def _failed(self, subjects: Mapping[str, str]) -> None:
        await self.pool.execute(
            "insert into sign_in_failure (place, subject) select $1, unnest($2::text[])",
            self.site,
            list(subjects.values()),
        )

    async def _throttle(self, subjects: Mapping[str, str]) -> None:
        rows = await self.pool.fetch(
            "select subject, count(*) as n from sign_in_failure where place = $1"
            " and subject = any($2::text[]) and failed_at > clock_timestamp() - $3::interval"
            " group by subject",
            self.site,
            list(subjects.values()),
            FAILURE_WINDOW,
        )
        failures = {row["subject"]: row["n"] for row in rows}
        if any(failures.get(one, 0) >= FAILURES_MAX[kind] for kind, one in subjects.items()):
            raise Throttled

    def _code_right(self, totp_key: bytes, code: str) -> bool:
        wrapped, data = totp_key[:60], totp_key[60:]
        secret = self.sealer.decrypt(wrapped, data).decode()
        return pyotp.TOTP(secret).verify(code, valid_window=1)

    async def begin(self, actor: Actor, *, kept: timedelta = SESSION_KEPT) -> tuple[str, Session]:
        """For somebody who has proven to be `actor`: → (token for the cookie, session)."""
        token = secrets.token_urlsafe(32)
        token_hash = hashlib.sha256(token.encode()).digest()
        expires_at = await self.pool.fetchval(
            "insert into session (token_hash, place, account_id, seat, expires_at)"
            " values ($1, $2, $3, '', clock_timestamp() + $4::interval) returning expires_at",
            token_hash,
            self.site,
            actor.id,
            kept,
        )
        session = Session(actor, token, token_hash=token_hash, expires_at=expires_at)
        self._keep(session)
        return token, session

    async def find(self, token: str) -> Session | None:
        """The living session of a cookie; looked up again every few seconds."""
        token_hash = hashlib.sha256(token.encode()).digest()
        known = self._known.get(token_hash)
        if known is not None and steady_s() - known.checked_s < CHECK_AGAIN_S:
            return None if known.ended else known
        row = await self.pool.fetchrow(
            "select account_id, expires_at from session where token_hash = $1 and place = $2"
            " and expires_at > clock_timestamp()",
            token_hash,
            self.site,
        )
        actor = self.rights(row["account_id"]) if row else None
        if actor is None:
            if known is not None:
                known.ended = True
                self._known.pop(token_hash, None)
            return None
        if known is not None and known.actor == actor:
            known.checked_s = steady_s()
            return known
        if known is not None:
            known.ended = True
        session = Session(actor, token, token_hash=token_hash, expires_at=row["expires_at"])
        self._keep(session)
        return session

    def _keep(self, session: Session) -> None:
        self._known[session.token_hash] = session
        while len(self._known) > KNOWN_MAX:
            self._known.pop(next(iter(self._known)))

    async def end(self, session: Session) -> None:
        session.ended = True
        self._known.pop(session.token_hash, None)
        await self.pool.execute("delete from session where token_hash = $1", session.token_hash)

    def rights_changed(self) -> None:
        """Streams of sessions whose rights are no longer the same end with `reset`."""
        for session in list(self._known.values()):
            if self.rights(session.account_id) != session.actor:
                session.ended = True
                del self._known[session.token_hash]

    async def marks(self) -> frozenset[str]:
        """Of every session that lives, in any process: what tells them apart and opens none."""
        rows = await self.pool.fetch(
            "select token_hash from session where place = $1 and expires_at > clock_timestamp()",
            self.site,
        )
        return frozenset(mark_of(row["token_hash"]) for row in rows)

    async def set_passwords(self, users: Mapping[str, str], password: str) -> None:
        """`users`: user name → account id; all of them get this password."""
        hashed = await asyncio.to_thread(hash_password, password)
        await self.pool.execute(
            "insert into credential (place, user_name, account_id, password_hash)"
            " select $1, u, a, $4 from unnest($2::text[], $3::text[]) x(u, a)"
            " on conflict (place, user_name) do update set"
            " password_hash = excluded.password_hash, account_id = excluded.account_id",
            self.site,
            [user.lower() for user in users],
            list(users.values()),
            hashed,
        )

    async def users(self) -> dict[str, str]:
        """User name → account id, of everybody who has a password."""
        rows = await self.pool.fetch(
            "select user_name, account_id from credential where place = $1", self.site
        )
        return {row["user_name"]: row["account_id"] for row in rows}

    async def end_all(self, account_id: str) -> None:
        """Every session of an account, in every process: at once here, soon elsewhere."""
        await self.pool.execute(
            "delete from session where place = $1 and account_id = $2", self.site, account_id
        )
        await self._end_dead()

    async def _end_dead(self) -> None:
        """Streams of sessions that ran out or were ended by another process end too."""
        asked = dict(self._known)
        rows = await self.pool.fetch(
            "select token_hash from session where place = $1 and token_hash = any($2::bytea[])",
            self.site,
            list(asked),
        )
        for token_hash in asked.keys() - {row["token_hash"] for row in rows}:
            asked[token_hash].ended = True
            self._known.pop(token_hash, None)

    async def purge(self) -> None:
        await self.pool.execute("delete from session where expires_at < clock_timestamp()")
        await self._end_dead()
        await self.pool.execute(
            "delete from sign_in_failure where failed_at < clock_timestamp() - interval '1 day'"
        )


def _verify(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False

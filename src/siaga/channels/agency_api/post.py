"""Posts to a checked address and to no other: what was resolved is what is connected to."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import httpcore

from siaga.channels.agency_api.protocol import (
    Network,
    Posted,
    PostKind,
    Target,
    is_named,
    judge,
    may_reach,
)

CONNECT_S = 5.0
TOTAL_S = 10.0
ANSWER_BYTES_MAX = 64 * 1024

Resolve = Callable[[str, int], Awaitable[list[str]]]
"""Every address of a host; raises OSError."""


class Refused(Exception):
    """`code`: why this house does not connect there."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


async def resolve(host: str, port: int) -> list[str]:
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


class Checked(httpcore.AsyncNetworkBackend):
    """Resolves a host itself, refuses inner addresses, connects to what it has just checked.

    TLS still names and proves the host: only the address is pinned, so a name that is answered
    differently a moment later changes nothing.
    """

    def __init__(self, networks: Sequence[Network], *, secure: bool, resolve: Resolve) -> None:
        self.networks, self.secure, self.resolve = networks, secure, resolve
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self, host: str, port: int, *more: Any, **named: Any
    ) -> httpcore.AsyncNetworkStream:
        timeout: float | None = named.get("timeout", more[0] if more else None)
        try:
            async with asyncio.timeout(timeout):
                addresses = await self.resolve(host, port)
        except (OSError, UnicodeError, TimeoutError) as reason:
            raise httpcore.ConnectError("resolve") from reason
        usable = [one for one in addresses if may_reach(one, self.networks)]
        if not usable:
            raise Refused("inner_address")
        if not self.secure:
            usable = [one for one in usable if is_named(one, self.networks)]
            if not usable:
                raise Refused("https_required")
        problem: Exception = httpcore.ConnectError("no address")
        for address in usable:
            try:
                return await self._inner.connect_tcp(address, port, *more, **named)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as reason:
                problem = reason
        raise problem

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class Poster:
    """One for the house; each post has a connection of its own."""

    def __init__(
        self,
        networks: Sequence[Network] = (),
        *,
        tls: ssl.SSLContext | None = None,
        resolve: Resolve = resolve,
        total_s: float = TOTAL_S,
    ) -> None:
        self.networks, self.resolve, self.total_s = tuple(networks), resolve, total_s
        self._tls = tls

    async def post(self, target: Target, body: bytes, *, headers: Mapping[str, str]) -> Posted:
        """Never raises for anything the other side does."""
        backend = Checked(self.networks, secure=target.secure, resolve=self.resolve)
        try:
            async with asyncio.timeout(self.total_s):
                return await self._post(backend, target, body=body, headers=headers)
        except Refused as reason:
            return Posted(kind=PostKind.REFUSED, reason=reason.code)
        except (httpcore.ConnectError, httpcore.ConnectTimeout, ssl.SSLError) as reason:
            reasoned = "tls" if _is_of_tls(reason) else "unreachable"
            return Posted(kind=PostKind.AGAIN, reason=reasoned)
        except (TimeoutError, httpcore.TimeoutException):
            return Posted(kind=PostKind.UNKNOWN, reason="timeout")
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError):
            return Posted(kind=PostKind.UNKNOWN, reason="reset")

    async def _post(
        self, backend: Checked, target: Target, *, body: bytes, headers: Mapping[str, str]
    ) -> Posted:
        if self._tls is None:
            self._tls = ssl.create_default_context()
        timeouts = {"connect": CONNECT_S, "read": self.total_s, "write": self.total_s}
        sent = {"content-type": "application/json", "content-length": str(len(body)), **headers}
        async with (
            httpcore.AsyncConnectionPool(
                ssl_context=self._tls, network_backend=backend, max_connections=1
            ) as pool,
            pool.stream(
                "POST",
                target.url,
                headers=[
                    (b"host", _host(target)),
                    *((k.encode(), v.encode()) for k, v in sent.items()),
                ],
                content=body,
                extensions={"timeout": timeouts},
            ) as response,
        ):
            answered = {name.lower(): value for name, value in response.headers}
            size = 0
            async for part in response.aiter_stream():
                size += len(part)
                if size > ANSWER_BYTES_MAX:
                    break  # nobody needs its words: the status has been said
            return judge(response.status, answered.get(b"retry-after", b"").decode("latin-1"))


def _is_of_tls(reason: BaseException | None) -> bool:
    """Libraries wrap what TLS said in errors of their own."""
    while reason is not None:
        if isinstance(reason, ssl.SSLError):
            return True
        reason = reason.__cause__ or reason.__context__
    return False


def _host(target: Target) -> bytes:
    return target.url.partition("//")[2].partition("/")[0].partition("?")[0].encode()

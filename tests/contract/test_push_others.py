"""What we push, opened and verified by other people's libraries, where they are installed."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from benchmarks.push_services import Browser
from siaga.channels.push.protocol import encrypt, read_subscription, vapid
from tests.contract.servers import NOT_RUN

HAVE = find_spec("http_ece") is not None and find_spec("py_vapid") is not None
HOST = "fcm.googleapis.com"
if not HAVE:
    NOT_RUN.append("pushes opened by others: pip install http-ece py-vapid (no wheel: not locked)")

pytestmark = pytest.mark.skipif(not HAVE, reason="NOT RUN: no http-ece, py-vapid")


@pytest.mark.parametrize("size", [0, 1, 400, 3_000])
def test_another_library_opens_what_was_written(size: int) -> None:
    browser, plain = Browser(), os.urandom(size)
    to = read_subscription(browser.subscription(f"https://{HOST}/x"), (HOST,))
    body = encrypt(plain, to, own=ec.generate_private_key(ec.SECP256R1()), salt=os.urandom(16))
    opened = import_module("http_ece").decrypt(
        body, private_key=browser.key, auth_secret=browser.auth, version="aes128gcm"
    )
    assert opened == plain


def test_another_library_knows_who_we_are_and_no_other() -> None:
    key, origin = ec.generate_private_key(ec.SECP256R1()), f"https://{HOST}"
    said = vapid(origin, key, subject="mailto:a@b.id", now=datetime.now(UTC))
    said = said.replace(", k=", ",k=")  # that library wants no blank there
    verify = import_module("py_vapid").Vapid02.verify
    assert verify(said)
    other = vapid(origin, key, subject="mailto:c@d.id", now=datetime.now(UTC))
    signature = other.partition(",")[0].rpartition(".")[2]
    mine = said.partition(",")[0].rpartition(".")[2]
    assert not verify(said.replace(mine, signature))

"""What leaves the house: order, leases, honest endings, contact safety at send time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from siaga.language.alerts import AlertWay
from siaga.language.follow_ups import AlertRow, Send, SendRule
from siaga.language.values import AlertId, DeviceId, SubjectId
from siaga.platform.logbook import Unavailable
from siaga.platform.outbox import AT_ONCE, Ending, Outbox, OutboxRow, Sent
from tests.builders import NOW
from tests.contract.servers import Opened, opened, wish
from tests.contract.test_logbook import on_duty
from tests.patience import until

REPLY = Send(kind="chat", rule=SendRule.REPLY, recipient=SubjectId("s-1"), message="first_reply")
ALERT = replace(REPLY, rule=SendRule.ALERT, recipient=SubjectId("s-2"))
ABOUT = AlertRow(
    alert_id=AlertId("dispatch-1"), device_id=DeviceId("d-1"), way=AlertWay.PUSH, step=0
)

DONE = Sent(ending=Ending.ACCEPTED, provider_id="p-1")


@dataclass(slots=True)
class Provider:
    """Takes what is sent and answers by `outcomes` in turn, the last one for ever."""

    outcomes: list[Sent] = field(default_factory=lambda: [DONE])
    sent: list[str] = field(default_factory=list)
    told: list[tuple[str, str, str]] = field(default_factory=list)
    safe: bool = True

    async def send(self, row: OutboxRow) -> Sent:
        self.sent.append(row.send.message)
        await asyncio.sleep(0.002)
        return self.outcomes.pop(0) if len(self.outcomes) > 1 else self.outcomes[0]

    async def may_contact(self, _send: Send) -> bool:
        return self.safe

    async def report(self, row: OutboxRow, *, status: str, error: str) -> None:
        self.told.append((row.send.message, status, error))


@asynccontextmanager
async def working(book: Opened, provider: Provider, **more: Any) -> AsyncIterator[Outbox]:
    send = more.pop("send", provider.send)
    given = {"may_contact": provider.may_contact, "report": provider.report} | more
    outbox = Outbox(book.pool, book.site, senders={"chat": send}, **given)
    outbox.start()
    try:
        yield outbox
    finally:
        await outbox.stop()


async def queue(book: Opened, *sends: Send) -> None:
    await book.book.append(wish(on_duty(), follow_ups=sends))


async def states(book: Opened) -> dict[str, str]:
    rows = await book.rows("select body::json->>'message' m, state from outbox order by sequence")
    return {row["m"]: row["state"] for row in rows}


async def all_are(book: Opened, state: str) -> bool:
    return set((await states(book)).values()) == {state}


async def test_each_recipient_gets_its_messages_in_order(postgres: dict[str, Any]) -> None:
    provider = Provider()
    sends = [
        replace(REPLY, recipient=SubjectId(f"s-{n % 3}"), message=f"{n % 3}-{n:02d}")
        for n in range(30)
    ]
    async with opened(postgres) as book:
        await queue(book, *sends[:15])
        await queue(book, *sends[15:])
        async with working(book, provider):
            await until(lambda: len(provider.told) == 30)
        assert set((await states(book)).values()) == {"done"}
    for recipient in "012":
        mine = [name for name in provider.sent if name.startswith(recipient)]
        assert mine == sorted(mine)
        assert len(mine) == 10


async def test_one_that_waits_holds_back_only_its_own_recipient(database: dict[str, Any]) -> None:
    provider = Provider(outcomes=[Sent(ending=Ending.RETRY, retry_after_s=600), DONE])
    async with opened(database) as book:
        await queue(book, REPLY, replace(REPLY, message="second"))
        async with working(book, provider):
            await until(lambda: provider.sent)
            await queue(book, replace(ALERT, message="other"))
            await until(lambda: provider.told)
        found = await states(book)
    assert found == {"first_reply": "waiting", "second": "waiting", "other": "done"}


async def test_a_channel_that_hangs_holds_up_no_other(postgres: dict[str, Any]) -> None:
    provider = Provider()
    hung = asyncio.Event()

    async def hang(_row: OutboxRow) -> Sent:
        hung.set()
        await asyncio.sleep(60)
        return DONE

    async with opened(postgres) as book:
        await queue(book, replace(REPLY, kind="silent", message="to the silent one"))
        async with working(book, provider) as outbox:
            outbox.senders = {**outbox.senders, "silent": hang}
            await hung.wait()
            await queue(book, replace(ALERT, message="other"))
            await until(lambda: provider.told)
        found = await states(book)
    assert found == {"to the silent one": "sending", "other": "done"}


async def test_a_reply_on_its_way_when_its_process_died_is_never_sent_again(
    postgres: dict[str, Any],
) -> None:
    """Also when an earlier try had failed in a known way."""
    provider = Provider()
    async with opened(postgres) as book:
        await queue(book, REPLY, replace(ALERT, message="alarm"))
        await book.pool.execute(
            "update outbox set state = 'sending', attempts = 2, error = '503',"
            " claimed_until = clock_timestamp() - interval '1 second'"
        )
        async with working(book, provider):
            await until(lambda: len(provider.told) == 2)
        assert await states(book) == {"first_reply": "unknown", "alarm": "done"}
    assert provider.sent == ["alarm"]
    assert ("first_reply", "unknown", "lease") in provider.told


async def test_a_lease_that_runs_keeps_others_away(database: dict[str, Any]) -> None:
    provider = Provider()
    async with opened(database) as book:
        await queue(book, REPLY, replace(REPLY, message="later"))
        await book.pool.execute(
            "update outbox set state = 'sending', attempts = 1,"
            " claimed_until = clock_timestamp() + interval '1 hour' where sequence = 1"
        )
        async with working(book, provider):
            await asyncio.sleep(0.3)
        assert provider.sent == []


@pytest.mark.parametrize(
    ("send", "outcome", "state", "tries"),
    [
        (REPLY, Sent(ending=Ending.UNKNOWN, error="timeout"), "unknown", 1),
        (REPLY, Sent(ending=Ending.FAILED, error="131026"), "failed", 1),
        (ALERT, Sent(ending=Ending.UNKNOWN, error="timeout", retry_after_s=0.01), "done", 3),
        (REPLY, Sent(ending=Ending.RETRY, error="503", retry_after_s=0.01), "done", 3),
    ],
)
async def test_endings_follow_the_rule_of_the_message(
    database: dict[str, Any], send: Send, outcome: Sent, state: str, tries: int
) -> None:
    provider = Provider(outcomes=[outcome, outcome, DONE])
    async with opened(database) as book:
        await queue(book, send)
        async with working(book, provider):
            await until(lambda: provider.told)
        assert await states(book) == {"first_reply": state}
        assert await book.value("select attempts from outbox") == tries
    assert len(provider.sent) == tries


async def test_a_sender_that_raises_leaves_the_outcome_unknown(database: dict[str, Any]) -> None:
    async def broken(_row: OutboxRow) -> Sent:
        raise KeyError("secret text")

    provider = Provider()
    async with opened(database) as book:
        await queue(book, REPLY)
        async with working(book, provider, send=broken):
            await until(lambda: provider.told)
    assert provider.told == [("first_reply", "unknown", "KeyError")]


STILL_WAITS = "select due_at - clock_timestamp() from outbox where state = 'waiting'"


def sent_exactly(provider: Provider, count: int) -> bool:
    return len(provider.sent) == count


@pytest.mark.parametrize("about", [None, ABOUT])
async def test_waiting_grows_with_each_try(
    database: dict[str, Any], about: AlertRow | None
) -> None:
    """Somebody who must act is not waited for as long as a machine."""
    provider = Provider(outcomes=[Sent(ending=Ending.RETRY, error="503")])
    waits = []
    async with opened(database) as book:
        await queue(book, replace(ALERT, alert=about))
        async with working(book, provider) as outbox:
            for tries in range(1, 7):
                await until(partial(sent_exactly, provider, tries))
                waits.append(await until(lambda: book.value(STILL_WAITS)))
                await book.pool.execute("update outbox set due_at = clock_timestamp()")
                outbox.wake()
    expected = [2, 5, 15, 30, 30, 30] if about else [2, 5, 15, 60, 300, 300]
    for wait, wanted in zip(waits, expected, strict=True):
        shorter = max((each for each in expected if each < wanted), default=0)
        assert shorter < wait.total_seconds() <= wanted


async def test_its_end_is_told_at_its_deadline_not_after_a_long_wait(
    database: dict[str, Any],
) -> None:
    provider = Provider(outcomes=[Sent(ending=Ending.RETRY, error="503", retry_after_s=300)])
    async with opened(database) as book:
        soon = await book.value("select clock_timestamp() + interval '2 seconds'")
        await queue(book, replace(ALERT, deadline_at=soon))
        async with working(book, provider):
            await until(lambda: provider.told)
    assert provider.told == [("first_reply", "expired", "deadline")]
    assert len(provider.sent) == 1


async def test_past_its_deadline_and_unsafe_ones_are_not_sent(postgres: dict[str, Any]) -> None:
    provider = Provider()
    async with opened(postgres) as book:
        await queue(book, replace(REPLY, deadline_at=NOW))
        async with working(book, provider) as outbox:
            await until(lambda: len(provider.told) == 1)
            provider.safe = False  # it was safe when the next one was queued
            await queue(book, replace(REPLY, message="second"))
            outbox.wake()
            await until(lambda: len(provider.told) == 2)
    assert provider.sent == []
    assert provider.told == [
        ("first_reply", "expired", "deadline"),
        ("second", "unsafe", "contact_safety"),
    ]


async def test_an_ending_is_told_even_if_the_first_telling_fails(
    database: dict[str, Any],
) -> None:
    provider = Provider()
    fails = [Unavailable("the logbook is away")]

    async def report(row: OutboxRow, *, status: str, error: str) -> None:
        if fails:
            raise fails.pop()
        await provider.report(row, status=status, error=error)

    async with opened(database) as book:
        await queue(book, REPLY)
        async with working(book, provider, report=report):
            await until(lambda: provider.told)
            await until(lambda: book.value("select told from outbox"))
    assert provider.sent == ["first_reply"]
    assert provider.told == [("first_reply", "sent", "")]


async def test_only_as_many_are_claimed_as_are_sent_at_once(database: dict[str, Any]) -> None:
    """What a dying process had claimed but not tried would wrongly look unknown."""
    provider = Provider()
    hold = asyncio.Event()

    async def slow(row: OutboxRow) -> Sent:
        await hold.wait()
        return await provider.send(row)

    async with opened(database) as book:
        many = [replace(REPLY, recipient=SubjectId(f"s-{n}"), message=f"{n}") for n in range(30)]
        await queue(book, *many)
        async with working(book, provider, send=slow):
            query = "select count(*) from outbox where state = 'sending'"
            await until(lambda: book.value(query))
            assert await book.value(query) == AT_ONCE
            hold.set()
            await until(lambda: len(provider.told) == 30)


async def test_a_held_message_waits_for_a_person(database: dict[str, Any]) -> None:
    provider = Provider()
    async with opened(database) as book:
        await queue(book, REPLY)
        await book.pool.execute("update outbox set state = 'held'")
        async with working(book, provider):
            await asyncio.sleep(0.3)
        assert provider.sent == []


async def test_a_status_finds_its_message(database: dict[str, Any]) -> None:
    provider = Provider()
    async with opened(database) as book:
        await queue(book, REPLY)
        async with working(book, provider) as outbox:
            await until(lambda: provider.told)
            row = await outbox.sent_as("p-1")
            assert row is not None
            assert (row.send, row.position) == (REPLY, 1)
            assert await outbox.sent_as("p-2") is None


async def test_a_provider_that_speaks_of_our_id_proves_that_it_has_it(
    database: dict[str, Any],
) -> None:
    provider = Provider(outcomes=[Sent(ending=Ending.UNKNOWN, error="ReadTimeout")])
    async with opened(database) as book, working(book, provider) as outbox:
        await queue(book, REPLY)
        await until(lambda: provider.told)
        assert await states(book) == {"first_reply": "unknown"}
        row_id = str(await book.value("select id from outbox"))
        assert await outbox.proven("not an id", "p-9") is None
        assert await outbox.proven(str(UUID(int=7)), "p-9") is None
        row = await outbox.proven(row_id, "p-9")
        assert row is not None
        assert str(row.id) == row_id
        assert await states(book) == {"first_reply": "done"}
        found = await outbox.sent_as("p-9")
        assert found is not None
        assert found.id == row.id
        assert await outbox.proven(row_id, "p-10") is not None
        assert await outbox.sent_as("p-10") is None, "the first id stays"


async def test_a_proof_that_comes_before_the_lost_answer_is_believed(
    database: dict[str, Any],
) -> None:
    provider = Provider()
    answered = asyncio.Event()

    async def lost(_row: OutboxRow) -> Sent:
        await answered.wait()
        return Sent(ending=Ending.UNKNOWN, error="ReadTimeout")

    async with opened(database) as book, working(book, provider, send=lost) as outbox:
        await queue(book, REPLY)
        await until(lambda: all_are(book, "sending"))
        row_id = str(await book.value("select id from outbox"))
        assert await outbox.proven(row_id, "p-9") is not None
        assert await states(book) == {"first_reply": "sending"}
        answered.set()
        await until(lambda: provider.told)
        assert await states(book) == {"first_reply": "done"}
        assert await outbox.sent_as("p-9") is not None

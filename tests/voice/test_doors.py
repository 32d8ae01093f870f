"""Who may speak to the edge, and what hostile or broken senders achieve: nothing."""

from __future__ import annotations

import asyncio
import json
import socket

import httpx
import pytest

from siaga.app.voice.render import LINK_KEY_FILE, secret_of
from siaga.channels.phone.kamailio.netstring import framed
from siaga.channels.phone.port import Answered, Ended, Link, Offered, Placed, TakerOnline
from tests.patience import PATIENCE_S
from tests.voice.sip import sdp
from tests.voice.stack import Stack
from tests.voice.telephone import Telephone
from tests.voice.test_calls import SOS, go

pytestmark = pytest.mark.voice

STRANGER = "127.0.0.66"
PIDF = (
    '<presence xmlns="urn:ietf:params:xml:ns:pidf" entity="pres:x@y"><tuple id="t1"><status>'
    "<geopriv><location-info><pos>-1.6101 103.6131</pos></location-info></geopriv>"
    "</status></tuple></presence>"
)


async def served(edge: Stack, account: str) -> None:
    """A call of the trunk is answered."""
    async with edge.room() as room, edge.taker(account) as taker, edge.telephone() as citizen:
        talk = citizen.call(SOS)
        await room.until(Offered, call=talk.call_id)
        await room.phone.offer_to(talk.call_id, account, ring_s=10)
        await asyncio.wait_for(taker.rings.get(), PATIENCE_S)
        await citizen.until(talk, 200)
        citizen.bye(talk)
        await room.until(Ended, call=talk.call_id)


def test_a_hidden_number_and_a_made_up_one_are_served(edge: Stack) -> None:
    async def work() -> None:
        async with edge.room() as room, edge.taker("op-i"), edge.telephone() as citizen:
            hidden = [
                ("From", '"Anonymous" <sip:anonymous@anonymous.invalid>'),
                ("Privacy", "id"),
                ("P-Asserted-Identity", "<tel:+6281234567890>"),
                ("X-Siaga-Contact", "0190-not-yours"),
                ("X-Odd", 'a "quote" \\ and {json: true}'),
            ]
            talk = citizen.call(SOS, headers=hidden)
            offered = await room.until(Offered, call=talk.call_id)
            assert (offered.caller, offered.privacy) == ("anonymous", "id")
            assert "+6281234567890" in offered.asserted
            await room.phone.offer_to(talk.call_id, "op-i", ring_s=10)
            await citizen.until(talk, 200)
            citizen.bye(talk)
            await room.until(Ended, call=talk.call_id)

    go(work())


def test_a_stranger_cannot_name_a_contact(edge: Stack) -> None:
    async def work() -> None:
        async with edge.room() as room, edge.taker("op-j") as taker, edge.telephone() as citizen:
            talk = citizen.call(SOS, headers=[("X-Siaga-Join", "somebody"), ("X-Odd", "1")])
            await room.until(Offered, call=talk.call_id)
            await room.phone.offer_to(talk.call_id, "op-j", ring_s=10)
            ring = await asyncio.wait_for(taker.rings.get(), PATIENCE_S)
            assert ring.invite
            assert ring.invite.get("X-Siaga-Join") == ""
            assert ring.invite.get("X-Odd") == ""
            await citizen.until(talk, 200)
            citizen.bye(talk)
            await room.until(Ended, call=talk.call_id)

    go(work())


def test_sos_with_a_location_and_an_odd_caller(edge: Stack) -> None:
    async def work() -> None:
        async with edge.room() as room, edge.taker("op-k"), edge.telephone() as citizen:
            parts = (
                "--b1\r\nContent-Type: application/sdp\r\n\r\n"
                f"{sdp(40_000)}\r\n--b1\r\nContent-Type: application/pidf+xml\r\n"
                f"Content-ID: <loc@caller>\r\n\r\n{PIDF}\r\n--b1--\r\n"
            )
            headers = [
                ("From", '"Bu \\"X\\" {}|" <sip:+62\'741|;x=1@127.0.0.1>'),
                ("Call-ID", "odd|call\"{}'<>@x"),
                ("Geolocation", "<cid:loc@caller>"),
                ("Content-Type", "multipart/mixed;boundary=b1"),
            ]
            talk = citizen.call("urn:service:sos", headers=headers, body=parts)
            offered = await room.until(Offered, call=talk.call_id)
            assert offered.called == "urn:service:sos"
            assert "-1.6101 103.6131" in offered.location
            assert offered.caller.startswith("+62'741|")
            await room.phone.offer_to(talk.call_id, "op-k", ring_s=10)
            await citizen.until(talk, 200)
            citizen.bye(talk)
            await room.until(Ended, call=talk.call_id)
            told, _ = await room.phone.journal_since("")
            kinds = [type(e) for e in told if getattr(e, "call", "") == talk.call_id]
            assert kinds == [Offered, Answered, Ended]

    go(work())


def test_wrong_credentials_are_refused(edge: Stack) -> None:
    async def work() -> None:
        wrong = {
            "guessed": ("1999999999:op-x", "bm90IHRoZSBwYXNzd29yZA=="),
            "expired": edge.credentials("op-x", for_s=-60),
            "another's": edge.credentials("op-y"),
        }
        for name, secret in wrong.items():
            page = await Telephone("op-x", secret=secret).by_websocket(edge.ports.ws)
            assert await page.register() in (401, 403), name
            await page.close()
        page = await Telephone("op-x", secret=wrong["guessed"]).by_websocket(edge.ports.ws)
        talk = page.call("sip:08123@siaga.local")
        await page.authorised(talk)
        answer = await page.until(talk, 407, 403)
        assert answer.status in (403, 407)
        await page.close()

    go(work())


@pytest.mark.parametrize("by", ["ws", "wss"])
def test_a_page_rings_over_a_websocket(edge: Stack, by: str) -> None:
    async def work() -> None:
        async with (
            edge.room() as room,
            edge.taker("op-w", by=by) as page,
            edge.telephone() as citizen,
        ):
            await room.until(TakerOnline, taker="op-w", online=True)
            talk = citizen.call(SOS)
            await room.until(Offered, call=talk.call_id)
            await room.phone.offer_to(talk.call_id, "op-w", ring_s=10)
            ring = await asyncio.wait_for(page.rings.get(), PATIENCE_S)
            assert ring.invite
            assert "UDP/TLS/RTP/SAVPF" in ring.invite.body
            assert "a=fingerprint" in ring.invite.body
            await room.until(Answered, call=talk.call_id)
            await citizen.until(talk, 200)
            citizen.bye(talk)
            await asyncio.wait_for(ring.ended.wait(), PATIENCE_S)
            await room.until(Ended, call=talk.call_id)

    go(work())


def test_the_newest_page_of_a_taker_wins(edge: Stack) -> None:
    async def work() -> None:
        async with (
            edge.room() as room,
            edge.taker("op-n", by="ws") as older,
            edge.taker("op-n", by="ws") as newer,
        ):
            await room.until(TakerOnline, taker="op-n", replaced=True)
            assert await older.register() == 403
            assert await newer.register() == 200
            async with edge.telephone() as citizen:
                talk = citizen.call(SOS)
                await room.until(Offered, call=talk.call_id)
                await room.phone.offer_to(talk.call_id, "op-n", ring_s=10)
                await asyncio.wait_for(newer.rings.get(), PATIENCE_S)
                assert older.rings.empty()
                await citizen.until(talk, 200)
                citizen.bye(talk)
                await room.until(Ended, call=talk.call_id)
            older.registered = False

    go(work())


def test_a_page_that_is_gone_is_offline_at_once(edge: Stack) -> None:
    async def work() -> None:
        async with edge.room() as room, edge.taker("op-q", by="ws") as page:
            await room.until(TakerOnline, taker="op-q", online=True)
            page.registered = False
            await page.transport.close()
            await room.until(TakerOnline, taker="op-q", online=False)

    go(work())


def test_a_taker_calls_out_and_a_colleague(edge: Stack) -> None:
    async def work() -> None:
        async with (
            edge.room() as room,
            edge.taker("op-r", by="ws") as page,
            edge.taker("op-s") as colleague,
            edge.second() as outside,
        ):
            mark = [("X-Siaga-Contact", "c-1"), ("X-Siaga-Join", "c-1")]
            talk = page.call("sip:08123456789@siaga.local", headers=mark)
            await page.authorised(talk)
            placed = await room.until(Placed, call=talk.call_id)
            assert (placed.taker, placed.contact) == ("op-r", "c-1")
            ring = await asyncio.wait_for(outside.rings.get(), PATIENCE_S)
            assert ring.invite
            assert "op-r" not in ring.invite.get("From")
            assert ring.invite.get("X-Siaga-Contact") == ring.invite.get("X-Siaga-Join") == ""
            final = await page.until(talk, 200)
            assert "UDP/TLS/RTP/SAVPF" in final.body
            assert "op-r" in final.get("From")
            await room.until(Answered, call=talk.call_id)
            outside.bye(ring)
            assert (await room.until(Ended, call=talk.call_id)).by == "caller"
            talk = page.call("sip:op-s@siaga.local", headers=mark)
            await page.authorised(talk)
            ring = await asyncio.wait_for(colleague.rings.get(), PATIENCE_S)
            assert ring.invite
            assert ring.invite.get("X-Siaga-Join") == "c-1"
            await page.until(talk, 200)
            page.bye(talk)
            assert (await room.until(Ended, call=talk.call_id)).by == "taker"

    go(work())


def test_a_storm_from_a_stranger_changes_nothing(edge: Stack) -> None:
    async def work() -> None:
        async with edge.telephone("storm", host=STRANGER) as stranger:
            talks = [stranger.call(SOS) for _ in range(15)]
            answer = await asyncio.wait_for(talks[0].said.get(), PATIENCE_S)
            assert answer.status == 403
            for _ in range(600):
                stranger.call(SOS)
            await served(edge, "op-t")
        for _ in range(30):
            await asyncio.sleep(0)

    go(work())


def test_broken_messages_and_giant_headers_change_nothing(edge: Stack) -> None:
    async def work() -> None:
        async with edge.room(), edge.telephone() as odd:
            for junk in (
                b"\x00\xff" * 400,
                b"INVITE\r\n\r\n",
                b"INVITE sip:112@127.0.0.1 SIP/2.0\r\nVia: x\r\n\r\n",
                b"INVITE sip:112@127.0.0.1 SIP/2.0\r\nContent-Length: -5\r\n\r\n",
                b"GET / HTTP/1.1\r\n\r\n",
                b"INVITE " + b"a" * 20_000 + b" SIP/2.0\r\n\r\n",
            ):
                odd.transport.send(junk)
            talk = odd.call(SOS, headers=[("X-Giant", "g" * 40_000)])
            await odd.until(talk, 183, 180)
            odd.cancel(talk)
            await odd.until(talk, 487)
        await served(edge, "op-u")

    go(work())


def test_strangers_on_the_link_are_not_believed(edge: Stack) -> None:
    async def work() -> None:
        async with edge.room() as room, edge.telephone() as citizen:
            talk = citizen.call(SOS)
            await room.until(Offered, call=talk.call_id)
            reader, writer = await asyncio.open_connection("127.0.0.1", edge.ports.link)
            call = talk.call_id.encode().hex()
            for order in ({"cmd": "ping"}, {"cmd": "refuse", "call": call}, {"key": "x"}):
                writer.write(framed(json.dumps(order).encode()))
            writer.write(framed(b"\xff" * 900) + framed(b"[" * 5000))
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(reader.read(10), 1.0)
            writer.write(b"not a netstring at all" + b"9" * 50_000)
            await asyncio.sleep(0.3)
            writer.close()
            await asyncio.sleep(1.2)
            assert not room.seen(Ended, call=talk.call_id)
            assert not room.seen(Link, up=False)
            citizen.cancel(talk)
            await room.until(Ended, call=talk.call_id)

    go(work())


def test_questions_need_loopback_and_the_key(edge: Stack) -> None:
    body = {"jsonrpc": "2.0", "method": "core.version", "id": 1}
    key = {"X-Siaga-Key": secret_of(edge.settings.folder, LINK_KEY_FILE)}
    with httpx.Client(trust_env=False) as client:
        for port, headers, status in (
            (edge.ports.rpc, {}, 403),
            (edge.ports.ws, key, 404),
            (edge.ports.rpc, key, 200),
        ):
            answer = client.post(f"http://127.0.0.1:{port}/RPC", json=body, headers=headers)
            assert answer.status_code == status
    assert "127.0.0.1" in _listener(edge.ports.rpc)


def _listener(port: int) -> str:
    with socket.create_connection(("127.0.0.1", port)) as connected:
        return str(connected.getpeername()[0])

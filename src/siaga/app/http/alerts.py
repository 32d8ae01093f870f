"""The doors of alerts that are no plain command: browsers for web push, proof of arrival."""

from __future__ import annotations

import hashlib
from typing import Any

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler

from siaga.app.http.answers import answer, body_object, told
from siaga.app.http.commands import GetRoom, told_of
from siaga.app.http.confinement import must_be_within
from siaga.app.http.guard import AnyRequest, must_have, session_of, writing_session
from siaga.app.room import Room
from siaga.channels.push.protocol import read_subscription
from siaga.desks.alerts.commands import ConfirmAlert, RegisterBrowser
from siaga.desks.alerts.doors import OWNERS
from siaga.language.alerts import AlertWay
from siaga.language.follow_ups import AlertRow
from siaga.language.values import AlertId, Asked, DeviceId, FieldError
from siaga.platform.free_text import readable_text
from siaga.platform.gateway import Submission
from siaga.platform.ids import derived_id
from siaga.platform.sessions import Session, mark_of
from siaga.platform.wire import ID, Seal

LABEL_MAX = 60
SHOWN = frozenset({"push", "page"})


def alert_routes(room_of: GetRoom) -> list[HTTPRouteHandler]:
    @get("/api/alerts/key", include_in_schema=False)
    async def key(request: AnyRequest) -> Response[Any]:
        room = room_of()
        await session_of(room, request)
        return answer({"key": room.alerting.public_key})

    @post("/api/alerts/devices", status_code=200, include_in_schema=False)
    async def register(request: AnyRequest) -> Response[Any]:
        room = room_of()
        session = await writing_session(room, request)
        must_have(request, session, roles=OWNERS)
        return await _register(room, request, session)

    @post("/api/alerts/delivered", status_code=200, include_in_schema=False)
    async def delivered(request: AnyRequest) -> Response[Any]:
        """By a service worker with the proof it was sent, by an open page with its session."""
        room = room_of()
        body = await body_object(request)
        alert_id = _id(body, "alert_id")
        if "proof" in body:
            return await _prove(room, request, alert_id=alert_id, body=body)
        session = await writing_session(room, request)
        if body.get("way") not in SHOWN:
            raise FieldError("way", "push atau page")
        way = AlertWay(body["way"])
        command = ConfirmAlert(
            command_id=derived_id("alert shown", alert_id, session.account_id, way, _now(room)),
            alert_id=AlertId(alert_id),
            way=way,
        )
        must_be_within(room, request, actor=session.actor, command=command)
        return await _submit(room, request, session=session, command=command)

    return [key, register, delivered]


async def _register(room: Room, request: AnyRequest, session: Session) -> Response[Any]:
    body = await body_object(request)
    subscription = read_subscription(body.get("subscription"), room.alerting.hosts)
    label = body.get("label", "")
    if not isinstance(label, str):
        raise FieldError("label", "harus berupa teks")
    readable_text("label", label, longest=LABEL_MAX)
    device_id = room.sealer.blind(f"push\x1f{subscription.endpoint}").hex()[:16]
    seal = Seal(room.sealer, room.vault.remember)
    mark = mark_of(session.token_hash)
    text = subscription.as_text()
    digest = hashlib.sha256(f"{device_id}{mark}{text}{label}".encode()).digest()[:16]
    command = RegisterBrowser(
        command_id=derived_id("browser", device_id, mark, digest.hex(), _now(room)),
        device_id=DeviceId(device_id),
        endpoint=seal(text, label="identity"),
        session=mark,
        label=seal(label) if label.strip() else None,
    )
    asked = Asked(actor=session.actor, received_at=room.clock.now())
    items = seal.about(subject="", case_id=device_id)
    given = await room.gateway.submit(
        Submission(desk="alerts", command=command, asked=asked, items=items, digest=digest)
    )
    if given.refusal is not None:
        return told_of(room, request, given=given, command_id=str(command.command_id))
    return answer({"device_id": device_id, "position": given.position})


async def _prove(
    room: Room, request: AnyRequest, *, alert_id: str, body: dict[str, Any]
) -> Response[Any]:
    device_id, proof = _id(body, "device_id"), body.get("proof")
    sending = room.alerting.sending
    if not isinstance(proof, str) or not sending.is_proof(alert_id, device_id, given=proof):
        return told(request, "role", status=403)
    row = AlertRow(
        alert_id=AlertId(alert_id), device_id=DeviceId(device_id), way=AlertWay.PUSH, step=0
    )
    await sending.prove(row, room.clock.now())
    return answer({})


async def _submit(
    room: Room, request: AnyRequest, *, session: Session, command: ConfirmAlert
) -> Response[Any]:
    asked = Asked(actor=session.actor, received_at=room.clock.now())
    digest = command.command_id.bytes
    given = await room.gateway.submit(
        Submission(desk="alerts", command=command, asked=asked, digest=digest)
    )
    return told_of(room, request, given=given, command_id=str(command.command_id))


def _id(body: dict[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not ID.fullmatch(value):
        raise FieldError(name, "bukan pengenal yang sah")
    return value


def _now(room: Room) -> str:
    return room.clock.now().isoformat()

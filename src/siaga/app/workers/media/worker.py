"""Takes each file from its provider into the media store, and writes what became of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import structlog

from siaga.app.workers.media.fetching import Attempt, Fetched, Fetcher, Gone, Wait
from siaga.app.workers.media.looking import Seen, look_at
from siaga.desks.conversation.commands import RecordMedia, RecordMediaLoss, SharePictures
from siaga.language.conversation import MediaProblem
from siaga.language.values import Actor, ActorKind, Asked, FieldError, LocationClaim
from siaga.platform.clock import Clock
from siaga.platform.gateway import Gateway, Submission
from siaga.platform.ids import derived_id
from siaga.platform.locations import read_location
from siaga.platform.media_store import MediaStore
from siaga.platform.media_tasks import Later, MediaTask
from siaga.platform.pictures import Pictures
from siaga.platform.vault import Sealer, Vault
from siaga.platform.wire import Seal

NOBODY_FETCHES_S = 60.0

log = structlog.get_logger()


class MediaWorker:
    """`fetchers` by kind of reference; in a drill a kind nobody fetches is lost at once."""

    def __init__(
        self,
        gateway: Gateway,
        media: MediaStore,
        *,
        sealer: Sealer,
        vault: Vault,
        clock: Clock,
    ) -> None:
        self.gateway, self.place = gateway, gateway.place
        self.media, self.sealer, self.vault, self.clock = media, sealer, vault, clock
        self.fetchers: dict[str, Fetcher] = {}
        self.pictures = Pictures()

    async def take(self, task: MediaTask) -> Later | None:
        """Done again after a crash it does no harm: bytes and answers are kept once."""
        had = await self._have(task)
        match had:
            case Wait():
                log.info("media.waits", reason=had.reason, attempts=task.attempts)
                return Later(after_s=had.after_s)
            case Gone():
                await self._lose(task, had.problem)
            case Fetched():
                await self._keep(task, had)
        return None

    async def _have(self, task: MediaTask) -> Fetched | Wait | Gone:
        if task.media.stored is not None:  # it came by a form: only a copy is missing
            found = await self.media.fetch(task.media.stored)
            return Fetched(data=found[0]) if found else Gone(problem=MediaProblem.EXPIRED)
        sealed = task.media.provider_ref
        plain = await self.vault.reveal([sealed.ref]) if sealed else {}
        reference = _read(plain.get(sealed.ref) if sealed else None)
        if reference is None or task.expired:
            return Gone(problem=MediaProblem.EXPIRED)
        fetcher = self.fetchers.get(str(reference.get("kind", "")))
        if fetcher is not None:
            return await fetcher(Attempt(reference=reference, made=task.attempts))
        if self.place.drill:  # nothing is asked of anybody outside the house
            return Gone(problem=MediaProblem.REFUSED)
        return Wait(after_s=NOBODY_FETCHES_S, reason="no_fetcher")

    async def _keep(self, task: MediaTask, had: Fetched) -> None:
        said = had.media_type or task.media.media_type
        seen = await look_at(had.data, said, pictures=self.pictures)
        stored = task.media.stored or await self.media.keep_received(had.data, seen.media_type)
        shown = None
        if seen.shown is not None:
            shown = await self.media.keep_shown(seen.shown, seen.shown_type)
        seal = Seal(self.sealer, self.vault.remember)
        command = RecordMedia(
            command_id=derived_id("media", task.message_id, task.index),
            contact_id=task.contact_id,
            message_id=task.message_id,
            index=task.index,
            stored=stored,
            shown=shown,
            media_type=seen.media_type,
            size_bytes=len(had.data),
            altered=had.altered,
            duration_s=seen.duration_s or task.media.duration_s,
            width=seen.width,
            height=seen.height,
            location=self._hint(seen, seal),
            problem=seen.problem,
        )
        await self._tell(command, seal)
        if shown is not None:
            named = derived_id("pictures", task.message_id, task.index)
            share = SharePictures(command_id=named, contact_id=task.contact_id)
            await self._tell(share, Seal(self.sealer, self.vault.remember))

    def _hint(self, seen: Seen, seal: Seal) -> LocationClaim | None:
        """Where a camera says it was. It may be an old picture, or another's: no more than that."""
        if seen.place is None:
            return None
        latitude, longitude = seen.place
        value = {"latitude": latitude, "longitude": longitude, "source": "gps"}
        try:
            return read_location("location", value, seal=seal, place=self.place)
        except FieldError:
            return None

    async def _lose(self, task: MediaTask, problem: MediaProblem) -> None:
        command = RecordMediaLoss(
            command_id=derived_id("media", task.message_id, task.index),
            contact_id=task.contact_id,
            message_id=task.message_id,
            index=task.index,
            problem=problem,
        )
        await self._tell(command, Seal(self.sealer, self.vault.remember))

    async def _tell(
        self, command: RecordMedia | RecordMediaLoss | SharePictures, seal: Seal
    ) -> None:
        asked = Asked(actor=Actor(kind=ActorKind.SYSTEM, id="media"), received_at=self.clock.now())
        await self.gateway.submit(
            Submission(
                desk="conversation",
                command=command,
                asked=asked,
                items=seal.about(subject="", case_id=command.contact_id),
                digest=command.command_id.bytes,
            )
        )

    async def stop(self) -> None:
        await self.pictures.rest()


def _read(reference: str | None) -> Mapping[str, Any] | None:
    if reference is None:
        return None
    read = json.loads(reference)
    return read if isinstance(read, dict) else None

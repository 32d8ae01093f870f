"""Which pictures of reporters are seen by whoever was given the incident: agencies, crews.

Pictures only: a voice or a film tells who speaks.
"""

from __future__ import annotations

from collections.abc import Mapping

from siaga.desks.conversation.commands import SharePictures, TellPictures
from siaga.desks.conversation.state import Files, Joined, Thread
from siaga.language.conversation import PicturesShared
from siaga.language.values import Asked, ContactId, IncidentId, MediaRef, Safety, When


def share(
    command: SharePictures, thread: Thread, *, files: Files, asked: Asked
) -> tuple[PicturesShared, ...]:
    """Where the contact is over, what was shown stays with its incident."""
    incident_id, when = thread.incident_id, When(at=asked.received_at)
    if incident_id is None:
        return ()
    is_safe = thread.safety is not Safety.DO_NOT_CONTACT
    photos = files.pictures if is_safe else ()
    shared = dict(files.shared)
    now: dict[IncidentId, tuple[MediaRef, ...]] = {
        one: () for one, given in shared.items() if one != incident_id and given
    }
    if photos != shared.get(incident_id, ()):
        now[incident_id] = photos
    return tuple(
        PicturesShared(incident_id=one, contact_id=command.contact_id, photos=given, when=when)
        for one, given in now.items()
    )


def tell(
    command: TellPictures,
    shared: Mapping[ContactId, tuple[MediaRef, ...]],
    *,
    joined: Joined,
    asked: Asked,
) -> tuple[PicturesShared, ...]:
    """Nothing where it was merged elsewhere, or cut again, before this was heard."""
    own, to = command.incident_id, command.to or joined.into
    if to is None or (to != own and command.gone == (joined.into == to)):
        return ()
    return tuple(
        PicturesShared(
            incident_id=to,
            contact_id=contact_id,
            photos=() if command.gone else photos,
            when=When(at=asked.received_at),
            of=own if to != own else None,
        )
        for contact_id, photos in shared.items()
        if photos or to != own
    )

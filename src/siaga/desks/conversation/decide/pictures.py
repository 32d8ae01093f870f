"""Which pictures of reporters are seen by whoever was given the incident: agencies, crews.

Pictures only: a voice or a film tells who speaks.
"""

from __future__ import annotations

from siaga.desks.conversation.commands import SharePictures, TellPictures
from siaga.desks.conversation.state import Files, Joined, Pictures, Shown, Thread
from siaga.language.conversation import PicturesShared
from siaga.language.values import Asked, MediaRef, Safety, When


def share(
    command: SharePictures, thread: Thread, *, files: Files, asked: Asked
) -> tuple[PicturesShared, ...]:
    """What may not be seen any more is taken away at once, wherever it is seen, in this one
    decision: a chain of policies would end before the last card.

    Where the contact is over, what was shown stays with its incident.
    """
    is_safe = thread.safety is not Safety.DO_NOT_CONTACT
    if is_safe and thread.incident_id is None:
        return ()
    own = thread.incident_id if is_safe else None
    now: dict[Shown, tuple[MediaRef, ...]] = {
        one: () for one, given in files.shared.items() if given and (one.of or one.at) != own
    }
    came_with = Shown(at=thread.asked_with) if thread.asked_with else None
    if came_with and not is_safe and came_with not in files.shared:
        now[came_with] = ()
    if own and files.pictures != files.shared.get(Shown(at=own), ()):
        now[Shown(at=own)] = files.pictures
    return tuple(
        PicturesShared(
            incident_id=one.at,
            contact_id=command.contact_id,
            photos=given,
            when=When(at=asked.received_at),
            of=one.of,
        )
        for one, given in now.items()
    )


def tell(
    command: TellPictures, shown: Pictures, *, joined: Joined, asked: Asked
) -> tuple[PicturesShared, ...]:
    """Nothing where it was merged elsewhere, or cut again, before this was heard."""
    own, to = command.incident_id, command.to or joined.into
    if to is None or (to != own and command.gone == (joined.into == to)):
        return ()
    return tuple(
        PicturesShared(
            incident_id=to,
            contact_id=contact_id,
            photos=() if command.gone else fact.photos,
            when=When(at=asked.received_at),
            of=own if to != own else fact.of,
        )
        for contact_id, fact in shown.of.items()
        if fact.photos
    )

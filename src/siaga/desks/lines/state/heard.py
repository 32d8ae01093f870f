"""The facts that change what the lines desk has in mind."""

from __future__ import annotations

from siaga.language.incident import (
    IncidentClosed,
    IncidentOpened,
    IncidentReopened,
)
from siaga.language.intake import (
    ContactClassified,
    ContactOpened,
    ContactReopened,
    ContactSafetySet,
    ContactWrappedUp,
    ReportAttached,
)
from siaga.language.lines import (
    AnnouncementEnded,
    CallAnswered,
    CallBackClosed,
    CallBackEnded,
    CallBackTried,
    CallBackWanted,
    CallEnded,
    CallerSigned,
    CallHeld,
    CallOffered,
    CallOverflowed,
    CallReturned,
    CallRung,
    CallTakenOver,
    CallTransferred,
    IncidentAnnounced,
    NumberRestricted,
    PartyAdded,
    PromptPlayed,
    RestrictionLifted,
    RingMissed,
    TakerDutySet,
)
from siaga.language.neighbours import (
    ContactHandedOver,
    HandoverWithdrawn,
    NeighbourAccepted,
    NeighbourRefused,
)
from siaga.language.placed_calls import CallPlaced, PlacedCallEnded

Heard = (
    CallOffered
    | CallRung
    | RingMissed
    | CallOverflowed
    | CallReturned
    | CallAnswered
    | CallerSigned
    | CallHeld
    | PromptPlayed
    | PartyAdded
    | CallPlaced
    | PlacedCallEnded
    | CallTransferred
    | CallTakenOver
    | CallEnded
    | CallBackWanted
    | CallBackTried
    | CallBackEnded
    | CallBackClosed
    | TakerDutySet
    | NumberRestricted
    | RestrictionLifted
    | IncidentAnnounced
    | AnnouncementEnded
    | ContactOpened
    | ContactClassified
    | ContactWrappedUp
    | ContactReopened
    | ContactSafetySet
    | ReportAttached
    | IncidentOpened
    | IncidentClosed
    | IncidentReopened
    | NeighbourAccepted
    | NeighbourRefused
    | HandoverWithdrawn
    | ContactHandedOver
)

"""A place's rules for the links that citizens open."""

from __future__ import annotations

from dataclasses import dataclass

from siaga.language.values import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRules:
    """`status_to`: chats whose contacts get a status link once they became an incident."""

    location_min: int  # how long a phone may tell where it is
    status_days: int
    reopen_h: int  # after the end a reporter may still say that it is not
    location_by_sms: bool = False  # who writes an SMS cannot share a location otherwise
    status_to: tuple[Channel, ...] = ()
    guess_arrival: bool = True  # roughly, of a unit whose device tells where it is
    exit_url: str = "https://www.bmkg.go.id/"  # where a page goes that must vanish at once


USUAL = LinkRules(location_min=60, status_days=14, reopen_h=24)
"""Of a place that says nothing; by itself it sends nothing."""

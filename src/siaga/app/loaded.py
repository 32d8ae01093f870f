"""Everything heavy that `up` needs, under one import."""

from siaga.app import telemetry
from siaga.app.demo import prepare_demo
from siaga.app.guide_cards import issue_cards
from siaga.app.http.application import application, hot_paths
from siaga.app.room import close_room, open_room

__all__ = [
    "application",
    "close_room",
    "hot_paths",
    "issue_cards",
    "open_room",
    "prepare_demo",
    "telemetry",
]

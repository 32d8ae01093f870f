"""What is counted about the machine itself, for Prometheus; nothing personal in it or in logs."""

from __future__ import annotations

import logging
import sys
from functools import partial
from typing import TYPE_CHECKING

import structlog
from prometheus_client import REGISTRY, Counter, Gauge, generate_latest

if TYPE_CHECKING:
    from siaga.app.room import Room

WEBHOOKS = Counter("siaga_webhooks_total", "Webhook posts by ending", ["ending"])
REPORTS = Counter("siaga_web_reports_total", "Public reports by ending", ["ending"])
SIGN_INS = Counter("siaga_sign_ins_total", "Sign-ins by ending", ["ending"])

_GAUGES = {
    "siaga_logbook_position": ("Last position folded here", lambda room: room.tail.position),
    "siaga_logbook_queue": ("Commands waiting to be written", lambda room: len(room.book.flusher)),
    "siaga_consoles": ("Open board streams", lambda room: room.hub.consoles),
    "siaga_conflicts": ("Guard conflicts met", lambda room: room.gateway.conflicts),
    "siaga_inbox_heard": ("Inbox items heard by this process", lambda room: room.inbox.heard),
    "siaga_inbox_aside": ("Inbox items put aside after an error", lambda room: room.inbox.aside),
    "siaga_items_aside": (
        "Items of a post nobody could read, shown as such",
        lambda room: room.hearing.aside,
    ),
    "siaga_media_aside": (
        "Files put aside after an error, tried again",
        lambda room: room.messaging.files.tasks.aside if room.messaging.files else 0,
    ),
    "siaga_advice_aside": (
        "Contacts that a fault kept from being advised",
        lambda room: room.advice.advising.aside if room.advice else 0,
    ),
    "siaga_advice_backlog": (
        "Contacts that wait to be advised",
        lambda room: room.advice.advising.backlog if room.advice else 0,
    ),
    "siaga_reactor_aside": ("Reactions put aside after an error", lambda room: room.reactor.aside),
    "siaga_timers_aside": ("Timers put aside after an error", lambda room: room.timers.aside),
    "siaga_line_remembered": (
        "Calls, their names and events that the telephone's worker holds; idle: 0",
        lambda room: room.telephone.worker.remembers if room.telephone else 0,
    ),
    "siaga_timer_lag_seconds": ("How late the last timer was", lambda room: room.timers.lag_s),
    "siaga_reactor_lag": (
        "Entries the policies have not seen",
        lambda room: max(0, room.tail.position - room.reactor.position),
    ),
    "siaga_statistics_lag": (
        "Entries the statistics have not counted",
        lambda room: max(0, room.tail.position - room.statistics.position),
    ),
}


def watch(room: Room) -> None:
    """Gauges read the room when they are asked."""
    for name, (text, read) in _GAUGES.items():
        known = REGISTRY._names_to_collectors.get(name)
        gauge = known if isinstance(known, Gauge) else Gauge(name, text)
        gauge.set_function(partial(read, room))


def metrics() -> bytes:
    return generate_latest()


def set_up_logs(level: str) -> None:
    """One JSON object a line to stderr; a person's terminal gets readable lines."""
    renderer = (
        structlog.dev.ConsoleRenderer()
        if sys.stderr.isatty()
        else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )

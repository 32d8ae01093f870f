"""Writes docs/flow.md: every fact, the desk that writes it, and who hears it."""

from __future__ import annotations

import inspect
from pathlib import Path

from siaga.app.boards import BOARDS
from siaga.app.desks import DESKS
from siaga.boards import statistics
from siaga.language.every_fact import FACTS

PATH = Path(__file__).parents[1] / "docs" / "flow.md"
HEAD = """# Who writes and who hears each fact

Written by `python -m tools.flow`; `tests/tidy` fails when it is out of date. The kronologi
(`incident-story`) hears every fact and is left out.

| fact | tags | written by | folded by desks | shown on boards |
|---|---|---|---|---|
"""


def _tags(name: str) -> str:
    """The prefixes a fact may carry, read off its instance-independent source."""
    source = inspect.getsource(FACTS[name].tags)
    known = (
        ("contact_life", "contact-life"),
        ("call_tags", "contact-life"),
        ("self.subject", "sender"),
        ("taker(", "taker"),
        ("account_id=", "taker"),
        ("self.answered_by", "taker"),
        ("self.taker", "taker"),
        ("announcement(", "announcement"),
        ("life_tags", "contact-life, incident-life"),
        ("sender(", "sender"),
        ("incident_life", "incident-life"),
        ("guide_of", "guide, contact"),
        ("guide_card", "guide-card"),
        ("victims(", "victims"),
        ("incident_story", "incident"),
        ("patient_life", "patient-life"),
        ("hospital_life", "hospital-life"),
        ("dispatch_life", "dispatch-life"),
        ("referral_life", "referral-life"),
        ("unit_job", "unit-job"),
        ("account_life", "account-life"),
        ('"account:', "account"),
        ('f"account:', "account"),
        ('f"contact:', "contact"),
        ('f"incident:', "incident"),
        ("advice(", "advice"),
        ("link_life", "link-life"),
        ("contact_links", "contact-links"),
        ("contact_story", "contact"),
        ("SITE_LIFE", "site-life"),
        ('Tag("site")', "site"),
    )
    return ", ".join(dict.fromkeys(tag for sign, tag in known if sign in source))


def text() -> str:
    lines = []
    for name, kind in FACTS.items():
        writers = [desk.name for desk in DESKS if kind in desk.writes]
        folders = [desk.name for desk in DESKS if kind in desk.heard]
        shown = [board.name for board in BOARDS if kind in board.hears]
        if kind in statistics.HEARS:
            shown.append("statistics")
        cells = (f"`{name}`", _tags(name), *map(", ".join, (writers, folders, shown)))
        lines.append(f"| {' | '.join(cells)} |")
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    PATH.write_text(text())

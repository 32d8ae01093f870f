"""Every desk of the house."""

from __future__ import annotations

from siaga.desks.access.doors import DESK as ACCESS
from siaga.desks.agencies.doors import DESK as AGENCIES
from siaga.desks.conversation.doors import DESK as CONVERSATION
from siaga.desks.dispatch.doors import DESK as DISPATCH
from siaga.desks.guide.doors import DESK as GUIDE
from siaga.desks.incident.doors import DESK as INCIDENT
from siaga.desks.intake.doors import DESK as INTAKE
from siaga.desks.lines.doors import DESK as LINES
from siaga.desks.links.doors import DESK as LINKS
from siaga.desks.site.doors import DESK as SITE
from siaga.desks.triage.doors import DESK as TRIAGE
from siaga.desks.units.doors import DESK as UNITS

DESKS = (
    INTAKE,
    CONVERSATION,
    LINES,
    INCIDENT,
    UNITS,
    DISPATCH,
    AGENCIES,
    GUIDE,
    ACCESS,
    SITE,
    LINKS,
    TRIAGE,
)

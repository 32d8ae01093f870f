"""Every desk of the house."""

from __future__ import annotations

from siaga.desks.access.doors import DESK as ACCESS
from siaga.desks.agencies.doors import DESK as AGENCIES
from siaga.desks.alerts.doors import DESK as ALERTS
from siaga.desks.command.doors import DESK as COMMAND
from siaga.desks.conversation.doors import DESK as CONVERSATION
from siaga.desks.crews.doors import DESK as CREWS
from siaga.desks.dispatch.doors import DESK as DISPATCH
from siaga.desks.guide.doors import DESK as GUIDE
from siaga.desks.hospitals.doors import DESK as HOSPITALS
from siaga.desks.incident.doors import DESK as INCIDENT
from siaga.desks.intake.doors import DESK as INTAKE
from siaga.desks.liaisons.doors import DESK as LIAISONS
from siaga.desks.lines.doors import DESK as LINES
from siaga.desks.links.doors import DESK as LINKS
from siaga.desks.neighbours.doors import DESK as NEIGHBOURS
from siaga.desks.passes.doors import DESK as PASSES
from siaga.desks.patients.doors import DESK as PATIENTS
from siaga.desks.persons.doors import DESK as PERSONS
from siaga.desks.place.doors import DESK as PLACE
from siaga.desks.premises.doors import DESK as PREMISES
from siaga.desks.reviews.doors import DESK as REVIEWS
from siaga.desks.shelters.doors import DESK as SHELTERS
from siaga.desks.site.doors import DESK as SITE
from siaga.desks.systems.doors import DESK as SYSTEMS
from siaga.desks.triage.doors import DESK as TRIAGE
from siaga.desks.units.doors import DESK as UNITS

DESKS = (
    INTAKE,
    CONVERSATION,
    LINES,
    INCIDENT,
    UNITS,
    DISPATCH,
    LIAISONS,
    AGENCIES,
    GUIDE,
    ACCESS,
    SITE,
    LINKS,
    ALERTS,
    CREWS,
    PASSES,
    SYSTEMS,
    NEIGHBOURS,
    TRIAGE,
    PATIENTS,
    HOSPITALS,
    PLACE,
    COMMAND,
    PERSONS,
    PREMISES,
    SHELTERS,
    REVIEWS,
)

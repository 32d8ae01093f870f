"""How far a report is, out of the boards' cards and nothing else: steps, times, honest gaps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from siaga.boards.reporter_progress import ProgressCard, TaskProgress, UnitProgress
from siaga.boards.reporter_status import ReporterCard
from siaga.language.values import AgencyId, Priority


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """`key` is a word of the catalogue. `at` None: it has not come to that."""

    key: str
    at: datetime | None = None
    count: int = 0  # teams
    agency: AgencyId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the page says. `eta_min`: in so many minutes from … to, None when nobody can say."""

    steps: tuple[Step, ...]
    waits_for_unit: bool = False
    on_the_way: bool = False
    eta_min: tuple[int, int] | None = None
    promised_at: datetime | None = None
    done_at: datetime | None = None

    @property
    def stage(self) -> str:
        """The last step that was reached."""
        return next(step.key for step in reversed(self.steps) if step.at is not None)


def tell(
    card: ReporterCard,
    progress: ProgressCard | None,
    *,
    done_at: datetime | None,
    eta_min: tuple[int, int] | None = None,
) -> Told:
    """`done_at`: as the links desk knows it. `progress` is None before and after an incident."""
    first: tuple[Step, ...] = (Step(key="received", at=card.received_at),)
    seen = Step(key="seen", at=card.seen_at or card.over_at)
    handed_on = done_at is not None or (progress is not None and progress.tasks)
    if seen.at is not None or not handed_on:  # a public service goes to its agency unread
        first = (*first, seen)
    last = Step(key="done", at=done_at)
    if done_at is not None or progress is None:
        handled = Step(key="handled", at=card.seen_at if card.incident_id else None)
        middle: tuple[Step, ...] = () if done_at else (handled,)
        return Told(steps=(*first, *middle, last), done_at=done_at)
    units, tasks = tuple(progress.units.values()), tuple(progress.tasks.values())
    on_the_way = any(unit.en_route_at and not unit.on_scene_at for unit in units)
    arrived = any(unit.on_scene_at for unit in units)
    urgent = progress.priority in (Priority.P1, Priority.P2)
    if units or progress.waits_for_unit or (urgent and not tasks):
        middle = _of_units(units)
    elif tasks:
        shown = progress.service or progress.priority is Priority.P4
        middle = _of_tasks(tasks, shown=shown)
    else:
        middle = (Step(key="handled", at=progress.opened_at),)
    return Told(
        steps=(*first, *middle, last),
        waits_for_unit=progress.waits_for_unit,
        on_the_way=on_the_way and not arrived,
        eta_min=eta_min if on_the_way and not arrived else None,
        promised_at=min((t.promised_at for t in tasks if t.promised_at), default=None),
    )


def _of_units(units: tuple[UnitProgress, ...]) -> tuple[Step, ...]:
    moving = sum(1 for unit in units if unit.en_route_at and not unit.over)
    return (
        Step(
            key="assigned",
            at=min((unit.assigned_at for unit in units), default=None),
            count=len(units),
        ),
        Step(
            key="on_the_way",
            at=min((unit.en_route_at for unit in units if unit.en_route_at), default=None),
            count=moving,
        ),
        Step(
            key="arrived",
            at=min((unit.on_scene_at for unit in units if unit.on_scene_at), default=None),
        ),
    )


def _of_tasks(tasks: tuple[TaskProgress, ...], *, shown: bool) -> tuple[Step, ...]:
    """`shown`: a public service; of anything else not even the agency's name is told."""
    agency = tasks[0].agency if shown and len(tasks) == 1 else None
    return (
        Step(key="passed_on", at=min(task.sent_at for task in tasks), agency=agency),
        Step(
            key="accepted",
            at=min((task.accepted_at for task in tasks if task.accepted_at), default=None),
        ),
        Step(
            key="working",
            at=min((task.started_at for task in tasks if task.started_at), default=None),
        ),
    )

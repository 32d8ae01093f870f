"""What must hold of a place's response plans: the rules of the edit screen, said of a file."""

from __future__ import annotations

from siaga.language.place import Place
from siaga.language.plan_rules import book_problems, plan_problems
from siaga.platform.place_records import Problems

FILE = "plans.toml"


def note_broken_plans(place: Place, problems: Problems) -> None:
    if not place.plans:
        problems.add(FILE, "holds nothing; write at least one [[plan]]")
    for plan in place.plans.values():
        for problem in plan_problems(plan, place):
            problems.add(f"{FILE}: {plan.id}.{problem.field}", problem.message.en)
    for one, other in book_problems(place.plans):
        problems.add(
            f"{FILE}: {one}",
            f"overlaps {other}: both can hold at once and are as specific; narrow one of them",
        )

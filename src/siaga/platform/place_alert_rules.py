"""What must hold in a place's alerts.toml."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from siaga.language.alert_rules import AlertChain, AlertRules
from siaga.language.alerts import NO_INTERNET, AlertAbout
from siaga.language.place import Place
from siaga.language.values import Priority
from siaga.platform.place_folder import PlaceFolder
from siaga.platform.place_records import Problems

FILE = "alerts.toml"
URGENT = frozenset({Priority.P1, Priority.P2})
PATIENCE_S_MAX = 86_400
REPEAT_S_MIN = 5
STEPS_MAX = 8


def with_alerts(place: Place, files: PlaceFolder) -> Place:
    return replace(place, alerts=files.whole(FILE, AlertRules) or place.alerts)


def note_broken_alerts(rules: AlertRules, problems: Problems) -> None:
    """Every kind of alert at every priority has one chain, and none hangs on the internet alone."""
    if any(problem.startswith(FILE) for problem in problems.found):
        return  # half a file breaks many rules by itself
    pairs = Counter(
        (about, priority)
        for chain in rules.chain
        for about in chain.about
        for priority in chain.priority
    )
    for about in AlertAbout:
        for priority in Priority:
            count = pairs[about, priority]
            if count != 1:
                said = "has no chain" if count == 0 else f"stands in {count} chains"
                problems.add(f"{FILE}: {about} {priority}", f"{said}; write it in exactly one")
    for number, chain in enumerate(rules.chain, start=1):
        _check_chain(chain, f"{FILE}: chain {number}", problems)
    if not 30 <= rules.test_s <= 3_600:
        problems.add(f"{FILE}: test_s", "30 to 3600 seconds")


def _check_chain(chain: AlertChain, where: str, problems: Problems) -> None:
    if not chain.about or not chain.priority:
        problems.add(where, "name at least one kind of alert and one priority")
    if not 0 < len(chain.step) <= STEPS_MAX:
        problems.add(f"{where}.step", f"1 to {STEPS_MAX} steps")
    ways = [way for step in chain.step for way in step.ways]
    for way, times in Counter(ways).items():
        if times > 1:
            problems.add(f"{where}.step", f"{way} stands there {times} times")
    if URGENT & set(chain.priority) and not NO_INTERNET & set(ways):
        needed = " or ".join(sorted(NO_INTERNET))
        problems.add(f"{where}.step", f"P1 and P2 need a way without the internet: {needed}")
    for number, step in enumerate(chain.step, start=1):
        if not step.ways:
            problems.add(f"{where}.step {number}", "names no way")
        for name in ("deliver_s", "answer_s"):
            if not 0 < getattr(step, name) <= PATIENCE_S_MAX:
                problems.add(f"{where}.step {number}.{name}", f"1 to {PATIENCE_S_MAX} seconds")
    if chain.repeat_s and chain.repeat_s < REPEAT_S_MIN:
        problems.add(f"{where}.repeat_s", f"0, or {REPEAT_S_MIN} seconds and more")
    if not 0 < chain.ring_again_s <= PATIENCE_S_MAX or chain.repeat_for_s < 0:
        problems.add(f"{where}.ring_again_s", f"1 to {PATIENCE_S_MAX} seconds")

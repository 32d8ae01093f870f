"""Whether what was promised was kept, out of the logbook, the outbox and what receivers took.

A notice or an alert's row is delivered at least once under its one key, or shown as undelivered or
unknown with its reason. An alert's chain goes on when it said it would, and rings at its end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from benchmarks.receivers import Receiver
from siaga.desks.systems.follow import TEST

NOTICES = """
select json_build_object('id', q.body::json->>'notice_id', 'system', q.body::json->>'system',
  'event', q.body::json->>'event', 'position', q.position,
  'ended', (select json_agg(json_build_object('outcome', e.body::json->>'outcome',
     'reason', e.body::json->>'reason', 'attempts', e.body::json->>'attempts'))
     from entry e where e.type = 'NoticeEnded'
       and e.body::json->>'notice_id' = q.body::json->>'notice_id'))
from entry q where q.type = 'NoticeQueued' order by q.position
"""
ALERT_FACTS = """
select json_build_object('type', type, 'position', position, 'fact', body::json)
from entry where type like 'Alert%' and type <> 'AlertTested' order by position
"""
ROWS = """
select json_build_object('id', id, 'kind', kind, 'state', state, 'attempts', attempts,
  'error', error, 'alert', body::json->'alert',
  'young', deadline_at > now() + interval '29 minutes 40 seconds') from outbox
where body::json->>'alert' is not null
"""
LATE = timedelta(seconds=5)
"""A step later than this, with the room alive, is a broken promise."""

NOT_NEEDED = frozenset({"answered", "forgotten", "signed_out", "off_duty"})


@dataclass(slots=True, kw_only=True)
class Told:
    """What became of the notices, or of one way of the alerts."""

    count: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    duplicates: int = 0
    wrong: list[str] = field(default_factory=list)  # each of them a broken promise

    def figures(self) -> dict[str, Any]:
        return {
            "count": self.count,
            **dict(self.outcomes.most_common()),
            "duplicates": self.duplicates,
            "duplicates_%": round(100 * self.duplicates / max(1, self.count), 1),
            "broken_promises": len(self.wrong),
            "what": self.wrong[:10],
            "why_not": dict(self.reasons.most_common()),
        }


# ---- webhooks


def of_notices(notices: list[dict[str, Any]], receivers: Mapping[str, Receiver]) -> Told:
    told = Told(count=len(notices))
    for notice in notices:
        receiver = receivers[notice["system"].partition(":")[2]]
        taken = receiver.processed[notice["id"]]
        told.duplicates += max(0, taken - 1)
        ended = notice["ended"] or []
        if len(ended) != 1:
            told.wrong.append(f"{notice['id']} ended {len(ended)} times ({receiver.mode})")
            continue
        outcome, reason = ended[0]["outcome"], ended[0]["reason"]
        told.outcomes[outcome] += 1
        if outcome != "delivered":
            told.reasons[f"{receiver.mode}: {outcome}: {reason}"] += 1
        if outcome == "delivered" and not taken:
            told.wrong.append(f"{notice['id']} is shown as delivered and never arrived")
        if outcome == "undelivered" and taken:
            told.wrong.append(f"{notice['id']} is shown as undelivered and had arrived: {reason}")
        if outcome != "delivered" and not reason:
            told.wrong.append(f"{notice['id']} is {outcome} without a reason")
    for receiver in receivers.values():
        if receiver.inner_hits:
            told.wrong.append(f"{receiver.inner_hits} redirects were followed")
        if receiver.bad_signatures:
            told.wrong.append(f"{receiver.bad_signatures} posts without a right signature")
        told.wrong += out_of_order(notices, receiver)
    return told


def out_of_order(notices: list[dict[str, Any]], receiver: Receiver) -> list[str]:
    """First processings of one receiver follow the logbook. What is shown as unknown may be taken
    at any time: its post is given up, not taken back. Tests go beside the others, on purpose."""
    told = (each for each in notices if each["ended"] and each["event"] != TEST)
    known = {each["id"]: each for each in told if each["ended"][0]["outcome"] != "unknown"}
    seen = [known[key] for key in receiver.order if key in known]
    return [
        f"{receiver.mode}: {one['id']} at {one['position']} was first taken before"
        f" {other['id']} at {other['position']}, which ended as {other['ended']}"
        for one, other in pairwise(seen)
        if one["position"] > other["position"]
    ]


# ---- alerts: each row


Row = dict[str, Any]


def of_rows(
    rows: Sequence[Row],
    facts: Sequence[dict[str, Any]],
    *,
    taken_of: Callable[[Row], int],
    asked_of: Callable[[Row], int],
) -> dict[str, Told]:
    """By way. `taken_of`: how often the receiver took what the row says, `asked_of`: how often it
    was asked to (a browser is sounded again under the same key)."""
    shown = _shown(facts)
    ended = {one["fact"]["alert_id"] for one in facts if one["type"] == "AlertAnswered"}
    found: dict[str, Told] = {}
    counted: set[tuple[str, str, str]] = set()
    for row in rows:
        alert = row["alert"]
        key = (alert["alert_id"], alert["device_id"], alert["way"])
        told = found.setdefault(alert["way"], Told())
        told.count += 1
        taken = taken_of(row)
        if key not in counted or alert["way"] != "push":
            told.duplicates += max(0, taken - asked_of(row))
        counted.add(key)
        _judge(row, told, taken=taken, shown=shown.get(key, ()), over=alert["alert_id"] in ended)
    return found


def _judge(row: Row, told: Told, *, taken: int, shown: Sequence[Any], over: bool) -> None:
    name, error = f"{row['alert']['way']} {row['id']}", (row["error"] or "").removeprefix("?")
    reasons = [one["reason"] for one in shown if "reason" in one]
    state = row["state"]
    flying = state == "sending" and not row["error"]  # no try of it has ended in a live process
    if error in NOT_NEEDED:
        told.outcomes["not needed any more"] += 1
    elif state == "done" and not taken and reasons:  # a modem says so later
        told.outcomes["undelivered, with its reason"] += 1
        told.reasons[f"undelivered: {reasons[-1]}"] += 1
    elif state == "done":
        told.outcomes["taken"] += 1
        if not taken and not over:
            told.wrong.append(f"{name} is shown as sent and never arrived")
    elif state in ("waiting", "sending") and over:
        told.outcomes["not needed any more"] += 1
    elif state in ("waiting", "sending") and (row["attempts"] < 1 or row["young"] or flying):
        told.outcomes["just leaving"] += 1
        if not row["attempts"] and not row["young"] and not row["alert"]["round"]:
            told.wrong.append(f"{name} was never tried")
    else:
        what = "still tried" if state in ("waiting", "sending") else "undelivered"
        unknown = "unknown" in reasons or (row["error"] or "").startswith("?")
        what = "unknown" if unknown and what == "undelivered" else what
        told.outcomes[f"{what}, with its reason"] += 1
        told.reasons[f"{what}: {error}"] += 1
        if not reasons and not over:
            told.wrong.append(f"{name} is {state} ({error}) and no card says so")
        if taken and what == "undelivered":
            told.wrong.append(f"{name} is shown as undelivered and had arrived: {error}")


def _shown(facts: Sequence[dict[str, Any]]) -> dict[tuple[str, str, str], list[Any]]:
    """What the card of an alert was told of each device."""
    found: dict[tuple[str, str, str], list[Any]] = {}
    for one in facts:
        fact = one["fact"]
        for device in fact.get("devices", ()):
            key = (fact["alert_id"], device, fact["way"])
            found.setdefault(key, []).append(fact)
    return found


# ---- alerts: the chain


@dataclass(slots=True, kw_only=True)
class Chains:
    alerts: int = 0
    answered: int = 0
    rang: int = 0
    rang_again: int = 0
    steps: int = 0
    sooner: int = 0  # nothing of a step had left the house: the next did not wait
    late_s: list[float] = field(default_factory=list)
    after_outage_s: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, Any]:
        late_s = sorted(self.late_s) or [0.0]
        return {
            "alerts": self.alerts,
            "answered": self.answered,
            "rang_in_the_room": self.rang,
            "rang_again_when_taken_and_unanswered": self.rang_again,
            "steps": self.steps,
            "steps_sooner_as_nothing_left": self.sooner,
            "late_p50_s": round(late_s[len(late_s) // 2], 3),
            "late_p99_s": round(late_s[int(len(late_s) * 0.99)], 3),
            "late_max_s": round(late_s[-1], 3),
            "after_an_outage": len(self.after_outage_s),
            "after_an_outage_max_s": round(max(self.after_outage_s, default=0.0), 3),
            "broken_promises": len(self.wrong),
            "what": self.wrong[:10],
        }


Outages = Sequence[tuple[datetime, datetime]]


def of_chains(facts: Sequence[dict[str, Any]], outages: Outages, *, now: datetime) -> Chains:
    by_alert: dict[str, list[dict[str, Any]]] = {}
    for one in facts:
        if "alert_id" in one["fact"]:
            by_alert.setdefault(one["fact"]["alert_id"], []).append(one)
    chains = Chains(alerts=len(by_alert))
    for alert_id, ours in by_alert.items():
        _follow(alert_id, ours, chains, outages=outages, now=now)
    return chains


def _follow(
    alert_id: str,
    ours: Sequence[dict[str, Any]],
    chains: Chains,
    *,
    outages: Outages,
    now: datetime,
) -> None:
    due: datetime | None = None
    rings = exhausted = taken = False
    for one in ours:
        kind, fact = one["type"], one["fact"]
        at = datetime.fromisoformat(fact["when"]["at"])
        if kind in ("AlertStepped", "AlertExhausted") and due is not None:
            _note(alert_id, chains, due=due, at=at, outages=outages)
        if kind == "AlertExhausted":
            chains.rang += not exhausted
            chains.rang_again += taken
            rings, exhausted, taken = bool(fact["rings"]), True, False
        elif kind == "AlertTaken":
            rings, taken = False, True
        elif kind == "AlertAnswered":
            chains.answered += 1
            return
        if kind in ("AlertStepped", "AlertDelivered", "AlertExhausted", "AlertTaken"):
            due = datetime.fromisoformat(fact["next_at"]) if fact.get("next_at") else None
    if exhausted and not taken:
        if not rings:
            chains.wrong.append(f"{alert_id}: nobody answered, and it does not ring")
    elif due is None or now > _alive(due, outages) + LATE:
        chains.wrong.append(f"{alert_id}: its chain stopped")


def _note(alert_id: str, chains: Chains, *, due: datetime, at: datetime, outages: Outages) -> None:
    chains.steps += 1
    could = _alive(due, outages)
    late_s = (at - could).total_seconds()
    if late_s < -0.6 and could == due:
        chains.sooner += 1
        return
    (chains.late_s if could == due else chains.after_outage_s).append(max(0.0, late_s))
    if late_s > LATE.total_seconds():
        chains.wrong.append(f"{alert_id}: a step {late_s:.1f} s late")


def _alive(due: datetime, outages: Outages) -> datetime:
    """When the room could do first what was due; shortly before a kill it may not have been."""
    for begin, end in outages:  # one may follow before the backlog of another is done
        if begin - LATE <= due <= end:
            due = end
    return due

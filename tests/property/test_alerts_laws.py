"""Laws of alerts, under any order, repeat and wrong hand: nothing is silent, nothing is told twice
as new, nobody is told whom it is not for, and what has an end stays ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from siaga.boards import alerts as board
from siaga.boards.alerts import AlertCard
from siaga.desks.alerts.commands import (
    ConfirmAlert,
    DropGone,
    RegisterBrowser,
    RegisterNumber,
    ReportSendings,
    SayAlert,
    Sending,
    TakeAlert,
)
from siaga.desks.alerts.decide.reach import is_for
from siaga.desks.alerts.doors import DESK
from siaga.desks.alerts.state import Alert, Roster
from siaga.language.alert_rules import FALLBACK, AlertRules
from siaga.language.alerts import (
    ROSTER,
    AlertAbout,
    AlertAnswered,
    AlertDelivered,
    AlertExhausted,
    AlertRaised,
    AlertStepped,
    AlertWay,
    alert_life,
    alert_of,
)
from siaga.language.crews import PanicAnswered, PanicRaised
from siaga.language.dispatch import DispatchAcknowledged, DispatchCancelled, UnitDispatched
from siaga.language.incident import IncidentOpened, IncidentPrioritised
from siaga.language.refusals import Refused
from siaga.language.values import (
    AccountId,
    Actor,
    AlertId,
    DeviceId,
    DispatchId,
    IncidentId,
    IncidentTypeId,
    Priority,
    UnitId,
)
from tests.builders import (
    CREW,
    DINSOS_DESK,
    NOW,
    OTHER_CREW,
    PLACE,
    SUPERVISOR,
    TAKER,
    by_server,
    sealed,
    uid,
)
from tests.world import World

INCIDENT, JOB, AMB = IncidentId("i-1"), DispatchId("d-1"), UnitId("amb-1")
RULES = AlertRules(chain=(replace(FALLBACK, ring_again_s=50, repeat_for_s=200),))
HERE = replace(PLACE, alerts=RULES)
PEOPLE = (CREW, OTHER_CREW, TAKER, DINSOS_DESK)
DEVICES = tuple(DeviceId(f"browser-{n}") for n in range(4))
ALERTS = (
    alert_of(AlertAbout.DISPATCH, JOB),
    alert_of(AlertAbout.CHANGE, JOB),
    alert_of(AlertAbout.PANIC, AMB),
    alert_of(AlertAbout.STAND_DOWN, JOB),
)
Act = Callable[[World], None]


def told(fact: object) -> Act:
    return lambda world: world.tell(fact)  # type: ignore[arg-type]


def waited(seconds: int) -> Act:
    return lambda world: world.wait(timedelta(seconds=seconds))


def asked(make: Callable[[World], object], actor: Actor) -> Act:
    def act(world: World) -> None:
        before = len(world.entries)
        outcome = world.submit("alerts", make(world), actor)
        if isinstance(outcome, Refused):
            assert len(world.entries) == before, "a refusal writes nothing"

    return act


def next_id(world: World) -> object:
    return uid(10_000 + len(world.answers))


def browser(n: int, actor: Actor) -> Act:
    return asked(
        lambda world: RegisterBrowser(
            command_id=next_id(world),  # type: ignore[arg-type]
            device_id=DEVICES[n],
            endpoint=sealed(f"e-{n}"),
            session=f"s-{n}",
        ),
        actor,
    )


def reported(alert_id: AlertId, n: int, status: str) -> Act:
    sending = Sending(way=AlertWay.PUSH, device_id=DEVICES[n], status=status, reason="timeout")
    return asked(
        lambda world: ReportSendings(
            command_id=next_id(world),  # type: ignore[arg-type]
            alert_id=alert_id,
            sendings=(sending,),
        ),
        TAKER,
    )


def of_person(kind: type, alert_id: AlertId, actor: Actor, **more: object) -> Act:
    return asked(lambda world: kind(command_id=next_id(world), alert_id=alert_id, **more), actor)


def number(unit_id: UnitId, way: AlertWay) -> Act:
    return asked(
        lambda world: RegisterNumber(
            command_id=next_id(world),  # type: ignore[arg-type]
            number=sealed(),
            ways=(way,),
            unit_id=unit_id,
        ),
        SUPERVISOR,
    )


def gone(n: int) -> Act:
    return asked(
        lambda world: DropGone(command_id=next_id(world), device_id=DEVICES[n]),  # type: ignore[arg-type]
        TAKER,
    )


def tried_and_taken(world: World) -> None:
    """Far along a chain, where chance alone seldom comes."""
    told(FACTS[1])(world)
    for alert_id in ALERTS:
        waited(120)(world)
        of_person(TakeAlert, alert_id, TAKER)(world)


FACTS: tuple[object, ...] = (
    IncidentOpened(
        incident_id=INCIDENT,
        incident_type=IncidentTypeId("fire.building"),
        priority=Priority.P2,
        clock_start=by_server(),
        when=by_server(),
        owner=AccountId("acc-taker"),
    ),
    UnitDispatched(dispatch_id=JOB, unit_id=AMB, incident_id=INCIDENT, when=by_server()),
    DispatchAcknowledged(dispatch_id=JOB, unit_id=AMB, incident_id=INCIDENT, when=by_server()),
    DispatchCancelled(
        dispatch_id=JOB, unit_id=AMB, incident_id=INCIDENT, when=by_server(), must_be_read=True
    ),
    IncidentPrioritised(incident_id=INCIDENT, priority=Priority.P1, when=by_server()),
    PanicRaised(unit_id=AMB, account_id=AccountId(CREW.id), when=by_server(), again_at=NOW),
    PanicAnswered(unit_id=AMB, when=by_server()),
)
NS = st.integers(0, len(DEVICES) - 1)
ACTS: st.SearchStrategy[Act] = st.one_of(
    st.sampled_from(FACTS).map(told),
    st.sampled_from((1, 5, 15, 40, 120)).map(waited),
    st.just(tried_and_taken),
    st.builds(browser, NS, st.sampled_from(PEOPLE)),
    st.builds(gone, NS),
    st.builds(
        number,
        st.sampled_from((AMB, UnitId("amb-2"))),
        st.sampled_from((AlertWay.SMS, AlertWay.VOICE)),
    ),
    st.builds(reported, st.sampled_from(ALERTS), NS, st.sampled_from(("sent", "trying", "failed"))),
    st.builds(
        of_person,
        st.sampled_from((TakeAlert, SayAlert)),
        st.sampled_from(ALERTS),
        st.sampled_from(PEOPLE),
    ),
    st.builds(
        of_person,
        st.just(ConfirmAlert),
        st.sampled_from(ALERTS),
        st.sampled_from(PEOPLE),
        way=st.sampled_from((AlertWay.PUSH, AlertWay.PAGE)),
    ),
)


def cards(world: World) -> dict[str, AlertCard]:
    found: dict[str, AlertCard | None] = {}
    for entry in world.entries:
        for key in board.keys(entry.fact):
            found[key] = board.draw(key, found.get(key), entry)
    return {key: card for key, card in found.items() if card is not None}


@settings(max_examples=200, deadline=None)
@given(st.lists(ACTS, max_size=18))
def test_nothing_is_silent_and_nothing_ended_goes_on(acts: list[Act]) -> None:
    world = World(desks=[DESK], place=HERE)
    for act in acts:
        act(world)
        check_now(world)
    check_history(world)


def check_now(world: World) -> None:
    shown = cards(world)
    for alert_id in ALERTS:
        alert: Alert = world.state("alerts", alert_life(alert_id))
        armed = ("alert-step", alert_id) in world.timers
        card = shown.get(alert_id)
        if alert.raised is None:
            assert not armed, "what is over rings no timer"
            assert card is None or (card.answered_at is not None and not card.rings)
            continue
        assert card is not None, "what is under way is shown"
        assert armed or card.rings, "what nobody answered waits for its time, or rings in the room"
        assert card.rings is (
            (alert.exhausted or AlertWay.RADIO in alert.ways) and not alert.taken
        ), "it rings exactly while a person of the room is wanted"


def check_history(world: World) -> None:
    """Each life of an alert, from its raising to its end."""
    roster, lives = Roster(), dict[AlertId, list[object]]()
    for entry in world.entries:
        fact = entry.fact
        if ROSTER in fact.tags():
            roster = DESK.evolve(ROSTER, roster, entry)
        if isinstance(fact, AlertRaised):
            lives[fact.alert_id] = [fact]
        elif isinstance(fact, AlertStepped | AlertDelivered | AlertExhausted):
            life = lives[
                fact.alert_id
            ]  # a step of what was never raised, or is over, is a KeyError
            life.append(fact)
            if isinstance(fact, AlertStepped):
                check_step(fact, life, roster)
            if isinstance(fact, AlertDelivered):
                assert sum(isinstance(one, AlertDelivered) for one in life) == 1
        elif isinstance(fact, AlertAnswered):
            del lives[fact.alert_id]


def check_step(fact: AlertStepped, life: list[object], roster: Roster) -> None:
    raised = life[0]
    assert isinstance(raised, AlertRaised)
    earlier = [one for one in life[1:-1] if isinstance(one, AlertStepped)]
    if earlier and fact.round == 0:
        assert fact.step > earlier[-1].step, "a chain goes forward only"
        assert not set(fact.ways) & {way for one in earlier for way in one.ways}
    for target in fact.targets:
        device = roster.devices[target.device_id]
        assert target.way in device.ways
        assert not set(device.holders) & set(raised.spared), "who is spared is not told"
        heard = set(device.holders) & set(raised.audience)
        assert heard or "everybody" in raised.audience, "nobody is told whom it is not for"


@given(st.sampled_from(PEOPLE), st.sampled_from(ALERTS[:3]))
def test_only_whom_it_is_for_can_say_that_it_arrived(actor: Actor, alert_id: AlertId) -> None:
    world = World(desks=[DESK], place=HERE)
    for fact in (FACTS[0], FACTS[1], FACTS[4], FACTS[5]):
        told(fact)(world)
    raised = world.state("alerts", alert_life(alert_id)).raised
    command = ConfirmAlert(command_id=uid(1), alert_id=alert_id, way=AlertWay.PAGE)
    refused = isinstance(world.submit("alerts", command, actor), Refused)
    assert refused is not (actor.is_room or is_for(actor, raised.audience))

"""A switch, takers and callers around the lines desk, doing whatever they are told."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from siaga.desks.lines.advise import Floor, Ring
from siaga.desks.lines.commands import (
    CallerSeen,
    FinishWrapUp,
    HearCall,
    MissRing,
    NoteAnswer,
    NoteEnd,
    NoteSign,
    OverflowCall,
    ReturnCall,
    RingTaker,
    SetDuty,
    TransferCall,
    TryCallBack,
)
from siaga.desks.lines.doors import DESK
from siaga.desks.lines.state import Phase
from siaga.language.calls import (
    BreakKind,
    CallerId,
    CallPath,
    Doing,
    EndedBy,
    OverflowReason,
    RingFailure,
    Sign,
)
from siaga.language.lines import CallRung
from siaga.language.place import Lines
from siaga.language.values import AccountId, Actor, ContactId, Role, SubjectId
from tests.builders import CHANNEL_ACTOR, LINES, NOW, POLICY_ACTOR, person, sealed, uid
from tests.world import Asking, World

TAKERS = tuple(AccountId(name) for name in ("acc-1", "acc-2", "acc-3"))
CALLERS = tuple(SubjectId(name) for name in ("s-1", "s-2"))
KINDS = (
    *("offer", "offer", "offer", "offer", "turns", "turns", "answer", "answer", "end", "end"),
    *("miss", "sign", "overflow", "return", "strange_answer", "late_answer", "late_answer"),
    *("duty", "finish", "repeat", "race", "race", "transfer", "call_back"),
)


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that happens; `which` counts back from the newest call."""

    kind: str
    which: int
    taker: AccountId
    pause_s: int
    head_start_s: int
    front: bool
    doing: Doing
    failure: RingFailure
    by: EndedBy


ACTS = st.builds(
    Act,
    kind=st.sampled_from(KINDS),
    which=st.integers(0, 5),
    taker=st.sampled_from(TAKERS),
    pause_s=st.sampled_from([0, 0, 1, 3, 9, 20, 61]),
    head_start_s=st.sampled_from([-60, -30, 0, 0, 60]),
    front=st.booleans(),
    doing=st.sampled_from([Doing.READY, Doing.READY, Doing.BREAK, Doing.AWAY]),
    failure=st.sampled_from(list(RingFailure)),
    by=st.sampled_from(list(EndedBy)),
)
MANY_ACTS = st.lists(ACTS, min_size=12, max_size=60)


@dataclass(slots=True)
class Exchange:
    """The desk, the picture of it, and what a switch and takers do."""

    rules: Lines = LINES
    world: World = field(default_factory=lambda: World([DESK]))
    floor: Floor = field(default_factory=Floor)
    asked: list[tuple[Any, Actor]] = field(default_factory=list)
    calls: list[ContactId] = field(default_factory=list)
    seen: int = 0
    count: int = 0
    overtaken: int = 0

    def __post_init__(self) -> None:
        for who in TAKERS[:2]:
            self.ask(SetDuty(command_id=self.new_id(), doing=Doing.READY), hand(who))

    def new_id(self) -> Any:
        self.count += 1
        return uid(self.count)

    def ask(self, command: Any, by: Actor = CHANNEL_ACTOR) -> None:
        self.asked.append((command, by))
        self.world.submit("lines", command, by)
        self.look()

    def look(self) -> None:
        for entry in self.world.entries[self.seen :]:
            self.floor.see(entry)
        self.seen = len(self.world.entries)

    def do(self, act: Act) -> None:
        self.world.wait(timedelta(seconds=act.pause_s))
        self.look()
        if act.kind == "offer":
            self.offer(act)
        elif act.kind == "turns":
            self.give_turns()
        elif act.kind == "repeat" and self.asked:
            command, by = self.asked[-1 - act.which % len(self.asked)]
            before = len(self.world.entries)
            self.world.submit("lines", command, by)
            assert len(self.world.entries) == before
        elif act.kind == "race":
            self.race(act)
        elif act.kind == "duty":
            pause = BreakKind.MEAL if act.doing is Doing.BREAK else None
            command = SetDuty(command_id=self.new_id(), doing=act.doing, break_kind=pause)
            self.ask(command, hand(act.taker))
        elif self.calls:
            self.on_call(act, self.calls[-1 - act.which % len(self.calls)])

    def offer(self, act: Act) -> None:
        new = self.new_id()
        # What the rules would say is tested beside; here any head start may come of them.
        pranks = {-60: (0.0,) * 9, -30: (0.0,), 0: (), 60: ()}[act.head_start_s]
        seen = CallerSeen(
            pranks_h=pranks,
            genuine_h=0.0 if act.head_start_s == 60 else None,
            asked_back=act.front,
        )
        self.calls.append(ContactId(str(new)))
        self.ask(
            HearCall(
                command_id=new,
                line="main",
                caller_id=CallerId.SHOWN,
                offered_at=self.world.now,
                seen=seen,
                subject=CALLERS[act.which % 2],
                number=sealed("number"),
            )
        )

    def give_turns(self) -> None:
        for turn in self.floor.turns(self.rules, self.world.now, online=set(TAKERS)):
            if isinstance(turn, Ring):
                self.count_overtaken(turn)
                self.ask(
                    RingTaker(
                        command_id=self.new_id(), contact_id=turn.contact_id, taker=turn.taker
                    ),
                    POLICY_ACTOR,
                )
            else:
                self.ask(
                    OverflowCall(
                        command_id=self.new_id(), contact_id=turn.contact_id, why=turn.why
                    ),
                    POLICY_ACTOR,
                )

    def count_overtaken(self, turn: Ring) -> None:
        """Said again from domain.md 4, apart from the desk's own words."""
        mine = self.floor.calls[turn.contact_id].offered_at
        assert mine is not None
        for contact_id, life in self.floor.calls.items():
            if contact_id == turn.contact_id or life.phase is not Phase.WAITING:
                continue
            assert life.offered_at is not None
            waited_s = (self.world.now - life.offered_at).total_seconds()
            undelivered = sum(one.why is not RingFailure.NO_ANSWER for one in life.missed)
            if life.offered_at < mine and waited_s >= self.rules.bound_s and undelivered < 3:
                self.overtaken += 1

    def race(self, act: Act) -> None:
        """Two processes give the same taker two calls, and one call two takers."""
        waiting = [i for i, life in self.floor.calls.items() if life.phase is Phase.WAITING][:2]
        for pairs in (
            [(call, act.taker) for call in waiting],
            [(call, who) for call in waiting[:1] for who in TAKERS],
        ):
            before = len(self.world.facts(CallRung))
            self.world.race(
                *(
                    Asking(
                        desk="lines",
                        command=RingTaker(command_id=self.new_id(), contact_id=call, taker=who),
                        actor=POLICY_ACTOR,
                    )
                    for call, who in pairs
                )
            )
            assert len(self.world.facts(CallRung)) - before <= 1
            self.look()

    def on_call(self, act: Act, call: ContactId) -> None:
        own: dict[str, Any] = {"command_id": self.new_id(), "contact_id": call}
        life, now = self.floor.calls.get(call), self.world.now
        rings = life.taker if life and life.phase is Phase.RINGING else None
        match act.kind:
            case "answer" if rings:
                self.ask(NoteAnswer(**own, path=CallPath.TAKER, answered_at=now, answered_by=rings))
            case "strange_answer" if self.is_free(act.taker):
                self.ask(
                    NoteAnswer(
                        **own, path=CallPath.FAILSAFE, answered_at=now, answered_by=act.taker
                    )
                )
            case "late_answer":
                self.ask(NoteAnswer(**own, path=CallPath.SECOND_DESTINATION, answered_at=NOW))
            case "miss":
                self.ask(MissRing(**own, taker=rings or act.taker, why=act.failure))
            case "end":
                self.ask(NoteEnd(**own, ended_by=act.by, ended_at=now))
            case "sign":
                self.ask(NoteSign(**own, sign=Sign.DIGIT, signed_at=now, digit="1"))
            case "overflow":
                self.ask(OverflowCall(**own, why=OverflowReason.WAITED))
            case "return":
                self.ask(ReturnCall(**own))
            case "finish":
                self.ask(FinishWrapUp(**own, taker=act.taker), POLICY_ACTOR)
            case "transfer" if life and life.phase is Phase.TALKING and life.taker:
                self.ask(TransferCall(**own, to=act.taker), hand(life.taker))
            case "call_back":
                self.ask(TryCallBack(**own, taker=act.taker), hand(act.taker))
            case _:
                pass

    def is_free(self, who: AccountId) -> bool:
        """Of flesh and blood: nobody picks up a second telephone while talking."""
        life = self.floor.takers.get(who)
        return life is None or life.doing not in (Doing.TALKING, Doing.RINGING)


def hand(who: AccountId) -> Actor:
    return person(who, Role.CALL_TAKER)

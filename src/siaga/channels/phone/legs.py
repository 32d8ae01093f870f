"""Which leg belongs to which call, for a switch that joins legs by our order. Pure.

A *leg* is one telephone's connection to the switch, named by the switch or by us. The caller's leg
waits; legs we dial are joined to it when somebody picks up. The adapters turn what their switch
says into the methods here, and the orders that come back into what their switch understands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from siaga.channels.phone.orders import (
    Call,
    Dial,
    Drop,
    Found,
    Gone,
    Hold,
    Join,
    Leg,
    Prompt,
    Release,
    Role,
    Step,
    prompt_name,
    sip_code,
    where_to,
)
from siaga.channels.phone.port import (
    EVERY_CALL,
    Answered,
    CannotDo,
    Digit,
    Ended,
    Held,
    Offered,
    Overflowed,
    Placed,
    Ringing,
    TakerFailed,
    Talking,
    Voice,
)

ORDINARY = "waiting"
DIGITS = frozenset("0123456789*#")
RING_S_MAX = 300
NORMAL_CLEARING = 16  # Q.850


class Legs:
    """Every call this switch has in hand. `new_leg` names a leg; it gives a new name each time."""

    def __init__(self, *, new_leg: Callable[[], str], second: str = "") -> None:
        self._new_leg, self._second = new_leg, second
        self._announcement = ORDINARY
        self._calls: dict[str, Call] = {}  # by the caller's leg
        self._names: dict[str, str] = {}  # call → the caller's leg
        self._legs: dict[str, Leg] = {}  # those we dialled

    # ---- what the switch says

    def knows(self, leg: str) -> bool:
        return leg in self._calls or leg in self._legs

    def call_of(self, leg: str) -> Call | None:
        """The call a leg belongs to, whether the caller's or one we dialled."""
        dialled = self._legs.get(leg)
        return self._calls.get(dialled.caller if dialled else leg)

    def leg(self, leg: str) -> Leg | None:
        return self._legs.get(leg)

    def calls(self) -> Iterator[Call]:
        return iter(list(self._calls.values()))

    def waiting(self) -> Iterator[Call]:
        return (call for call in self._calls.values() if call.is_waiting)

    def offered(self, leg: str, offered: Offered) -> list[Step]:
        """A caller's leg arrives; one we know already is not told again."""
        if leg in self._calls:
            return []
        call = self._enter(leg, offered)
        return [call.offered, Prompt(leg=leg, prompt=self._announcement)]

    def placed(self, leg: str, placed: Placed) -> list[Step]:
        if leg in self._calls:
            return []
        told = Offered(call=placed.call, at=placed.at)
        call = self._enter(leg, told)
        call.placed_by = placed.taker
        return [replace(placed, call=call.name), Release(leg=leg)]

    def _enter(self, leg: str, offered: Offered) -> Call:
        """Two live legs with one Call-ID are two people: the second keeps a name of its own."""
        name = offered.call or leg
        if name in self._names:
            name = f"{name}#{leg}"
        call = Call(leg=leg, offered=replace(offered, call=name))
        self._calls[leg], self._names[name] = call, leg
        return call

    def rings(self, leg: str, *, at: datetime) -> list[Step]:
        dialled, call = self._legs.get(leg), self.call_of(leg)
        if dialled is None or call is None or dialled.rang or dialled.up:
            return []
        dialled.rang = True
        if dialled.role is Role.SECOND:
            return [Overflowed(call=call.name, at=at)]
        if dialled.role is Role.TAKER:
            return [Ringing(call=call.name, taker=dialled.who, at=at)]
        return []

    def picks_up(self, leg: str, *, at: datetime) -> list[Step]:
        call = self._calls.get(leg)
        if call is not None:  # the far end of a call a taker placed
            if not call.placed_by or call.answered_at:
                return []
            call.answered_at = at
            return [Answered(call=call.name, at=at, taker=call.placed_by)]
        dialled, call = self._legs.get(leg), self.call_of(leg)
        if dialled is None or call is None:
            return [Drop(leg=leg)]
        if dialled.up:
            return []
        steps = self.rings(leg, at=at) if dialled.role is Role.SECOND else []
        dialled.up = True
        steps.append(Join(caller=call.leg, leg=leg, role=dialled.role))
        if dialled.role.talks:
            steps[-1:] = self._answer(call, dialled, at=at)
        return steps

    def _answer(self, call: Call, dialled: Leg, *, at: datetime) -> list[Step]:
        before, call.partner, call.ringing = call.partner, dialled.id, ""
        call.answered_at, call.held = call.answered_at or at, False
        join = Join(caller=call.leg, leg=dialled.id, role=dialled.role)
        steps: list[Step] = [Answered(call=call.name, at=at, taker=dialled.taker), join]
        if before and before in self._legs:
            del self._legs[before]
            steps.append(Drop(leg=before))
        return steps

    def gone(self, leg: str, gone: Gone) -> list[Step]:
        """A leg has ended, whoever ended it."""
        if leg in self._calls:
            return self._call_gone(self._calls[leg], gone)
        dialled, call = self._legs.pop(leg, None), None
        if dialled is not None:
            call = self._calls.get(dialled.caller)
        if dialled is None or call is None:
            return []
        if call.ringing == leg:
            call.ringing = ""
            code = gone.code or sip_code(gone.cause)
            return [TakerFailed(call=call.name, at=gone.at, taker=dialled.taker, code=code)]
        if call.partner != leg:
            left_alone = dialled.role is Role.TRANSFER and not call.partner
            return self._stay_or_drop(call) if left_alone else []
        call.ended_by = call.ended_by or ("taker" if gone.hung_up else "network")
        return self._stay_or_drop(call)

    def _stay_or_drop(self, call: Call) -> list[Step]:
        """The caller stays with whoever was asked to join, and while a transfer still rings."""
        others = [one for one in self._legs.values() if one.caller == call.leg]
        call.partner = next((one.id for one in others if one.up and one.role is Role.PARTY), "")
        if call.partner or any(one.role is Role.TRANSFER for one in others):
            call.ended_by = ""
            return []
        call.ended_by = call.ended_by or "taker"
        return [Drop(leg=call.leg)]

    def _call_gone(self, call: Call, gone: Gone) -> list[Step]:
        del self._calls[call.leg], self._names[call.name]
        by = call.ended_by or ("caller" if gone.hung_up else "network")
        # The switch may end the caller's leg itself when the other hangs up, and say that first.
        followed = call.partner and gone.cause == NORMAL_CLEARING and not gone.hung_up
        if (call.placed_by and by == "caller") or (by == "network" and followed):
            by = "taker"
        unanswered = call.placed_by and not call.answered_at
        code = (gone.code or sip_code(gone.cause)) if unanswered else 0
        ended = Ended(call=call.name, at=gone.at, by=by, cause=gone.cause, code=code)
        steps: list[Step] = [ended]
        for leg in [one.id for one in self._legs.values() if one.caller == call.leg]:
            del self._legs[leg]
            steps.append(Drop(leg=leg))
        return steps

    def digit(self, leg: str, digit: str, *, at: datetime) -> list[Step]:
        call = self._calls.get(leg)
        is_digit = digit in DIGITS and call is not None and not call.placed_by
        return [Digit(call=call.name, at=at, digit=digit)] if call and is_digit else []

    def voice(self, leg: str, *, at: datetime) -> list[Step]:
        call = self._calls.get(leg)
        return [Voice(call=call.name, at=at)] if call and call.is_waiting else []

    def holds(self, leg: str, *, held: bool, at: datetime) -> list[Step]:
        call = self.call_of(leg)
        if call is None or call.held == held or not call.partner:
            return []
        call.held = held
        return [Held(call=call.name, at=at, held=held)]

    # ---- what we ask of it

    def offer_to(self, name: str, taker: str, *, ring_s: int) -> list[Step]:
        return self._ring(self._waiting(name), Role.TAKER, to=taker, ring_s=ring_s)

    def overflow(self, name: str) -> list[Step]:
        if not self._second:
            raise CannotDo("no second destination is set")
        return self._ring(self._waiting(name), Role.SECOND, to=self._second, ring_s=RING_S_MAX)

    def hang_up(self, name: str) -> list[Step]:
        call = self._known(name)
        call.ended_by = call.ended_by or "system"
        return [Drop(leg=call.leg)]

    def play(self, name: str, prompt: str) -> list[Step]:
        chosen = prompt_name(prompt) if prompt else ORDINARY
        if name != EVERY_CALL:
            call = self._known(name)
            return [Prompt(leg=call.leg, prompt=chosen, endless=call.is_waiting)]
        self._announcement = chosen
        return [Prompt(leg=call.leg, prompt=chosen) for call in self.waiting()]

    def hold(self, name: str, *, held: bool) -> list[Step]:
        call = self._talking(name)
        return [Hold(caller=call.leg, leg=call.partner, held=held)]

    def transfer(self, name: str, *, to: str) -> list[Step]:
        return self._ring(self._talking(name), Role.TRANSFER, to=to, ring_s=30)

    def add_party(self, name: str, *, to: str) -> list[Step]:
        return self._ring(self._talking(name), Role.PARTY, to=to, ring_s=60)

    def listen(self, name: str, *, taker: str) -> list[Step]:
        return self._ring(self._talking(name), Role.LISTENER, to=taker, ring_s=30)

    def release(self) -> list[Step]:
        """Everybody who waits goes to the switch's own failsafe; nobody is forgotten."""
        steps: list[Step] = []
        for call in list(self.waiting()):
            call.released = True
            if call.ringing:
                self._legs.pop(call.ringing, None)
                steps.append(Drop(leg=call.ringing))
                call.ringing = ""
            steps.append(Release(leg=call.leg, failsafe=True))
        return steps

    def _ring(self, call: Call, role: Role, *, to: str, ring_s: int) -> list[Step]:
        where = to if role is Role.SECOND else where_to(to, role)
        leg = Leg(id=self._new_leg(), caller=call.leg, role=role, who=where)
        self._legs[leg.id] = leg
        if role in (Role.TAKER, Role.SECOND):
            call.ringing = leg.id
        seconds = max(1, min(ring_s, RING_S_MAX))
        return [Dial(leg=leg.id, caller=call.leg, role=role, to=where, ring_s=seconds)]

    def _known(self, name: str) -> Call:
        leg = self._names.get(name)
        if leg is None:
            raise CannotDo("no such call")
        return self._calls[leg]

    def _waiting(self, name: str) -> Call:
        call = self._known(name)
        if not call.is_waiting or call.ringing:
            raise CannotDo("the call does not wait")
        return call

    def _talking(self, name: str) -> Call:
        call = self._known(name)
        if not call.partner:
            raise CannotDo("nobody has answered the call")
        return call

    # ---- after a reconnect

    def settle(self, found: Iterable[Found], *, at: datetime) -> list[Step]:
        """The switch's own list of legs: what happened meanwhile, then everything that still is."""
        listed = {one.leg: one for one in found}
        steps: list[Step] = []
        for leg in [leg for leg in (*self._calls, *self._legs) if leg not in listed]:
            steps += self.gone(leg, Gone(at=at))
        steps = [step for step in steps if not isinstance(step, Drop) or step.leg in listed]
        for one in listed.values():
            steps += self._meet_caller(one, at=at)
        for one in listed.values():
            steps += self._meet_dialled(one, at=at)
        steps = [replace(one, replayed=True) if isinstance(one, Ended) else one for one in steps]
        for call in self._calls.values():
            steps += self._retold(call)
        return steps

    def _meet_caller(self, one: Found, *, at: datetime) -> list[Step]:
        steps: list[Step] = []
        if one.leg not in self._calls and one.offered is not None:
            call = self._enter(one.leg, one.offered)
            call.released = not one.in_hand
            call.placed_by = one.who
            if one.who and one.up:
                call.answered_at = one.since_at
        known = self._calls.get(one.leg)
        if known is None or known.answered_at or known.placed_by:
            return steps
        if one.in_hand:
            known.released = False
        elif one.up:  # somebody took it from the failsafe while we were away
            known.answered_at = at
            told = Answered(call=known.name, at=at, failsafe=True, replayed=True)
            steps += [known.retold(), told]
        return steps

    def _meet_dialled(self, one: Found, *, at: datetime) -> list[Step]:
        if one.role is None or one.leg in self._calls:
            return []
        call = self._calls.get(one.caller)
        if call is None:
            return [Drop(leg=one.leg)]
        known = self._legs.get(one.leg)
        if known is None:
            known = Leg(id=one.leg, caller=one.caller, role=one.role, who=one.who)
            self._legs[one.leg] = known
            if one.up and one.caller_up and one.role.talks and not call.partner:
                known.up, call.partner, call.answered_at = True, one.leg, one.since_at
            elif not one.up and one.role in (Role.TAKER, Role.SECOND):
                call.ringing = one.leg
        return self.picks_up(one.leg, at=one.since_at) if one.up and not known.up else []

    def _retold(self, call: Call) -> list[Step]:
        partner = self._legs.get(call.partner)
        if call.answered_at and call.placed_by:
            return [Talking(call=call.name, taker=call.placed_by, at=call.answered_at)]
        if call.answered_at and partner is not None:
            told = Talking(call=call.name, taker=partner.taker, at=call.answered_at)
            return [call.retold(), told]
        if not call.is_waiting:
            return []
        return [call.retold(), Prompt(leg=call.leg, prompt=self._announcement)]

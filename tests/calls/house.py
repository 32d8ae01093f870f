"""One room with a telephone of its own: the server, its stack, its logbook and its journal."""

from __future__ import annotations

import json
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
import httpx

from siaga.app.voice.running import stop
from siaga.app.voice.settings import VoiceSettings
from siaga.app.voice.supervise import read_state
from siaga.channels.phone.kamailio.files import journal_since
from siaga.platform.ids import derived_id
from siaga.platform.postgres_cluster import PORT, ROLE, socket_folder
from tests.calls.outside import CITY, SECOND, Call, Citizens, Outside
from tests.http.people import Person
from tests.http.server import APP_SECRET, GRAPH_TOKEN, NUMBERS, PASSWORD, ROOT, SPOKEN, Server
from tests.patience import PATIENCE_S, eventually
from tests.voice.stack import Stack, free_ports

T = TypeVar("T")
NOWHERE = "http://127.0.0.1:9"
RULES = "id/jambi/lines.toml"
ALL_OF_IT = """
select e.position, e.type, e.body from tag t join entry e using (place, position)
where t.tag = any($1) order by e.position
"""
TOLD_OF = {"Offered": "CallOffered", "Answered": "CallAnswered", "Ended": "CallEnded"}
BY_TYPE = "select position, type, body from entry where type = $1 order by position"


@dataclass(frozen=True)
class Fact:
    position: int
    type: str
    body: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.body.get(name)


class House:
    """`rules`: lines of the place's telephone rules that are others here. A second destination
    is there when somebody asks for `with_second`."""

    def __init__(
        self,
        folder: Path,
        outside: Outside,
        *,
        rules: Mapping[str, Any],
        with_second: bool,
        with_trunk: bool,
    ) -> None:
        self.folder, self.outside = folder, outside
        ports = free_ports()
        settings = {
            "SIAGA_VOICE": "true",
            "SIAGA_VOICE_PORTS": str(ports.base),
            "SIAGA_VOICE_RTP_MIN": str(ports.rtp_min),
            "SIAGA_VOICE_RTP_MAX": str(ports.rtp_max),
            "SIAGA_PLACES": str(_places(folder, rules)),
        }
        if with_trunk:
            settings["SIAGA_VOICE_TRUNK_DESTINATION"] = f"127.0.0.1:{ports.base + CITY}"
        if with_second:
            second = f"sip:second@127.0.0.1:{ports.base + SECOND}"
            settings["SIAGA_VOICE_SECOND_DESTINATION"] = second
        self.server = Server(folder, NOWHERE, **settings)
        self.voice = folder / "data" / "demo" / "voice"
        self.stack = Stack(VoiceSettings(folder=self.voice, ports=ports))
        self._people: dict[str, Person] = {}
        self.citizens: Citizens

    @property
    def url(self) -> str:
        return self.server.url

    def start(self) -> None:
        began_s = time.monotonic()
        self.server.start()
        print(f"room and telephone ready in {time.monotonic() - began_s:.1f} s")

    def person(self, user: str) -> Person:
        if user not in self._people:
            self._people[user] = Person(self.url, user)
        return self._people[user]

    # ---- what is written down

    def contact(self, call: Call | str) -> str:
        return str(derived_id("phone", call if isinstance(call, str) else call.id))

    def facts(self, contact_id: str) -> list[Fact]:
        """Of this contact, in the logbook's order."""
        return self._read(ALL_OF_IT, [f"contact-life:{contact_id}", f"contact:{contact_id}"])

    def of_type(self, name: str) -> list[Fact]:
        return self._read(BY_TYPE, name)

    def until_fact(
        self, call: Call | str, name: str, *, within_s: float = PATIENCE_S, **wanted: Any
    ) -> Fact:
        """The first fact of this type of a call's contact."""
        contact_id = self.contact(call) if isinstance(call, Call) else call

        def look() -> Fact | None:
            named = (fact for fact in self.facts(contact_id) if fact.type == name)
            return next((f for f in named if all(f[k] == v for k, v in wanted.items())), None)

        found = eventually(look, within_s=within_s, what=f"{name} {wanted}")
        assert found is not None
        return found

    def types(self, call: Call) -> list[str]:
        return [fact.type for fact in self.facts(self.contact(call))]

    def journal(self) -> dict[str, list[str]]:
        """Call-ID → what the edge itself wrote of it."""
        found: dict[str, list[str]] = {}
        for event in journal_since(self.stack.settings.journal, "")[0]:
            if call := getattr(event, "call", ""):
                found.setdefault(call, []).append(type(event).__name__)
        return found

    def nothing_is_missing_or_double(self) -> None:
        """The logbook says of every call what the edge's journal says, once."""
        eventually(
            lambda: not self._differences(), within_s=2 * PATIENCE_S, what="logbook as journal"
        )
        offered = [kinds for kinds in self.journal().values() if "Offered" in kinds]
        assert len(self.of_type("CallOffered")) == len(offered)

    def _differences(self) -> list[str]:
        found = []
        for call, kinds in self.journal().items():
            facts = [fact.type for fact in self.facts(self.contact(call))]
            for kind, fact in TOLD_OF.items():
                if "Placed" not in kinds and facts.count(fact) != int(kind in kinds):
                    found.append(f"{call}: {kind} in {kinds}, {fact} in {facts}")
        return found

    def _read(self, question: str, *values: Any) -> list[Fact]:
        async def ask() -> list[Any]:
            state = self.folder / "data" / "demo"
            connection = await asyncpg.connect(
                host=str(socket_folder(state)), port=PORT, user=ROLE, database="postgres"
            )
            try:
                return list(await connection.fetch(question, *values))
            finally:
                await connection.close()

        rows = self.outside.do(ask())
        found = {
            row["position"]: Fact(row["position"], row["type"], json.loads(row["body"]))
            for row in rows
        }
        return list(found.values())

    def doing(self, user: str) -> str:
        person = self.person(user)
        card = person.cards("takers").get(person.id)
        return str(card["doing"]) if card else "away"

    def until_doing(self, user: str, *wanted: str) -> None:
        eventually(lambda: self.doing(user) in wanted, what=f"{user} is {wanted}")

    def set_duty(self, user: str, doing: str) -> None:
        self.person(user).done("lines/set-duty", doing=doing)

    def calm(self) -> None:
        """Nobody calls, waits or is owed a call, and no contact is left open."""
        self.citizens.all_hang_up()
        person = self.person("calltaker")
        eventually(lambda: not person.cards("calls"), what="no call is left")
        for contact_id in person.cards("call-backs"):
            person.done("lines/close-call-back", contact_id=contact_id, outcome="not_needed")
        for contact_id, card in person.cards("queue").items():
            if not card["incident_id"]:
                person.ask("intake/classify-contact", contact_id=contact_id, kind="test")

    # ---- trouble

    def kill_room(self) -> None:
        process = self.server.process
        assert process is not None
        process.kill()
        process.wait(10)
        self._forget_people()

    def _forget_people(self) -> None:
        for person in self._people.values():
            person.close()
        self._people.clear()

    def pid(self, program: str) -> int:
        """kamailio or rtpengine, as their supervisor knows them; 0 when it does not run."""
        return int((read_state(self.voice).get(program) or {}).get("pid") or 0)

    def kill(self, program: str) -> None:
        """As it would crash; its supervisor starts it again."""
        before = self.pid(program)
        os.kill(before, signal.SIGKILL)
        eventually(lambda: self.pid(program) not in (0, before), what=f"{program} starts again")

    def postgres(self) -> list[int]:
        process = self.server.process
        assert process is not None
        children = _children(process.pid)
        found = [pid for pid in children if _name(pid) == "postgres"]
        return [*found, *(child for pid in found for child in _children(pid))]

    def answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/readyz", timeout=2).status_code == 200
        except httpx.HTTPError:
            return False

    def close(self) -> None:
        self._forget_people()
        self.server.stop()
        stop(self.voice)


@contextmanager
def house(
    outside: Outside,
    *,
    rules: Mapping[str, Any] | None = None,
    with_second: bool = False,
    with_trunk: bool = True,
) -> Iterator[House]:
    """Started; ends with everything it started. Its log holds no number and no mistake."""
    folder = Path(tempfile.mkdtemp(prefix="siaga-calls-"))
    folder.chmod(0o755)
    home = House(folder, outside, rules=rules or {}, with_second=with_second, with_trunk=with_trunk)
    try:
        home.start()
        home.citizens = Citizens(outside, home.stack)
        yield home
        home.citizens.close()
    finally:
        home.close()
        log = home.server.log.read_text()
        if keep := os.environ.get("SIAGA_ARTIFACTS"):
            unreadable = shutil.ignore_patterns("pg", "run")
            shutil.copytree(folder, Path(keep) / folder.name, ignore=unreadable)
        shutil.rmtree(folder, ignore_errors=True)
    secrets = (APP_SECRET, GRAPH_TOKEN, PASSWORD, NUMBERS, NUMBERS[2:], SPOKEN)
    told = [line for line in log.splitlines() if any(secret in line for secret in secrets)]
    assert told == [], "the log holds a secret or a number"
    bugs = [line for line in log.splitlines() if "request.failed" in line or "Traceback" in line]
    assert bugs == []


def stop_process(pids: list[int]) -> None:
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)


def go_on(pids: list[int]) -> None:
    for pid in pids:
        os.kill(pid, signal.SIGCONT)


def _places(folder: Path, rules: Mapping[str, Any]) -> Path:
    places = folder / "places"
    shutil.copytree(ROOT / "places", places)
    path = places / RULES
    lines = path.read_text().splitlines()
    for name, value in rules.items():
        at = next(n for n, line in enumerate(lines) if line.startswith(f"{name} = "))
        lines[at] = f"{name} = {json.dumps(value)}"
    path.write_text("\n".join(lines) + "\n")
    return places


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        found += map(int, (task / "children").read_text().split())
    return found


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""

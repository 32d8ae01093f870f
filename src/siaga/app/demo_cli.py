"""`siaga demo traffic`: an hour of a city, sent through the public doors of a running drill."""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import os
import sys
from collections import Counter
from ipaddress import IPv4Address
from urllib.parse import urlsplit

import httpx

from siaga.app.config import Config, ConfigInvalid, read_config
from siaga.app.demo_secrets import read_demo_secrets
from siaga.language.place import Place
from siaga.language.values import Channel
from siaga.platform.clock import WallClock, steady_s
from siaga.platform.ids import new_id
from siaga.platform.place_files import load_place
from siaga.simulation.city_hour import Arrival, city_hour
from siaga.simulation.public_doors import form_fields, signed, whatsapp_body

INTERRUPTED = 130
TRIES = 5
TELL_EVERY_S = 5.0
LOOPBACKS = 2**24 - 2**16  # 127.1.0.0 and up
PHONE_NUMBER_ID = "112"


class NotSent(Exception):
    """The text says what a person can do about it."""


class Seeded:
    """Chance that is the same for a seed in every version of Python."""

    def __init__(self, seed: int) -> None:
        self._seed, self._drawn = seed, 0

    def random(self) -> float:
        self._drawn += 1
        digest = hashlib.sha256(f"{self._seed}:{self._drawn}".encode()).digest()
        return int.from_bytes(digest[:6]) / 2**48


class Doors:
    """The public doors of the room at `url`, as a telephone and a browser use them."""

    def __init__(self, url: str, place: Place, *, app_secret: str) -> None:
        self.url, self.place, self.app_secret = url, place, app_secret
        self.clock = WallClock()
        self.http = httpx.AsyncClient(base_url=url, timeout=20)
        self.answers: Counter[str] = Counter()
        self._is_here = urlsplit(url).hostname in ("127.0.0.1", "localhost")

    async def send(self, arrival: Arrival) -> None:
        """Counts the answer. Raises NotSent when nobody answers."""
        by_web = arrival.channel is Channel.WEB
        for attempt in range(TRIES):
            try:
                status = await (self._form(arrival) if by_web else self._message(arrival))
            except httpx.HTTPError as reason:
                if attempt == TRIES - 1:
                    raise NotSent(f"{self.url}: {type(reason).__name__}") from reason
                await asyncio.sleep(1)
            else:
                taken = "taken" if status in (200, 303) else f"refused {status}"
                self.answers[f"{arrival.channel.value}: {taken}"] += 1
                return

    async def _message(self, arrival: Arrival) -> int:
        raw = whatsapp_body(
            arrival,
            phone_number_id=PHONE_NUMBER_ID,
            message_id=f"wamid.{new_id().hex}",
            sent_at=self.clock.now(),
        )
        headers = signed(raw, self.app_secret.encode())
        return (await self.http.post("/hooks/whatsapp", content=raw, headers=headers)).status_code

    async def _form(self, arrival: Arrival) -> int:
        fields = dict(form_fields(arrival, form_id=new_id()))
        if fields.get("incident_type") not in self.place.incident_types:
            fields.pop("incident_type", None)
        # Everybody reports from an address of their own; the room limits how many one address may.
        transport = httpx.AsyncHTTPTransport(local_address=self._address_of(arrival))
        async with httpx.AsyncClient(transport=transport, base_url=self.url, timeout=20) as http:
            return (await http.post("/lapor", data=fields)).status_code

    def _address_of(self, arrival: Arrival) -> str | None:
        if not self._is_here:
            return None
        digest = hashlib.sha256(f"{arrival.sender}{arrival.happening}".encode()).digest()
        return str(IPv4Address("127.1.0.0") + int.from_bytes(digest[:4]) % LOOPBACKS)


def main(words: list[str]) -> int:
    """→ the exit code: 0 sent, 1 not a drill or not reachable, 2 misused, 130 interrupted."""
    parser = argparse.ArgumentParser(prog="siaga demo", description=__doc__)
    traffic = parser.add_subparsers(required=True, metavar="COMMAND").add_parser(
        "traffic", help="send a believable hour of reports to a running demo"
    )
    traffic.add_argument("--minutes", type=float, default=60, help="of the city's time")
    traffic.add_argument("--speed", type=float, default=20, help="city minutes in one minute")
    traffic.add_argument("--seed", type=int, default=1)
    traffic.add_argument("--url", default="http://127.0.0.1:8112")
    traffic.add_argument("--data", help="the demo's data folder, for its WhatsApp secret")
    given = parser.parse_args(words)
    if given.minutes <= 0 or given.speed <= 0:
        parser.error("--minutes and --speed must be above 0")
    try:
        config = read_config(os.environ, {"data": given.data})
    except ConfigInvalid as invalid:
        print(invalid, file=sys.stderr)
        return 2
    try:
        return asyncio.run(_traffic(config, given))
    except NotSent as reason:
        print(f"\n{reason}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


async def _traffic(config: Config, given: argparse.Namespace) -> int:
    place = load_place(config.places / config.place, drill=True)
    app_secret = config.whatsapp_app_secret.partition(",")[0]
    own = read_demo_secrets(config.data / "demo").get("whatsapp_app_secret", "")
    doors = Doors(given.url.rstrip("/"), place, app_secret=app_secret or own)
    if not doors.app_secret:
        raise NotSent(
            f"Rahasia WhatsApp tidak ditemukan di {config.data / 'demo'}: jalankan"
            " `siaga up --demo` dulu, pakai --data, atau isi SIAGA_WHATSAPP_APP_SECRET."
            " / No WhatsApp secret there: start `siaga up --demo` first, use --data, or set"
            " SIAGA_WHATSAPP_APP_SECRET."
        )
    await _must_be_drill(doors)
    hour = city_hour(Seeded(given.seed), list(place.areas.values()), minutes=given.minutes)
    last_s = given.minutes * 60 / given.speed
    print(
        f"{given.url}: {len(hour)} kiriman dalam {last_s:.0f} detik (benih {given.seed})."
        f" / {len(hour)} reports in {last_s:.0f} seconds (seed {given.seed}). Ctrl+C"
    )
    began_s = steady_s()
    try:
        await _send_all(doors, hour, speed=given.speed)
    finally:
        await doors.http.aclose()
        print(_summary(doors, steady_s() - began_s))
    return 0 if all(name.endswith("taken") for name in doors.answers) else 1


async def _must_be_drill(doors: Doors) -> None:
    try:
        site = (await doors.http.get("/api/site")).raise_for_status().json()
    except (httpx.HTTPError, ValueError) as reason:
        raise NotSent(
            f"{doors.url} tidak menjawab sebagai Siaga; jalankan `siaga up --demo`."
            f" / No Siaga answers there; start `siaga up --demo`. ({type(reason).__name__})"
        ) from reason
    if site.get("drill") is not True:
        raise NotSent(
            f"{doors.url} adalah ruang sungguhan: lalu lintas latihan ditolak."
            " / That is a real room: demo traffic is for drills only."
        )
    if site.get("place") != doors.place.id:
        raise NotSent(f"{doors.url}: {site.get('place')} ≠ {doors.place.id} (SIAGA_PLACE)")


async def _send_all(doors: Doors, hour: list[Arrival], *, speed: float) -> None:
    """Each at its moment; a slow answer does not hold back the next citizen."""
    try:
        async with asyncio.TaskGroup() as group:
            await _pace(doors, hour, group, speed=speed)
    except ExceptionGroup as failed:
        raise failed.exceptions[0] from failed


async def _pace(
    doors: Doors, hour: list[Arrival], group: asyncio.TaskGroup, *, speed: float
) -> None:
    began_s = told_s = steady_s()
    for number, arrival in enumerate(hour, 1):
        await asyncio.sleep(max(0.0, began_s + arrival.at_s / speed - steady_s()))
        group.create_task(doors.send(arrival))
        if sys.stdout.isatty() or steady_s() - told_s > TELL_EVERY_S:
            told_s = steady_s()
            end = "\r" if sys.stdout.isatty() else "\n"
            clock = f"{int(arrival.at_s // 60):02d}:{int(arrival.at_s % 60):02d}"
            print(f"  {clock}  {number}/{len(hour)}", end=end, flush=True)


def _summary(doors: Doors, elapsed_s: float) -> str:
    lines = [f"\nTerkirim dalam {elapsed_s:.0f} detik / sent in {elapsed_s:.0f} seconds:"]
    lines += [f"  {name:24} {count}" for name, count in sorted(doors.answers.items())]
    return "\n".join(lines)

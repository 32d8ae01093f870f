"""The composed room: everything one place needs, opened on one database and closed again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from siaga.app.accounts import Accounts
from siaga.app.advice import Advice, put_together
from siaga.app.alerting import Alerting, alerting_of
from siaga.app.boards import BOARDS
from siaga.app.care import Care
from siaga.app.citizens import Citizens
from siaga.app.config import ROOT, Config
from siaga.app.desks import DESKS
from siaga.app.machines import Machines
from siaga.app.media_reach import MediaReach
from siaga.app.messaging import Messaging
from siaga.app.passes import either
from siaga.app.signal_audience import SignalAudience
from siaga.app.telephone import Around, Telephone
from siaga.app.text_channels import Surroundings, TextChannels
from siaga.app.workers.checks import Checks
from siaga.app.workers.hearing import Hearing
from siaga.app.workers.hearing.whereabouts import Whereabouts
from siaga.app.workers.lines.knowing import Callers
from siaga.app.workers.matching import Matching
from siaga.app.workers.premises import Premises
from siaga.app.workers.sending import contact_allowed, report_sent
from siaga.app.workers.sending.links import with_addresses
from siaga.boards import statistics
from siaga.channels.whatsapp.settings import WhatsAppSettings
from siaga.desks.site.commands import OpenLogbook, RecordClock
from siaga.language.every_fact import FACTS
from siaga.language.follow_ups import FollowUp, Send
from siaga.language.place import Place
from siaga.language.values import Actor, ActorKind, Asked
from siaga.platform import checkpoints
from siaga.platform.clock import WallClock, steady_s
from siaga.platform.database import Pool, clock_of, open_pool
from siaga.platform.drafts import Drafts
from siaga.platform.gateway import Gateway, Submission
from siaga.platform.housekeeping import purge
from siaga.platform.hub import Hub
from siaga.platform.ids import derived_id
from siaga.platform.inbox import Inbox
from siaga.platform.kept_board import KeptBoard, KeptBoardFolder
from siaga.platform.media_store import MediaStore
from siaga.platform.migrations import migrate
from siaga.platform.outbox import Outbox, Sender
from siaga.platform.place_files import load_place
from siaga.platform.postgres_logbook import PostgresLogbook, open_site
from siaga.platform.reactor import Reactor, Timers
from siaga.platform.records import FactRecords
from siaga.platform.reveal import Revealer
from siaga.platform.sessions import Sessions
from siaga.platform.signals import Signals
from siaga.platform.single_worker import steadily
from siaga.platform.snapshots import PostgresSnapshots
from siaga.platform.subjects import Subjects
from siaga.platform.tail import Tail
from siaga.platform.tracks import Tracks
from siaga.platform.vault import Sealer, Vault, load_place_key

HOUSEKEEPING_S = 60.0
CHECKPOINT_S = 900.0  # after a crash so much is folded anew: seconds of work

RIGHTS = ("Account", "Pass")
"""How the names of facts begin that change what somebody may do."""


@dataclass(slots=True, kw_only=True)
class Room:
    config: Config
    place: Place
    site: int
    clock: WallClock
    pool: Pool
    tracks: Tracks
    book: PostgresLogbook
    tail: Tail
    gateway: Gateway
    hub: Hub
    sealer: Sealer
    vault: Vault
    accounts: Accounts
    sessions: Sessions
    subjects: Subjects
    media: MediaStore
    drafts: Drafts
    signals: Signals
    inbox: Inbox
    outbox: Outbox
    reactor: Reactor
    timers: Timers
    statistics: KeptBoardFolder
    hearing: Hearing
    messaging: Messaging
    advice: Advice | None
    finders: tuple[Matching | Premises, ...]
    checks: Checks
    citizens: Citizens
    reach: MediaReach = field(init=False)
    text: TextChannels = field(init=False)
    alerting: Alerting = field(init=False)
    care: Care = field(init=False)
    machines: Machines = field(init=False)
    telephone: Telephone | None = None
    housekeeping: asyncio.Task[None] | None = None

    def system(self, name: str) -> Asked:
        return Asked(actor=Actor(kind=ActorKind.SYSTEM, id=name), received_at=self.clock.now())

    @property
    def whatsapp(self) -> WhatsAppSettings:
        return self.messaging.whatsapp.settings


def statistics_board() -> KeptBoard:
    return KeptBoard(
        name="statistics",
        hears=frozenset(statistics.HEARS),
        keys=statistics.keys,
        draw=statistics.draw,
        tables=statistics.TABLES,
        folder=Path(statistics.__file__).parent,
    )


async def open_room(config: Config, options: dict[str, Any], *, workers: bool = True) -> Room:
    """Waits for the database, migrates it, folds the boards and starts the workers."""
    place = load_place(config.places / config.place, drill=config.demo)
    pool = await open_pool(options, size=20)  # nine workers and the text channels hold one each
    async with pool.acquire() as connection:
        await migrate(connection, ROOT / "sql")
    site = await open_site(pool, place.key, drill=place.drill)
    room = _compose(config, place, site, pool, options)
    room.reach = MediaReach(room.hub.boards, room.media)
    room.text = _text_channels(room)
    room.care = Care(room.gateway, room.hub, vault=room.vault, clock=room.clock)
    room.machines = Machines(room)
    room.machines.join(room)
    room.alerting = alerting_of(room)  # last: it words the alerts of every sender
    await _begin(room, options, workers=workers)
    return room


def _compose(config: Config, place: Place, site: int, pool: Pool, options: dict[str, Any]) -> Room:
    clock = WallClock()
    sealer = Sealer(load_place_key(config.data / "keys"))
    vault = Vault(pool, site, sealer=sealer, erased=config.data / "keys" / "erased.list")
    book = PostgresLogbook(pool, options, site=site, place=place, records=FactRecords(FACTS))
    gateway = Gateway(book, place, desks=DESKS, snapshots=PostgresSnapshots(pool, site))
    hub = _hub(vault)
    accounts = Accounts(hub.boards["accounts"], place)
    subjects = Subjects(pool, site, sealer=sealer)
    messaging = Messaging(config, vault=vault, place=place)
    hearing = Hearing(gateway, sealer=sealer, vault=vault, subjects=subjects, clock=clock)
    media = MediaStore(pool, site, sealer=sealer, folder=config.data / "media")
    citizens = Citizens(config, pool, site=site, hub=hub, media=media)
    rights = either(accounts.rights, citizens.passes)
    senders = with_addresses(messaging.senders(), citizens.links, vault=vault)
    outbox = _outbox(pool, site, gateway, senders=senders)
    hearing.sent_as, hearing.proven = outbox.sent_as, outbox.proven
    messaging.teach(hearing)
    folder = config.places / config.place
    return Room(
        config=config,
        place=place,
        site=site,
        clock=clock,
        pool=pool,
        tracks=Tracks(pool, site),
        book=book,
        tail=Tail(book),
        gateway=gateway,
        hub=hub,
        sealer=sealer,
        vault=vault,
        accounts=accounts,
        sessions=Sessions(pool, site, sealer=sealer, rights=rights),
        subjects=subjects,
        media=media,
        drafts=Drafts(pool, site, sealer=sealer, signals=hub.signals),
        signals=hub.signals,
        inbox=Inbox(pool, options, site=site, sealer=sealer),
        outbox=outbox,
        reactor=Reactor(pool, site, gateway=gateway, clock=clock),
        timers=Timers(pool, site, gateway=gateway, clock=clock),
        statistics=KeptBoardFolder(pool, site, board=statistics_board(), key=place.key, book=book),
        hearing=hearing,
        messaging=messaging,
        finders=_finders(gateway, hub, vault=vault, clock=clock),
        checks=Checks(gateway, hub, clock=clock),
        advice=put_together(folder, gateway, hub=hub, vault=vault, clock=clock),
        citizens=citizens,
    )


def _finders(
    gateway: Gateway, hub: Hub, *, vault: Vault, clock: WallClock
) -> tuple[Matching | Premises, ...]:
    """Who compares what is sealed: people with people, notes with incidents."""
    return (
        Matching(gateway, hub, vault=vault, clock=clock),
        Premises(gateway, hub, vault=vault, clock=clock),
    )


def _hub(vault: Vault) -> Hub:
    audience = SignalAudience()
    hub = Hub(BOARDS, Revealer(vault), signals=Signals(audience))
    audience.boards = hub.boards
    return hub


def _text_channels(room: Room) -> TextChannels:
    around = Surroundings(
        place=room.place,
        pool=room.pool,
        site=room.site,
        inbox=room.inbox,
        vault=room.vault,
        signals=room.signals,
        clock=room.clock,
    )
    text = TextChannels(room.config, room.messaging.http, around=around)
    text.teach(room.hearing, Whereabouts(room.signals, room.citizens.tracks))
    room.messaging.more_fetchers |= text.fetchers()
    links = room.citizens.links
    more = with_addresses(text.senders(), links, vault=room.vault)
    room.outbox.senders = {**room.outbox.senders, **more}
    return text


def _telephone(room: Room) -> Telephone:
    numbers = room.config.voice_test_numbers.split(",")
    callers = Callers(
        gateway=room.gateway,
        hub=room.hub,
        sealer=room.sealer,
        vault=room.vault,
        subjects=room.subjects,
        clock=room.clock,
        test_numbers=frozenset(number.strip() for number in numbers if number.strip()),
    )
    around = Around(
        gateway=room.gateway,
        hub=room.hub,
        callers=callers,
        signals=room.signals,
        media=room.media,
        clock=room.clock,
        failing_since=lambda: room.book.failing_since,
    )
    return Telephone(room.config, around)


def _outbox(pool: Pool, site: int, gateway: Gateway, *, senders: Mapping[str, Sender]) -> Outbox:
    return Outbox(
        pool,
        site,
        senders=senders,
        may_contact=contact_allowed(gateway),
        report=report_sent(gateway, WallClock()),
    )


async def _begin(room: Room, options: dict[str, Any], *, workers: bool) -> None:
    head = await room.book.head()
    boards = room.hub.boards.values()
    start = await checkpoints.restore(room.pool, room.site, boards=boards, head=head)
    room.hub.lineage, room.hub.position = head.lineage, start
    room.tail.readers += [room.gateway.states.follow, room.hub.follow, _wakes(room)]
    room.tail.readers.append(room.citizens.follow)
    await room.tail.catch_up_from(start)
    room.book.offer = room.tail.offer
    room.reactor.read = room.statistics.read = room.hub.reader(room.book)
    room.gateway.on_follow_ups = _wakes_senders(room)
    room.tail.follow(options, room.site)
    await room.vault.erase_again()
    await room.drafts.load()
    if room.tail.position == 0:
        command = OpenLogbook(
            command_id=derived_id("open", room.place.key),
            place=room.place.key,
            drill=room.place.drill,
        )
        asked = room.system("site.open")
        await room.gateway.submit(Submission(desk="site", command=command, asked=asked))
    if workers:
        room.messaging.begin(room)
        room.inbox.start(room.hearing.hear)
        for worker in (room.reactor, room.timers, room.outbox, room.statistics):
            worker.start()
        for finder in (*room.finders, room.checks):
            room.tail.readers.append(finder.follow)
            finder.start(room.pool, room.site)
        if room.advice is not None:
            room.tail.readers.append(room.advice.advising.follow)
            room.advice.advising.start(room.pool, room.site)
        room.housekeeping = asyncio.create_task(_keep_house(room), name="housekeeping")
        room.tail.readers.append(room.text.follow)
        room.text.start()
        room.alerting.start(room.signals)
        room.care.start(room.config.have_url, room.messaging.http)
        if room.config.voice:
            room.telephone = _telephone(room)
            room.tail.readers.append(room.telephone.worker.follow)
            await room.telephone.start()


def _wakes(room: Room) -> Any:
    def wake(entries: Any) -> None:
        room.reactor.wake()
        room.statistics.wake()
        if any(type(entry.fact).__name__.startswith(RIGHTS) for entry, _ in entries):
            room.sessions.rights_changed()

    return wake


def _wakes_senders(room: Room) -> Callable[[Sequence[FollowUp]], None]:
    def wake(follow_ups: Sequence[FollowUp]) -> None:
        if any(isinstance(each, Send) for each in follow_ups):
            room.outbox.wake()
        if any(not isinstance(each, Send) for each in follow_ups):
            room.timers.wake()

    return wake


async def _keep_house(room: Room) -> None:
    checkpoint_s = steady_s()

    async def look() -> None:
        nonlocal checkpoint_s
        await room.sessions.purge()
        if steady_s() - checkpoint_s >= CHECKPOINT_S:
            await checkpoints.save(
                room.pool, room.site, boards=room.hub.boards.values(), lineage=room.hub.lineage
            )
            checkpoint_s = steady_s()
        await purge(room.pool, room.site)
        await _measure_clock(room)

    await asyncio.sleep(HOUSEKEEPING_S)
    await steadily("housekeeping", look, every_s=HOUSEKEEPING_S)


async def _measure_clock(room: Room) -> None:
    """One fact a day: how far this machine's clock is from the database's (logbook.md 26)."""
    now = room.clock.now()
    offset_ms = round((now - await clock_of(room.pool)).total_seconds() * 1000)
    day = now.astimezone(ZoneInfo(room.place.zone)).date()
    command = RecordClock(command_id=derived_id("clock", room.place.key, day), offset_ms=offset_ms)
    await room.gateway.submit(
        Submission(
            desk="site",
            command=command,
            asked=room.system("clock"),
            digest=command.command_id.bytes,
        )
    )


async def close_room(room: Room) -> None:
    """Workers first, then the logbook's queue, then the checkpoint and the connections."""
    if room.housekeeping is not None:
        room.housekeeping.cancel()
    if room.telephone is not None:
        await room.telephone.stop()
    await room.alerting.stop()
    await room.care.stop()
    await room.text.stop()
    await room.inbox.stop()
    await room.messaging.end()
    for finder in room.finders:
        await finder.stop()
    await room.checks.stop()
    if room.advice is not None:
        await room.advice.stop()
    for worker in (room.reactor, room.timers, room.outbox, room.statistics):
        await worker.stop()
    await room.book.stop()
    await room.tail.stop()
    await checkpoints.save(
        room.pool, room.site, boards=room.hub.boards.values(), lineage=room.hub.lineage
    )
    await room.messaging.close()
    await room.pool.close()

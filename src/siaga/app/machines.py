"""Other people's machines, put together: what is posted, mailed and heard."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from siaga.app.http.pace import Pace
from siaga.app.machine_keys import PER_MINUTE, MachineKeys
from siaga.app.workers.hearing import neighbour
from siaga.app.workers.sending.email import EmailSending
from siaga.app.workers.sending.neighbour import NeighbourSending
from siaga.app.workers.sending.satusehat import Filing
from siaga.app.workers.sending.webhook import Posting, WebhookSending
from siaga.channels.agency_api.post import Poster
from siaga.channels.agency_api.protocol import read_networks
from siaga.channels.email.smtp import MailServer, MailSettings
from siaga.channels.satusehat.post import SatuSehat, SatuSehatSettings
from siaga.desks.neighbours.follow import NEIGHBOUR
from siaga.desks.patients.follow import FILING
from siaga.desks.systems.follow import SUMMARY, WEBHOOK
from siaga.platform.outbox import OutboxRow, Report

if TYPE_CHECKING:
    from siaga.app.config import Config
    from siaga.app.room import Room


class Machines:
    """One per room. `poster` may be replaced where a test resolves names itself."""

    def __init__(self, room: Room) -> None:
        gateway, clock = room.gateway, room.clock
        self.poster = Poster(read_networks(room.config.outbound_networks))
        self.posting = Posting(self.poster, hub=room.hub, vault=room.vault, clock=clock)
        self.posting.drill = room.place.drill
        self.keys = MachineKeys(room.hub, Pace(PER_MINUTE, 60.0))
        self.webhooks = WebhookSending(self.posting, gateway)
        self.neighbours = NeighbourSending(self.posting, gateway)
        self.email = EmailSending(
            MailServer(mail_settings(room.config)),
            room.place,
            vault=room.vault,
            clock=clock,
            hub=room.hub,
        )
        self.email.gateway = gateway
        platform = SatuSehat(satusehat_settings(room.config), room.messaging.http)
        self.filing = Filing(room, platform)

    def join(self, room: Room) -> None:
        """Their rows of the outbox, what becomes of them, and what the inbox brings."""
        own = self.webhooks.senders() | self.neighbours.senders() | self.email.senders()
        own |= self.filing.senders()
        room.outbox.senders = {**room.outbox.senders, **own}
        reports: dict[str, Report] = {
            WEBHOOK: self.webhooks.report,
            NEIGHBOUR: self.neighbours.report,
            SUMMARY: self.email.report_summary,
            FILING: self.filing.report,
        }
        room.outbox.report = by_kind(reports, room.outbox.report)
        room.hearing.hearers |= {neighbour.SOURCE: neighbour.hear}


def by_kind(reports: Mapping[str, Report], otherwise: Report) -> Report:
    async def report(row: OutboxRow, *, status: str, error: str) -> None:
        told = reports.get(row.kind, otherwise)
        await told(row, status=status, error=error)

    return report


def mail_settings(config: Config) -> MailSettings:
    return MailSettings(
        host=config.smtp_host,
        port=config.smtp_port,
        user=config.smtp_user,
        password=config.smtp_password,
        sender=config.smtp_from,
        tls=config.smtp_tls,
        ca=Path(config.smtp_ca) if config.smtp_ca else None,
    )


def satusehat_settings(config: Config) -> SatuSehatSettings:
    return SatuSehatSettings(
        token_url=config.satusehat_token_url,
        fhir_url=config.satusehat_fhir_url,
        client_id=config.satusehat_client_id,
        client_secret=config.satusehat_client_secret,
    )

"""Messages that carry a link: its address goes along as they leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from siaga.app.links import Links
from siaga.desks.links.follow import MESSAGES
from siaga.language.follow_ups import Send
from siaga.language.links import LinkKind
from siaga.platform.outbox import Ending, OutboxRow, Sender, Sent
from siaga.platform.vault import Vault
from siaga.platform.wire import Seal

KINDS: Mapping[str, LinkKind] = {message: kind for kind, message in MESSAGES.items()}


def with_addresses(
    senders: Mapping[str, Sender], links: Links, *, vault: Vault
) -> dict[str, Sender]:
    """The same senders, given the address of a link that their row only names."""

    def wrapped(sender: Sender) -> Sender:
        async def send(row: OutboxRow) -> Sent:
            if row.send.link_id is None:
                return await sender(row)
            if not links.base:
                return Sent(ending=Ending.FAILED, error="no_public_url")
            # Sealed in memory only: the address is written into no table and no vault.
            seal = Seal(vault.sealer, vault.remember)
            return await sender(replace(row, send=_addressed(row.send, links, seal)))

        return send

    return {kind: wrapped(sender) for kind, sender in senders.items()}


def _addressed(send: Send, links: Links, seal: Seal) -> Send:
    assert send.link_id is not None
    address = links.address(send.link_id, KINDS[send.message])
    return replace(send, button_url=seal(address))

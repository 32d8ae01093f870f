"""E-mail to a real mail server: alerts, and the morning's list of one agency."""

from __future__ import annotations

import asyncio
import email
import email.policy
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from siaga.app.workers.sending.email import EmailSending
from siaga.channels.email.protocol import Letter, compose, is_address
from siaga.channels.email.smtp import Handed, MailServer, MailSettings
from siaga.desks.agencies.commands import SendReferral
from siaga.desks.incident.commands import OpenIncident
from siaga.desks.systems.commands import SetSummary
from siaga.language.follow_ups import Send, SendRule
from siaga.language.values import AgencyId, IncidentId, IncidentTypeId, Priority, SubjectId
from siaga.platform.ids import new_id
from siaga.platform.outbox import Ending, OutboxRow
from tests.builders import ADMINISTRATOR, NOW
from tests.contract.two_rooms import NOTHING, Centre, centre, settings, two_places
from tests.http.server import free_port
from tests.patience import until

WORDS = "Rahasia: Ibu Sari di Jl. Melati, 0812-9930-0001"


class Mailbox:
    """Takes letters, or answers with `refusal`."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.refusal = ""

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        if self.refusal:
            return self.refusal
        content = envelope.content
        assert isinstance(content, bytes)
        found = email.message_from_bytes(content, policy=email.policy.default)
        assert isinstance(found, EmailMessage)
        self.letters.append(found)
        return "250 OK"


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, MailServer]]:
    box = Mailbox()
    port = free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    wanted = MailSettings(host="127.0.0.1", port=port, sender="112@kota.example.id", tls="none")
    yield box, MailServer(wanted)
    controller.stop()


LETTER = Letter(to="piket@damkar.example.id", subject="Tugas\nBcc: x@y.id", text="Isi", key="k1")


async def test_a_letter_arrives_once_with_our_key(mailbox: tuple[Mailbox, MailServer]) -> None:
    box, server = mailbox
    message = compose(LETTER, sender=server.settings.sender, at=NOW)
    assert (await server.hand(message)).ok
    (got,) = box.letters
    assert got["Subject"] == "Tugas Bcc: x@y.id", "a line break begins no header"
    assert got["Bcc"] is None
    assert got["Message-ID"] == "<k1@kota.example.id>"
    assert got["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize(
    ("refusal", "again"), [("451 later", True), ("554 never", False), ("550 no", False)]
)
async def test_a_refusal_says_whether_it_is_tried_again(
    mailbox: tuple[Mailbox, MailServer], refusal: str, again: bool
) -> None:
    box, server = mailbox
    box.refusal = refusal
    handed = await server.hand(compose(LETTER, sender=server.settings.sender, at=NOW))
    assert (handed.ok, handed.again) == (False, again)


async def test_a_server_that_is_away_is_tried_again() -> None:
    server = MailServer(MailSettings(host="127.0.0.1", port=9, sender="a@b.id", tls="none"))
    handed = await server.hand(compose(LETTER, sender="a@b.id", at=NOW))
    assert (handed.ok, handed.again, handed.maybe) == (False, True, False)


# ---- what a server may want, and how it may fail

CREDENTIALS = ("siaga", "sandi-surel-uji")


class Strict:
    """Wants TLS and a password; drops the connection where it is told to."""

    def __init__(self, *, drops: str = "") -> None:
        self.drops, self.taken, self.sees = drops, 0, list[tuple[bytes, bytes]]()

    def knows(self, *given: Any) -> AuthResult:
        login = given[-1]
        self.sees.append((login.login, login.password))
        wanted = tuple(word.encode() for word in CREDENTIALS)
        is_known = (login.login, login.password) == wanted
        return AuthResult(success=is_known, handled=is_known)

    async def handle_MAIL(self, server: SMTP, _: Session, envelope: Envelope, *more: Any) -> str:
        envelope.mail_from = more[0]
        if self.drops == "before":
            _drop(server)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, _envelope: Envelope) -> str:
        self.taken += 1
        if self.drops == "after":
            _drop(server)
        return "250 OK"


def _drop(server: SMTP) -> None:
    assert isinstance(server.transport, asyncio.WriteTransport)
    server.transport.abort()


@contextmanager
def strict(handler: Strict, folder: Path, *, tls: str) -> Iterator[MailSettings]:
    authority = trustme.CA()
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(theirs)
    authority.cert_pem.write_to_path(folder / "ca.pem")
    port = free_port()
    more: dict[str, Any] = {"authenticator": handler.knows, "auth_required": True}
    if tls == "starttls":
        more |= {"tls_context": theirs, "require_starttls": True}
    else:
        more |= {"ssl_context": theirs, "auth_require_tls": False}
    controller = Controller(handler, hostname="127.0.0.1", port=port, **more)
    controller.start()
    user, password = CREDENTIALS
    try:
        yield MailSettings(
            host="127.0.0.1",
            port=port,
            user=user,
            password=password,
            sender="112@kota.example.id",
            tls=tls,
            ca=folder / "ca.pem",
        )
    finally:
        controller.stop()


async def handed(settings: MailSettings) -> Handed:
    return await MailServer(settings).hand(compose(LETTER, sender=settings.sender, at=NOW))


@pytest.mark.filterwarnings("ignore:Requiring AUTH while")
@pytest.mark.parametrize("tls", ["starttls", "tls"])
async def test_a_server_of_ones_own_is_trusted_by_its_authority_alone(
    tmp_path: Path, tls: str
) -> None:
    there = Strict()
    with strict(there, tmp_path, tls=tls) as settings:
        assert (await handed(settings)).ok
        stranger = await handed(replace(settings, ca=None))
        assert (stranger.reason, stranger.again, stranger.maybe) == ("tls", True, False)
        wrong = await handed(replace(settings, password="salah"))
        assert (wrong.reason, wrong.again, wrong.maybe) == ("login", True, False)
    assert there.taken == 1
    user, password = CREDENTIALS
    right = (user.encode(), password.encode())
    assert there.sees.count(right) == 1, "who is not known is not told the password"


async def test_without_tls_nothing_is_said(mailbox: tuple[Mailbox, MailServer]) -> None:
    box, server = mailbox
    told = await handed(replace(server.settings, tls="starttls", user="u", password="p"))
    assert (told.ok, told.reason, told.maybe) == (False, "no_tls", False)
    assert box.letters == []


@pytest.mark.parametrize(("drops", "maybe", "taken"), [("before", False, 0), ("after", True, 1)])
async def test_only_after_its_words_a_letter_may_have_arrived(
    tmp_path: Path, drops: str, maybe: bool, taken: int
) -> None:
    there = Strict(drops=drops)
    with strict(there, tmp_path, tls="starttls") as settings:
        told = await handed(settings)
    assert (told.ok, told.reason, told.again, told.maybe) == (False, "reset", True, maybe)
    assert there.taken == taken


@pytest.mark.parametrize(
    "address", ["", "x", "a@b", "a b@c.id", "a@b.id, c@d.id", "a@b.id\nBcc: c@d.id", "<a@b.id>"]
)
def test_what_is_no_address_is_written_to_by_nobody(address: str) -> None:
    assert not is_address(address)
    with pytest.raises(ValueError, match="address"):
        compose(replace(LETTER, to=address), sender="a@b.id", at=NOW)


async def tasked(here: Centre) -> str | None:
    """An open task whose words hold a name, a place and a number, and a mail asked for."""
    opened = OpenIncident(
        command_id=new_id(),
        incident_type=IncidentTypeId("public_facility.street_light"),
        priority=Priority.P3,
        note=NOTHING,
    )
    await here.ask("incident", opened, note=WORDS)
    task = SendReferral(
        command_id=new_id(),
        incident_id=IncidentId(str(opened.command_id)),
        agency=AgencyId("perkim"),
        note=NOTHING,
    )
    given = await here.ask("agencies", task, note=WORDS)
    wanted = SetSummary(command_id=new_id(), agency=AgencyId("perkim"), email=NOTHING)
    await here.ask("systems", wanted, actor=ADMINISTRATOR, email="piket@perkim.example.id")
    return given.number


async def test_the_mornings_list_names_tasks_and_nobody(
    database: dict[str, Any], tmp_path: Path, mailbox: tuple[Mailbox, MailServer]
) -> None:
    box, server = mailbox
    mail = {
        "smtp_host": "127.0.0.1",
        "smtp_port": server.settings.port,
        "smtp_from": server.settings.sender,
        "smtp_tls": "none",
    }
    with two_places(tmp_path) as places:
        async with centre(database, settings(tmp_path, places, "id/barat", **mail)) as here:
            number = await tasked(here)
            await until(lambda: here.cards("referrals"))
            card = next(each for each in here.cards("systems") if each.summary is not None)
            row = OutboxRow(
                id=new_id(),
                position=1,
                kind="email_summary",
                send=Send(
                    kind="email_summary",
                    rule=SendRule.ALERT,
                    recipient=SubjectId("summary:agency:perkim"),
                    number=card.summary.email,
                    message="perkim",
                ),
                attempts=1,
            )
            sending: EmailSending = here.room.machines.email
            assert (await sending.send_summary(row)).ending is Ending.ACCEPTED
    (got,) = box.letters
    text = got.get_content()
    assert got["To"] == "piket@perkim.example.id"
    assert "1 tugas terbuka" in got["Subject"]
    assert number is not None
    assert number in text
    assert "WIB" in text
    for secret in ("Sari", "Melati", "0812"):
        assert secret not in text + got["Subject"]

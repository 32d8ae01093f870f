"""Alerts by mail and by modem, from the task that raises one to the proof on its card."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest

from benchmarks.alert_receivers import Mail
from siaga.boards.alerts import AlertCard, WayLine
from siaga.channels.sms import modem
from siaga.desks.agencies.commands import SendReferral
from siaga.desks.alerts.commands import RegisterNumber
from siaga.desks.incident.commands import OpenIncident
from siaga.language.alerts import AlertAbout, AlertWay
from siaga.language.values import AgencyId, IncidentId, IncidentTypeId, Priority
from siaga.platform.ids import new_id
from tests.builders import SUPERVISOR
from tests.contract.test_sms_modem import Daemon, daemon, needs_smsd, spool
from tests.contract.two_rooms import NOTHING, Centre, centre, settings, two_places
from tests.patience import until

__all__ = ["daemon", "spool"]  # fixtures

WORDS = "Rahasia: Ibu Sari, 0812-9930-0001"
CHAIN = """
[[chain]]
about = [{about}]
priority = ["P1", "P2", "P3", "P4"]
step = [
    {{ ways = ["{way}"], deliver_s = {patience_s}, answer_s = 20 }},
    {{ ways = ["radio"], deliver_s = 30, answer_s = 30 }},
]
"""


@asynccontextmanager
async def told_by(
    way: AlertWay, database: dict[str, Any], folder: Path, *, patience_s: int = 20, **more: Any
) -> AsyncIterator[Centre]:
    """A room whose alerts go this one way, then to the radio."""
    about = ", ".join(f'"{one}"' for one in AlertAbout)
    with two_places(folder) as places:
        chain = CHAIN.format(about=about, way=way, patience_s=patience_s)
        (places / "id" / "barat" / "alerts.toml").write_text(chain)
        async with centre(database, settings(folder, places, "id/barat", **more)) as here:
            yield here


async def tasked(here: Centre, agency: str, way: AlertWay, *, at: str) -> str:
    """A task for an agency that is reached `at`; → its alert."""
    number = RegisterNumber(
        command_id=new_id(), number=NOTHING, ways=(way,), agency=AgencyId(agency)
    )
    await here.ask("alerts", number, actor=SUPERVISOR, number=at)
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
        agency=AgencyId(agency),
        note=NOTHING,
    )
    await here.ask("agencies", task, note=WORDS)
    return f"referral-{task.command_id}"


def card_of(here: Centre, alert_id: str) -> AlertCard | None:
    found = (card for card in here.cards("alerts") if card.alert_id == alert_id)
    return next(found, None)


def line_of(here: Centre, alert_id: str, way: AlertWay) -> WayLine | None:
    card = card_of(here, alert_id)
    return next((line for line in card.ways if line.way is way), None) if card else None


def is_shown(here: Centre, alert_id: str, way: AlertWay, *states: str) -> bool:
    line = line_of(here, alert_id, way)
    return line is not None and line.state in states


def is_tried(here: Centre, alert_id: str, reason: str) -> bool:
    line = line_of(here, alert_id, AlertWay.EMAIL)
    return line is not None and (line.state, line.reason) == ("trying", reason)


# ---- mail


@pytest.fixture
def mail() -> Iterator[Mail]:
    found = Mail(Random(1))
    yield found
    found.close()


async def test_by_mail_each_failure_is_shown_and_nothing_doubles_unsaid(
    database: dict[str, Any], tmp_path: Path, mail: Mail
) -> None:
    plain = mail.settings.items()
    own: dict[str, Any] = {name.removeprefix("SIAGA_").lower(): value for name, value in plain}
    own["smtp_port"] = int(own["smtp_port"])
    by = AlertWay.EMAIL
    async with told_by(by, database, tmp_path, **own) as here:
        fates = {
            "perkim": "ok",
            "dishub": "greylist",
            "pupr": "refused",
            "dlh": "lost",
            "pln": "reset",
        }
        alerts = {
            fate: await tasked(here, agency, by, at=f"{fate}@{agency}.example.id")
            for agency, fate in fates.items()
        }
        reasons = {"greylist": "smtp_451", "lost": "reset", "reset": "reset"}
        tried = (until(partial(is_tried, here, alerts[fate], why)) for fate, why in reasons.items())
        await asyncio.gather(*tried)
        await until(lambda: is_shown(here, alerts["refused"], by, "failed"))
        refused = card_of(here, alerts["refused"])
        assert refused is not None
        assert refused.rings, "nothing had left: the radio's turn came at once"
        line = line_of(here, alerts["refused"], by)
        assert line is not None
        assert line.reason == "recipient"
        for fate in ("ok", "greylist", "lost"):
            await until(partial(is_shown, here, alerts[fate], by, "sent"))
    assert sorted(mail.taken.values()) == [1, 1, 2], "its answer was lost: it came again"
    assert mail.unmarked == 0, "and said that it was the same"
    assert len(mail.letters) == 4
    for letter in mail.letters:
        text = f"{letter['Subject']} {letter.get_content()}"
        assert "Tugas instansi baru" in text
        assert not [secret for secret in ("Sari", "0812") if secret in text]


# ---- modem


NUMBER = "+628129937"
DEAD_LINK: dict[str, Any] = {
    "smpp_host": "127.0.0.1",
    "smpp_port": 9,
    "smpp_system_id": "siaga",
    "smpp_password": "s",
    "smpp_source": "112",
}


@needs_smsd
async def test_by_modem_it_is_sent_and_what_is_not_is_shown(
    daemon: Daemon, database: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The operator's link needs the internet, and is down: the modem takes over."""
    by, ways = AlertWay.SMS, DEAD_LINK | {"gammu_folder": str(daemon.spool)}
    async with told_by(by, database, tmp_path, **ways) as here:
        sent = await tasked(here, "perkim", by, at=f"{NUMBER}0001")
        folder = daemon.spool / "sent"
        await until(lambda: [path for path in folder.iterdir() if f"{NUMBER}0001" in path.name])
        await until(lambda: is_shown(here, sent, by, "sent"))
        [path] = folder.iterdir()
        text = path.read_bytes().decode("utf-16")
        assert "Tugas instansi baru" in text
        assert "Sari" not in text
        daemon.freeze()
        monkeypatch.setattr(modem, "SILENT", modem.SILENT / 60)
        silent = await tasked(here, "dishub", by, at=f"{NUMBER}0002")
        await until(lambda: is_shown(here, silent, by, "failed"))
        line, card = line_of(here, silent, by), card_of(here, silent)
        assert line is not None
        assert card is not None
        assert line.reason == "modem_silent"
        assert card.rings, "the modem is dead: the radio's turn came at once"
        assert here.room.text.lamps()["modem"] == "modem_silent"
        assert list((daemon.spool / "outbox").glob("OUT*")) == [], "it does not go out late"
        daemon.thaw()
        again = await tasked(here, "pupr", by, at=f"{NUMBER}0003")
        await until(lambda: [path for path in folder.iterdir() if f"{NUMBER}0003" in path.name])
        await until(lambda: is_shown(here, again, by, "sent"))
        await until(lambda: here.room.text.lamps() == {"sms": "sms_not_linked", "modem": ""})
        assert not [path for path in folder.iterdir() if f"{NUMBER}0002" in path.name]

"""One real server, one Graph server, one Chromium; every test opens windows of its own in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.windows import Windows
from tests.http.conftest import People, graph, people, server
from tests.http.people import Card, Person
from tests.http.server import ROOT, Server

__all__ = ["graph", "people", "server"]

PROGRAMS = ("chromium-headless-shell", "chromium")
FLAGS = (
    "--no-sandbox",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
    "--autoplay-policy=no-user-gesture-required",
)
WAY_BACK = {
    "sent": "decline",
    "delivered": "decline",
    "accepted": "hand-back",
    "in_progress": "hand-back",
}
DIST = ROOT / "console" / "dist"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


def program() -> str | None:
    """The system's Chromium: SIAGA_CHROMIUM, or the first that is on PATH."""
    named = os.environ.get("SIAGA_CHROMIUM")
    return named or next(filter(None, map(shutil.which, PROGRAMS)), None)


# Not for the whole session: while it lives, no other test can run an event loop of its own.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    path = program()
    if path is None:
        pytest.skip("Chromium is missing")
    if not (DIST / "index.html").exists():
        pytest.skip("the console is not built: make setup")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def windows(browser: Browser, server: Server) -> Iterator[Windows]:
    """Windows that must stay quiet: nothing leaves this machine, no script fails."""
    windows = Windows(browser, server.url)
    yield windows
    windows.close()
    assert windows.strangers == [], "something was asked of another machine"
    assert windows.broken == [], "a script failed, or the policy of the page stopped one"


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where screenshots go: $SIAGA_ARTIFACTS, else pytest's own folder."""
    named = os.environ.get("SIAGA_ARTIFACTS")
    folder = Path(named) if named else tmp_path_factory.mktemp("pictures")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def calm(people: People) -> Iterator[None]:
    """Nobody waits, no unit is busy and no deadline runs out: before the test and after it."""
    calm_down(people("calltaker"))
    yield
    calm_down(people("calltaker"))


def calm_down(taker: Person) -> None:
    open_ones = taker.cards("open-incidents").values()
    for card in sorted(open_ones, key=lambda card: card["parent_id"] is None):  # children first
        end(taker, card)
    for contact_id, card in taker.cards("queue").items():
        if not card["incident_id"]:  # else it leaves with its incident
            taker.done("intake/classify-contact", contact_id=contact_id, kind="test")


def end(taker: Person, card: Card) -> None:
    """Takes back what was asked for an incident, and closes it."""
    for dispatch_id in card["dispatches"]:
        taker.done("dispatch/cancel", dispatch_id=dispatch_id, reason="Uji selesai")
    heard = {"via": "phone", "reason": "Uji selesai"}
    for referral_id, line in card["referrals"].items():
        step = WAY_BACK.get(line["state"])
        if step:
            taker.done(f"agencies/{step}", referral_id=referral_id, **heard)
            taker.done("agencies/take-back", referral_id=referral_id)
    patients = taker.cards("patients").get(card["incident_id"], {}).get("patients", {})
    for patient_id, line in patients.items():
        if not line["ended_at"] and not line["handed_over_at"]:
            own = {"incident_id": card["incident_id"], "patient_id": patient_id}
            taker.done("patients/end-patient", **own, ending="treated_on_scene")
    for contact_id in card["contact_ids"]:
        if taker.cards("queue").get(contact_id, {}).get("unread"):
            taker.done("intake/answer-contact", contact_id=contact_id)
    taker.done("incident/close", incident_id=card["incident_id"], result="dealt-with")

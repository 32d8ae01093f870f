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
    """After the test the queue is empty again: the next one finds its own message first."""
    yield
    taker = people("calltaker")
    for contact_id, card in taker.cards("queue").items():
        if not card.get("incident_id"):
            taker.done("intake/classify-contact", contact_id=contact_id, kind="test")

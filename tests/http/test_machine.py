"""What machines ask: alive, ready, figures; and what the command line says about wrong settings."""

from __future__ import annotations

import subprocess
from pathlib import Path

import httpx

from tests.http.server import PASSWORD, ROOT, Server, environment, siaga


def run(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        siaga(*words),
        env=environment(**settings),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_alive_ready_and_figures(server: Server) -> None:
    assert httpx.get(f"{server.url}/healthz").json() == {"alive": True}
    assert httpx.get(f"{server.url}/readyz").json() == {"ready": True, "problems": []}
    figures = httpx.get(f"{server.url}/metrics")
    assert figures.headers["content-type"].startswith("text/plain")
    names = {line.partition(" ")[0] for line in figures.text.splitlines()}
    assert {"siaga_logbook_position", "siaga_consoles", "siaga_timer_lag_seconds"} <= names


def test_every_answer_carries_the_security_headers(server: Server) -> None:
    for path in ("/", "/api/site", "/lapor", "/api/boards/queue", "/nothing"):
        headers = httpx.get(f"{server.url}{path}").headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert "content-security-policy" in headers, path
        assert "server" not in headers, path


def test_the_sign_in_page_knows_that_it_is_a_drill(server: Server) -> None:
    site = httpx.get(f"{server.url}/api/site").json()
    assert site["drill"] is True
    assert site["emergency_number"] == "112"
    assert site["languages"] == ["id", "en"]
    assert site["demo_password"] == PASSWORD


def test_a_folder_of_a_demo_is_never_opened_as_real(tmp_path: Path) -> None:
    for made, asked in (("demo", ()), ("real", ("--demo",))):
        folder = tmp_path / made
        inner = folder / "demo" if asked else folder
        inner.mkdir(parents=True)
        (inner / "mode").write_text(f"{made}\n")
        tried = run("up", *asked, "--data", str(folder), "--port", "0")
        assert tried.returncode == 1
        assert made in tried.stderr
        assert "Traceback" not in tried.stderr


def test_a_wrong_configuration_is_told_in_words(tmp_path: Path) -> None:
    data = ("--data", str(tmp_path))
    fine = run("config", "check", *data, SIAGA_WHATSAPP_TOKEN="sangat-rahasia")
    assert fine.returncode == 0
    assert "sangat-rahasia" not in fine.stdout + fine.stderr
    for settings, said in (
        ({"SIAGA_PORT": "99999"}, "port"),
        ({"SIAGA_PORT": "abc"}, "port"),
        ({"SIAGA_DEMO": "maybe"}, "demo"),
        ({"SIAGA_PLACE": "id/atlantis"}, "place"),
        ({"SIAGA_CONFIG": str(tmp_path / "none.toml")}, "SIAGA_CONFIG"),
        ({"SIAGA_WHATSAPP_TOKEN_FILE": str(tmp_path / "none")}, "SIAGA_WHATSAPP_TOKEN_FILE"),
    ):
        tried = run("config", "check", *data, **settings)
        assert tried.returncode == 2, settings
        assert said in tried.stderr
        assert "Traceback" not in tried.stderr
    (tmp_path / "siaga.toml").write_text("colour = 'red'\n")
    assert "colour" in run("config", "check", *data).stderr
    (tmp_path / "siaga.toml").write_text("not toml")
    assert run("config", "check", *data).returncode == 2


def test_the_shipped_place_is_sound() -> None:
    tried = run("place", "check")
    assert tried.returncode == 0, tried.stdout

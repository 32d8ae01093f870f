"""How fast one person and one number of ours may be written to, and where our secret may go."""

from __future__ import annotations

import pytest

from siaga.channels.whatsapp.pace import NUMBER_CAPACITY, PAIR_CAPACITY, Pace
from siaga.channels.whatsapp.settings import GRAPH, Provider, WhatsAppSettings

FILE = "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1&ext=2&hash=3"


def test_one_person_gets_forty_at_once_then_one_in_six_seconds() -> None:
    pace = Pace()
    assert [pace.wait_s("a", 100.0) for _ in range(PAIR_CAPACITY)] == [0] * PAIR_CAPACITY
    assert pace.wait_s("a", 100.0) == pytest.approx(6)
    assert pace.wait_s("a", 103.0) == pytest.approx(3)
    assert pace.wait_s("b", 103.0) == 0, "another person does not wait"
    assert pace.wait_s("a", 106.1) == 0
    assert pace.wait_s("a", 106.1) > 5


def test_one_number_writes_eighty_a_second() -> None:
    pace = Pace()
    waits = [pace.wait_s(f"person {n}", 50.0) for n in range(NUMBER_CAPACITY + 1)]
    assert waits[:-1] == [0] * NUMBER_CAPACITY
    assert waits[-1] == pytest.approx(1 / 80)
    assert pace.wait_s("late", 50.02) == 0


def test_who_waits_for_the_number_keeps_his_own_tokens() -> None:
    pace = Pace()
    for n in range(NUMBER_CAPACITY):
        pace.wait_s(f"person {n}", 0.0)
    for _ in range(100):
        assert pace.wait_s("x", 0.0) > 0
    assert [pace.wait_s("x", 10.0) for _ in range(PAIR_CAPACITY)] == [0] * PAIR_CAPACITY


def settings(provider: Provider = Provider.META, graph_url: str = "") -> WhatsAppSettings:
    return WhatsAppSettings(
        enabled=True,
        provider=provider,
        app_secrets=(b"k",),
        verify_token="v",
        token="t",
        phone_number_id="1065",
        graph_url=graph_url or GRAPH[provider],
    )


@pytest.mark.parametrize(
    "url",
    [
        "http://lookaside.fbsbx.com/x",
        "https://lookaside.fbsbx.com:8443/x",
        "https://fbsbx.com.evil.example/x",
        "https://evilfbsbx.com/x",
        "https://evil.example/?x=.fbsbx.com",
        "https://evil.example#.fbsbx.com",
        "https://evil.example\\.fbsbx.com/x",
        "https://a@lookaside.fbsbx.com/x",
        "https://evil.example\\@lookaside.fbsbx.com/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://169.254.169.254/latest/meta-data",
        "https://[bad/x",
        "https://lookaside.fbsbx.com:99999/x",
        "file:///etc/passwd",
        "ftp://lookaside.fbsbx.com/x",
        "//lookaside.fbsbx.com/x",
        "",
        "x",
    ],
)
def test_our_secret_goes_to_nobody_else(url: str) -> None:
    assert settings().file_url(url) is None
    assert settings(Provider.DIALOG_360).file_url(url) is None


def test_where_files_lie() -> None:
    assert settings().file_url(FILE) == FILE
    assert settings().file_url("https://graph.facebook.com/x") == "https://graph.facebook.com/x"
    through = settings(Provider.DIALOG_360).file_url(FILE)
    assert through == FILE.replace("lookaside.fbsbx.com", "waba-v2.360dialog.io")
    here = settings(graph_url="http://127.0.0.1:9/v25.0")
    assert here.file_url("http://127.0.0.1:9/file/1") == "http://127.0.0.1:9/file/1"
    assert here.file_url("http://127.0.0.1:10/file/1") is None


def test_addresses_of_both_providers() -> None:
    meta, other = settings(), settings(Provider.DIALOG_360)
    assert meta.messages_url == "https://graph.facebook.com/v25.0/1065/messages"
    assert other.messages_url == "https://waba-v2.360dialog.io/messages"
    assert meta.health_url.endswith("/1065?fields=health_status")
    assert other.health_url == "https://waba-v2.360dialog.io/health_status"
    assert meta.media_url("77") == "https://graph.facebook.com/v25.0/77?phone_number_id=1065"
    assert meta.headers["Authorization"] == "Bearer t"
    assert "Authorization" not in other.headers
    assert other.headers["D360-API-KEY"] == "t"


def test_a_provider_needs_no_number_of_metas() -> None:
    WhatsAppSettings(
        enabled=True,
        provider=Provider.DIALOG_360,
        app_secrets=(b"k",),
        token="t",
        graph_url=GRAPH[Provider.DIALOG_360],
    )
    with pytest.raises(ValueError, match="phone_number_id"):
        WhatsAppSettings(
            enabled=True,
            app_secrets=(b"k",),
            verify_token="v",
            token="t",
            graph_url=GRAPH[Provider.META],
        )

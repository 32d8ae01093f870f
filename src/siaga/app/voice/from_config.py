"""The telephone's settings, out of the room's configuration."""

from __future__ import annotations

from siaga.app.config import LOOPBACK, Config
from siaga.app.voice.settings import Ports, VoiceSettings


def voice_settings(config: Config) -> VoiceSettings:
    data = config.data / "demo" if config.demo and config.data.name != "demo" else config.data
    return VoiceSettings(
        folder=data / "voice",
        ports=Ports(
            base=config.voice_ports, rtp_min=config.voice_rtp_min, rtp_max=config.voice_rtp_max
        ),
        realm=config.voice_realm,
        trunk_listen=_in_the_house(config, config.voice_trunk_listen),
        trunk_addresses=_several(config.voice_trunk_addresses),
        trunk_destination=_in_the_house(config, config.voice_trunk_destination),
        outbound_number=config.voice_outbound_number,
        second_destination=_in_the_house(config, config.voice_second_destination),
        desk_phones=_several(config.voice_desk_phones),
        wss_host=config.voice_wss_host,
        certificate=config.voice_certificate,
        private_key=config.voice_private_key,
        media_interface=config.voice_media_interface,
        record_talk=config.voice_record_talk,
        # A waiting caller's voice is heard in what is captured; kept only where the place says so.
        record_waiting=config.voice_hear_waiting,
    )


def _in_the_house(config: Config, address: str) -> str:
    """A drill's calls never leave: no carrier reaches it, and it reaches nobody."""
    return address if not config.demo or any(host in address for host in LOOPBACK) else ""


def _several(text: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in text.split(",") if each.strip())

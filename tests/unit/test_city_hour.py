"""The demo's hour of reports: the same for a seed, believable, and fit for the public doors."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from datetime import timedelta

from siaga.channels.webform.form import Report, read_form
from siaga.channels.whatsapp.items import InboundMessage
from siaga.channels.whatsapp.protocol import parse, signature_ok
from siaga.language.values import Channel, MessageKind
from siaga.simulation.city_hour import Arrival, Sent, city_hour
from siaga.simulation.public_doors import form_fields, signed, whatsapp_body
from tests.builders import NOW, PLACE, uid

AREAS = list(PLACE.areas.values())


def hour(seed: int = 1) -> list[Arrival]:
    return city_hour(random.Random(seed), AREAS)


def test_a_seed_is_an_hour_and_another_seed_another() -> None:
    assert hour(1) == hour(1)
    assert hour(1) != hour(2)


def test_hours_are_in_order_and_busy_but_not_absurd() -> None:
    for seed in range(20):
        times = [one.at_s for one in hour(seed)]
        assert times == sorted(times)
        assert times[0] >= 0
        assert times[-1] < 3600
        assert 30 <= len(times) <= 160


def test_a_quiet_ten_minutes_can_be_asked_for() -> None:
    assert all(one.at_s < 600 for one in city_hour(random.Random(1), AREAS, minutes=10))


def test_the_hours_hold_what_a_room_sees() -> None:
    arrivals = [one for seed in range(20) for one in hour(seed)]
    channels = Counter(one.channel for one in arrivals)
    assert channels[Channel.WHATSAPP] > channels[Channel.WEB] > 20
    assert {one.sent for one in arrivals} == set(Sent)
    assert {"p", "tes"} <= {one.text for one in arrivals}
    assert not any("{" in one.text for one in arrivals)


def test_a_location_follows_its_words_within_two_minutes() -> None:
    first: dict[tuple[str, int], Arrival] = {}
    for one in hour():
        if one.sent is Sent.LOCATION:
            assert one.at_s - first[one.sender, one.happening].at_s <= 120
        first.setdefault((one.sender, one.happening), one)


def test_witnesses_of_one_happening_point_to_one_spot() -> None:
    spots: dict[tuple[int, int], list[Arrival]] = defaultdict(list)
    for seed in range(20):
        for one in hour(seed):
            if one.latitude is not None:
                spots[seed, one.happening].append(one)
    several = [told for told in spots.values() if len({one.sender for one in told}) > 1]
    assert several
    for told in several:
        latitudes = [one.latitude or 0.0 for one in told]
        assert max(latitudes) - min(latitudes) < 0.002  # 220 m


def test_every_arrival_passes_the_public_doors() -> None:
    known = {str(kind) for kind in PLACE.incident_types}
    for number, one in enumerate(hour(), start=1):
        if one.channel is Channel.WEB:
            fields = dict(form_fields(one, form_id=uid(number)))
            if fields.get("incident_type") not in known:
                fields.pop("incident_type", None)
            assert isinstance(read_form(fields, PLACE), Report)
            continue
        sent_at = NOW + timedelta(seconds=one.at_s)
        raw = whatsapp_body(one, phone_number_id="7", message_id=f"wamid.{number}", sent_at=sent_at)
        assert signature_ok(b"kunci", raw, header=signed(raw, b"kunci")["X-Hub-Signature-256"])
        (item,) = parse(raw)
        assert isinstance(item, InboundMessage)
        assert item.kind is not MessageKind.UNREADABLE
        assert (item.sender.wa_id, item.sender.name) == (one.sender, one.name)
        assert item.sent_at == sent_at.replace(microsecond=0)

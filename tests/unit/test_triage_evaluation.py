"""How the reader is measured: rates, calibration, the order of the worst errors, the picture."""

from __future__ import annotations

from xml.etree import ElementTree

from siaga.app.triage.chart import calibration_svg
from siaga.app.triage.corpus import Example
from siaga.app.triage.evaluation import Evaluation
from siaga.app.triage.report import written
from tests.triage_house import reader, rules


def example(text: str, category: str, *, priority: str = "P4", prank: int = 0) -> Example:
    return Example(
        t=text,
        family=f"family-{category}-{text[:3]}",
        template=0,
        lang="id",
        category=category,
        type=None,
        categories=(category,),
        emergency=int(priority in ("P1", "P2")),
        priority=priority,
        prank=prank,
        injured=None,
        own_victim=0,
    )


EXAMPLES = [
    example("rumah kebakaran", "fire", priority="P1"),
    example("bapak saya tidak bernapas", "medical", priority="P1"),
    example("lampu jalan mati", "public_facility"),
    example("terima kasih banyak", "none"),
    example("wkwkwk om main yuk", "none", prank=1),
    example("makasih pak", "fire", priority="P1"),  # wrong on purpose: a missed emergency
    example("ular masuk rumah", "none"),  # and a false alarm
]
FOUND = Evaluation(EXAMPLES, reader(), judging=rules().judging)


def test_rates_count_what_they_are_about() -> None:
    rates = FOUND.rates()
    assert (rates["category"].hits, rates["category"].count) == (5, 7)
    assert (rates["emergencies_found"].hits, rates["emergencies_found"].count) == (2, 3)
    assert (rates["false_alarms"].hits, rates["false_alarms"].count) == (1, 4)
    assert (rates["pranks_found"].hits, rates["pranks_found"].count) == (1, 1)
    assert rates["emergencies_as_prank"].hits == 0
    assert 0 <= rates["category"].low <= rates["category"].share <= rates["category"].high <= 1


def test_a_rate_of_nothing_is_whole() -> None:
    nothing = FOUND.rate(lambda e, r: True, lambda e, r: False)
    assert (nothing.share, nothing.count) == (1.0, 0)


def test_missed_emergencies_stand_first_among_the_errors() -> None:
    assert [what for what, _ in FOUND.worst(20)] == ["emergency missed", "false alarm"]
    assert len(FOUND.worst(1)) == 1


def test_calibration_counts_every_message_once() -> None:
    for calibration in FOUND.calibrations():
        assert sum(one.count for one in calibration.bins) == len(EXAMPLES)
        assert 0 <= calibration.brier <= 1
        assert 0 <= calibration.error <= 1


def test_confusion_holds_every_message() -> None:
    counted = FOUND.confusion()
    assert sum(counted.values()) == len(EXAMPLES)
    assert counted["none", "rescue"] == 1


def test_the_report_names_figures_and_errors() -> None:
    text = written(FOUND, part="test")
    assert text.startswith("test: 7 messages of 7 families")
    assert "| emergencies found | 66.7 % | 2 / 3 |" in text
    assert "1. emergency missed: “makasih pak”" in text
    assert "Calibration of `prank`" in text


def test_the_picture_is_a_picture() -> None:
    root = ElementTree.fromstring(calibration_svg(FOUND.calibrations()))
    assert root.tag.endswith("svg")
    assert len([one for one in root.iter() if one.tag.endswith("polyline")]) == 3

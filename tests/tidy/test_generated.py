"""What is generated from the code says what the code says now."""

from siaga.app.catalogue import keys
from siaga.language.refusals import Refusal
from tools import flow, wire


def test_the_flow_of_facts_is_up_to_date() -> None:
    assert flow.PATH.read_text() == flow.text(), "run: python -m tools.flow"


def test_every_refusal_has_its_sentence_in_every_language() -> None:
    assert keys("id") == keys("en")
    assert {refusal.value for refusal in Refusal} <= keys("id")


def test_the_console_knows_the_shapes_of_today() -> None:
    assert wire.PATH.read_text() == wire.text(), "run: python -m tools.wire"

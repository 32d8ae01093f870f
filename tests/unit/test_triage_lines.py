"""`siaga triage`: lines in, lines out, and what is wrong with a line."""

from __future__ import annotations

import json
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest

from siaga.app.triage.cli import main
from siaga.app.triage.lines import answers, from_json, from_plain, in_words
from siaga.language.triage import Reason
from tests.triage_house import reader

KEYS = [
    "category", "categories", "emergency", "priority", "prank", "injured", "places", "reasons",
]  # fmt: skip


def answered(*lines: bytes, whole: bool = False) -> list[dict[str, Any]]:
    found = answers(lines, reader(), taken=from_json, is_whole=whole)
    return [json.loads(text) for _, text in found]


def test_each_line_is_answered() -> None:
    (first,) = answered(b'{"t": "ular masuk rumah di legok"}\n')
    assert list(first) == KEYS
    assert first["category"] == "rescue"
    assert first["priority"] == "P2"
    assert first["places"] == ["legok"]
    assert first["categories"][0][0] == "rescue"
    assert all(isinstance(reason, str) for reason in first["reasons"])


def test_more_is_told_when_asked() -> None:
    (first,) = answered(b'{"t": "ular masuk rumah di legok"}', whole=True)
    assert first["type"] == "rescue.animal_snake"
    assert first["areas"]
    assert first["guesses"][0][0] == "rescue.animal_snake"


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (b"tolong", ""),
        (b'{"x": 1}', "t"),
        (b'{"t": 5}', "t"),
        (b'{"t": null}', "t"),
        (b"[1]", ""),
        (b'{"t": "', ""),
        (b"\xff\xfe", ""),
        (b"[" * 100_000, ""),
    ],
)
def test_a_bad_line_is_named_and_the_next_is_read(line: bytes, field: str) -> None:
    first, second = answered(line, b'{"t": "tolong"}')
    assert first["line"] == 1
    assert first["field"] == field
    assert first["error"]
    assert second["priority"] == "P1"


def test_blank_lines_count_and_say_nothing() -> None:
    (only,) = answered(b"\n", b"  \n", b"x")
    assert only["line"] == 3


@pytest.mark.parametrize("text", ["\\ud800", "\\u0000", "\\u202e", "<script>alert(1)</script>"])
def test_strange_texts_are_texts(text: str) -> None:
    (only,) = answered(b'{"t": "' + text.encode() + b' kebakaran rumah"}')
    assert only["category"] == "fire"


def test_reasons_are_short_sentences() -> None:
    told = in_words(Reason(key="category.c+fire", word="kebakaran", points=123))
    denied = in_words(Reason(key="emergency.c-fire", word="kebakaran", points=-50))
    assert (told, denied) == ("jenis: kebakaran +1.23", "gawat: bukan kebakaran -0.50")
    assert in_words(Reason(key="rule.danger")) == "ada tanda bahaya bagi nyawa"


def test_plain_lines_are_texts() -> None:
    assert from_plain(b"tolong pak\r\n") == "tolong pak"


def run(monkeypatch: pytest.MonkeyPatch, words: list[str], given: bytes) -> tuple[int, list[str]]:
    out = TextIOWrapper(BytesIO())
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(given)))
    monkeypatch.setattr(sys, "stdout", out)
    code = main(words)
    buffer = out.buffer
    assert isinstance(buffer, BytesIO)
    return code, buffer.getvalue().decode().splitlines()


def test_the_exit_code_says_whether_every_line_was_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    good, bad = b'{"t": "tolong"}\n', b"x\n"
    assert run(monkeypatch, ["--jsonl", "-"], good)[0] == 0
    code, lines = run(monkeypatch, ["--jsonl", "-"], bad + good)
    assert (code, len(lines)) == (1, 2)
    path = tmp_path / "messages.jsonl"
    path.write_bytes(good)
    code, lines = run(monkeypatch, ["--jsonl", str(path)], b"")
    assert (code, json.loads(lines[0])["priority"]) == (0, "P1")
    assert run(monkeypatch, ["--jsonl", str(tmp_path / "none")], b"")[0] == 2


def test_without_a_file_each_line_is_a_text(monkeypatch: pytest.MonkeyPatch) -> None:
    code, lines = run(monkeypatch, [], b"rumah kebakaran\nmati lampu\n")
    assert code == 0
    assert [json.loads(line)["category"] for line in lines] == ["fire", "public_facility"]


def test_the_corpora_are_printed_with_their_labels(monkeypatch: pytest.MonkeyPatch) -> None:
    code, lines = run(monkeypatch, ["--corpus", "dev"], b"")
    first = json.loads(lines[0])
    assert code == 0
    assert len(lines) > 800
    assert {"t", "family", "category", "type", "categories", "emergency", "priority", "prank",
            "injured", "own_victim"} <= first.keys()  # fmt: skip

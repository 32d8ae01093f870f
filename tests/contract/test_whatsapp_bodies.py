"""What we write to Meta, against Meta's own schema."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from siaga.channels.whatsapp.outbound import (
    Body,
    Envelope,
    choice_list,
    link_button,
    location,
    location_request,
    reaction,
    read_mark,
    reply_buttons,
    template,
    text_message,
)
from tests.contract import whatsapp_recorded as recorded

FIRST_REPLY = (
    "112: pesan masuk. Nyawa terancam? TELEPON 112 (gratis). Kirim lokasi lewat tombol ini."
)
NUMBER = "6281200000001"
TO = Envelope(to=NUMBER, outbox_id="o-1")
PAGE = "https://112.contoh.go.id/l/x"
BODIES: dict[str, Body] = {
    "text": text_message(TO, "Tim menuju lokasi 🚒"),
    "answer": text_message(Envelope(to=f"+{NUMBER}", outbox_id="o-2", quotes="wamid.IN"), "Baik"),
    "by user id": text_message(Envelope(to="ID.13491208655302741918", outbox_id="o-3"), "Baik"),
    "location request": location_request(TO, FIRST_REPLY),
    "link": link_button(TO, "Bagikan lokasi langsung.", title="Bagikan lokasi", url=PAGE),
    "buttons": reply_buttons(TO, "Masih perlu bantuan?", buttons={"y": "Ya", "t": "Tidak"}),
    "list": choice_list(TO, "Apa yang terjadi?", title="Pilih", choices={"a": "Api", "b": "Sakit"}),
    "template": template(
        TO, "tindak_lanjut", language="id", arguments=[("nomor", "K-1"), ("kabar", "tim menuju")]
    ),
    "counted template": template(TO, "kabar", language="id", arguments=[("", "K-1")]),
    "plain template": template(TO, "sapa", language="id", arguments=[]),
    "reaction": reaction(TO, "wamid.IN", emoji="✅"),
    "location": location(TO, (-1.61, 103.61), name="Titik temu", address="Simpang Pulai"),
    "read": read_mark("wamid.IN"),
    "typing": read_mark("wamid.IN", typing=True),
}

TEMPLATE_PARAMETER = {
    "type": "object",
    "additionalProperties": False,
    "required": ["type", "text"],
    "properties": {
        "type": {"const": "text"},
        "parameter_name": {"type": "string"},
        "text": {"type": "string", "maxLength": 1024},
    },
}


def meta_document() -> dict[str, Any]:
    """Meta's v23 description, repaired so that a strict validator can use it. Two things are
    added as later pages of Meta's show them: a button that opens a page, and named parameters of
    a template, which v23 leaves open altogether."""
    path = recorded.folder() / "meta-openapi" / "patched_pruned_v23.yaml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    document: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    schemas = document["components"]["schemas"]
    schemas["LinkButton"] = _like_location_request(schemas["LocationRequest"])
    schemas["Message"]["oneOf"].append({"$ref": "#/components/schemas/LinkButton"})
    schemas["TemplateMessage"]["unevaluatedProperties"] = False
    schemas["TemplateObject"]["additionalProperties"] = False
    component = schemas["TemplateComponent"]
    component["additionalProperties"] = False
    component["properties"]["parameters"]["items"] = TEMPLATE_PARAMETER
    return document


def _like_location_request(known: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(json.dumps(known))
    interactive = made["allOf"][1]["properties"]["interactive"]["properties"]
    interactive["type"] = {"const": "cta_url"}
    interactive["action"] = {
        "type": "object",
        "additionalProperties": False,
        "required": ["name", "parameters"],
        "properties": {
            "name": {"const": "cta_url"},
            "parameters": {
                "type": "object",
                "additionalProperties": False,
                "required": ["display_text", "url"],
                "properties": {
                    "display_text": {"type": "string", "maxLength": 20},
                    "url": {"type": "string"},
                },
            },
        },
    }
    return made


def meta_schema() -> Draft202012Validator:
    """Of a message."""
    registry: Registry[Any] = Registry().with_resource(
        "urn:meta", Resource.from_contents(meta_document(), default_specification=DRAFT202012)
    )
    reference = {"$ref": "urn:meta#/components/schemas/Message"}
    return Draft202012Validator(reference, registry=registry)


@pytest.mark.needs_data
def test_every_body_fits_metas_schema_and_a_typo_does_not() -> None:
    schema = meta_schema()
    for name, body in BODIES.items():
        errors = [error.message for error in schema.iter_errors(json.loads(json.dumps(body)))]
        assert errors == [], name
        assert not schema.is_valid({**body, "recipent": "x"}), name
        assert not schema.is_valid({key: body[key] for key in body if key != "messaging_product"})


def test_recipients_and_limits() -> None:
    assert BODIES["text"]["to"] == f"+{NUMBER}"
    assert "to" not in BODIES["by user id"]
    assert BODIES["by user id"]["recipient"] == "ID.13491208655302741918"
    assert BODIES["answer"]["context"] == {"message_id": "wamid.IN"}
    for too_long in ("", "x" * 4097):
        with pytest.raises(ValueError, match="4096"):
            text_message(TO, too_long)
    with pytest.raises(ValueError, match="1024"):
        location_request(TO, "x" * 1025)
    with pytest.raises(ValueError, match="20"):
        link_button(TO, "x", title="x" * 21, url=PAGE)
    with pytest.raises(ValueError, match="https"):
        link_button(TO, "x", title="x", url="http://112.contoh.go.id")
    with pytest.raises(ValueError, match="3 buttons"):
        reply_buttons(TO, "x", buttons=dict.fromkeys("abcd", "x"))
    with pytest.raises(ValueError, match="10 choices"):
        choice_list(TO, "x", title="x", choices=dict.fromkeys("abcdefghijk", "x"))
    assert text_message(TO, "a\x00b\ud83d")["text"]["body"] == "a\ufffdb\ufffd"


def test_a_long_choice_goes_on_below() -> None:
    words = "Kebakaran bangunan, ada orang di dalam"
    body = choice_list(TO, "x", title="Pilih", choices={"a": words})
    (row,) = body["interactive"]["action"]["sections"][0]["rows"]
    assert len(row["title"]) <= 24
    assert f"{row['title']} {row['description']}" == words


def test_a_templates_parameter_is_one_line() -> None:
    body = template(TO, "kabar", language="id", arguments=[("nomor", "a\n\tb     c")])
    (part,) = body["template"]["components"]
    assert part["parameters"] == [{"type": "text", "parameter_name": "nomor", "text": "a b c"}]

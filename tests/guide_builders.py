"""A small book of guide cards, and a place that uses it."""

from __future__ import annotations

from dataclasses import replace

from siaga.language.guide_cards import (
    END,
    CardAnswer,
    CardBlock,
    CardQuestion,
    CardTool,
    GuideBook,
    GuideCard,
)
from siaga.language.values import CardId, IncidentTypeId, Priority, Role
from tests.builders import PLACE, person, text

DOCTOR = person("acc-doctor", Role.DUTY_DOCTOR)

ARREST, FIRE, OPENING = CardId("arrest"), CardId("fire"), CardId("all-callers")


def answer(
    answer_id: str,
    leads_to: str,
    *,
    kind: str | None = None,
    priority: Priority | None = None,
    arrest: bool = False,
) -> CardAnswer:
    return CardAnswer(
        id=answer_id,
        text=text(answer_id),
        next=leads_to,
        incident_type=IncidentTypeId(kind) if kind else None,
        priority=priority,
        arrest=arrest,
    )


def question(question_id: str, *answers: CardAnswer) -> CardQuestion:
    return CardQuestion(id=question_id, ask=text(f"{question_id}?"), answers=answers)


ARREST_CARD = GuideCard(
    id=ARREST,
    version=3,
    title=text("Henti jantung"),
    source="uji",
    start="awake",
    incident_type=IncidentTypeId("medical.cardiac_arrest"),
    priority=Priority.P1,
    types=(IncidentTypeId("medical.cardiac_arrest"),),
    never=(text("Jangan."),),
    questions=(
        question(
            "awake",
            answer("no", "breathing"),
            answer("yes", END, kind="medical", priority=Priority.P2),
        ),
        question(
            "breathing",
            answer("no", "press", arrest=True),
            answer("yes", END, kind="medical"),
        ),
    ),
    blocks=(
        CardBlock(
            id="press",
            say=(text("Tekan."), text("Terus.")),
            tool=CardTool.COMPRESSIONS,
        ),
    ),
    digest="digest-arrest-3",
)

FIRE_CARD = GuideCard(
    id=FIRE,
    version=1,
    title=text("Kebakaran"),
    source="uji",
    start="inside",
    incident_type=IncidentTypeId("fire"),
    priority=Priority.P1,
    types=(IncidentTypeId("fire"), IncidentTypeId("fire.building")),
    never=(text("Jangan."),),
    questions=(
        question(
            "inside",
            answer("yes", "out", kind="fire.building"),
            answer("no", "out", priority=Priority.P3),
        ),
    ),
    blocks=(CardBlock(id="out", say=(text("Keluar."),)),),
    digest="digest-fire-1",
)

OPENING_CARD = GuideCard(
    id=OPENING,
    version=1,
    title=text("Semua penelepon"),
    source="uji",
    start="what",
    never=(text("Jangan."),),
    questions=(
        question(
            "what",
            answer("fire", "fire/start"),
            answer("down", "arrest/press", arrest=True),
            answer("robbed", END, kind="crime.robbery", priority=Priority.P2),
        ),
    ),
    digest="digest-opening-1",
)

BOOK = GuideBook(
    cards={card.id: card for card in (OPENING_CARD, ARREST_CARD, FIRE_CARD)},
    required=(ARREST, FIRE),
    opening=OPENING,
    arrest=ARREST,
)

GUIDED = replace(PLACE, guide=BOOK)

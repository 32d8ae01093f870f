"""Guide cards: what to ask and what to say, as data of a place, signed by its medical lead.

A card is a tree of nodes. A *question* has answers, a *block* has sentences to be said one by one.
Both say what comes next: a node of the same card, `card/node` of another card (`card/start` is its
beginning), or `end`. Nothing leads back: whatever is answered, a guide comes to an end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from siaga.language.text import Text
from siaga.language.values import CardId, IncidentTypeId, Priority, Role

END = "end"
START = "start"

SIGNERS = frozenset({Role.DUTY_DOCTOR})
"""Roles a place may name as its medical lead: the only ones the signing door opens to."""


class CardTool(StrEnum):
    """What a screen sets beside the sentences of a block."""

    COMPRESSIONS = "compressions"  # timers and the metronome
    VICTIMS = "victims"  # sorting many victims by START


@dataclass(frozen=True, slots=True, kw_only=True)
class CardAnswer:
    id: str
    text: Text
    next: str
    incident_type: IncidentTypeId | None = None  # what the happening is, if this tells it
    priority: Priority | None = None
    arrest: bool = False  # the heart stands still, as far as anybody can tell: recognised


@dataclass(frozen=True, slots=True, kw_only=True)
class CardQuestion:
    id: str
    ask: Text
    answers: tuple[CardAnswer, ...]
    aside: Text | None = None  # for the call taker, never read aloud


@dataclass(frozen=True, slots=True, kw_only=True)
class CardBlock:
    """Sentences for the caller. The n-th one is called `block.n`, from 1."""

    id: str
    say: tuple[Text, ...]
    next: str = END
    aside: Text | None = None
    tool: CardTool | None = None
    breaths: bool = False  # thirty pushes, two breaths: there is nothing to count in fours


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideCard:
    """`digest`: of what the card says, not of how its file is written. A signature is for it."""

    id: CardId
    version: int
    title: Text
    source: str  # whose principles these are; the sentences are our own
    start: str  # its first node
    incident_type: IncidentTypeId | None = None  # until an answer tells more
    priority: Priority | None = None
    types: tuple[IncidentTypeId, ...] = ()  # incidents that open this card
    never: tuple[Text, ...] = ()  # what the call taker must not say or do
    quiet: bool = False  # somebody may be listening: the caller answers 1 yes, 2 no
    questions: tuple[CardQuestion, ...] = ()
    blocks: tuple[CardBlock, ...] = ()
    digest: str = ""

    def question(self, question_id: str) -> CardQuestion | None:
        return next((one for one in self.questions if one.id == question_id), None)

    def block(self, block_id: str) -> CardBlock | None:
        return next((one for one in self.blocks if one.id == block_id), None)

    def has_step(self, step: str) -> bool:
        """Whether `step`, as in `press.2`, is one of this card's sentences."""
        block_id, _, number = step.rpartition(".")
        block = self.block(block_id)
        return block is not None and number in {str(n + 1) for n in range(len(block.say))}


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideBook:
    """The cards a place uses, in the order they are listed."""

    medical_lead: Role = Role.DUTY_DOCTOR  # who signs
    cards: dict[CardId, GuideCard] = field(default_factory=dict)
    required: tuple[CardId, ...] = ()  # to be signed before the room goes live
    opening: CardId | None = None  # asked of everybody while nobody knows what it is
    arrest: CardId | None = None  # the gate behind its own key


Node = tuple[CardId, str]
"""A question or block: its card and its id."""


def target(book: GuideBook, card: GuideCard, *, wanted: str) -> Node | None:
    """Where `next` leads; None at the end, or when there is no such card."""
    if wanted == END:
        return None
    other, slash, node = wanted.rpartition("/")
    if not slash:
        return (card.id, node)
    there = book.cards.get(CardId(other))
    if there is None:
        return None
    return (there.id, there.start if node == START else node)

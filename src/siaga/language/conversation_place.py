"""How a place talks to its citizens: what is answered by itself, asked next, and kept ready."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from siaga.language.text import Text
from siaga.language.values import Automatic, Channel, Language, TemplateId

HOLE = re.compile(r"\{\{(\d+)\}\}|\{(\w+)\}")
"""`{{1}}` of a template, `{place}` of a ready reply."""


class NudgeWhen(StrEnum):
    """What must still be missing for a step to be asked."""

    NO_LOCATION = "no_location"
    NO_WORDS = "no_words"  # nothing written or spoken yet
    UNANSWERED = "unanswered"  # no person has taken it: told, not asked


@dataclass(frozen=True, slots=True, kw_only=True)
class NudgeStep:
    id: str
    after_s: int  # since the contact was heard
    when: NudgeWhen
    message: str  # key of the place's messages
    ask_location: bool = False
    channels: tuple[Channel, ...] = ()  # empty: on every chat

    def is_for(self, channel: Channel) -> bool:
        return not self.channels or channel in self.channels

    @property
    def is_question(self) -> bool:
        return self.when is not NudgeWhen.UNANSWERED


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """In every language citizens are answered in; without local words Indonesian serves."""

    id: str
    en: str
    local: str = ""

    def said_in(self, language: Language | None) -> str:
        match language:
            case Language.ENGLISH:
                return self.en
            case Language.LOCAL if self.local:
                return self.local
            case _:
                return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class CannedReply:
    """A ready reply; what stands in braces is filled from the case, or asked of the writer."""

    id: str
    name: Words
    text: Words
    ask_location: bool = False


class TemplateCategory(StrEnum):
    UTILITY = "utility"
    MARKETING = "marketing"
    AUTHENTICATION = "authentication"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyTemplate:
    """Approved by the provider under `name` and `language`; word for word the same there."""

    id: TemplateId
    name: str
    language: str  # the provider's code, e.g. "id"
    category: TemplateCategory
    body: str  # with {{1}}, {{2}} …
    arguments: tuple[Text, ...] = ()  # what each stands for

    @property
    def holes(self) -> int:
        return max((int(hole) for hole, _ in HOLE.findall(self.body) if hole), default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalMessage:
    message: str  # key of the place's messages
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalTongue:
    """What people speak here besides Indonesian, and the words it is known by."""

    name: Text
    markers: tuple[str, ...] = ()  # words that no other language of ours has
    message: tuple[LocalMessage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelAnswers:
    """Keys of the place's messages by what they answer; a missing one is not sent."""

    channel: Channel
    answers: dict[Automatic, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversing:
    """conversation.toml."""

    automatic: tuple[ChannelAnswers, ...] = ()
    nudge: tuple[NudgeStep, ...] = ()
    canned: tuple[CannedReply, ...] = ()
    template: tuple[ReplyTemplate, ...] = ()
    local: LocalTongue | None = None

    def answer(self, channel: Channel, kind: Automatic) -> str | None:
        """Key of the text, if the place sends one there."""
        found = (each.answers.get(kind) for each in self.automatic if each.channel is channel)
        return next(found, None)

    def step(self, step_id: str) -> NudgeStep | None:
        return next((step for step in self.nudge if step.id == step_id), None)

    def templates(self) -> dict[TemplateId, ReplyTemplate]:
        return {template.id: template for template in self.template}

    def local_text(self, message: str) -> str | None:
        ours = self.local.message if self.local else ()
        return next((each.text for each in ours if each.message == message), None)

"""What must hold in a place's conversation.toml."""

from __future__ import annotations

from collections.abc import Iterable

from siaga.language.conversation_place import HOLE, CannedReply, Conversing, ReplyTemplate
from siaga.language.place import Place
from siaga.language.values import CHATS, Automatic, Language
from siaga.platform.place_records import Problems
from siaga.platform.place_rules import SMS_CHARACTERS, note_slugs

FILE = "conversation.toml"
GREETINGS = (
    Automatic.FIRST,
    Automatic.FIRST_LOCATED,
    Automatic.FIRST_UNREADABLE,
    Automatic.CALL,
)
"""What a citizen may read first of all: one SMS, and the way to be heard at once stands in it."""

TEMPLATE_CHARACTERS = 1024


def note_broken_conversation(place: Place, problems: Problems) -> None:
    if any(problem.startswith(FILE) for problem in problems.found):
        return  # half a file breaks many rules by itself
    rules = place.conversation
    _check_automatic(place, problems)
    note_slugs([step.id for step in rules.nudge], FILE, problems=problems)
    for step in rules.nudge:
        where = f"{FILE}: nudge {step.id}"
        if step.after_s <= 0:
            problems.add(f"{where}.after_s", "must be more than 0 seconds")
        _check_message(place, f"{where}.message", step.message, problems=problems)
        _check_chats(step.channels, f"{where}.channels", problems)
    note_slugs([reply.id for reply in rules.canned], FILE, problems=problems)
    for reply in rules.canned:
        _check_canned(reply, problems)
    note_slugs([template.id for template in rules.template], FILE, problems=problems)
    for template in rules.template:
        _check_template(template, problems)
    _check_local(place, rules, problems)


def _check_automatic(place: Place, problems: Problems) -> None:
    rules = place.conversation.automatic
    if not rules:
        problems.add(FILE, "answers nobody; write at least one [[automatic]] table")
    _check_chats([each.channel for each in rules], f"{FILE}: automatic", problems)
    for each in rules:
        where = f"{FILE}: automatic {each.channel}"
        if Automatic.FIRST not in each.answers:
            problems.add(f"{where}.first", "missing; the first message must be answered")
        for kind, message in each.answers.items():
            if not _check_message(place, f"{where}.{kind}", message, problems=problems):
                continue
            if kind in GREETINGS:
                _check_greeting(place, message, problems)


def _check_greeting(place: Place, message: str, problems: Problems) -> None:
    for language in Language:
        text = place.words(message, language)
        where = f"messages.toml: {message} ({language})"
        if len(text) > SMS_CHARACTERS:
            most = f"shorten it to {SMS_CHARACTERS} at most"
            problems.add(where, f"{len(text)} characters; {most}")
        if place.emergency_number not in text:
            problems.add(where, f"must name the emergency number {place.emergency_number}")


def _check_message(place: Place, where: str, message: str, *, problems: Problems) -> bool:
    if message in place.messages:
        return True
    problems.add(where, f"unknown {message!r}; write it in messages.toml")
    return False


def _check_chats(channels: Iterable[str], where: str, problems: Problems) -> None:
    seen: set[str] = set()
    for channel in channels:
        if channel not in CHATS:
            problems.add(where, f"{channel} is no chat; use {', '.join(sorted(CHATS))}")
        if channel in seen:
            problems.add(where, f"{channel} stands there twice")
        seen.add(channel)


def _check_canned(reply: CannedReply, problems: Problems) -> None:
    """A language without the variable would leave something out."""
    where = f"{FILE}: canned {reply.id}.text"
    wanted = _names(reply.text.id)
    for language, text in (("en", reply.text.en), ("local", reply.text.local)):
        if text and _names(text) != wanted:
            names = ", ".join(sorted(f"{{{name}}}" for name in wanted)) or "no variable"
            problems.add(f"{where}.{language}", f"must use the same as Indonesian: {names}")
    if not reply.text.id.strip() or not reply.text.en.strip() or not reply.name.id.strip():
        problems.add(where, "empty; fill in id and en")


def _names(text: str) -> set[str]:
    return {name for _, name in HOLE.findall(text) if name}


def _check_template(template: ReplyTemplate, problems: Problems) -> None:
    where = f"{FILE}: template {template.id}"
    found = [int(number) for number, _ in HOLE.findall(template.body) if number]
    if sorted(set(found)) != list(range(1, template.holes + 1)):
        problems.add(f"{where}.body", "number its variables {{1}}, {{2}} … without a gap")
    if len(template.arguments) != template.holes:
        problems.add(f"{where}.arguments", f"name all {template.holes} variables of the body")
    body = template.body.strip()
    if body.startswith("{{") or body.endswith("}}"):
        problems.add(f"{where}.body", "the provider takes no variable at the start or end")
    if not 0 < len(body) <= TEMPLATE_CHARACTERS:
        problems.add(f"{where}.body", f"1 to {TEMPLATE_CHARACTERS} characters")
    if not template.name or not template.language:
        problems.add(where, "name and language are the provider's; fill them in")


def _check_local(place: Place, rules: Conversing, problems: Problems) -> None:
    if rules.local is None:
        return
    for each in rules.local.message:
        where = f"{FILE}: local {each.message}"
        _check_message(place, where, each.message, problems=problems)
        if not each.text.strip():
            problems.add(where, "empty; fill it in or leave it out")
    for marker in rules.local.markers:
        if marker != marker.casefold() or not marker.isalpha():
            problems.add(f"{FILE}: local.markers", f"{marker!r} must be one word in small letters")

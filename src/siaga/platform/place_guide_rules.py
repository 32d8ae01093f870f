"""What must hold for guide cards: answers lead on, every way ends, every sentence is short."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from functools import partial

from siaga.language.guide_cards import (
    END,
    SIGNERS,
    CardBlock,
    CardQuestion,
    CardTool,
    GuideBook,
    GuideCard,
    Node,
    target,
)
from siaga.language.text import Text
from siaga.language.values import CardId, IncidentTypeId
from siaga.platform.place_records import Problems

TITLE, ANSWER, ASK, SAY, NEVER, ASIDE = 48, 44, 120, 120, 140, 220
"""Characters at most. What is said aloud must be said in one breath."""

ANSWERS = range(2, 10)  # one digit each
QUIET_FIRST = ("yes", "no")  # the caller presses 1 or 2

_NODE = re.compile(r"[a-z0-9-]+")
_SENTENCE = re.compile(r"[^.!?]*[.!?]")


def note_broken_guide(
    book: GuideBook, types: Collection[IncidentTypeId], *, problems: Problems
) -> None:
    _check_index(book, problems)
    for card in book.cards.values():
        where = f"guide/{card.id}.toml"
        _check_shape(card, where, problems)
        _check_types(card, types, where, problems)
        for path, text, limit in _texts(card):
            _check_text(text, f"{where}: {path}", limit, problems)
        for path, text in _said(card):
            _check_sentence(text, f"{where}: {path}", problems)
    broken = len(problems.found)
    _check_targets(book, problems)
    if len(problems.found) == broken:
        _check_ways(book, problems)


def _check_index(book: GuideBook, problems: Problems) -> None:
    named: dict[str, tuple[CardId | None, ...]] = {
        "required": book.required,
        "opening": (book.opening,),
        "arrest": (book.arrest,),
    }
    for key, cards in named.items():
        for card in cards:
            if card not in book.cards:
                problems.add(f"guide.toml: {key}", f"unknown {card!r}; list it under `cards`")
    if book.medical_lead not in SIGNERS:
        names = ", ".join(sorted(SIGNERS))
        problems.add("guide.toml: medical_lead", f"only these roles can sign: {names}")
    opened = Counter(kind for card in book.cards.values() for kind in card.types)
    for kind, times in opened.items():
        if times > 1:
            problems.add(f"guide: {kind}", f"opens {times} cards; leave it to one")
    arrest = book.cards.get(book.arrest) if book.arrest else None
    if arrest and CardTool.COMPRESSIONS not in {block.tool for block in arrest.blocks}:
        problems.add("guide.toml: arrest", "that card has no block with the compressions tool")


def _check_shape(card: GuideCard, where: str, problems: Problems) -> None:
    if card.version < 1:
        problems.add(f"{where}: version", "must be 1 or more")
    if not card.never:
        problems.add(f"{where}: never", "say at least one thing that must not be said or done")
    ids = Counter([one.id for one in card.questions] + [one.id for one in card.blocks])
    for node, times in ids.items():
        if times > 1:
            problems.add(f"{where}: {node}", f"used {times} times; give each node its own id")
        if not _NODE.fullmatch(node) or node in (END, "start"):
            problems.add(f"{where}: {node}", "a node's id holds a-z, 0-9, hyphen; not end, start")
    if card.start not in ids:
        problems.add(f"{where}: start", f"unknown {card.start!r}; name a question or block")
    for question in card.questions:
        _check_answers(card, question, where, problems)
    for block in card.blocks:
        if not block.say:
            problems.add(f"{where}: {block.id}.say", "write at least one sentence")


def _check_answers(card: GuideCard, question: CardQuestion, where: str, problems: Problems) -> None:
    at = f"{where}: {question.id}.answers"
    names = tuple(one.id for one in question.answers)
    if len(names) not in ANSWERS:
        problems.add(at, f"{len(names)} answers; between 2 and 9, one digit each")
    if len(set(names)) != len(names):
        problems.add(at, "two answers have the same id")
    if any(not _NODE.fullmatch(name) for name in names):
        problems.add(at, "an answer's id may hold only a-z, 0-9 and hyphen")
    if card.quiet and names[:2] != QUIET_FIRST:
        problems.add(at, "a quiet card is answered by keys: the first two are `yes` and `no`")


def _check_types(
    card: GuideCard, types: Collection[IncidentTypeId], where: str, problems: Problems
) -> None:
    named = [("types", kind) for kind in card.types]
    named += [("incident_type", card.incident_type)] if card.incident_type else []
    named += [
        (f"{question.id}.{answer.id}", answer.incident_type)
        for question in card.questions
        for answer in question.answers
        if answer.incident_type
    ]
    for path, kind in named:
        if kind not in types:
            problems.add(f"{where}: {path}", f"unknown {kind!r}; add it to incident_types.toml")


def _texts(card: GuideCard) -> Iterator[tuple[str, Text, int]]:
    """Every text with where it stands and how long it may be."""
    yield "title", card.title, TITLE
    for number, text in enumerate(card.never, start=1):
        yield f"never.{number}", text, NEVER
    for question in card.questions:
        yield f"{question.id}.ask", question.ask, ASK
        for answer in question.answers:
            yield f"{question.id}.{answer.id}", answer.text, ANSWER
    for block in card.blocks:
        for number, text in enumerate(block.say, start=1):
            yield f"{block.id}.{number}", text, SAY
    nodes: tuple[CardQuestion | CardBlock, ...] = (*card.questions, *card.blocks)
    for node in nodes:
        if node.aside is not None:
            yield f"{node.id}.aside", node.aside, ASIDE


def _check_text(text: Text, where: str, limit: int, problems: Problems) -> None:
    for language, words in (("id", text.id), ("en", text.en)):
        if not words.strip() or words != words.strip():
            problems.add(f"{where}.{language}", "empty, or blanks around it; write the words only")
        elif len(words) > limit:
            problems.add(f"{where}.{language}", f"{len(words)} characters; {limit} at most")


def _said(card: GuideCard) -> Iterator[tuple[str, Text]]:
    for block in card.blocks:
        for number, text in enumerate(block.say, start=1):
            yield f"{block.id}.{number}", text


def _check_sentence(text: Text, where: str, problems: Problems) -> None:
    for language, words in (("id", text.id), ("en", text.en)):
        if words.strip() and not _SENTENCE.fullmatch(words):
            problems.add(f"{where}.{language}", "must be one sentence, with its full stop")


def _next_of(card: GuideCard) -> Iterator[tuple[str, str, str]]:
    """Node, where it stands, what it says comes next."""
    for question in card.questions:
        for answer in question.answers:
            yield question.id, f"{question.id}.{answer.id}", answer.next
    for block in card.blocks:
        yield block.id, block.id, block.next


def _check_targets(book: GuideBook, problems: Problems) -> None:
    for card in book.cards.values():
        for _, path, wanted in _next_of(card):
            if wanted == END:
                continue
            node = target(book, card, wanted=wanted)
            if node is None or not _is_there(book, node):
                problems.add(f"guide/{card.id}.toml: {path}", f"leads to unknown {wanted!r}")


def _is_there(book: GuideBook, node: Node) -> bool:
    card = book.cards[node[0]]
    return card.question(node[1]) is not None or card.block(node[1]) is not None


def _check_ways(book: GuideBook, problems: Problems) -> None:
    """No way leads back, no node is out of reach, and nothing is said before somebody is sent."""
    onward: dict[Node, set[Node]] = {}
    for card in book.cards.values():
        for node, _, wanted in _next_of(card):
            there = target(book, card, wanted=wanted)
            onward.setdefault((card.id, node), set()).update({there} if there else ())
    if loop := _loop(onward):
        card_id, node_id = loop
        problems.add(f"guide/{card_id}.toml: {node_id}", "leads back to itself; every way must end")
        return
    begins = {(card.id, card.start) for card in book.cards.values()}
    reached = set(begins)
    waiting = list(begins)
    while waiting:
        new = onward.get(waiting.pop(), set()) - reached
        reached |= new
        waiting += new
    for card_id, node_id in sorted(onward.keys() - reached):
        problems.add(f"guide/{card_id}.toml: {node_id}", "nothing leads here")
    for card in book.cards.values():
        for card_id, block in sorted(_said_too_soon(book, card)):
            problems.add(
                f"guide/{card_id}.toml: {block}",
                "a way leads here without type and priority; send before instructions",
            )


def _loop(onward: dict[Node, set[Node]]) -> Node | None:
    """A node that can be reached from itself."""
    done: set[Node] = set()
    for begin in onward:
        path: list[tuple[Node, Iterator[Node]]] = [(begin, iter(onward[begin]))]
        standing = {begin}
        while path:
            node, rest = path[-1]
            step = next((one for one in rest if one not in done), None)
            if step is None:
                done.add(node)
                standing.discard(node)
                path.pop()
            elif step in standing:
                return step
            else:
                standing.add(step)
                path.append((step, iter(onward.get(step, ()))))
    return None


Known = tuple[bool, bool]  # whether type and priority have been said


def _said_too_soon(book: GuideBook, begin: GuideCard) -> set[Node]:
    found: set[Node] = set()
    seen: set[tuple[Node, Known]] = set()
    waiting: list[tuple[Node, Known]] = [
        ((begin.id, begin.start), (begin.incident_type is not None, begin.priority is not None))
    ]
    while waiting:
        node, known = waiting.pop()
        if (node, known) in seen:
            continue
        seen.add((node, known))
        card = book.cards[node[0]]
        onto = partial(_onward, book, card)
        block = card.block(node[1])
        if block is not None:
            found |= set() if all(known) else {node}
            waiting += onto(block.next, known)
        question = card.question(node[1])
        for answer in question.answers if question else ():
            has_type = known[0] or answer.incident_type is not None
            has_priority = known[1] or answer.priority is not None
            waiting += onto(answer.next, (has_type, has_priority))
    return found


def _onward(
    book: GuideBook, card: GuideCard, wanted: str, known: Known
) -> list[tuple[Node, Known]]:
    """Another card brings its own type and priority along."""
    node = target(book, card, wanted=wanted)
    if node is None:
        return []
    if node[0] == card.id:
        return [(node, known)]
    other = book.cards[node[0]]
    has_type = known[0] or other.incident_type is not None
    return [(node, (has_type, known[1] or other.priority is not None))]

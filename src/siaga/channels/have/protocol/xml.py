"""XML from strangers: no DOCTYPE, so no entities; size and depth are bounded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

BYTES_MAX = 4_000_000
DEPTH_MAX = 40
ELEMENTS_MAX = 100_000
SEPARATOR = " "


class XmlRefused(ValueError):
    """The document cannot be used; the message says why, without its content."""


@dataclass(slots=True)
class Element:
    """`name` is the local name, `space` its namespace."""

    name: str
    space: str = ""
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def all(self, *path: str) -> Iterator[Element]:
        """Every descendant at this path of local names."""
        if not path:
            yield self
            return
        for child in self.children:
            if child.name == path[0]:
                yield from child.all(*path[1:])

    def first(self, *path: str) -> Element | None:
        return next(self.all(*path), None)

    def said(self, *path: str) -> str | None:
        """The text at this path, None when nothing is said."""
        found = self.first(*path)
        return found.text.strip() or None if found is not None else None

    def walk(self) -> Iterator[Element]:
        yield self
        for child in self.children:
            yield from child.walk()


class _Builder:
    def __init__(self) -> None:
        self.root: Element | None = None
        self.open: list[Element] = []
        self.count = 0

    def begin(self, name: str, _attributes: Any) -> None:
        space, _, local = name.rpartition(SEPARATOR)
        self.count += 1
        if len(self.open) >= DEPTH_MAX or self.count > ELEMENTS_MAX:
            raise XmlRefused("too deep or too many elements")
        element = Element(name=local, space=space)
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)

    def end(self, _name: str) -> None:
        self.open.pop()

    def data(self, text: str) -> None:
        self.open[-1].text += text


def _refuse(*_what: Any) -> int:
    raise XmlRefused("a DOCTYPE is not read")


def read_xml(content: bytes) -> Element:
    """The root element. Raises XmlRefused."""
    if len(content) > BYTES_MAX:
        raise XmlRefused(f"larger than {BYTES_MAX} bytes")
    builder = _Builder()
    parser = expat.ParserCreate(namespace_separator=SEPARATOR)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.ExternalEntityRefHandler = _refuse
    parser.StartElementHandler = builder.begin
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise XmlRefused(f"not well-formed XML, line {error.lineno}") from error
    except (ValueError, LookupError) as error:
        if isinstance(error, XmlRefused):
            raise
        raise XmlRefused("unknown encoding") from error
    assert builder.root is not None
    return builder.root

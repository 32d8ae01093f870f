"""The project's files as the tidy tests see them: parsed once, reported by path and line."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "siaga"
PYTHON_FOLDERS = ("src", "tests", "tools", "benchmarks")

AnyFunction = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, kw_only=True)
class Module:
    """One Python file: its path below the project's root, its text and its syntax tree."""

    path: Path
    text: str
    tree: ast.Module

    def at(self, node: ast.stmt | ast.expr | AnyFunction, what: str) -> str:
        """A line for a report, in the form editors jump to."""
        return f"{self.path}:{node.lineno}: {what}"

    def functions(self) -> Iterator[AnyFunction]:
        """Every function and method, nested ones included."""
        for node in ast.walk(self.tree):
            if isinstance(node, AnyFunction):
                yield node


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """The Python files below `folders`, or of the whole project."""
    found = []
    for folder in folders or PYTHON_FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            text = path.read_text()
            found.append(
                Module(path=path.relative_to(ROOT), text=text, tree=ast.parse(text, str(path)))
            )
    assert found, f"nothing to look at below {folders}"
    return tuple(found)


def no_offence(offences: Iterator[str]) -> None:
    """Fail with every offence on a line of its own."""
    listed = "\n".join(offences)
    assert not listed, f"\n{listed}"

"""House rules on size, names and shape that ruff and mypy do not know."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.tidy.source import ROOT, SOURCE, AnyFunction, Module, modules, no_offence

FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 50
PARAMETERS_MAX = 5
POSITIONAL_MAX = 2

BANNED_NAMES = {"utils", "helpers", "common", "base", "manager", "misc", "stuff"}

# Signatures that somebody else fixes: desks and boards by the house, the rest by libraries.
FIXED_SHAPES = (
    ("command", "states", "state", "place", "asked"),
    ("tag", "state", "fact", "entry"),
    ("key", "card", "fact", "entry"),
    ("kind", "subject", "due_at", "command_id"),
    ("scope", "receive", "send"),
    ("logger", "method_name", "event_dict"),
    ("connection", "pid", "channel", "payload"),
)

DESK_FILES = {"__init__", "commands", "state", "decide", "advise", "follow", "react", "doors"}

FLOORS = ("language", "geo", "platform", "desks", "boards", "channels", "simulation", "app")
FOLDERS = ("tests", "sql", "console", "places", "benchmarks", "tools", "docs")


def _console_files() -> Iterator[Path]:
    for pattern in ("*.ts", "*.svelte", "*.css"):
        for path in (ROOT / "console" / "src").rglob(pattern):
            if ".generated." not in path.name:
                yield path


def test_every_file_is_short_enough_to_read() -> None:
    texts = [(module.path, module.text) for module in modules()]
    texts += [(path.relative_to(ROOT), path.read_text()) for path in _console_files()]
    no_offence(
        f"{path}: {lines} lines, at most {FILE_LINES_MAX}"
        for path, text in texts
        if (lines := len(text.splitlines())) > FILE_LINES_MAX
    )


def test_every_function_fits_on_a_screen() -> None:
    no_offence(
        module.at(function, f"{function.name} has {lines} lines, at most {FUNCTION_LINES_MAX}")
        for module in modules()
        for function in module.functions()
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > FUNCTION_LINES_MAX
    )


def _names(function: AnyFunction) -> tuple[list[str], int]:
    """The positional parameters without self, and the number of all parameters."""
    positional = [a.arg for a in [*function.args.posonlyargs, *function.args.args]]
    if positional[:1] in (["self"], ["cls"]):
        positional = positional[1:]
    return positional, len(positional) + len(function.args.kwonlyargs)


def _shape_is_fixed(function: AnyFunction, positional: list[str]) -> bool:
    plain = [name.lstrip("_") for name in positional]
    is_special = function.name.startswith("__") and function.name != "__init__"
    return is_special or any(set(plain) <= set(shape) for shape in FIXED_SHAPES)


def test_functions_take_few_parameters() -> None:
    no_offence(
        module.at(function, f"{function.name} takes {count} parameters")
        for module in modules("src", "tools", "benchmarks")
        for function in module.functions()
        for positional, count in [_names(function)]
        if count > PARAMETERS_MAX and not _shape_is_fixed(function, positional)
    )


def test_what_others_call_names_its_arguments_from_the_third_on() -> None:
    """Private functions are left to the reader's eye: their call stands beside them."""
    no_offence(
        module.at(function, f"{function.name}: keyword-only from `{positional[POSITIONAL_MAX]}` on")
        for module in modules("src", "tools", "benchmarks")
        for function in module.functions()
        for positional, _ in [_names(function)]
        if len(positional) > POSITIONAL_MAX and not _shape_is_fixed(function, positional)
        if not function.name.startswith("_") or function.name == "__init__"
    )


def test_every_module_says_what_it_is() -> None:
    no_offence(
        f"{module.path}: no docstring" for module in modules() if not ast.get_docstring(module.tree)
    )


def test_no_drawer_for_odds_and_ends() -> None:
    paths = [module.path for module in modules()]
    paths += [path.relative_to(ROOT) for path in _console_files()]
    no_offence(
        f"{path}: a name that says nothing"
        for path in paths
        if BANNED_NAMES & {part.partition(".")[0].lower() for part in path.parts}
    )


def test_no_city_lives_in_the_code() -> None:
    cities = {path.parent.name for path in (ROOT / "places").glob("*/*/place.toml")}
    assert cities, "no place to compare with"
    pattern = re.compile("|".join(map(re.escape, sorted(cities))), re.IGNORECASE)
    no_offence(
        f"{path.relative_to(ROOT)}:{number}: names a city"
        for path in sorted(SOURCE.rglob("*"))
        if path.suffix in {".py", ".sql", ".md", ".html"}
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if pattern.search(line)
    )


def test_every_folder_says_what_lives_there() -> None:
    wanted = [SOURCE / floor for floor in FLOORS] + [ROOT / folder for folder in FOLDERS]
    no_offence(
        f"{folder.relative_to(ROOT)}/README.md is missing or says nothing"
        for folder in wanted
        if not (readme := folder / "README.md").exists() or len(readme.read_text()) < 100
    )


def test_a_desk_uses_only_the_agreed_file_names() -> None:
    no_offence(
        f"{path.relative_to(ROOT)}: not a name of a desk's file ({', '.join(sorted(DESK_FILES))})"
        for desk in _packages("desks")
        for path in desk.iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
        if path.stem not in DESK_FILES
    )


def test_a_desk_with_doors_has_all_that_decides() -> None:
    no_offence(
        f"{desk.relative_to(ROOT)}: {name} is missing"
        for desk in _packages("desks")
        for name in ("commands", "state", "decide", "doors")
        if not (desk / f"{name}.py").exists() and not (desk / name).is_dir()
    )


def test_a_fold_names_every_fact_it_hears() -> None:
    no_offence(
        f"{path.relative_to(ROOT)}: no assert_never over what the desk hears"
        for desk in _packages("desks")
        for path in [desk / "state.py"]
        if path.exists() and "assert_never(" not in path.read_text()
    )


def _packages(floor: str) -> list[Path]:
    found = sorted(path.parent for path in (SOURCE / floor).glob("*/__init__.py"))
    assert found, f"no package in {floor}"
    return found


def _fields(module: Module) -> Iterator[ast.AnnAssign]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ClassDef):
            yield from (item for item in node.body if isinstance(item, ast.AnnAssign))


def test_an_instant_is_named_at() -> None:
    no_offence(
        module.at(field, f"a datetime named {field.target.id}, not …_at")
        for module in modules("src")
        for field in _fields(module)
        if re.fullmatch(r"datetime( \| None)?", ast.unparse(field.annotation))
        if isinstance(field.target, ast.Name)
        if not re.fullmatch(r"_?(\w+_)?at|_?now", field.target.id)
    )


def test_units_are_spelled_short_and_last() -> None:
    long_form = re.compile(r"_(seconds|secs|sec|minutes|millis|milliseconds|meters|metres)$")
    no_offence(
        module.at(field, f"{field.target.id}: write _s, _min, _ms or _m")
        for module in modules("src")
        for field in _fields(module)
        if isinstance(field.target, ast.Name) and long_form.search(field.target.id)
    )

"""What code does with failures, output, SQL and the outside world, and what tests may use."""

import ast
import re
from collections.abc import Iterator

from tests.tidy.source import AnyFunction, Module, modules, no_offence

_SQL = re.compile(
    r"\s*(select\s.+\sfrom\s|insert\s+into\s|update\s+\w+\s+set\s|delete\s+from\s"
    r"|create\s+(table|index|function)\s|alter\s+table\s)",
    re.IGNORECASE | re.DOTALL,
)
_SPEAKS_SQL = ("src/siaga/platform/",)
_TALKS_TO_A_TERMINAL = ("src/siaga/app/", "src/siaga/simulation/")
_KNOWS_SPEED = ("src/siaga/geo/travel.py", "src/siaga/simulation/")
_SPEED = re.compile(r"(^|_)(speed_(kmh|ms|m_s)|kmh|detour)$", re.IGNORECASE)
_PRIVATE_PATH = re.compile(r"(?<![\w.])/(root|home/\w+|Users/\w+)/")
_NETWORK = {"asyncpg", "httpx", "playwright", "requests", "socket", "subprocess", "uvicorn"}
_MOCKS = {"mock", "pytest_mock", "respx", "responses", "unittest.mock"}
_CATCH_ALL = {"Exception", "BaseException"}
_SECRET = re.compile(r"(password|secret|token|private_key|dsn)$", re.IGNORECASE)


def _is_below(module: Module, folders: tuple[str, ...]) -> bool:
    return str(module.path).startswith(folders)


def _imports(module: Module) -> Iterator[tuple[ast.stmt, str]]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node, node.module
            yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)


def _does_nothing(statement: ast.stmt) -> bool:
    is_constant = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    return is_constant or isinstance(statement, ast.Pass | ast.Continue)


def test_no_failure_is_swallowed() -> None:
    def offences() -> Iterator[str]:
        for module in modules():
            for node in ast.walk(module.tree):
                if not isinstance(node, ast.ExceptHandler):
                    continue
                caught = ast.unparse(node.type) if node.type else "BaseException"
                if caught in _CATCH_ALL and all(map(_does_nothing, node.body)):
                    yield f"{module.path}:{node.lineno}: swallows every {caught}"
                if node.type is None:
                    yield f"{module.path}:{node.lineno}: a bare except"

    no_offence(offences())


def test_nothing_is_left_for_later() -> None:
    mark = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    no_offence(
        f"{module.path}:{number}: {found[0]}"
        for module in modules()
        if module.path.name != "test_conduct.py"
        for number, line in enumerate(module.text.splitlines(), start=1)
        if (found := mark.search(line))
    )


def test_only_the_platform_writes_sql() -> None:
    no_offence(
        module.at(node, "SQL outside the platform")
        for module in modules("src")
        if not _is_below(module, _SPEAKS_SQL)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if _SQL.match(node.value)
    )


def test_only_one_function_turns_a_way_into_time() -> None:
    """Every arrival comes of `geo.travel`; a speed or a detour elsewhere is a second one."""
    no_offence(
        module.at(node, "a speed or detour outside geo/travel.py")
        for module in modules("src")
        if not _is_below(module, _KNOWS_SPEED)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Name | ast.Attribute)
        if _SPEED.search(node.id if isinstance(node, ast.Name) else node.attr)
    )


def _calls(module: Module, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == name:
            yield node


def test_only_the_command_line_prints() -> None:
    no_offence(
        module.at(call, "print: use the structured log")
        for module in modules("src")
        if not _is_below(module, _TALKS_TO_A_TERMINAL)
        for call in _calls(module, "print")
    )


def _names_in(call: ast.Call) -> Iterator[str]:
    for argument in [*call.args, *(keyword.value for keyword in call.keywords)]:
        for node in ast.walk(argument):
            if isinstance(node, ast.Attribute):
                yield node.attr
            elif isinstance(node, ast.Name):
                yield node.id


def test_no_secret_is_logged() -> None:
    logging_call = re.compile(r"(^|\.)_?log(ger)?\.(debug|info|warning|error|exception|critical)$")
    no_offence(
        module.at(node, f"logs `{name}`")
        for module in modules("src")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and logging_call.search(ast.unparse(node.func))
        for name in _names_in(node)
        if _SECRET.search(name)
    )


def test_no_path_of_somebodys_machine_is_written_down() -> None:
    no_offence(
        f"{module.path}:{number}: a path of one machine"
        for module in modules()
        if module.path.name != "test_conduct.py"
        for number, line in enumerate(module.text.splitlines(), start=1)
        if _PRIVATE_PATH.search(line)
    )


def test_tests_use_the_real_thing() -> None:
    no_offence(
        module.at(node, f"imports {name}: install the real thing instead")
        for module in modules("tests")
        for node, name in _imports(module)
        if name in _MOCKS
    )


def test_quick_tests_open_no_socket() -> None:
    no_offence(
        module.at(node, f"imports {name}: sockets begin at the contract tests")
        for module in modules("tests/unit", "tests/property")
        for node, name in _imports(module)
        if name.partition(".")[0] in _NETWORK
    )


_FAILING_CALLS = {"raises", "warns", "fail", "expect", "run_state_machine_as_test"}


def _fails_by(function: AnyFunction, failing: set[str]) -> bool:
    """Whether `function` asserts, raises, or calls something whose name is in `failing`."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assert | ast.Raise):
            return True
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in failing:
            return True
    return False


def _failing_names() -> set[str]:
    """Names of the tests' own functions that can fail, directly or through one another."""
    own = [function for module in modules("tests") for function in module.functions()]
    failing = set(_FAILING_CALLS)
    while found := {f.name for f in own if _fails_by(f, failing)} - failing:
        failing |= found
    return failing


def test_every_test_can_fail() -> None:
    failing = _failing_names()
    no_offence(
        module.at(function, f"{function.name} asserts nothing")
        for module in modules("tests")
        for function in module.functions()
        if function.name.startswith("test_") and not _fails_by(function, failing)
    )

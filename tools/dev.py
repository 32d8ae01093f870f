"""Set up, run, check and test from a bare machine: `python3 -m tools.dev TARGET`.

Targets: setup, run, check, test, test-all, bench. Further words go to the program that is started.
Each step is skipped when its stamp in `.build/stamps` says that nothing it depends on has changed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036  (an older python3 must be told so)
    sys.exit("Siaga needs Python 3.11 or newer. With another python3: make run PY=python3.12")

from tools.console_build import build_console, check_console, node
from tools.python_packages import executable, runtime_python, test_environment, test_python
from tools.second_try import PytestRun, started
from tools.steps import (
    ROOT,
    STARTED_S,
    SetupFailed,
    child_environment,
    is_root,
    one_at_a_time,
    run,
    say,
)
from tools.system_packages import (
    CHROMIUM_HINT,
    MODEM_HINT,
    POSTGRES_15_HINT,
    TELEPHONE_HINT,
    chromium,
    have_modem,
    have_telephone,
    postgres_15,
)

QUICK = ("tests/tidy", "tests/unit", "tests/property")
BESIDE = ("tests/browser", "tests/contract", "tests/golden", "tests/http")
ALONE = ("tests/calls", "tests/chaos", "tests/voice")  # they listen to the clock
AT_ONCE = 2  # of the quick ones and those beside them
_SHORT = ["-m", "not (voice_long or long)"]
_PYTHON_FOLDERS = ("src", "tests", "tools", "benchmarks")


def setup(_: list[str]) -> int:
    """Install what the application needs and build the console."""
    with one_at_a_time():
        runtime_python()
        build_console()
    say("ready: make run, or .venv/bin/siaga up")
    return 0


def run_room(words: list[str]) -> int:
    """Set up, then become the application with its demo place."""
    with one_at_a_time():
        python = runtime_python()
        build_console()
    say("starting Siaga")
    env = child_environment(SIAGA_STARTED_MONOTONIC_S=repr(STARTED_S))
    os.chdir(ROOT)
    os.execve(python, [str(python), "-m", "siaga", "up", "--demo", *words], env)


def check(words: list[str]) -> int:
    """Run the static checks and the quick tests; returns 1 when any failed."""
    with one_at_a_time():
        python = test_python()
    failed = _static_checks()
    say("quick tests")
    if _pytest(python, [*words, *QUICK], env=test_environment()):
        failed.append("quick tests")
    say(f"FAILED: {', '.join(failed)}" if failed else "all checks passed")
    return 1 if failed else 0


def _static_checks() -> list[str]:
    """Style, types and import contracts, each also after another has failed; names the failed."""
    checks: tuple[tuple[str, Callable[[], object]], ...] = (
        ("ruff check", lambda: _tool("ruff", "check", *_PYTHON_FOLDERS)),
        ("ruff format", lambda: _tool("ruff", "format", "--check", *_PYTHON_FOLDERS)),
        ("mypy", lambda: _tool("mypy")),
        ("import contracts", lambda: _tool("lint-imports")),
        ("svelte-check", check_console),
    )
    failed = []
    for name, start in checks:
        say(name)
        try:
            start()
        except SetupFailed as failure:
            say(str(failure))
            failed.append(name)
    return failed


def _tool(name: str, *words: str) -> None:
    run([executable(name), *words], name, env=test_environment(), quiet=True)


def test(words: list[str]) -> int:
    """Run every check and test but the long ones; what could not run is printed last."""
    code = _test([*_SHORT, *words], whole=not words)
    print("LEFT OUT: the long tests (`deselected` above); `make test-all` runs them", flush=True)
    return code


def test_all(words: list[str]) -> int:
    """Run every check and every test, the long ones too."""
    return _test(words, whole=not words)


def _test(words: list[str], *, whole: bool) -> int:
    """What could not run fails under CI. `whole`: no tests were named, all are run."""
    env, missing = _prepared()
    code = _all_tests(words, env=env) if whole else _check_and_test(words, env=env)
    for reason in missing:
        print(f"NOT RUN: {reason}", flush=True)
    return code or (1 if missing and os.environ.get("CI") else 0)


def _prepared() -> tuple[dict[str, str], list[str]]:
    """Installs and builds; → the tests' environment, and what cannot run on this machine."""
    with one_at_a_time():
        test_python()
        runtime = runtime_python()
        missing = [] if build_console() else ["browser tests: console/ cannot be built yet"]
        browser, server = chromium(), postgres_15()
        telephone, modem = have_telephone(runtime), have_modem()
        tool = node()
    if not browser:
        missing.append(f"browser tests: Chromium is missing, as root: {CHROMIUM_HINT}")
    if not server:
        missing.append(f"contract tests on PostgreSQL 15: missing, as root: {POSTGRES_15_HINT}")
    if not telephone:
        missing.append(f"voice tests: as root: {TELEPHONE_HINT}")
    if not modem:
        missing.append(f"SMS modem tests: gammu-smsd is missing, as root: {MODEM_HINT}")
    env = test_environment(
        SIAGA_CHROMIUM=str(browser or ""),
        SIAGA_TEST_PG15_BIN=str(server or ""),
        # Playwright's own Node.js needs a library that a bare Debian lacks.
        PLAYWRIGHT_NODEJS_PATH=str(tool.program),
    )
    return env, missing


def _check_and_test(words: list[str], *, env: dict[str, str]) -> int:
    failed = _static_checks()
    say("pytest")
    code = _pytest(test_python(), words, env=env)
    say(f"pytest ended with {code}")
    if failed:
        print(f"FAILED: {', '.join(failed)}", flush=True)
    return code or (1 if failed else 0)


def _all_tests(words: list[str], *, env: dict[str, str]) -> int:
    """The checks and what may run beside others two at a time, then what listens to the clock."""
    pytest = [str(test_python()), "-m", "pytest", "-q", *words]
    longest, *rest = _beside(pytest, env=env)
    checks = [sys.executable, "-m", "tools.dev", "check", *words]
    with ThreadPoolExecutor(AT_ONCE) as lanes:
        jobs = [
            lanes.submit(_told, longest.name, longest.run),
            lanes.submit(_told, "checks", lambda: started(checks, env=env)),
            *(lanes.submit(_told, part.name, part.run) for part in rest),
        ]
        codes = [job.result() for job in jobs]
    say(f"pytest {' '.join(ALONE)}")
    alone = PytestRun(name="alone", command=[*pytest, *ALONE], env=env, quiet=False)
    codes.append(alone.run()[0])
    say(f"ended with {codes}")
    for test in sorted(test for part in (longest, *rest, alone) for test in part.unsteady):
        print(f"UNSTEADY: {test} failed among others and passed alone", flush=True)
    return next((code for code in codes if code), 0)


def _beside(pytest: list[str], *, env: dict[str, str]) -> list[PytestRun]:
    """The longest first, so that both lanes end at about the same time."""
    longest, second, *others = BESIDE
    files = sorted(str(path) for folder in others for path in ROOT.glob(f"{folder}/test_*.py"))
    parts = {longest: [longest], second: [second], "half": files[::2], "other half": files[1::2]}
    return [
        PytestRun(name=name, command=[*pytest, *paths], env=env) for name, paths in parts.items()
    ]


def _told(name: str, run: Callable[[], tuple[int, str]]) -> int:
    """What it says is printed in one piece when it has ended. Returns its exit code."""
    say(f"begins: {name} …")
    code, said = run()
    say(f"ended with {code}: {name} …\n{said}")
    return code


def _pytest(python: Path, words: list[str], *, env: dict[str, str]) -> int:
    command = [str(python), "-m", "pytest", "-q", *words]
    return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode


def bench(words: list[str]) -> int:
    """Run the named benchmarks, or all of them; each prints its own floor."""
    with one_at_a_time():
        python = runtime_python()
    names = [word for word in words if not word.startswith("-")] or ["append", "intake", "screen"]
    options = [word for word in words if word.startswith("-")]
    for name in names:
        say(f"benchmark: {name}")
        run([python, "-m", "siaga", "bench", name, *options], f"benchmark {name}")
    return 0


_TARGETS = {
    "setup": setup,
    "run": run_room,
    "check": check,
    "test": test,
    "test-all": test_all,
    "bench": bench,
}


def main() -> int:
    """Run the target named by the first word; returns the exit code."""
    target = _TARGETS.get(sys.argv[1]) if len(sys.argv) > 1 else None
    if target is None:
        print(__doc__, file=sys.stderr)
        return 2
    if is_root() and ROOT.stat().st_uid != 0 and os.environ.get("SIAGA_ALLOW_ROOT") != "1":
        print(
            f"{ROOT} belongs to another user: root would leave files there that its owner cannot"
            " change. Run this as the owner, or set SIAGA_ALLOW_ROOT=1.",
            file=sys.stderr,
        )
        return 1
    try:
        return target(sys.argv[2:])
    except SetupFailed as failure:
        say(f"stopped: {failure}")
    except PermissionError as error:
        say(f"stopped: this user may not write {error.filename}")
    except KeyboardInterrupt:
        say("stopped")
    return 1


if __name__ == "__main__":
    sys.exit(main())

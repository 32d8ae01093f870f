"""Node.js, the console's packages and its build, each skipped while its inputs are unchanged."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.python_packages import node_home
from tools.steps import ROOT, Stamp, child_environment, run, say

CONSOLE = ROOT / "console"
_MADE_HERE = {"node_modules", "dist"}
_NODE_NEEDED = (22, 12)


@dataclass(frozen=True, kw_only=True)
class Node:
    """A Node.js of at least 22.12: its program, its npm, and the environment for both."""

    program: Path
    npm: tuple[str, ...]
    env: dict[str, str]


def node() -> Node:
    """The system's Node.js when it is new enough, else the one of the wheel."""
    system, npm = shutil.which("node"), shutil.which("npm")
    if system and npm and _version(system) >= _NODE_NEEDED:
        return Node(program=Path(system), npm=(npm,), env=child_environment())
    home = node_home()
    program = home / "bin" / "node"
    path = f"{program.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    # The wheel's bin/npm is broken: npm is started as the script it is.
    npm_script = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return Node(
        program=program, npm=(str(program), str(npm_script)), env=child_environment(PATH=path)
    )


def _version(program: str) -> tuple[int, ...]:
    asked = subprocess.run(
        [program, "-p", "process.versions.node"], capture_output=True, text=True, check=False
    )
    parts = asked.stdout.strip().split(".")[:2]
    return tuple(int(part) for part in parts) if len(parts) == 2 else (0,)


def build_console() -> bool:
    """Bring `console/dist` up to date; False when there is no console to build yet."""
    if not _is_complete():
        say("console: no package.json with its package-lock.json yet, not built")
        return False
    built = Stamp("console-built", _sources())
    if built.matches() and any((CONSOLE / "dist").glob("*")):
        return True
    tool = install_console_packages()
    say("console: vite build")
    build = [*tool.npm, "run", "--silent", "build"]
    run(build, "building the console", cwd=CONSOLE, env=tool.env, quiet=True)
    built.write()
    return True


def install_console_packages() -> Node:
    """Run `npm ci` when the lock file changed; returns the Node.js to use from now on."""
    tool = node()
    installed = Stamp("console-packages", (CONSOLE / "package.json", CONSOLE / "package-lock.json"))
    if not (installed.matches() and (CONSOLE / "node_modules").is_dir()):
        say("console: npm ci")
        options = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]
        command = [*tool.npm, "ci", "--loglevel=error", *options]
        run(command, "installing the console's packages", cwd=CONSOLE, env=tool.env, quiet=True)
        installed.write()
    return tool


def check_console() -> bool:
    """Type-check and test the console; False when there is no console yet. Raises SetupFailed."""
    if not _is_complete():
        return False
    tool = install_console_packages()
    check = [*tool.npm, "run", "--silent", "check"]
    run(check, "type-checking the console", cwd=CONSOLE, env=tool.env, quiet=True)
    tests = [*tool.npm, "test", "--silent"]
    run(tests, "the console's own tests", cwd=CONSOLE, env=tool.env, quiet=True)
    return True


def _is_complete() -> bool:
    return all((CONSOLE / name).exists() for name in ("package.json", "package-lock.json"))


def _sources() -> Iterator[Path]:
    """Every file of the console that is not made by a tool."""
    for entry in CONSOLE.iterdir():
        if entry.name in _MADE_HERE:
            continue
        yield from (path for path in [entry, *entry.rglob("*")] if path.is_file())

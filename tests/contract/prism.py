"""Prism, a mock server nobody of this project wrote, on Meta's own description of its API.

It comes from the npm registry into `.build/prism` when a test first wants it, and is started and
ended by the id of its process. A test says NOT RUN when it cannot be had.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.http.server import free_port
from tests.patience import eventually
from tools.console_build import node
from tools.steps import BUILD

PACKAGE = "@stoplight/prism-cli@5"
HOME = BUILD / "prism"
SCRIPT = HOME / "node_modules" / "@stoplight" / "prism-cli" / "dist" / "index.js"
START_S_MAX = 60.0
INSTALL_S_MAX = 300.0


def _installed() -> Path:
    if SCRIPT.is_file():
        return SCRIPT
    HOME.mkdir(parents=True, exist_ok=True)
    options = ["--no-save", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund"]
    tool = node()
    try:
        subprocess.run(
            [*tool.npm, "install", *options, "--prefix", str(HOME), PACKAGE],
            env=tool.env,
            capture_output=True,
            timeout=INSTALL_S_MAX,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as reason:
        pytest.skip(f"NOT RUN: {PACKAGE} cannot be installed: {type(reason).__name__}")
    return SCRIPT


@contextmanager
def prism(document: dict[str, Any], folder: Path) -> Iterator[str]:
    """→ its address, while it serves this description."""
    script, port = _installed(), free_port()
    described, log = folder / "meta.json", folder / "prism.log"
    described.write_text(json.dumps(document))
    tool = node()
    command = [str(tool.program), str(script), "mock", "-h", "127.0.0.1", "-p", str(port)]
    with log.open("wb") as sink:
        process = subprocess.Popen(
            [*command, str(described)], env=tool.env, stdout=sink, stderr=subprocess.STDOUT
        )
        try:
            _await(process, port, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(20)


def _await(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    def answers() -> bool:
        try:
            httpx.get(f"http://127.0.0.1:{port}/", timeout=2)
        except httpx.HTTPError:
            return False
        return True

    eventually(lambda: answers() or process.poll() is not None, within_s=START_S_MAX)
    if process.poll() is not None:
        pytest.fail(f"Prism did not come up:\n{log.read_text(errors='replace')[-2000:]}")

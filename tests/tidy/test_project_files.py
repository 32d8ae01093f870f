"""Files that are not code: locks, migrations, and the packages that are installed."""

import json
import re
import tomllib
from collections import Counter
from pathlib import Path

from tests.tidy.source import ROOT, no_offence
from tools.dev import ALONE, BESIDE, QUICK

_MIGRATION = re.compile(r"(\d{4})_(pre|post)_[a-z0-9_]+\.sql")


TESTS = sorted((ROOT / "tests").rglob("test_*.py"))


def _lock_files() -> list[Path]:
    found = [*sorted(ROOT.glob("requirements*.lock")), ROOT / "console" / "package-lock.json"]
    assert len(found) == 5
    return found


def test_lock_files_name_no_address() -> None:
    no_offence(
        f"{path.relative_to(ROOT)}:{number}: an address in a lock file"
        for path in _lock_files()
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if "://" in line
    )


def test_every_locked_package_has_hashes() -> None:
    no_offence(
        f"{path.name}: {entry.splitlines()[0]}"
        for path in _lock_files()
        if path.suffix == ".lock"
        for entry in re.split(r"\n(?=\S)", path.read_text().strip())
        if "==" not in entry or "--hash=sha256:" not in entry
    )


def test_every_console_package_has_its_hash() -> None:
    lock = json.loads((ROOT / "console" / "package-lock.json").read_text())
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    no_offence(name for name, entry in packages.items() if "integrity" not in entry)


def test_the_lock_files_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = {
        "requirements.lock": project["project"]["dependencies"],
        "requirements-test.lock": project["dependency-groups"]["test"],
        "requirements-node.lock": project["dependency-groups"]["node"],
        "requirements-boot.lock": project["dependency-groups"]["boot"],
    }
    no_offence(
        f"{lock}: {name} is not locked; see CONTRIBUTING.md"
        for lock, names in groups.items()
        for name in names
        if not re.search(rf"(?m)^{re.escape(name.lower())}==", (ROOT / lock).read_text())
    )


def test_migrations_are_numbered_once() -> None:
    names = [path.name for path in sorted((ROOT / "sql").glob("*.sql"))]
    assert names
    no_offence(f"sql/{name}: not NNNN_pre_… or …_post_…" for name in names if not _number(name))
    counted = Counter(_number(name) for name in names)
    no_offence(f"sql: number {number} stands twice" for number, n in counted.items() if n > 1)


def _number(name: str) -> str:
    found = _MIGRATION.fullmatch(name)
    return found[1] if found else ""


def test_links_between_documents_lead_somewhere() -> None:
    link = re.compile(r"\]\((?!\w+:)([^)#\s]+)")
    no_offence(
        f"{document.relative_to(ROOT)}: {target} does not exist"
        for document in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
        for target in link.findall(document.read_text())
        if not (document.parent / target).exists()
    )


def test_the_whole_run_leaves_no_folder_of_tests_out() -> None:
    """`make test` names the folders it runs, so that some may run beside others."""
    folders = {f"tests/{test.relative_to(ROOT / 'tests').parts[0]}" for test in TESTS}
    assert sorted((*QUICK, *BESIDE, *ALONE)) == sorted(folders)

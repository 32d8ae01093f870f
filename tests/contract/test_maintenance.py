"""`siaga logbook` and `siaga account` on a real server, as a person types them."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from siaga.app import account_cli, logbook_cli
from tests.contract.servers import ROOT

OPEN = ("open", "Budi", "--name", "Budi Santoso", "--role", "call_taker", "--generate")


class Terminal:
    """Types words after `siaga logbook` or `siaga account`; the server listens on a socket."""

    def __init__(self, options: dict[str, Any], data: Path, capsys: Any) -> None:
        host, name = options.get("host"), options["database"]
        url = f"postgresql:///{name}?host={host}&port={options['port']}&user={options['user']}"
        place = str(
            next((ROOT / "places").glob("*/*/place.toml")).parent.relative_to(ROOT / "places")
        )
        self.options, self.capsys = options, capsys
        self.shared = ["--data", str(data), "--database-url", url, "--place", place]

    def __call__(self, module: Any, *words: str) -> tuple[int, str]:
        code = module.main([*words, *self.shared])
        said = self.capsys.readouterr()
        return code, said.out + said.err

    def execute(self, statement: str) -> Any:
        async def work() -> Any:
            connection = await asyncpg.connect(**self.options)
            found = await connection.fetchval(statement)
            await connection.close()
            return found

        return asyncio.run(work())


@pytest.fixture
def terminal(database: dict[str, Any], tmp_path: Path, capsys: Any) -> Terminal:
    return Terminal(database, tmp_path, capsys)


def test_an_account_is_opened_listed_and_closed(terminal: Terminal) -> None:
    code, said = terminal(account_cli, *OPEN)
    assert (code, "password: " in said) == (0, True)
    assert terminal(account_cli, *OPEN)[0] == 2
    code, said = terminal(account_cli, "list")
    assert "Budi Santoso" in said
    assert "call_taker" in said
    assert terminal(account_cli, "password", "budi", "--generate")[0] == 0
    assert terminal(account_cli, "password", "nobody", "--generate")[0] == 2
    assert terminal(account_cli, "close", "budi")[0] == 0
    assert "tutup" in terminal(account_cli, "list")[1]
    code, said = terminal(account_cli, "open", "ani", "--name", "Ani", "--role", "agency_desk")
    assert (code, "agency" in said, "password" in said) == (2, True, False)


def test_a_logbook_is_verified_and_its_problems_are_the_exit_code(terminal: Terminal) -> None:
    terminal(account_cli, *OPEN)
    code, said = terminal(logbook_cli, "verify")
    assert (code, "2 entri, 0 masalah" in said) == (0, True)
    terminal.execute("update entry set actor = 'x' where position = 2")
    code, said = terminal(logbook_cli, "verify")
    assert (code, "! 2: the hash" in said) == (1, True)


def test_a_renewed_lineage_is_said_and_holds_what_was_not_sent(terminal: Terminal) -> None:
    terminal(account_cli, *OPEN)
    terminal.execute(
        "insert into outbox (place, id, position, kind, rule, recipient, body, due_at)"
        " select place, gen_random_uuid(), 2, 'chat', 'reply', 's-1', '{}', now() from site"
    )
    before = terminal.execute("select lineage::text from head")
    code, said = terminal(logbook_cli, "renew-lineage")
    assert (code, before in said) == (0, True)
    assert terminal.execute("select lineage::text from head") != before
    assert terminal.execute("select state from outbox") == "held"
    assert terminal.execute("select type from entry order by position desc") == "LineageRenewed"
    code, said = terminal(logbook_cli, "verify")
    assert (code, "3 entri, 0 masalah" in said) == (0, True)

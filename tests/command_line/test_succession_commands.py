"""`folkmoot fingerprint`, `export` and `import` as operators meet them: one line says what happened."""

import stat
from pathlib import Path

import pytest

from bot.chain.operator_key import OperatorKey
from bot.storage.engine import open_database
from tests.command_line.test_command_line import CHAINS, folkmoot
from tests.databases import Databases
from tests.storage.repositories.stored_world import HOME, open_world

KEY, OTHER = "0x" + "11" * 32, "0x" + "22" * 32


@pytest.fixture
async def settings(tmp_path: Path, sqlite: Databases) -> dict[str, str]:
    """Of an operator whose database has a server."""
    url = await sqlite.make(tmp_path / "folkmoot.db")
    world = await open_world(url)
    await world.database.close()
    return {
        "FOLKMOOT_DISCORD_TOKEN": "a token",
        "FOLKMOOT_CHAINS": CHAINS,
        "FOLKMOOT_DATABASE_URL": url,
        "FOLKMOOT_OPERATOR_KEY": KEY,
    }


def mode_of(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def named(folder: Path, beginning: str) -> list[str]:
    """The files whose names begin so."""
    return [file.name for file in folder.glob(f"{beginning}*")]


async def test_an_operator_is_known_by_the_fingerprint_of_their_key(
    tmp_path: Path, settings: dict[str, str]
) -> None:
    status, out, _ = await folkmoot(tmp_path, "fingerprint", settings=settings)
    assert (status, out.strip()) == (0, OperatorKey(KEY).fingerprint)
    status, out, fault = await folkmoot(
        tmp_path, "fingerprint", settings={**settings, "FOLKMOOT_OPERATOR_KEY": ""}
    )
    assert (status, out) == (2, "")
    assert "FOLKMOOT_OPERATOR_KEY" in fault


async def test_a_copy_is_for_nobody_else_and_nobody_can_import_it(
    tmp_path: Path, settings: dict[str, str], sqlite: Databases
) -> None:
    file = tmp_path / "server.jsonl"
    status, out, fault = await folkmoot(tmp_path, "export", str(HOME), file.name, settings=settings)
    assert (status, fault) == (0, "")
    assert "holds a copy of the server" in out
    assert mode_of(file) == 0o600
    assert named(tmp_path, "server") == [file.name]

    status, _, fault = await folkmoot(tmp_path, "export", str(HOME), file.name, settings=settings)
    assert (status, "is there already" in fault) == (2, True)
    status, _, fault = await folkmoot(tmp_path, "export", "5", "none.jsonl", settings=settings)
    assert (status, fault) == (2, "the database has no server 5\n")
    arguments = "export", str(HOME), "gone.jsonl", "--hand-over"
    status, _, fault = await folkmoot(tmp_path, *arguments, settings=settings)
    assert (status, "isn't being handed over" in fault) == (2, True)
    assert named(tmp_path, "none") == named(tmp_path, "gone") == []

    theirs = {
        **settings,
        "FOLKMOOT_OPERATOR_KEY": OTHER,
        "FOLKMOOT_DATABASE_URL": await sqlite.make(tmp_path / "theirs.db"),
    }
    signer = OperatorKey(KEY).fingerprint
    status, _, fault = await folkmoot(tmp_path, "import", file.name, "--from", signer, settings=theirs)
    assert (status, "is a copy of a server" in fault) == (2, True)
    status, _, fault = await folkmoot(tmp_path, "import", "nothing", "--from", signer, settings=theirs)
    assert (status, fault) == (2, "nothing can't be used: No such file or directory\n")
    status, _, fault = await folkmoot(tmp_path, "import", file.name, "--from", "mine", settings=theirs)
    assert (status, "40 hexadecimal digits" in fault) == (2, True)
    database = open_database(theirs["FOLKMOOT_DATABASE_URL"])
    async with database.unit_of_work().reading() as repositories:
        assert await repositories.spaces.all() == []
    await database.close()

"""`folkmoot` as an operator meets it: a process, its settings, its last words."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.ids import GuildId, ProposalId
from bot.services.delivery.notifications import PostResult, Queue
from bot.storage.engine import open_database
from sandbox.demo.bot_process import BotProcess
from sandbox.stage import Stage
from tests.databases import Databases
from tests.domain.imported.hub import VOTES, answer, proposal
from tests.forked import ForkedBot, command

ROOT = Path(__file__).resolve().parents[2]
NEWEST = max((ROOT / "migrations" / "versions").glob("0*.py")).name[:4]
"""The revision of the newest migration."""


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with Stage.open(strict_limits=False) as stage:
        await stage.add_voters({"ada": 10**18})
        yield stage


def environment(settings: Mapping[str, str] | None) -> dict[str, str]:
    """That of these tests without any setting, and these settings."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("FOLKMOOT_")}
    return {**inherited, "PYTHONPATH": str(ROOT), "COLUMNS": "200", **(settings or {})}


async def folkmoot(
    folder: Path, *arguments: str, settings: Mapping[str, str] | None = None
) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of one command, in an empty folder without `.env`."""
    return await command(folder, *arguments, environment=environment(settings))


async def folkmoot_anew(folder: Path, *arguments: str, settings: Mapping[str, str]) -> tuple[int, str, str]:
    """The same, from the start of the interpreter, as an operator starts it."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments),
        cwd=folder,
        env=environment(settings),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


CHAINS = '[{"name": "local", "id": 1, "rpc": ["http://127.0.0.1:1"]}]'


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        (
            {"FOLKMOOT_CHAINS": CHAINS},
            "FOLKMOOT_DISCORD_TOKEN is missing: set it in the environment or in .env (see .env.example)",
        ),
        (
            {"FOLKMOOT_DISCORD_TOKEN": "t"},
            "FOLKMOOT_CHAINS is missing: set it in the environment or in .env (see .env.example)",
        ),
        (
            {"FOLKMOOT_DISCORD_TOKEN": "t", "FOLKMOOT_CHAINS": "[{"},
            "FOLKMOOT_CHAINS is not valid JSON; see .env.example",
        ),
        (
            {"FOLKMOOT_DISCORD_TOKEN": "t", "FOLKMOOT_CHAINS": CHAINS.replace('"id": 1', '"id": "one"')},
            "FOLKMOOT_CHAINS[0].id: should be a valid integer",
        ),
        (
            {"FOLKMOOT_DISCORD_TOKEN": "t", "FOLKMOOT_CHAINS": CHAINS, "FOLKMOOT_PROPOSER_KEY": "0xsecret"},
            "FOLKMOOT_PROPOSER_KEY: is not 0x and 64 hexadecimal digits",
        ),
        (
            {"FOLKMOOT_DISCORD_TOKEN": " ", "FOLKMOOT_CHAINS": f"[{CHAINS[1:-1]}, {CHAINS[1:-1]}]"},
            "FOLKMOOT_DISCORD_TOKEN: is empty\nFOLKMOOT_CHAINS: names a chain id twice",
        ),
        (
            {
                "FOLKMOOT_DISCORD_TOKEN": "t",
                "FOLKMOOT_CHAINS": CHAINS.replace(
                    '"id": 1',
                    '"id": 0, "explorer": "javascript:1", "safe_page": "https://a.example/{account}", '
                    '"governor_page": "https://a.example/{proposal}){x}", "ens": "0x1", "stale_after": "P8D", '
                    '"rcp": []',
                ),
                "FOLKMOOT_CARD_SECONDS": "0",
            },
            "FOLKMOOT_CHAINS[0].id: should be greater than or equal to 1\n"
            "FOLKMOOT_CHAINS[0].explorer: is not a web address such as https://etherscan.io\n"
            "FOLKMOOT_CHAINS[0].safe_page: is not the web address of a page that names, in braces, hash, "
            "and account where that is needed\n"
            "FOLKMOOT_CHAINS[0].governor_page: is not the web address of a page that names, in braces, proposal, "
            "and account where that is needed\n"
            "FOLKMOOT_CHAINS[0].ens: is not an address\n"
            'FOLKMOOT_CHAINS[0].stale_after: should be at most "P7D": give a shorter time\n'
            "FOLKMOOT_CHAINS[0].rcp: is not a field here\n"
            "FOLKMOOT_CARD_SECONDS: should be greater than 0.0",
        ),
        (
            {
                "FOLKMOOT_DISCORD_TOKEN": "t",
                "FOLKMOOT_CHAINS": CHAINS,
                "FOLKMOOT_WEB_URL": "https://vote.example.org",
            },
            "FOLKMOOT_WEB_URL: needs FOLKMOOT_DISCORD_CLIENT_SECRET, with which members log in",
        ),
        (
            {
                "FOLKMOOT_DISCORD_TOKEN": "t",
                "FOLKMOOT_CHAINS": CHAINS,
                "FOLKMOOT_DATABASE_URL": "mysql://somewhere",
            },
            "FOLKMOOT_DATABASE_URL: mysql is not supported: write sqlite+aiosqlite:///FILE or "
            "postgresql+asyncpg://USER:PASSWORD@HOST/DATABASE",
        ),
        (
            {
                "FOLKMOOT_DISCORD_TOKEN": "t",
                "FOLKMOOT_CHAINS": CHAINS,
                "FOLKMOOT_DATABASE_URL": "postgresql+asyncpg://ada:hunter2@nowhere.invalid/folkmoot",
            },
            "FOLKMOOT_DATABASE_URL: there is no host 'nowhere.invalid': correct it, or the network's names",
        ),
    ],
)
async def test_a_setting_that_is_missing_or_wrong_gets_one_line_that_says_so(
    tmp_path: Path, settings: dict[str, str], line: str
) -> None:
    for name in ("run", "doctor"):
        status, out, err = await folkmoot(tmp_path, name, settings=settings)
        assert (status, out, err) == (2, "", line + "\n")


async def test_pages_that_cannot_be_served_get_one_line_that_says_so(tmp_path: Path, stage: Stage) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        settings = stage.environment(
            tmp_path / "folkmoot.db",
            FOLKMOOT_WEB_URL="https://vote.example.org",
            FOLKMOOT_WEB_LISTEN=listen,
            FOLKMOOT_DISCORD_CLIENT_SECRET="secret",
        )
        status, _, err = await folkmoot(tmp_path, "run", settings=settings)
    assert status == 2
    assert err.splitlines()[-1].startswith(f"FOLKMOOT_WEB_LISTEN: {listen}: ")


async def test_a_token_that_discord_refuses_gets_one_line_that_says_so(tmp_path: Path, stage: Stage) -> None:
    settings = stage.environment(
        tmp_path / "f.db", FOLKMOOT_DISCORD_TOKEN="nonsense", FOLKMOOT_LOG_LEVEL="ERROR"
    )
    status, _, err = await folkmoot(tmp_path, "run", settings=settings)
    assert status == 2
    assert err.splitlines()[-1].startswith("Discord refuses FOLKMOOT_DISCORD_TOKEN")


@pytest.mark.attack("database")
async def test_a_second_bot_on_a_database_gets_one_line_that_names_the_first(
    tmp_path: Path, stage: Stage
) -> None:
    settings = stage.environment(
        tmp_path / "folkmoot.db", FOLKMOOT_LOG_LEVEL="ERROR", FOLKMOOT_DATABASE_SECONDS="0.5"
    )
    bot = ForkedBot(stage.discord, stage.app, settings, tmp_path)
    await bot.start()
    # Both at once: each waits a while for a bot that is just ending.
    for status, out, err in await asyncio.gather(
        *(folkmoot(tmp_path, name, settings=settings) for name in ("run", "migrate"))
    ):
        assert (status, out) == (2, "")
        assert f"is used by another Folkmoot, process {bot.pid} on " in err
        assert err.count("\n") == 1
    await bot.kill()
    await bot.start()
    assert await bot.stop() == 0


AWAY = {
    "it answers 503": {"method": "GET", "path": "/users/@me$", "status": 503, "times": 2},
    "it closes the connection": {"method": "GET", "path": "/users/@me$", "status": None, "times": 2},
    "it is gone after the login": {"method": "*", "path": "/applications/", "status": 503, "times": 2},
}


@pytest.mark.attack("visibility")
@pytest.mark.parametrize("how", AWAY)
async def test_a_start_while_discord_is_away_waits_and_tries_again(
    tmp_path: Path, stage: Stage, how: str
) -> None:
    settings = stage.environment(tmp_path / "folkmoot.db", FOLKMOOT_LOG_LEVEL="WARNING")
    stage.discord.faults.fail_next(**AWAY[how])
    bot = ForkedBot(stage.discord, stage.app, settings, tmp_path)
    await bot.start(within=120)
    await stage.set_up()
    assert await bot.stop() == 0
    assert stage.discord.faults.waiting == []
    said = bot.last_words(200)
    assert "Traceback" not in said, said


async def test_sigterm_ends_it_cleanly_and_nothing_secret_was_logged(tmp_path: Path, stage: Stage) -> None:
    settings = stage.environment(tmp_path / "folkmoot.db", FOLKMOOT_LOG_LEVEL="DEBUG")
    bot = BotProcess(stage.discord, stage.app, settings, tmp_path)
    await bot.start()
    await stage.set_up()
    os.kill(bot.pid, signal.SIGTERM)
    assert await bot.stop() == 0
    log = bot.log.read_text()
    assert "folkmoot.stopped" in log
    assert stage.app.token not in log
    assert settings["FOLKMOOT_PROPOSER_KEY"].removeprefix("0x") not in log


@pytest.mark.attack("secrets")
@pytest.mark.parametrize("mode", [0o604, 0o640, 0o666], ids=oct)
@pytest.mark.parametrize("name", [".env", "folkmoot.db"])
async def test_the_doctor_says_which_private_file_others_can_read(
    tmp_path: Path, stage: Stage, name: str, mode: int
) -> None:
    settings = stage.environment(tmp_path / "folkmoot.db", FOLKMOOT_LOG_LEVEL="ERROR")
    opened_to_others(tmp_path / name, mode)
    status, out, _ = await folkmoot(tmp_path, "doctor", settings=settings)
    assert status == 1
    assert "other users of this machine can read" in out
    # Long paths are broken over lines.
    told = "".join(out.split()).partition("canread")[2].partition("chmod600")
    assert name in told[0]
    assert told[1]


def opened_to_others(file: Path, mode: int) -> None:
    """Make an empty file that others can read."""
    file.touch()
    file.chmod(mode)


async def test_the_doctor_finds_all_well_on_a_sound_installation(tmp_path: Path, stage: Stage) -> None:
    settings = stage.environment(tmp_path / "folkmoot.db", FOLKMOOT_LOG_LEVEL="ERROR")
    bot = ForkedBot(stage.discord, stage.app, settings, tmp_path)
    await bot.start()
    await stage.set_up()
    await bot.stop()
    status, out, _ = await folkmoot_anew(tmp_path, "doctor", settings=settings)
    assert (status, "mend" in out) == (0, False), out
    for thing in (
        "database",
        "SQLite",
        "chain local",
        "erc20_votes",
        "Safe",
        "proposer",
        "Discord",
        "log channel",
    ):
        assert thing in out


async def test_the_doctor_says_how_to_mend_what_is_wrong(tmp_path: Path, stage: Stage) -> None:
    settings = stage.environment(
        tmp_path / "folkmoot.db", FOLKMOOT_LOG_LEVEL="ERROR", FOLKMOOT_PROPOSER_KEY=""
    )
    bot = ForkedBot(stage.discord, stage.app, settings, tmp_path)
    await bot.start()
    await stage.set_up()
    await bot.stop()
    stage.announcements.overwrite(stage.guild.bot(stage.app), allow=0, deny=1 << 15)
    status, out, _ = await folkmoot(tmp_path, "doctor", settings=settings)
    assert status == 1
    assert "Attach Files" in out
    assert "FOLKMOOT_PROPOSER_KEY" in out


async def test_migrate_says_which_revision_the_database_has(tmp_path: Path, stage: Stage) -> None:
    settings = stage.environment(tmp_path / "folkmoot.db")
    status, out, _ = await folkmoot_anew(tmp_path, "migrate", settings=settings)
    assert (status, out) == (0, f"The database is at revision {NEWEST}.\n")


async def test_migrate_and_the_doctor_know_postgresql(
    tmp_path: Path, stage: Stage, postgresql: Databases
) -> None:
    url = await postgresql.blank(tmp_path)
    settings = stage.environment(url, FOLKMOOT_LOG_LEVEL="ERROR")
    status, out, _ = await folkmoot(tmp_path, "migrate", settings=settings)
    assert (status, out) == (0, f"The database is at revision {NEWEST}.\n")
    status, out, _ = await folkmoot(tmp_path, "doctor", settings=settings)
    await postgresql.drop(url)
    assert status == 1, "the tests' server would lose votes in a power failure"
    words = " ".join(out.split())
    for part in (
        f"sound, revision {NEWEST}",
        "UTF8, reads repeatable read, writes read committed",
        "turn fsync and",
    ):
        assert part in words


async def test_the_password_of_a_database_is_neither_said_nor_logged(tmp_path: Path) -> None:
    settings = {
        "FOLKMOOT_DISCORD_TOKEN": "t",
        "FOLKMOOT_CHAINS": CHAINS,
        "FOLKMOOT_DATABASE_URL": "postgresql+asyncpg://ada:hunter%402@nowhere.invalid/folkmoot",
        "FOLKMOOT_LOG_LEVEL": "DEBUG",
    }
    for name in ("run", "migrate", "doctor"):
        status, out, err = await folkmoot(tmp_path, name, settings=settings)
        assert status == 2
        assert "hunter" not in out + err


async def test_what_was_given_up_is_listed_and_tried_again(tmp_path: Path, stage: Stage) -> None:
    settings = stage.environment(tmp_path / "folkmoot.db")
    guild, other = GuildId(stage.guild.id), GuildId(1)
    database = open_database(settings["FOLKMOOT_DATABASE_URL"])
    await database.migrate()
    now = datetime.now(UTC)

    async def due() -> list[int]:
        async with database.unit_of_work().reading() as repositories:
            found = await repositories.outbox.due(Queue.DECISIONS, datetime.now(UTC))
        return sorted(entry.notification.guild for entry in found)

    async with database.unit_of_work().writing() as repositories:
        await repositories.outbox.add(
            PostResult(guild, ProposalId(7)), PostResult(other, ProposalId(8)), at=now
        )
        for entry in await repositories.outbox.due(Queue.DECISIONS, now):
            await repositories.outbox.give_up(entry, now, "could not post: refused")
    status, out, _ = await folkmoot(tmp_path, "retry", "--server", str(guild), settings=settings)
    assert status == 0
    assert out.splitlines() == [
        f"{guild}: the result of proposal ? (could not post: refused)",
        "1 delivery is tried again, as soon as the bot runs.",
    ]
    assert await due() == [guild]
    status, out, _ = await folkmoot(tmp_path, "retry", settings=settings)
    assert (status, out.count("the result of proposal ?")) == (0, 1)
    assert await due() == sorted([guild, other])
    status, out, _ = await folkmoot(tmp_path, "retry", settings=settings)
    assert (status, out) == (0, "0 deliveries are tried again, as soon as the bot runs.\n")
    await database.close()


async def test_a_past_is_imported_into_a_server_that_is_set_up(tmp_path: Path, stage: Stage) -> None:
    settings = stage.environment(tmp_path / "folkmoot.db")
    (tmp_path / "past.json").write_bytes(answer([proposal("0x01")], VOTES))
    (tmp_path / "other.json").write_text('{"proposals": [{}]}')
    for arguments, why in (
        (("past.json",), "import: Folkmoot is not set up in this server yet."),
        (("other.json",), "import: The file can't be imported. proposals[0].id: is required."),
        (("none.json",), "import: none.json: No such file or directory"),
    ):
        imported = ("import", "snapshot", *arguments, "--server", str(stage.guild.id))
        status, out, err = await folkmoot(tmp_path, *imported, settings=settings)
        assert (status, out, len(err.splitlines())) == (2, "", 1)
        assert err.startswith(why)

"""`folkmoot export history` and `folkmoot import history`: from one server and database to another one's."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.ids import GuildId
from sandbox.stage import Stage
from tests.command_line.test_command_line import folkmoot
from tests.databases import Databases
from tests.domain.imported.history import parts_of
from tests.harness import GUILD, OTHER_GUILD, ServiceHarness, convened

HERE, THERE = ("--server", str(GUILD)), ("--server", str(OTHER_GUILD))


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with Stage.open(strict_limits=False) as stage:
        yield stage


async def voted(harness: ServiceHarness) -> None:
    await harness.passed(await harness.opened({"ada": 10, "ben": 5}))


async def test_a_history_goes_to_another_server_and_is_taken_away_again(
    tmp_path: Path, stage: Stage, databases: Databases
) -> None:
    async with (
        convened(databases, tmp_path / "one.db") as one,
        convened(databases, tmp_path / "two.db") as two,
    ):
        await voted(one)
        await two.set_up(guild=OTHER_GUILD)
        here, there = (stage.environment(each.url) for each in (one, two))
        status, out, err = await folkmoot(tmp_path, "export", "history", "past.tar", *HERE, settings=here)
        assert (status, err) == (0, "")
        first, second = out.splitlines()
        assert first.startswith("past.tar holds the settings of")
        assert first.endswith("the record of 1 closed vote.")
        hashed = second.split()[3].rstrip(":")
        assert (tmp_path / "past.tar").stat().st_mode & 0o077 == 0

        # What `tar` makes of it is what the other commands read.
        unpacking = await asyncio.create_subprocess_exec("tar", "-xf", "past.tar", cwd=tmp_path)
        assert await unpacking.wait() == 0
        status, out, _ = await folkmoot(tmp_path, "verify", "records/1.json.gz", settings=here)
        assert status == 0
        status, out, _ = await folkmoot(tmp_path, "whatif", "records/1.json.gz", settings=here)
        assert (status, "A new well" in out) == (0, True)

        # What can't be read a second time is refused before anything is stored, in a line that says why.
        os.mkfifo(tmp_path / "pipe.tar")
        once = ("import", "history", "pipe.tar", *THERE)
        (status, out, err), _ = await asyncio.gather(
            folkmoot(tmp_path, *once, settings=there),
            asyncio.to_thread((tmp_path / "pipe.tar").write_bytes, (tmp_path / "past.tar").read_bytes()),
        )
        assert (status, out, err) == (2, "", "import: pipe.tar: File or stream is not seekable.\n")

        given = ("import", "history", "past.tar", *THERE, "--hash", hashed)
        status, out, err = await folkmoot(tmp_path, *given, settings=there)
        assert (status, err) == (0, "")
        assert out.splitlines()[0].startswith("1 vote of ")
        assert f"in server {GUILD} is the past of" in out
        assert "tar -xf FILE settings.toml" in out
        status, out, _ = await folkmoot(tmp_path, *given, settings=there)
        assert "All of it was there before: nothing was changed." in out
        status, out, _ = await folkmoot(tmp_path, "import", "history", *THERE, "--forget", settings=there)
        assert (status, out.startswith("1 imported vote of ")) == (0, True)


async def test_what_cant_be_done_is_one_line_and_leaves_no_file(
    tmp_path: Path, stage: Stage, databases: Databases
) -> None:
    async with convened(databases, tmp_path / "one.db") as one:
        await voted(one)
        here = stage.environment(one.url)
        (tmp_path / "there.tar").write_bytes(b"mine")
        (tmp_path / "none.tar").write_bytes(b"")
        for arguments, why in (
            (("export", "history", "past.tar", *THERE), "export: Folkmoot is not set up in this server yet."),
            (("export", "history", "past.tar", *HERE, "--space", "Nobody"), "export: "),
            (("export", "history", "there.tar", *HERE), "export: there.tar: File exists"),
            (
                ("import", "history", "none.tar", *HERE),
                "import: The history can't be imported. manifest.json",
            ),
            (("import", "history", "gone.tar", *HERE), "import: gone.tar: No such file"),
            (("import", "history", "--forget", *THERE), "import: Folkmoot is not set up"),
        ):
            status, out, err = await folkmoot(tmp_path, *arguments, settings=here)
            assert (status, out, len(err.splitlines())) == (2, "", 1), arguments
            assert err.startswith(why)
        for wrong in (HERE, ("past.tar", "--forget", *HERE)):
            status, _, err = await folkmoot(tmp_path, "import", "history", *wrong, settings=here)
            assert (status, "give a file, or --forget" in err) == (2, True)
        assert sorted(name for name in os.listdir(tmp_path) if ".tar" in name) == ["none.tar", "there.tar"]
        assert (tmp_path / "there.tar").read_bytes() == b"mine"


async def test_rules_name_roles_as_discord_does(tmp_path: Path, stage: Stage, databases: Databases) -> None:
    role, unknown = stage.guild.add_role("Masons", 0), 77
    async with convened(databases, tmp_path / "one.db") as one:
        here, guild = stage.environment(one.url), stage.guild.id
        rules = {"executor": "none", "proved": False, "quorum": "1 voters"}
        await one.set_up(guild=GuildId(guild), sources=f"role {role.id}", **rules)
        await one.set_up(guild=OTHER_GUILD, sources=f"role {unknown}", **rules)
        exported = ("export", "history", "a.tar", "--server", str(guild))
        status, out, _ = await folkmoot(tmp_path, *exported, settings=here)
        assert (status, len(out.splitlines())) == (0, 2)
        # Of a server in which the bot isn't, Discord says nothing.
        status, out, _ = await folkmoot(tmp_path, "export", "history", "b.tar", *THERE, settings=here)
        assert (status, "Discord didn't say" in out.splitlines()[-1]) == (0, True)
    for name, line in (("a.tar", f'{role.id} = "Masons"'), ("b.tar", f'{unknown} = "{unknown}"')):
        assert line in parts_of((tmp_path / name).read_bytes())["settings.toml"].decode()

"""/settings: one server's rules as a file that another server takes as its own."""

import tomllib

import pytest

from bot.domain.ids import GuildId
from bot.domain.spaces.settings_file import read_settings, settings_toml, without_executors
from sandbox.discord import Message
from tests.cogs.conftest import FOUNDED, Dao, Example, new_guild

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def exported(dao: Dao) -> bytes:
    (file,) = (await dao.use("milo", "settings export")).attachments
    return bytes(file.content)


async def sent(dao: Dao, data: bytes) -> Message:
    """The last message of the answer."""
    reply = await dao["milo"].slash(dao.council, "settings import", file=("settings.toml", data))
    await reply.settled()
    shown = await reply.followup()
    while not shown.buttons and "Open votes keep" in shown.text:
        shown = await reply.followup(reply.followups.index(shown) + 1)
    return shown


async def tracks(dao: Dao):
    return {each.name: each.policy for each in await dao.services.tracks.open(GuildId(dao.guild.id))}


@pytest.fixture
async def other(dao: Dao, example: Example) -> Dao:
    found = await new_guild(dao.world, "The Pond DAO")
    await example.found(found)
    return found


async def test_another_server_takes_rules_tracks_templates_and_names(dao: Dao, other: Dao) -> None:
    await dao.use("milo", "gov track add", name="grants", preset="quadratic", quorum="15 voters")
    await dao.use("milo", "gov address add", name="mill", address=dao.folk.address)
    await dao.use("milo", "announce digest", day="MONDAY", hour=8)
    data = await exported(dao)
    assert "# " not in data.decode().splitlines()[0]
    assert tomllib.loads(data.decode())["space"] == "The Well DAO"
    assert dao.safe.address not in data.decode()
    before = await other.log()
    asked = await sent(other, data)
    assert await other.log() == before
    done = await other.click("milo", asked, "Take these settings")
    assert "New tracks: grants" in done.text
    there, here = await tracks(other), await tracks(dao)
    assert there.keys() == here.keys() == {"main", "grants"}
    assert without_executors(there["grants"]) == without_executors(here["grants"])
    assert there["main"].executor.address == other.safe.address
    assert "mill" in (await other.use("milo", "gov address list")).text
    assert "Monday" in (await other.use("milo", "announce digest")).text
    assert ("settings import", None) in await other.log()


async def test_roles_are_found_by_their_names_or_the_whole_is_refused(dao: Dao, other: Dao) -> None:
    elders = dao.guild.create_role("Elders")
    sources = f"erc20_votes {dao.folk.address} + role {elders.id}"
    made = await dao.use(
        "milo", "gov track add", name="elders", preset="token", sources=sources, quorum="2 voters"
    )
    assert "elders" in made.text
    data = await exported(dao)
    refused = await sent(other, data)
    assert "need the roles “Elders”" in refused.text
    assert (await tracks(other)).keys() == {"main"}
    there = other.guild.create_role("Elders")
    await other.click("milo", await sent(other, data), "Take these settings")
    assert (await tracks(other))["elders"].power.roles == {there.id}


async def test_what_is_written_is_read_back(dao: Dao) -> None:
    await dao.use("milo", "gov address add", name="mill", address=dao.folk.address)
    data = await exported(dao)
    assert settings_toml(read_settings(data)).encode() == data


@pytest.mark.attack("commands")
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"format = 1",
        b'format = "folkmoot-settings/1"\nspace = 7',
        b'format = "folkmoot-settings/1"\nspace = "x"\ntracks = 3',
        b'format = "folkmoot-settings/1"\nspace = "x"\n[[tracks]]\nname = "main"\npolicy = 3',
        b'format = "folkmoot-settings/1"\nspace = "x"\n[[tracks]]\nname = "main"\n[tracks.policy]\nname = 2020-01-01',
        b'format = "folkmoot-settings/1"\nspace = "x"\n[roles]\n"-1" = "a"',
        b'format = "folkmoot-settings/1"\nspace = "The \\u0000Well"',
        b"a = " + b"[" * 5_000,
    ],
)
async def test_a_file_that_is_none_changes_nothing(dao: Dao, data: bytes) -> None:
    said = (await sent(dao, data)).text
    assert "Nothing was changed" in said or "can't be used" in said
    assert await dao.log() == FOUNDED


async def test_an_imported_vote_goes_on_by_its_own_rules(dao: Dao, other: Dao) -> None:
    proposal = await other.voting()
    await dao.use("milo", "gov track edit", track="main", voting_period="3d")
    await other.click("milo", await sent(other, await exported(dao)), "Take these settings")
    assert (await tracks(other))["main"].periods.voting.days == 3
    assert (await other.proposal(proposal.id)).rules.periods.voting.days == 5


def naming(*entries: tuple[str, str, int]) -> bytes:
    """A file that only gives accounts names."""
    lines = ['format = "folkmoot-settings/1"', 'space = "x"']
    for name, account, chain in entries:
        lines += ["[[addresses]]", f'name = "{name}"', f'account = "{account}"', f"chain = {chain}"]
    return "\n".join(lines).encode()


@pytest.mark.attack("commands")
async def test_accounts_of_a_file_are_seen_before_and_logged_one_by_one(dao: Dao) -> None:
    chain = next(iter(dao.services.chains))
    asked = await sent(dao, naming(("mill", dao.folk.address, chain)))
    assert dao.folk.address in asked.text
    await dao.click("milo", asked, "Take these settings")
    assert ("address add", None) in await dao.log()


@pytest.mark.attack("commands")
async def test_names_of_a_file_look_like_no_others_and_are_on_chains_that_are_read(dao: Dao) -> None:
    chain = next(iter(dao.services.chains))
    await dao.use("milo", "gov address add", name="mill", address=dao.folk.address)
    before = await dao.log()
    look_alike = (await sent(dao, naming(("miIl", dao.safe.address, chain)))).text
    assert "mill" in look_alike
    assert "Take these settings" not in look_alike
    twice = naming(("well", dao.folk.address, chain), ("WELL", dao.safe.address, chain))
    for data in (twice, naming(("well", dao.folk.address, 424242))):
        assert not (await sent(dao, data)).buttons
    assert await dao.log() == before


@pytest.mark.attack("commands")
async def test_no_two_tracks_of_a_file_have_one_name(dao: Dao) -> None:
    head, track = (await exported(dao)).decode().split("[[tracks]]")
    other = track.replace('name = "main"', 'name = " MAIN"', 1)
    said = (await sent(dao, f"{head}[[tracks]]{track}[[tracks]]{other}".encode())).text
    assert "Nothing was changed" in said or "can't be used" in said
    assert await dao.log() == FOUNDED

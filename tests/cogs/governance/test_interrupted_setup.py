"""A guided setup with wrong answers, restarts and others beside it: nothing is lost, and nothing is done twice."""

from datetime import timedelta

import pytest

from bot.domain.ids import GuildId
from bot.domain.spaces.setup import DRAFT_LASTS
from bot.services.governance.setup.guided_setup import DRAFTS_OF_A_SERVER
from sandbox.discord import Permission
from tests.cogs.governance.guided import Moderator
from tests.cogs.governance.setup_pages import EOA, at_power, at_summary, stored

pytestmark = pytest.mark.asyncio(loop_scope="session")


# -- Wrong answers


@pytest.mark.parametrize(
    ("sources", "executor", "said"),
    [
        ("folk", "", "`sources`: `folk` can't be read"),
        ("0x12", "", "`0x12` is not an address"),
        ("erc20 {bad}", "", "EIP-55 checksum"),
        (EOA, "", "There is no contract at"),
        ("{registry}", "", "doesn't answer as a token, an NFT collection, a Governor or a Safe"),
        ("erc20_votes {dollar}", "", "does not answer as"),
        ("{folk} on moon", "", "There is no chain `moon` here"),
        ("{folk} x 0", "", "a weight of at least 1"),
        ("{folk}", EOA, "is an ordinary account on chain"),
        ("{folk}", "{dollar}", "does not answer as"),
        ("{folk}", "0x12", "`0x12` is not an address"),
        ("{folk}", "somewhere", "is not an address"),
        ("{folk}", "nobody.eth", "leads to no account on local"),
        ("nobody.eth", "", "leads to no account on local"),
        ("erc20 nobody.eth", "", "leads to no account on local"),
        ("v\u0456talik.eth", "", "is not an address"),
        ("eth:{folk}", "", "is not the chain local"),
        ("{folk}", "gno:{safe}", "is not the chain local"),
    ],
)
async def test_a_wrong_address_is_named_kept_in_the_form_and_nothing_else_is_lost(
    fresh, sources, executor, said
):
    world = fresh.world
    names = {
        "bad": "0x" + fresh.folk.address[2:].swapcase(),
        "folk": fresh.folk.address,
        "dollar": world.dollar.address,
        "registry": world.registry.address,
        "safe": fresh.safe.address,
    }
    mona = await at_power(fresh)
    given = {"sources": sources.format(**names), "executor": executor.format(**names)}
    refused = await mona.fill("Enter addresses", **given)
    assert said in refused
    assert "All that you have answered is kept" in refused
    assert await mona.form("Enter addresses") == {
        **given,
        **({"sources": f"erc20_votes {names['folk']}"} if executor else {}),
    }
    await mona.fill("Enter addresses", sources=names["folk"], executor=fresh.safe.address)
    await mona.press("Save")
    assert "The space is set up" in mona.text


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("discussion_period", "5 days", "Write 5d, 12h or 1w"),
        ("voting_period", "0s", "longer than nothing"),
        ("voting_period", "99999d", "Write 5d, 12h or 1w"),
        ("timelock", "-1d", "Write 5d, 12h or 1w"),
        ("quorum", "140%", "a share such as 4%"),
        ("quorum", "many", "a share such as 4%"),
        ("threshold", "a lot", "with at most 18 decimals"),
        ("threshold", "1.0000000000000000001", "with at most 18 decimals"),
    ],
)
async def test_a_wrong_number_is_named_with_what_its_field_takes(fresh, field, text, said):
    mona = await at_summary(fresh)
    refused = await mona.fill("Times and numbers", **{field: text})
    assert f"`{field}`: `{text}` can't be read" in refused
    assert said in refused
    assert (await mona.form("Times and numbers"))[field] == text
    await mona.fill("Times and numbers", **{field: ""})
    await mona.press("Save")
    assert "The space is set up" in mona.text


@pytest.mark.attack("commands")
@pytest.mark.parametrize("field", ["moderators", "guardians"])
async def test_everyone_is_refused_when_it_is_chosen(fresh, field):
    mona = await Moderator(fresh).begin()
    refused = await mona.choose(field, fresh.guild.everyone)
    assert f"`{field}`: `@everyone` can't be read" in refused
    await mona.choose_places()
    assert "rules" in mona.text.splitlines()[0]


async def test_a_channel_in_which_the_bot_may_not_write_is_told_when_it_is_chosen(fresh):
    bot = fresh.guild.bot(fresh.world.app)
    quiet = fresh.guild.create_text_channel("quiet", overwrites={bot: (0, Permission.EMBED_LINKS)})
    mona = await Moderator(fresh).begin()
    await mona.choose("announcements", quiet)
    assert "**Mend:** allow" in mona.text
    await mona.choose("announcements", fresh.channels["announcements"])
    assert "**Mend:**" not in mona.text


async def test_a_chain_that_is_away_keeps_every_answer(fresh):
    mona = await at_power(fresh)
    fresh.world.chain.faults.fail_next("*", kind="500", times=1_000)
    try:
        refused = await mona.fill("Enter addresses", sources=fresh.folk.address, executor=fresh.safe.address)
        assert "All that you have answered is kept" in refused
    finally:
        fresh.world.chain.faults.clear()
    assert (await mona.form("Enter addresses"))["sources"] == fresh.folk.address
    await mona.fill("Enter addresses")
    await mona.press("Save")
    assert "The space is set up" in mona.text


# -- Nothing is lost, and nothing is done twice


async def test_a_restart_and_a_page_that_is_gone_lose_no_answer(fresh):
    mona = await at_power(fresh)
    await fresh.world.restart()
    await mona.fill("Enter addresses", sources=fresh.folk.address, executor=fresh.safe.address)
    assert "look through it" in mona.text
    again = await Moderator(fresh).begin()
    assert again.text == mona.text, "it goes on where it was"
    await again.press("Save")
    assert "The space is set up" in again.text


async def test_a_setup_that_nobody_goes_on_with_is_forgotten(fresh):
    mona = await at_power(fresh)
    await fresh.world.later(DRAFT_LASTS)
    said = await mona.press("Enter addresses")
    assert "This setup is over" in said
    begun = await Moderator(fresh).begin()
    assert "channels and roles" in begun.text.splitlines()[0]


@pytest.mark.attack("commands")
@pytest.mark.parametrize("end", ["Save", "Give up"])
async def test_menus_and_buttons_of_a_setup_that_is_over_change_nothing(fresh, end):
    at_places = await Moderator(fresh).begin()
    mona = await at_summary(fresh)
    at_the_end = await Moderator(fresh).begin()
    await mona.press(end)
    log, space = await fresh.log(), await stored(fresh)
    for old in (at_places, at_the_end):
        said = await old.use_everything()
        assert len(said) >= 6
        assert all("This setup is over" in each for each in said)
    assert await fresh.log() == log
    assert await stored(fresh) == space


@pytest.mark.attack("order")
async def test_save_pressed_twice_at_once_sets_up_once(fresh):
    mona = await at_summary(fresh)
    await mona.press_at_once("Save", times=3)
    assert await fresh.log() == [("setup", None)]


@pytest.mark.attack("order")
async def test_only_what_the_page_showed_is_saved(fresh):
    """Two pages of the same setup: what is answered on one isn't saved by the other."""
    mona = await at_summary(fresh)
    other = await Moderator(fresh).begin()
    await other.fill("Times and numbers", quorum="50%")
    await mona.press("Save")
    assert "has changed since this was shown" in mona.text
    assert await stored(fresh) is None
    assert "50 % of all power" in mona.text, "the page shows now what would be saved"
    await mona.press("Save")
    assert (await stored(fresh))[1].policy.rules["quorum"]["value"] == "1/2"


async def test_two_moderators_at_once_do_not_mix(fresh):
    mona = await at_summary(fresh)
    milo = await Moderator(fresh, "milo").begin()
    assert "channels and roles" in milo.text.splitlines()[0]
    await milo.choose("log", fresh.council)
    await mona.press("Save")
    assert (await stored(fresh))[0].log == fresh.channels["log"].id
    await milo.choose("guardians", fresh.roles["guardians"])
    assert f"public log in {fresh.council.mention}" in milo.text
    await milo.press("Save")
    assert (await stored(fresh))[0].log == fresh.council.id


@pytest.mark.attack("commands")
async def test_what_another_moderator_saved_meanwhile_is_shown_before_it_is_changed(dao):
    milo = await Moderator(dao, "milo").begin()
    await milo.fill("Times and numbers", threshold="50")
    await dao.use("mona", "gov setup", quorum="20%")
    await milo.press("Save")
    assert "has changed since this was shown" in milo.text
    assert (await stored(dao))[1].policy.proposal_threshold == 10**18
    assert "20 % of all power" in milo.text
    await milo.press("Save")
    _, track = await stored(dao)
    assert (track.policy.rules["quorum"]["value"], track.policy.proposal_threshold) == ("1/5", 50 * 10**18)


@pytest.mark.attack("commands")
async def test_who_moderates_no_more_saves_nothing(dao):
    vera = dao.guild.create_member("vera", permissions=Permission.MANAGE_GUILD)
    dao.people["vera"] = vera
    page = await Moderator(dao, "vera").begin()
    await page.fill("Times and numbers", quorum="20%")
    before, log = await stored(dao), await dao.log()
    vera.take(vera.roles[-1])
    for said in await page.use_everything():
        assert "for moderators of the space" in said
    assert (await stored(dao), await dao.log()) == (before, log)


@pytest.mark.attack("floods")
async def test_a_server_keeps_few_setups_that_are_not_saved(fresh):
    people = [
        fresh.guild.create_member(f"admin {number}", permissions=Permission.MANAGE_GUILD)
        for number in range(DRAFTS_OF_A_SERVER + 2)
    ]
    for person in people:
        fresh.people[person.name] = person
        await Moderator(fresh, person.name).begin()
        fresh.world.clock.advance(timedelta(seconds=1))
    async with fresh.services.uow.reading() as repositories:
        kept = [
            await repositories.setup_drafts.of_member(GuildId(fresh.guild.id), person.id) is not None
            for person in people
        ]
    assert kept == [False] * 2 + [True] * DRAFTS_OF_A_SERVER

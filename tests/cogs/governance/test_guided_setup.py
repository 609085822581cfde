"""`/gov setup` without options: a server is set up answer by answer, mostly from menus."""

import re
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.errors import NotSetUp
from bot.domain.ids import GuildId
from bot.domain.policy.model import preset_names
from bot.domain.spaces.setup import DRAFT_LASTS
from bot.services.governance.guided_setup import DRAFTS_OF_A_SERVER
from sandbox.discord import CannotDo, Permission
from tests.cogs.conftest import Dao
from tests.cogs.governance.guided import Moderator

pytestmark = pytest.mark.asyncio(loop_scope="session")

EOA = "0x00000000000000000000000000000000000000AA"


async def stored(dao: Dao) -> Any:
    """The space and its track main; None where nothing is set up."""
    try:
        return await dao.services.space_setup.space(GuildId(dao.guild.id))
    except NotSetUp:
        return None


async def at_power(dao: Dao, preset: str = "token", name: str = "mona") -> Moderator:
    """Who has chosen channels, roles and rules."""
    moderator = await Moderator(dao, name).begin()
    await moderator.choose_places()
    await moderator.choose("preset", preset)
    return moderator


async def at_summary(dao: Dao, name: str = "mona") -> Moderator:
    moderator = await at_power(dao, name=name)
    await moderator.fill("Enter addresses", sources=dao.folk.address, executor=dao.safe.address)
    assert "look through it" in moderator.text
    return moderator


# -- The whole way


@pytest.mark.parametrize(
    ("preset", "entered", "quorum"),
    [
        ("token", ("sources", "executor"), ""),
        ("token", ("sources",), ""),
        ("multisig", ("executor",), ""),
        ("quadratic", ("sources", "executor"), "15 voters"),
        ("hybrid", ("sources", "executor"), "15 voters"),
        ("staged", ("sources", "executor"), ""),
    ],
)
async def test_setting_up_takes_at_most_ten_answers_all_from_menus_but_one_form(
    fresh, preset, entered, quorum
):
    """Choosing, pressing a button and sending a form each count as one."""
    accounts = {"sources": fresh.folk.address, "executor": fresh.safe.address}
    mona = await at_power(fresh, preset)
    await mona.fill("Enter addresses", **{field: accounts[field] for field in entered})
    if quorum:
        await mona.choose("quorum", quorum)
    await mona.press("Save")
    assert "The space is set up" in mona.text
    assert mona.answers <= 10


async def test_nothing_counts_before_it_is_saved_and_then_all_of_it_does(fresh):
    mona = await at_summary(fresh)
    assert await stored(fresh) is None
    assert await fresh.log() == []
    await mona.press("Save")
    assert "The space is set up" in mona.text
    space, track = await stored(fresh)
    assert space.channels == {name: channel.id for name, channel in fresh.channels.items()}
    assert (space.moderators, space.guardians) == tuple(role.id for role in fresh.roles.values())
    assert track.policy.name == "token"
    assert track.policy.executor.address == fresh.safe.address
    assert [(source.kind, source.contract) for source in track.policy.power.sources] == [
        ("erc20_votes", fresh.folk.address)
    ]
    assert await fresh.log() == [("setup", None)]


async def test_the_last_page_shows_everything_that_is_saved(fresh):
    mona = await at_summary(fresh)
    for place in (*fresh.channels.values(), *fresh.roles.values()):
        assert place.mention in mona.text
    assert "2 of 3 owners sign" in mona.text
    for owner in fresh.world.owners:
        assert owner.address in mona.text
    assert f"votes (own and delegated) of the token `{fresh.folk.address}`" in mona.text
    assert "4 % of all power" in mona.text


async def test_every_preset_has_a_sentence_in_the_menu(fresh):
    mona = await Moderator(fresh).begin()
    await mona.choose_places()
    options = mona.page.select(mona.menu("preset"))["options"]
    assert [option["value"] for option in options] == list(preset_names())
    assert all(30 < len(option["description"]) <= 100 for option in options)
    assert not any(option["description"].endswith("…") for option in options)


@pytest.mark.parametrize(
    ("contract", "kind"),
    [("folk", "erc20_votes"), ("dollar", "erc20"), ("badge", "erc721"), ("safe", "safe_owners")],
)
async def test_the_kind_of_a_contract_is_found_by_itself(fresh, contract, kind):
    address = (
        fresh.safe.address
        if contract == "safe"
        else getattr(fresh if contract == "folk" else fresh.world, contract).address
    )
    mona = await at_power(fresh)
    said = await mona.fill("Enter addresses", sources=address.lower(), executor="")
    if "quorum" in mona.text.splitlines()[0]:
        await mona.choose("quorum", "5 voters")
    await mona.press("Save")
    _, track = await stored(fresh)
    (source,) = track.policy.power.sources
    assert (source.kind, source.contract) == (kind, address), said


async def test_of_a_governor_the_token_counts_whose_votes_it_counts(fresh):
    governor = await fresh.world.chain.deploy("TokenGovernor", fresh.folk.address)
    await fresh.world.chain.mine(3)
    mona = await at_power(fresh)
    await mona.fill("Enter addresses", sources=governor.address, executor=fresh.safe.address)
    await mona.press("Save")
    (source,) = (await stored(fresh))[1].policy.power.sources
    assert (source.kind, source.contract) == ("erc20_votes", fresh.folk.address)


async def test_the_kind_is_found_in_the_option_of_the_command_too(fresh):
    badge = fresh.world.badge.address
    await fresh.set_up(sources=f"{fresh.folk.address} + {badge} x 100")
    _, track = await stored(fresh)
    assert [source.kind for source in track.policy.power.sources] == ["erc20_votes", "erc721"]
    assert track.policy.power.sources[1].weight == 100 * 10**18


async def test_a_role_can_give_power_and_then_a_quorum_is_asked_for(fresh):
    mona = await at_power(fresh)
    await mona.choose_role_of_power(fresh.roles["guardians"])
    await mona.press("Go on without a Safe")
    assert "How many must vote" in mona.text
    assert "no share of all power" in mona.text
    await mona.choose("quorum", "10 voters")
    await mona.press("Save")
    _, track = await stored(fresh)
    assert track.policy.executor is None
    assert track.policy.rules["quorum"]["kind"] == "headcount"
    assert track.policy.rules["quorum"]["value"] == "10"


async def test_rules_that_live_by_a_safe_ask_for_it_and_for_no_token(fresh):
    mona = await at_power(fresh, "multisig")
    assert "These rules need one" in mona.text
    assert "What gives power?" not in mona.text
    with pytest.raises(CannotDo):
        await mona.press("Go on without a Safe")
    await mona.fill("Enter addresses", executor=fresh.safe.address)
    await mona.press("Save")
    _, track = await stored(fresh)
    assert [source.kind for source in track.policy.power.sources] == ["safe_owners"]


@pytest.mark.parametrize("preset", ["quadratic", "hybrid", "reputation"])
async def test_rules_with_a_quorum_for_trying_out_ask_for_one_where_money_moves(fresh, preset):
    mona = await at_power(fresh, preset)
    await mona.fill("Enter addresses", sources=fresh.folk.address, executor=fresh.safe.address)
    assert "before the Safe's money moves" in mona.text
    assert "3 voters" not in [option["label"] for option in mona.page.select(mona.menu("quorum"))["options"]]
    await mona.choose("quorum", "15 voters")
    await mona.press("Save")
    assert "The space is set up" in mona.text
    _, track = await stored(fresh)
    assert track.policy.rules["quorum"]["value"] == "15"


async def test_times_and_numbers_are_changed_in_one_form(fresh):
    mona = await at_summary(fresh)
    numbers = {
        "discussion_period": "36h",
        "voting_period": "3d",
        "timelock": "0s",
        "quorum": "30%",
        "threshold": "12",
    }
    await mona.fill("Times and numbers", **numbers)
    await mona.press("Save")
    _, track = await stored(fresh)
    assert (track.policy.periods.discussion, track.policy.periods.voting) == (
        timedelta(hours=36),
        timedelta(days=3),
    )
    assert track.policy.proposal_threshold == 12 * 10**18
    assert track.policy.rules["quorum"]["value"] == "3/10"


async def test_a_server_that_is_set_up_is_changed_one_answer_at_a_time(dao):
    before = await stored(dao)
    mona = await Moderator(dao).begin()
    assert "nothing: all is as it was" in mona.text
    await mona.fill("Times and numbers", quorum="30%")
    assert "4 % → 30 %" in mona.text
    await mona.press("Rules")
    await mona.choose("preset", "Keep the rules of today")
    await mona.press("Channels and roles")
    await mona.choose("log", dao.council)
    await mona.press("Save")
    space, track = await stored(dao)
    assert space.log == dao.council.id
    assert track.policy.model_copy(update={"rules": before[1].policy.rules}) == before[1].policy
    assert track.policy.rules["quorum"]["value"] == "3/10"


async def named(dao: Dao) -> dict[str, str]:
    """Names of ENS for the token and the Safe of the guild."""
    names = {f"river{dao.guild.id}.eth": dao.folk.address, f"safe{dao.guild.id}.eth": dao.safe.address}
    for name, account in names.items():
        await dao.world.names.set(name, account)
    await dao.world.chain.mine(3)
    return names


@pytest.mark.attack("linking")
async def test_names_of_ens_are_taken_shown_with_their_address_and_lead_nowhere_else_later(fresh):
    river, safe = await named(fresh)
    mona = await at_power(fresh)
    await mona.fill("Enter addresses", sources=f"{river.upper()} x 2", executor=safe)
    assert re.search(f"{river} is `{fresh.folk.address}` by block [0-9]+", mona.text)
    assert re.search(f"{safe} is `{fresh.safe.address}` by block [0-9]+", mona.text)
    for name in (river, safe):
        await fresh.world.names.set(name, EOA)
    await fresh.world.chain.mine(3)
    again = await Moderator(fresh).begin()
    assert again.text == mona.text, "it is looked up once"
    await mona.press("Save")
    assert f"{safe} is `{fresh.safe.address}`" in mona.text
    _, track = await stored(fresh)
    (source,) = track.policy.power.sources
    assert (source.kind, source.contract, source.weight) == ("erc20_votes", fresh.folk.address, 2)
    assert track.policy.executor.address == fresh.safe.address


async def test_the_options_of_the_command_take_names_and_say_for_what_they_stand(fresh):
    river, safe = await named(fresh)
    said = (await fresh.set_up(sources=river, safe=safe)).text
    assert f"{river} is `{fresh.folk.address}`" in said
    assert f"{safe} is `{fresh.safe.address}`" in said
    _, track = await stored(fresh)
    assert track.policy.power.sources[0].contract == fresh.folk.address


@pytest.mark.parametrize("written", ["{chain}:{address}", "local:{address}", "LOCAL:{lower}"])
async def test_addresses_are_taken_with_their_chain_before_them(fresh, written):
    def as_written(account: str) -> str:
        return written.format(chain=fresh.world.chain.chain_id, address=account, lower=account.lower())

    mona = await at_power(fresh)
    given = {"sources": as_written(fresh.folk.address), "executor": as_written(fresh.safe.address)}
    await mona.fill("Enter addresses", **given)
    await mona.press("Save")
    _, track = await stored(fresh)
    assert track.policy.power.sources[0].contract == fresh.folk.address
    assert track.policy.executor.address == fresh.safe.address


async def test_the_address_book_and_mentions_are_taken_where_a_server_is_changed(dao):
    ben = await dao.link("ben")
    await dao.use("mona", "gov address add", name="dollar", address=dao.world.dollar.address)
    mona = await Moderator(dao).begin()
    await mona.press("Power and Safe")
    await mona.fill("Enter addresses", sources="dollar + allowlist <@" + str(dao["ben"].id) + ">=5")
    assert f"dollar of the address book is `{dao.world.dollar.address}`" in mona.text
    assert f"the wallet of {dao['ben'].mention} is `{ben.address}`" in mona.text
    await mona.press("Save")
    _, track = await stored(dao)
    plain, listed = track.policy.power.sources
    assert (plain.kind, plain.contract) == ("erc20", dao.world.dollar.address)
    assert [entry.account for entry in listed.entries] == [ben.address]


async def test_options_that_are_given_are_not_asked_again(fresh):
    mona = await Moderator(fresh).begin(preset="token", safe=fresh.safe.address, **fresh.channels)
    assert fresh.channels["log"].id == int(mona.page.select(mona.menu("log"))["default_values"][0]["id"])
    for field, role in fresh.roles.items():
        await mona.choose(field, role)
    await mona.fill("Enter addresses", sources=fresh.folk.address)
    await mona.press("Save")
    assert (await stored(fresh))[1].policy.executor.address == fresh.safe.address


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

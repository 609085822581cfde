"""`/gov setup` without options: a server is set up answer by answer, mostly from menus."""

import re
from datetime import timedelta

import pytest

from bot.domain.policy.model import preset_names
from sandbox.discord import CannotDo
from tests.cogs.conftest import Dao
from tests.cogs.governance.guided import Moderator
from tests.cogs.governance.setup_pages import EOA, at_power, at_summary, stored
from tests.cogs.proposals.test_what_would_stop_it import change

pytestmark = pytest.mark.asyncio(loop_scope="session")


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


async def test_what_the_bot_does_at_its_times_meanwhile_hinders_nobody_from_saving(dao):
    await dao.use("mona", "announce digest", day="MONDAY", hour=9, zone="Berlin")
    space, _ = await stored(dao)
    await dao.world.later(space.digest_at - dao.world.clock.now() - timedelta(minutes=1))
    mona = await Moderator(dao).begin()
    await mona.fill("Times and numbers", quorum="30%")
    # The digest comes while the summary is read, and the next one is due at another time.
    await dao.world.later(timedelta(minutes=2))
    await dao.services.digesting.tell(space.id)
    assert (await stored(dao))[0].digest_at > space.digest_at
    await mona.press("Save")
    assert "The space is set up" in mona.text


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


@pytest.mark.attack("order")
async def test_whoever_else_decides_what_the_safe_does_is_named_first_before_it_is_saved_and_when_it_is(
    fresh,
):
    chain = fresh.world.chain
    guard = await chain.deploy("TransactionGuard", 0, "0x" + "00" * 20)
    delay = await chain.deploy("DelayModule", chain.deployer.address, fresh.safe.address, 3600, 0)
    await change(fresh, "setGuard", guard.address)
    await change(fresh, "enableModule", delay.address)
    mona = await at_summary(fresh)
    named = (f"🛡️ Guard `{guard.address}`: it can stop", f"⚠️ Module `{delay.address}`: it can move all")
    assert all(words in mona.text for words in named)
    assert mona.text.index("⚠️ Module") < mona.text.index("2 of 3 owners sign")
    await mona.press("Save")
    assert "The space is set up" in mona.text
    assert all(words in mona.text for words in named)

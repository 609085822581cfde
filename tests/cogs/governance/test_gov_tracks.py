"""/gov track: several kinds of decisions in one server."""

import re

import pytest

from bot.domain.ids import GuildId
from tests.cogs.conftest import FOUNDED

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def track(dao, name):
    return await dao.services.tracks.named(GuildId(dao.guild.id), name)


async def test_a_new_track_has_its_presets_rules_and_the_sources_and_safe_of_main(dao):
    answer = await dao.use("mona", "gov track add", name="small spend", preset="delegated", quorum="2%")
    assert "The track small spend has the policy delegated" in answer.text
    assert "2 of 3 owners sign" in answer.text
    made, main = await track(dao, "small spend"), await track(dao, "main")
    assert made.policy.power.sources == main.policy.power.sources
    assert made.policy.executor == main.policy.executor
    assert made.policy.rules["quorum"]["value"] == "1/50"
    assert made.policy.delegation is not None
    assert main.policy.delegation is None
    assert await dao.log() == [("track add", None), *FOUNDED]


async def test_a_track_is_edited_as_setup_edits_main(dao):
    await dao.use("mona", "gov track add", name="small", preset="token")
    answer = await dao.use(
        "mona", "gov track edit", track="small", voting_period="2d", quorum="3 voters", threshold="7"
    )
    assert "2 days** of voting" in answer.text
    assert "at least 3 voters (For and Abstain)" in answer.text
    policy = (await track(dao, "small")).policy
    assert policy.proposal_threshold == 7 * 10**18
    assert (await track(dao, "main")).policy.periods.voting.days == 5
    badge = f"erc721 {dao.world.badge.address}"
    await dao.use("mona", "gov track edit", track="small", sources=badge, chain="local")
    assert (await track(dao, "small")).policy.proposal_threshold == 7
    gone = await dao.use("mona", "gov track edit", track="small", safe="none")
    assert "Carried out by" not in gone.text


async def test_a_trust_level_that_the_bot_cannot_keep_is_refused_with_what_its_operator_has_to_do(dao):
    refused = await dao.use("mona", "gov track edit", track="main", trust="countersigned")
    assert "can't take ballots that Discord has signed" in refused.text
    assert "FOLKMOOT_INTERACTIONS=http" in refused.text
    assert (await track(dao, "main")).policy.document().get("trust") is None


async def test_a_retired_track_takes_no_proposals_and_can_be_taken_up_again(dao):
    await dao.use("mona", "gov track add", name="small", preset="token")
    answer = await dao.use("mona", "gov track retire", track="small")
    assert "is retired" in answer.text
    assert "Nothing runs on it" in answer.text
    listed = (await dao.use("mona", "gov track list")).text
    assert "**small**: policy token" in listed
    assert "nothing new is proposed on it" in listed
    refused = await dao.use("mona", "gov track edit", track="small", quorum="1%")
    assert "There is no track `small`" in refused.text
    await dao.use("mona", "gov track add", name="Small", preset="moloch")
    assert (await track(dao, "small")).policy.name == "moloch"
    assert (await track(dao, "small")).retired_at is None


@pytest.mark.parametrize(
    ("command", "options", "said"),
    [
        ("gov track add", {"name": "main", "preset": "token"}, "There is a track `main` already"),
        ("gov track add", {"name": "x", "preset": "dice"}, "`preset`: `dice` can't be read"),
        ("gov track add", {"name": "x", "preset": "token", "voting_period": "soon"}, "`soon` can't be read"),
        ("gov track edit", {"track": "moon", "quorum": "4%"}, "There is no track `moon`"),
        ("gov track retire", {"track": "main"}, "another track than main"),
        ("gov track edit", {"track": "main", "sources": "erc20 0x12", "chain": "local"}, "is not an address"),
    ],
)
async def test_what_cannot_be_done_with_tracks_is_refused_and_changes_nothing(dao, command, options, said):
    assert said in (await dao.use("mona", command, **options)).text
    assert await dao.log() == [*FOUNDED]


async def test_setup_touches_no_other_track_than_main(dao):
    await dao.use("mona", "gov track add", name="small", preset="token")
    before = (await track(dao, "small")).policy
    await dao.set_up(quorum="9%", sources=f"erc721 {dao.world.badge.address}", safe="none")
    assert (await track(dao, "small")).policy == before


async def test_before_setup_no_track_is_suggested(fresh):
    assert await fresh["ada"].autocomplete(fresh.council, "propose", focused="track", value="") == []


async def test_open_tracks_are_suggested(dao):
    await dao.use("mona", "gov track add", name="small", preset="token")
    await dao.use("mona", "gov track add", name="old", preset="token")
    await dao.use("mona", "gov track retire", track="old")
    offered = await dao["mona"].autocomplete(dao.council, "gov track edit", focused="track", value="")
    assert [each["value"] for each in offered] == ["main", "small"]


# -- names of accounts --------------------------------------------------------------------------------------------


async def names_of(dao):
    """Names of ENS for the token and the Safe."""
    names = {f"river{dao.guild.id}.eth": dao.folk.address, f"safe{dao.guild.id}.eth": dao.safe.address}
    for name, account in names.items():
        await dao.world.names.set(name, account)
    await dao.world.chain.mine(3)
    return names


@pytest.mark.attack("linking")
async def test_a_new_track_says_for_which_accounts_the_names_of_ens_stood(dao):
    river, safe = await names_of(dao)
    answer = await dao.use("mona", "gov track add", name="small", preset="token", sources=river, safe=safe)
    assert re.search(f"{river} is `{dao.folk.address}` by block [0-9]+", answer.text)
    assert re.search(f"{safe} is `{dao.safe.address}` by block [0-9]+", answer.text)


@pytest.mark.attack("linking")
async def test_an_edited_track_says_for_which_account_a_name_of_the_address_book_stood(dao):
    chain = dao.world.chain.chain_id
    await dao.use("milo", "gov address add", name="river-token", address=f"{chain}:{dao.folk.address}")
    answer = await dao.use("mona", "gov track edit", track="main", sources="erc20_votes river-token")
    assert f"river-token of the address book is `{dao.folk.address}`" in answer.text


async def test_a_track_whose_accounts_are_written_in_digits_names_nothing_else(dao):
    answer = await dao.use("mona", "gov track edit", track="main", sources=dao.folk.address)
    assert "address book" not in answer.text
    assert "by block" not in answer.text

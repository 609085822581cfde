import re
from fractions import Fraction

import pytest

from bot.domain.ids import GuildId
from sandbox.discord import CannotDo, Permission

pytestmark = pytest.mark.asyncio(loop_scope="session")

NOT_A_CONTRACT = "0x00000000000000000000000000000000000000aa"


async def test_setup_says_what_it_found_on_chain_and_stores_it(fresh):
    answer = await fresh.set_up()
    assert "The space is set up" in answer.text
    assert fresh.folk.address in answer.text
    assert "2 of 3 owners sign (" in answer.text
    assert "an author needs 1 FOLK" in answer.text
    assert "not proved to belong to this server" in answer.text
    assert "`/gov safe prove`" in answer.text
    space, track = await fresh.services.space_setup.space(GuildId(fresh.guild.id))
    assert space.discussion == fresh.channels["discussion"].id
    assert track.policy.executor.address == fresh.safe.address
    assert await fresh.log() == [("setup", None)]


async def test_setup_takes_periods_quorum_and_threshold_as_people_write_them(fresh):
    answer = await fresh.set_up(
        discussion_period="36h", voting_period="3d", timelock="0s", quorum="2.5%", threshold="1_000.5"
    )
    assert "1 day 12 hours** of discussion" in answer.text
    assert "2.5 % of all power" in answer.text
    assert "timelock, in which" not in answer.text
    _, track = await fresh.services.space_setup.space(GuildId(fresh.guild.id))
    assert track.policy.periods.voting.days == 3
    assert Fraction(track.policy.rules["quorum"]["value"]) == Fraction(1, 40)
    assert track.policy.proposal_threshold == 10005 * 10**17


async def test_setup_sums_sources_and_an_nft_counts_in_whole_votes(fresh):
    badge = fresh.world.badge.address
    answer = await fresh.set_up(sources=f"erc20_votes {fresh.folk.address} + erc721 {badge} x 100")
    assert f"number of NFTs held of `{badge}`" in answer.text
    assert "each counts 100 FOLK" in answer.text


async def test_without_a_safe_proposals_only_decide(fresh):
    assert "nothing is executed" in (await fresh.set_up(safe="")).text


async def test_setup_run_again_says_what_changed_and_keeps_the_rest(fresh):
    first = await fresh.set_up(quorum="7%", threshold="12", voting_period="3d")
    assert "What changed" not in first.text
    again = {**fresh.channels, **fresh.roles, "chain": "local"}
    same = await fresh.use("mona", "gov setup", **again)
    assert "nothing: all is as it was" in same.text
    assert "an author needs 12 FOLK" in same.text
    assert "2 of 3 owners sign" in same.text
    changed = await fresh.use("mona", "gov setup", **again, quorum="9%")
    change = re.search(
        r"\*\*Quorum\*\*: For and Abstain hold at least 7\s% → 9\s% of all power\.", changed.text
    )
    assert change is not None
    assert "was:" not in changed.text
    gone = await fresh.use("mona", "gov setup", **again, safe="none")
    assert "was: **Carried out by** the Safe" in gone.text
    assert "nothing is executed" in gone.text


async def test_the_first_setup_needs_sources(fresh):
    options = {**fresh.channels, **fresh.roles, "chain": "local"}
    refused = await fresh.use("mona", "gov setup", **options)
    assert "`sources`: nothing is given" in refused.text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"chain": "moon"}, "There is no chain `moon` here"),
        ({"sources": "folk"}, "`sources`: `folk` can't be read"),
        ({"sources": "erc20 {bad}"}, "EIP-55 checksum"),
        ({"sources": "erc20 " + NOT_A_CONTRACT}, "There is no contract at"),
        ({"sources": "erc20_votes {plain}"}, "does not answer as"),
        ({"safe": NOT_A_CONTRACT}, "is an ordinary account on chain"),
        ({"safe": "{plain}"}, "does not answer as"),
        ({"safe": "0x12"}, "is not an address"),
        ({"voting_period": "soon"}, "`voting_period`: `soon` can't be read"),
        ({"voting_period": "0s"}, "`voting_period`: `0s` can't be read"),
        ({"quorum": "140%"}, "`quorum`: `140%` can't be read"),
        ({"threshold": "1.0000000000000000001"}, "at most 18 decimals"),
        ({"threshold": "many"}, "`threshold`: `many` can't be read"),
    ],
)
async def test_what_setup_cannot_read_is_refused_in_words_and_changes_nothing(fresh, changed, said):
    bad = "0x" + fresh.folk.address[2:].swapcase()
    plain = fresh.world.dollar.address
    found = {name: text.format(bad=bad, plain=plain) for name, text in changed.items()}
    answer = await fresh.set_up(**found)
    assert said in answer.text
    assert "➡️" in answer.text
    assert await fresh.log() == []


async def test_setup_names_each_missing_permission_with_its_mend(fresh):
    bot = fresh.guild.bot(fresh.world.app)
    fresh.channels["announcements"] = fresh.guild.create_text_channel(
        "quiet", overwrites={bot: (0, Permission.EMBED_LINKS | Permission.ADD_REACTIONS)}
    )
    fresh.channels["log"] = fresh.guild.create_text_channel(
        "hidden", overwrites={fresh.guild.everyone: (0, Permission.VIEW_CHANNEL)}
    )
    answer = await fresh.set_up()
    lines = answer.text.splitlines()
    quiet = [line for line in lines if "announcements channel" in line]
    assert len(quiet) == 2
    assert all(line.startswith("⚠️") and "**Mend:** allow" in line for line in quiet)
    assert any("log channel" in line and "**Mend:**" in line for line in lines)
    assert "Still to mend" in answer.text


@pytest.mark.attack("commands")
@pytest.mark.parametrize("role", ["moderators", "guardians"])
async def test_everyone_is_no_role_for_moderators_or_guardians(fresh, role):
    answer = await fresh.set_up(**{role: fresh.guild.everyone})
    assert f"`{role}`: `@everyone` can't be read" in answer.text
    assert "a role that only those have who should" in answer.text
    assert await fresh.log() == []


async def test_members_without_manage_server_do_not_even_see_gov(fresh):
    with pytest.raises(CannotDo):
        await fresh["ben"].slash(fresh.council, "gov setup", **fresh.options())


async def test_a_space_that_is_set_up_belongs_to_its_moderators(dao):
    """An admin of the integration may let a role use /gov; the bot still asks for the moderators' role."""
    stranger = dao.guild.create_member("stella", permissions=Permission.MANAGE_GUILD)
    dao.people["stella"] = stranger
    assert "The space is set up" in (await dao.use("stella", "gov setup", **dao.options())).text
    assert "The space is set up" in (await dao.use("milo", "gov setup", **dao.options())).text


async def test_chains_are_suggested(fresh):
    offered = await fresh["mona"].autocomplete(
        fresh.council, "gov setup", focused="chain", value="lo", **fresh.options()
    )
    assert offered == [{"name": f"local ({fresh.world.chain.chain_id})", "value": "local"}]


async def test_the_space_is_shown_with_channels_roles_and_rules(dao):
    answer = await dao.use("mona", "gov space show")
    for channel in dao.channels.values():
        assert channel.mention in answer.text
    assert dao.roles["guardians"].mention in answer.text
    assert "4 % of all power" in answer.text


async def test_before_setup_everything_asks_for_setup_first(fresh):
    for command in ("gov space show", "gov doctor", "propose"):
        assert "not set up in this server yet" in (await fresh.use("mona", command)).text
    answer = await fresh.use("ada", "wallet link", address=NOT_A_CONTRACT)
    assert "`/gov setup`" in answer.text

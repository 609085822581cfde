"""Votes whose power is a Discord role: by button, by reaction, by a reaction that nobody heard of."""

from bot.domain.ids import ProposalId
from sandbox.discord import Message
from tests.cogs.voting.casting.test_vote_by_reaction import seeded, voted
from tests.cogs.voting.discord_harness import DiscordHarness
from tests.harness import TOKEN


async def opened(dao: DiscordHarness) -> tuple[ProposalId, Message]:
    """A vote in which the elders have 30 each, with ada's 5 tokens beside them; ben and cleo are elders."""
    elders = dao.guild.add_role("elders", 0)
    for name in ("ben", "cleo"):
        member = dao.guild.members[dao[name].id]
        member.give(elders)
    await dao.set_up(
        sources=f"erc20_votes {TOKEN.contract} + role <@&{elders.id}> x 30", quorum="5 votes", threshold="1"
    )
    await dao.harness.powers({"ada": 5}, guild=dao.guild_id)
    proposal = await dao.harness.submitted("ada", guild=dao.guild_id)
    await dao.deliver()
    await dao.harness.open(proposal)
    await dao.deliver()
    return proposal, await seeded(dao)


async def why(dao: DiscordHarness, name: str, proposal: ProposalId) -> str:
    asked = await dao[name].slash(dao.announcements, "vote why", proposal=str(proposal))
    return (await asked.settled()).text


async def test_an_elder_without_a_wallet_votes_by_button_and_keeps_the_weight_when_the_role_is_lost(
    dao: DiscordHarness,
) -> None:
    proposal, _ = await opened(dao)
    assert "• you: yes, 30 VOTE" in await why(dao, "ben", proposal)
    assert "• you: no, 0 VOTE" in await why(dao, "ada", proposal)
    receipt = await dao.vote("ben", "For")
    assert "Power: **30 VOTE**" in receipt.text
    ben = dao.guild.members[dao["ben"].id]
    ben.take(ben.roles[-1])
    assert "• you: yes, 30 VOTE" in await why(dao, "ben", proposal)
    assert (await dao.harness.close(proposal)).scores == {"For": 30}


async def test_an_elders_reaction_counts_with_the_role(dao: DiscordHarness) -> None:
    proposal, card = await opened(dao)
    await dao["ben"].react(card, "👎")
    await voted(dao, "ben", "Against")
    assert (await dao.harness.close(proposal)).scores == {"Against": 30}


async def test_elders_who_reacted_while_the_bot_was_away_have_their_roles_asked_for(
    dao: DiscordHarness,
) -> None:
    proposal, card = await opened(dao)
    await dao.disconnect()
    for name in ("ada", "ben", "cleo"):
        await dao[name].react(card, "👍")
    await dao.harness.restart()
    await dao.connect()
    for name in ("ada", "ben", "cleo"):
        await voted(dao, name, "For")
    assert (await dao.harness.close(proposal)).scores == {"For": 65}

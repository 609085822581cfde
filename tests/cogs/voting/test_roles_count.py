"""Votes whose power is a Discord role: by button, by reaction, by a reaction that nobody heard of."""

from bot.domain.ids import ProposalId
from sandbox.discord import Message
from tests.assembly import TOKEN
from tests.cogs.voting.moot import Moot
from tests.cogs.voting.test_vote_by_reaction import seeded, voted


async def opened(moot: Moot) -> tuple[ProposalId, Message]:
    """A vote in which the elders have 30 each, with ada's 5 tokens beside them; ben and cleo are elders."""
    elders = moot.guild.add_role("elders", 0)
    for name in ("ben", "cleo"):
        member = moot.guild.members[moot[name].id]
        member.give(elders)
    await moot.set_up(
        sources=f"erc20_votes {TOKEN.contract} + role <@&{elders.id}> x 30", quorum="5 votes", threshold="1"
    )
    await moot.assembly.powers({"ada": 5}, guild=moot.guild_id)
    proposal = await moot.assembly.submitted("ada", guild=moot.guild_id)
    await moot.deliver()
    await moot.assembly.open(proposal)
    await moot.deliver()
    return proposal, await seeded(moot)


async def why(moot: Moot, name: str, proposal: ProposalId) -> str:
    asked = await moot[name].slash(moot.announcements, "vote why", proposal=str(proposal))
    return (await asked.settled()).text


async def test_an_elder_without_a_wallet_votes_by_button_and_keeps_the_weight_when_the_role_is_lost(
    moot: Moot,
) -> None:
    proposal, _ = await opened(moot)
    assert "• you: yes, 30 VOTE" in await why(moot, "ben", proposal)
    assert "• you: no, 0 VOTE" in await why(moot, "ada", proposal)
    receipt = await moot.vote("ben", "For")
    assert "Power: **30 VOTE**" in receipt.text
    ben = moot.guild.members[moot["ben"].id]
    ben.take(ben.roles[-1])
    assert "• you: yes, 30 VOTE" in await why(moot, "ben", proposal)
    assert (await moot.assembly.close(proposal)).scores == {"For": 30}


async def test_an_elders_reaction_counts_with_the_role(moot: Moot) -> None:
    proposal, card = await opened(moot)
    await moot["ben"].react(card, "👎")
    await voted(moot, "ben", "Against")
    assert (await moot.assembly.close(proposal)).scores == {"Against": 30}


async def test_elders_who_reacted_while_the_bot_was_away_have_their_roles_asked_for(moot: Moot) -> None:
    proposal, card = await opened(moot)
    await moot.disconnect()
    for name in ("ada", "ben", "cleo"):
        await moot[name].react(card, "👍")
    await moot.assembly.restart()
    await moot.connect()
    for name in ("ada", "ben", "cleo"):
        await voted(moot, name, "For")
    assert (await moot.assembly.close(proposal)).scores == {"For": 65}

"""How many steps a voter takes: a command, a click, a choice and a form that is sent each count as one."""

from tests.cogs.voting.discord_harness import DiscordHarness


async def test_a_vote_takes_one_step(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70})
    receipt = await dao.vote("ada", "For")
    assert "For" in receipt.text
    assert receipt.ephemeral
    assert await dao.stored(proposal) == {"ada": 1}


async def test_what_i_have_not_voted_on_is_found_in_one_step(dao: DiscordHarness) -> None:
    await dao.opened({"ada": 70}, title="A new well")
    await dao.vote("ada", "Against")
    second = await dao.harness.submitted("ada", guild=dao.guild_id, title="A new bridge")
    await dao.harness.open(second)
    message = await (await dao["ada"].slash(dao.announcements, "vote mine")).settled()
    bridge, well = message.text.split("`#1`")
    assert "A new bridge" in bridge
    assert "You have not voted." in bridge
    assert "You voted **Against**" in well


async def test_why_my_power_is_zero_is_understood_in_one_step(dao: DiscordHarness) -> None:
    """With a wallet that held nothing, and without a wallet: by the button of the card."""
    await dao.opened({"ada": 70, "ben": 0})
    why = await (await dao["ben"].click(dao.card, "My power")).settled()
    assert "0 VOTE" in why.text
    assert "block" in why.text
    nobody = await (await dao["cleo"].click(dao.card, "My power")).settled()
    assert "/wallet link" in nobody.text

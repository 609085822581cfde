"""Reputation as members meet it: voted on, given, earned, and voted with, by the real bot on Discord."""

from bot.domain.policy.model import RewardRule
from bot.domain.power import Reputation
from tests.cogs.voting.discord_harness import DiscordHarness
from tests.harness import TIMELOCK
from tests.services.reputation.merit import DAY, POINT, change_policy


async def test_what_a_proposal_grants_is_voted_on_given_once_and_then_votes(dao: DiscordHarness) -> None:
    ben = dao["ben"].mention
    proposal = await dao.opened({"ada": 70}, actions=f"grant 50 reputation to {ben}")
    assert f"give 50 reputation to {ben}" in dao.card.text
    assert f"give 50 reputation to {ben}" in dao.thread.messages[0].text
    await dao.vote("ada", "For")
    await dao.harness.close(proposal)
    await dao.deliver()
    (result,) = dao.said(dao.announcements, "## Result")
    assert "then reputation changes as voted" in result.text

    await dao.harness.pass_time(TIMELOCK)
    await dao.harness.sweep.run()
    await dao.restart()
    await dao.harness.sweep.run()
    await dao.deliver()
    for place in (dao.thread, dao.announcements):
        (said,) = dao.said(place, "Reputation changed, as this proposal decided")
        assert f"• {ben}: +50" in said.text
    assert "reputation changed as voted" in dao.card.text

    source = Reputation(half_life=4 * DAY)
    rewards = RewardRule(ballot=2 * POINT, accepted=10 * POINT)
    await change_policy(
        dao.harness, guild=dao.guild_id, sources=(source,), rewards=rewards, proposal_threshold=0, decimals=18
    )
    second = await dao.harness.submitted("ben", guild=dao.guild_id, title="Merit")
    await dao.harness.open(second)
    await dao.deliver()
    receipt = await dao.vote("ben", "For")
    # Two days of a half-life of four have passed: 50 · 2^(-1/2).
    assert "35.35 " in receipt.text
    assert "reputation" in receipt.text
    why = await dao["ben"].slash(dao.announcements, "vote why", proposal=str(second))
    text = (await why.settled()).text
    assert "35.35533905932737" in text
    assert "**Reputation in this server**: 35.35, which halves every 4 days" in text
    assert f"+50 granted by proposal {proposal}" in text

    await dao.harness.close(second)
    await dao.deliver()
    result = dao.said(dao.announcements, "## Result")[-1]
    assert (
        f"**Reputation earned**: 2 for the voter, 10 for {dao['ben'].mention}, whose proposal it was"
        in result.text
    )
    assert "**Reputation earned**" in dao.said(dao.thread, "## Result")[-1].text


async def test_who_has_no_reputation_and_no_wallet_is_told_so(dao: DiscordHarness) -> None:
    await dao.set_up()
    await change_policy(dao.harness, guild=dao.guild_id, sources=(Reputation(),), proposal_threshold=0)
    proposal = await dao.harness.submitted("ada", guild=dao.guild_id)
    await dao.harness.open(proposal)
    await dao.deliver()
    refused = await dao.vote("ada", "For")
    assert "You have no power in the vote" in refused.text
    assert "wallet link" not in refused.text
    why = await dao["ada"].slash(dao.announcements, "vote why", proposal=str(proposal))
    assert "**Reputation in this server**: 0" in (await why.settled()).text

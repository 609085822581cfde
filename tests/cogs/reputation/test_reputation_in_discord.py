"""Reputation as members meet it: voted on, given, earned, and voted with, by the real bot on Discord."""

from bot.domain.policy import Earning
from bot.domain.power import Reputation
from tests.assembly import TIMELOCK
from tests.cogs.voting.moot import Moot
from tests.services.merit import DAY, POINT, change_policy


async def test_what_a_proposal_grants_is_voted_on_given_once_and_then_votes(moot: Moot) -> None:
    ben = moot["ben"].mention
    proposal = await moot.opened({"ada": 70}, actions=f"grant 50 reputation to {ben}")
    assert f"give 50 reputation to {ben}" in moot.card.text
    assert f"give 50 reputation to {ben}" in moot.thread.messages[0].text
    await moot.vote("ada", "For")
    await moot.assembly.close(proposal)
    await moot.deliver()
    (result,) = moot.said(moot.announcements, "## Result")
    assert "then reputation changes as voted" in result.text

    await moot.assembly.pass_time(TIMELOCK)
    await moot.assembly.folkmoot.sweep.run()
    await moot.restart()
    await moot.assembly.folkmoot.sweep.run()
    await moot.deliver()
    for place in (moot.thread, moot.announcements):
        (said,) = moot.said(place, "Reputation changed, as this proposal decided")
        assert f"• {ben}: +50" in said.text
    assert "reputation changed as voted" in moot.card.text

    source = Reputation(half_life=4 * DAY)
    earns = Earning(ballot=2 * POINT, accepted=10 * POINT)
    await change_policy(
        moot.assembly, guild=moot.guild_id, sources=(source,), earns=earns, proposal_threshold=0, decimals=18
    )
    second = await moot.assembly.submitted("ben", guild=moot.guild_id, title="Merit")
    await moot.assembly.open(second)
    await moot.deliver()
    receipt = await moot.vote("ben", "For")
    # Two days of a half-life of four have passed: 50 · 2^(-1/2).
    assert "35.35 " in receipt.text
    assert "reputation" in receipt.text
    why = await moot["ben"].slash(moot.announcements, "vote why", proposal=str(second))
    text = (await why.settled()).text
    assert "35.35533905932737" in text
    assert "**Reputation in this server**: 35.35, which halves every 4 days" in text
    assert f"+50 granted by proposal {proposal}" in text

    await moot.assembly.close(second)
    await moot.deliver()
    result = moot.said(moot.announcements, "## Result")[-1]
    assert (
        f"**Reputation earned**: 2 for the voter, 10 for {moot['ben'].mention}, whose proposal it was"
        in result.text
    )
    assert "**Reputation earned**" in moot.said(moot.thread, "## Result")[-1].text


async def test_who_has_no_reputation_and_no_wallet_is_told_so(moot: Moot) -> None:
    await moot.set_up()
    await change_policy(moot.assembly, guild=moot.guild_id, sources=(Reputation(),), proposal_threshold=0)
    proposal = await moot.assembly.submitted("ada", guild=moot.guild_id)
    await moot.assembly.open(proposal)
    await moot.deliver()
    refused = await moot.vote("ada", "For")
    assert "You have no power in the vote" in refused.text
    assert "wallet link" not in refused.text
    why = await moot["ada"].slash(moot.announcements, "vote why", proposal=str(proposal))
    assert "**Reputation in this server**: 0" in (await why.settled()).text

"""Delegated power as members see it: on receipts, on the card, in the result, in /vote why, and in direct messages."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.domain.ids import ProposalId
from bot.domain.policy.model import DelegationRule
from bot.services.delivery.notifications import TellDelegators
from sandbox.discord import Message
from tests.cogs.voting.discord_harness import DiscordHarness
from tests.harness import TOKEN
from tests.services.delegation.delegating import rule


async def opened(
    dao: DiscordHarness,
    powers: Mapping[str, int],
    delegations: Mapping[str, str],
    *,
    notify: bool = False,
    **changes: Any,
) -> ProposalId:
    """A vote whose card is posted, in a server where members delegated before it opened."""
    await dao.set_up()
    await rule(dao.harness, guild=dao.guild_id, delegation=DelegationRule(), **changes)
    await dao.harness.powers(powers, guild=dao.guild_id)
    for delegator, delegate in delegations.items():
        actor = dao.harness.actor(delegator, guild=dao.guild_id)
        await dao.harness.services.delegating.delegate(actor, dao.member(delegate), notify=notify)
    proposal = await dao.harness.submitted(next(iter(powers)), guild=dao.guild_id)
    await dao.deliver()
    await dao.harness.open(proposal)
    await dao.deliver()
    return proposal


async def card_says(dao: DiscordHarness, words: str) -> str:
    """The card, as soon as it has these words."""
    await dao.until(lambda: words in dao.card.text)
    return dao.card.text


async def test_a_receipt_tells_own_and_delegated_power_apart(dao: DiscordHarness) -> None:
    await opened(dao, {"ada": 70, "ben": 30, "cleo": 20}, {"ben": "ada", "cleo": "ada"})
    receipt = await dao.vote("ada", "For")
    assert "**70 VOTE** at block" in receipt.text
    assert "Delegated to you by 2 members: **50 VOTE**, together **120 VOTE**" in receipt.text
    assert "You vote for others, and have given no reason" in receipt.text
    explained = await dao["ada"].slash(
        dao.announcements, "vote cast", proposal="1", choice="For", reason="Clean water comes first."
    )
    assert "given no reason" not in (await explained.settled()).text
    receipt = await dao.vote("ben", "Against")
    assert f"You had delegated to <@{dao['ada'].id}>: your own vote goes before theirs" in receipt.text
    assert "given no reason" not in receipt.text
    mine = await dao["ada"].slash(dao.announcements, "vote mine")
    assert "Delegated to you by 1 member: **20 VOTE**" in (await mine.settled()).text


async def test_a_delegate_without_a_wallet_votes_by_the_card(dao: DiscordHarness) -> None:
    proposal = await opened(dao, {"ada": 70, "ben": 30}, {"ben": "dan"})
    receipt = await dao.vote("dan", "For")
    assert "no power of your own in this vote" in receipt.text
    assert "**30 VOTE**" in receipt.text
    assert "weighs nothing" not in receipt.text
    assert await dao.stored(proposal) == {"dan": 1}
    receipt = await dao.vote("ben", "For")
    again = await dao["dan"].slash(dao.announcements, "vote mine")
    assert "everybody who delegated to you has voted themself" in (await again.settled()).text


async def test_a_vote_by_reaction_counts_with_delegated_power_too(dao: DiscordHarness) -> None:
    await opened(dao, {"ada": 70, "ben": 30}, {"ben": "dan"})
    await dao["dan"].react(dao.card, "👎")
    assert "30 VOTE delegated by 1 member" in await card_says(dao, "1 voted")


async def test_the_card_and_the_result_say_how_much_was_delegated(dao: DiscordHarness) -> None:
    proposal = await opened(dao, {"ada": 70, "ben": 30, "cleo": 20}, {"ben": "ada", "cleo": "ada"})
    assert "delegated by" not in dao.card.text
    await dao.vote("ada", "For")
    assert "of it, 50 VOTE delegated by 2 members" in await card_says(dao, "delegated by")
    dao.harness.clock.advance(timedelta(seconds=1))
    await dao.vote("ben", "Against")
    assert "of it, 20 VOTE delegated by 1 member" in await card_says(dao, "20 VOTE delegated")
    await dao.harness.close(proposal)
    await dao.deliver()
    (result,) = dao.said(dao.announcements, "## Result")
    assert "of it, 20 VOTE delegated by 1 member to delegates who voted" in result.text
    assert "of it, 20 VOTE delegated by 1 member" in dao.card.text


async def test_where_nothing_is_delegated_nothing_is_said_of_it(dao: DiscordHarness) -> None:
    await dao.opened({"ada": 70})
    receipt = await dao.vote("ada", "For")
    assert "Delegated" not in receipt.text
    assert "delegated by" not in await card_says(dao, "1 voted")


async def why(dao: DiscordHarness, name: str, proposal: ProposalId) -> str:
    reply = await dao[name].slash(dao.announcements, "vote why", proposal=str(proposal))
    return (await reply.settled()).text


async def test_why_lists_who_delegates_what(dao: DiscordHarness) -> None:
    proposal = await opened(dao, {"ada": 70, "ben": 30, "cleo": 20}, {"ben": "ada", "cleo": "ada"})
    text = await why(dao, "ada", proposal)
    assert "Your power on proposal 1: 70 VOTE" in text
    assert "**Delegated to you** by 2 members" in text
    assert f"• <@{dao['ben'].id}>: 30 VOTE" in text
    assert f"• <@{dao['cleo'].id}>: 20 VOTE" in text


async def test_why_says_who_votes_with_a_delegators_power(dao: DiscordHarness) -> None:
    proposal = await opened(dao, {"ada": 70, "ben": 30}, {"ben": "ada"})
    assert "Nobody votes with your power yet" in await why(dao, "ben", proposal)
    await dao.vote("ada", "For")
    assert "They have voted, and your power counts with that vote" in await why(dao, "ben", proposal)
    await dao.vote("ben", "Against")
    assert "counts with your own vote alone" in await why(dao, "ben", proposal)


async def test_why_says_what_was_delegated_on_chain(dao: DiscordHarness) -> None:
    chain, wallet = dao.harness.chain, dao.harness.wallet
    chain.delegate(TOKEN.contract, wallet("ada"), wallet("somebody"))
    chain.delegate(TOKEN.contract, wallet("ben"), wallet("ben"))
    proposal = await dao.opened({"ben": 30, "ada": 0, "cleo": 0})
    said = await why(dao, "ada", proposal)
    assert f"to `{wallet('somebody')}`; what it holds counts there, not with this wallet" in said
    assert "to itself; what it holds counts with it" in await why(dao, "ben", proposal)
    assert "to nobody" in await why(dao, "cleo", proposal)


async def test_split_and_capped_power_is_told_to_both_sides(dao: DiscordHarness) -> None:
    await dao.set_up()
    await rule(dao.harness, guild=dao.guild_id, delegation=DelegationRule(cap=25))
    await dao.harness.powers({"ada": 0, "ben": 50, "cleo": 5}, guild=dao.guild_id)
    shares = [(dao.member("ada"), 60), (dao.member("cleo"), 40)]
    actor = dao.harness.actor("ben", guild=dao.guild_id)
    await dao.harness.services.delegating.split(actor, shares)
    proposal = await dao.harness.submitted("cleo", guild=dao.guild_id)
    await dao.deliver()
    await dao.harness.open(proposal)
    await dao.deliver()
    receipt = await dao.vote("ada", "For")
    assert "Delegated to you by 1 member: **25 VOTE**" in receipt.text
    assert "5 VOTE more is delegated to you than one delegate may have here" in receipt.text
    said = await why(dao, "ben", proposal)
    assert f"<@{dao['ada'].id}>: 60 % of it, counts with the vote of <@{dao['ada'].id}>" in said
    assert f"<@{dao['cleo'].id}>: 40 % of it, nobody votes with it yet" in said
    assert "5 VOTE more is delegated" in await why(dao, "ada", proposal)
    mine = await dao["ben"].slash(dao.announcements, "vote mine")
    assert "voted **For** for you" in (await mine.settled()).text


# -- direct messages -----------------------------------------------------------------------------------------

LINKED = "is linked to your Discord account now"


def inbox(dao: DiscordHarness, name: str) -> list[Message]:
    """What the bot has told them in private, but for the wallets that they have linked."""
    return [each for each in dao[name].inbox(dao.app) if LINKED not in each.text]


async def test_a_delegator_who_asked_is_told_how_the_delegate_votes(dao: DiscordHarness) -> None:
    proposal = await opened(dao, {"ada": 70, "ben": 30}, {"ben": "ada"}, notify=True)
    await dao.vote("ada", "For")
    await dao.until(lambda: len(inbox(dao, "ben")) == 1)
    (told,) = inbox(dao, "ben")
    assert f"<@{dao['ada'].id}>, to whom you delegate, voted **For**" in told.text
    assert f"(proposal {proposal})" in told.text
    assert f"/{dao.announcements.id}/{dao.card.id}" in told.text
    assert "Your own vote goes before theirs" in told.text
    assert inbox(dao, "ada") == []


async def test_a_delegate_who_takes_a_vote_back_is_told_of_too(dao: DiscordHarness) -> None:
    await opened(dao, {"ada": 70, "ben": 30}, {"ben": "ada"}, notify=True)
    await dao["ada"].react(dao.card, "👍")
    await dao.until(lambda: len(inbox(dao, "ben")) == 1)
    dao.harness.clock.advance(TellDelegators.cooldown)
    await dao["ada"].unreact(dao.card, "👍")
    await dao.until(lambda: len(inbox(dao, "ben")) == 2)
    assert "has taken their vote back" in inbox(dao, "ben")[1].text


async def test_a_choice_that_was_overtaken_before_it_could_be_told_is_left_out(dao: DiscordHarness) -> None:
    await opened(dao, {"ada": 70, "ben": 30}, {"ben": "ada"}, notify=True)
    for choice in ("For", "Abstain", "Against"):
        dao.harness.clock.advance(timedelta(seconds=1))
        await dao.vote("ada", choice)
    await dao.until(lambda: len(inbox(dao, "ben")) == 1)
    await dao.deliver()
    (told,) = inbox(dao, "ben")
    assert "voted **Against**" in told.text


async def test_who_lets_nobody_write_to_them_holds_nothing_up(dao: DiscordHarness) -> None:
    await opened(dao, {"ada": 70, "ben": 30, "cleo": 5}, {"ben": "ada", "cleo": "ada"}, notify=True)
    await dao.until(lambda: all(dao[name].inbox(dao.app) for name in ("ada", "ben", "cleo")))
    body = {"message": "Cannot send messages to this user", "code": 50007}
    dao.discord.faults.fail_next("POST", r"/channels/\d+/messages$", status=403, body=body)
    await dao.vote("ada", "For")
    await dao.until(lambda: len([*inbox(dao, "ben"), *inbox(dao, "cleo")]) == 1)
    assert dao.harness.given_up == []

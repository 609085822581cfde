"""Lent power as members see it: on receipts, on the card, in the result, in /vote why, and in direct messages."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.domain.ids import ProposalId
from bot.domain.policy import DelegationRule
from sandbox.discord import Message
from tests.assembly import TOKEN
from tests.cogs.voting.moot import Moot
from tests.services.delegating import rule


async def opened(
    moot: Moot,
    powers: Mapping[str, int],
    delegations: Mapping[str, str],
    *,
    told: bool = False,
    **changes: Any,
) -> ProposalId:
    """A vote whose card is posted, in a server where members delegated before it opened."""
    await moot.set_up()
    await rule(moot.assembly, guild=moot.guild_id, delegation=DelegationRule(), **changes)
    await moot.assembly.powers(powers, guild=moot.guild_id)
    for delegator, delegate in delegations.items():
        actor = moot.assembly.actor(delegator, guild=moot.guild_id)
        await moot.assembly.folkmoot.delegating.delegate(actor, moot.member(delegate), told=told)
    proposal = await moot.assembly.submitted(next(iter(powers)), guild=moot.guild_id)
    await moot.deliver()
    await moot.assembly.open(proposal)
    await moot.deliver()
    return proposal


async def card_says(moot: Moot, words: str) -> str:
    """The card, as soon as it has these words."""
    await moot.until(lambda: words in moot.card.text)
    return moot.card.text


async def test_a_receipt_tells_own_and_lent_power_apart(moot: Moot) -> None:
    await opened(moot, {"ada": 70, "ben": 30, "cleo": 20}, {"ben": "ada", "cleo": "ada"})
    receipt = await moot.vote("ada", "For")
    assert "**70 VOTE** at block" in receipt.text
    assert "Lent to you by 2 members: **50 VOTE**, together **120 VOTE**" in receipt.text
    receipt = await moot.vote("ben", "Against")
    assert f"You had delegated to <@{moot['ada'].id}>: your own vote goes before theirs" in receipt.text
    mine = await moot["ada"].slash(moot.announcements, "vote mine")
    assert "Lent to you by 1 member: **20 VOTE**" in (await mine.settled()).text


async def test_a_delegate_without_a_wallet_votes_by_the_card(moot: Moot) -> None:
    proposal = await opened(moot, {"ada": 70, "ben": 30}, {"ben": "dan"})
    receipt = await moot.vote("dan", "For")
    assert "no power of your own in this vote" in receipt.text
    assert "**30 VOTE**" in receipt.text
    assert "weighs nothing" not in receipt.text
    assert await moot.stored(proposal) == {"dan": 1}
    receipt = await moot.vote("ben", "For")
    again = await moot["dan"].slash(moot.announcements, "vote mine")
    assert "everybody who delegated to you has voted themself" in (await again.settled()).text


async def test_a_vote_by_reaction_counts_with_lent_power_too(moot: Moot) -> None:
    await opened(moot, {"ada": 70, "ben": 30}, {"ben": "dan"})
    await moot["dan"].react(moot.card, "👎")
    assert "30 VOTE lent by 1 member" in await card_says(moot, "1 voted")


async def test_the_card_and_the_result_say_how_much_was_lent(moot: Moot) -> None:
    proposal = await opened(moot, {"ada": 70, "ben": 30, "cleo": 20}, {"ben": "ada", "cleo": "ada"})
    assert "lent by" not in moot.card.text
    await moot.vote("ada", "For")
    assert "of it, 50 VOTE lent by 2 members" in await card_says(moot, "lent by")
    moot.assembly.clock.advance(timedelta(seconds=1))
    await moot.vote("ben", "Against")
    assert "of it, 20 VOTE lent by 1 member" in await card_says(moot, "20 VOTE lent")
    await moot.assembly.close(proposal)
    await moot.deliver()
    (result,) = moot.said(moot.announcements, "## Result")
    assert "of it, 20 VOTE lent by 1 member to delegates who voted" in result.text
    assert "of it, 20 VOTE lent by 1 member" in moot.card.text


async def test_where_nothing_is_delegated_nothing_is_said_of_it(moot: Moot) -> None:
    await moot.opened({"ada": 70})
    receipt = await moot.vote("ada", "For")
    assert "Lent" not in receipt.text
    assert "lent by" not in await card_says(moot, "1 voted")


async def why(moot: Moot, name: str, proposal: ProposalId) -> str:
    reply = await moot[name].slash(moot.announcements, "vote why", proposal=str(proposal))
    return (await reply.settled()).text


async def test_why_lists_who_lends_what(moot: Moot) -> None:
    proposal = await opened(moot, {"ada": 70, "ben": 30, "cleo": 20}, {"ben": "ada", "cleo": "ada"})
    text = await why(moot, "ada", proposal)
    assert "Your power on proposal 1: 70 VOTE" in text
    assert "**Lent to you** by 2 members" in text
    assert f"• <@{moot['ben'].id}>: 30 VOTE" in text
    assert f"• <@{moot['cleo'].id}>: 20 VOTE" in text


async def test_why_says_who_votes_with_a_delegators_power(moot: Moot) -> None:
    proposal = await opened(moot, {"ada": 70, "ben": 30}, {"ben": "ada"})
    assert "Nobody votes with your power yet" in await why(moot, "ben", proposal)
    await moot.vote("ada", "For")
    assert "They have voted, and your power counts with that vote" in await why(moot, "ben", proposal)
    await moot.vote("ben", "Against")
    assert "counts with your own vote alone" in await why(moot, "ben", proposal)


async def test_why_says_what_was_delegated_on_chain(moot: Moot) -> None:
    chain, wallet = moot.assembly.chain, moot.assembly.wallet
    chain.delegate(TOKEN.contract, wallet("ada"), wallet("somebody"))
    chain.delegate(TOKEN.contract, wallet("ben"), wallet("ben"))
    proposal = await moot.opened({"ben": 30, "ada": 0, "cleo": 0})
    said = await why(moot, "ada", proposal)
    assert f"to `{wallet('somebody')}`; what it holds counts there, not with this wallet" in said
    assert "to itself; what it holds counts with it" in await why(moot, "ben", proposal)
    assert "to nobody, so that what it holds counts for nobody" in await why(moot, "cleo", proposal)


# -- direct messages -----------------------------------------------------------------------------------------


def inbox(moot: Moot, name: str) -> list[Message]:
    return moot[name].inbox(moot.app)


async def test_a_delegator_who_asked_is_told_how_the_delegate_votes(moot: Moot) -> None:
    proposal = await opened(moot, {"ada": 70, "ben": 30}, {"ben": "ada"}, told=True)
    await moot.vote("ada", "For")
    await moot.until(lambda: len(inbox(moot, "ben")) == 1)
    (told,) = inbox(moot, "ben")
    assert f"<@{moot['ada'].id}>, to whom you delegate, voted **For**" in told.text
    assert f"(proposal {proposal})" in told.text
    assert f"/{moot.announcements.id}/{moot.card.id}" in told.text
    assert "Your own vote goes before theirs" in told.text
    assert inbox(moot, "ada") == []


async def test_a_delegate_who_takes_a_vote_back_is_told_of_too(moot: Moot) -> None:
    await opened(moot, {"ada": 70, "ben": 30}, {"ben": "ada"}, told=True)
    await moot["ada"].react(moot.card, "👍")
    await moot.until(lambda: len(inbox(moot, "ben")) == 1)
    await moot["ada"].unreact(moot.card, "👍")
    await moot.until(lambda: len(inbox(moot, "ben")) == 2)
    assert "has taken their vote back" in inbox(moot, "ben")[1].text


async def test_a_choice_that_was_overtaken_before_it_could_be_told_is_left_out(moot: Moot) -> None:
    await opened(moot, {"ada": 70, "ben": 30}, {"ben": "ada"}, told=True)
    for choice in ("For", "Abstain", "Against"):
        moot.assembly.clock.advance(timedelta(seconds=1))
        await moot.vote("ada", choice)
    await moot.until(lambda: len(inbox(moot, "ben")) == 1)
    await moot.deliver()
    (told,) = inbox(moot, "ben")
    assert "voted **Against**" in told.text


async def test_who_lets_nobody_write_to_them_holds_nothing_up(moot: Moot) -> None:
    await opened(moot, {"ada": 70, "ben": 30, "cleo": 5}, {"ben": "ada", "cleo": "ada"}, told=True)
    body = {"message": "Cannot send messages to this user", "code": 50007}
    moot.discord.faults.fail_next("POST", r"/channels/\d+/messages$", status=403, body=body)
    await moot.vote("ada", "For")
    await moot.until(lambda: len([*inbox(moot, "ben"), *inbox(moot, "cleo")]) == 1)
    assert moot.assembly.given_up == []

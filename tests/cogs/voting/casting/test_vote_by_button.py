"""A click on the card is a ballot, stored before it is answered."""

import asyncio
from datetime import timedelta

from tests.cogs.voting.discord_harness import DiscordHarness, text_becomes
from tests.harness import VOTING


async def test_a_click_is_answered_with_a_receipt_that_names_choice_and_power(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70, "ben": 30})
    reply = await dao["ada"].click(dao.card, "For")
    assert reply.ephemeral
    assert "**For**" in reply.text
    assert "**70 VOTE** at block" in reply.text
    assert "voting power in" in reply.text
    assert await dao.stored(proposal) == {"ada": 1}


async def test_a_receipt_names_the_code_that_the_record_will_list(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70})
    reply = await dao["ada"].click(dao.card, "For")
    async with dao.harness.services.uow.reading() as repositories:
        (ballot,) = (await repositories.ballots.current(proposal)).values()
        opening = (await repositories.proposals.get(proposal)).opening
    assert opening is not None
    assert f"`{ballot.receipt(opening.pseudonyms)}`" in reply.text


async def test_another_click_changes_the_vote_and_says_what_it_replaced(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70})
    await dao["ada"].click(dao.card, "For")
    dao.harness.clock.advance(timedelta(seconds=1))
    reply = await dao["ada"].click(dao.card, "Against")
    assert "**Against**, instead of For" in reply.text
    assert await dao.stored(proposal) == {"ada": 2}


async def test_the_answer_never_waits_for_the_chain_and_is_completed_when_it_answers(
    dao: DiscordHarness,
) -> None:
    await dao.opened({"ada": 70, "ben": 5})
    await link_late(dao, "cleo")
    dao.harness.chain.gate = asyncio.Event()
    reply = await dao["cleo"].click(dao.card, "For")
    assert "is being read" in reply.text
    dao.harness.chain.gate.set()
    assert "weighs nothing" in await text_becomes(reply, "weighs nothing")


async def test_power_that_cannot_be_read_leaves_the_vote_undetermined_and_says_so(
    dao: DiscordHarness,
) -> None:
    proposal = await dao.opened({"ada": 70})
    await link_late(dao, "cleo")
    dao.harness.chain.silent = True
    reply = await dao["cleo"].click(dao.card, "For")
    text = await text_becomes(reply, "could not be read now")
    assert "undetermined, never zero" in text
    assert await dao.stored(proposal) == {"cleo": 1}
    dao.harness.chain.silent = False
    assert (await dao.harness.running_tally(proposal)).undetermined == 1


async def test_who_has_no_wallet_is_told_how_to_link_one_and_nothing_is_stored(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70})
    reply = await dao["dan"].click(dao.card, "For")
    assert reply.ephemeral
    assert "/wallet link" in reply.text
    assert await dao.stored(proposal) == {}


async def test_a_click_at_the_end_of_the_vote_is_too_late(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70})
    dao.harness.clock.advance(VOTING)
    reply = await dao["ada"].click(dao.card, "For")
    assert "ended" in reply.text
    assert await dao.stored(proposal) == {}


async def test_a_paused_vote_takes_no_clicks_and_says_why(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70})
    moderator = dao.harness.moderator()
    await dao.harness.services.moderation.pause(moderator, proposal, "the oracle is down")
    reply = await dao["ada"].click(dao.card, "For")
    assert "the oracle is down" in reply.text
    assert await dao.stored(proposal) == {}


async def test_a_store_that_is_slow_is_announced_and_the_receipt_follows(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70})
    dao.client.patience = 0.1
    async with dao.harness.services.uow.writing():
        reply = await dao["ada"].click(dao.card, "For")
        assert reply.kind == "deferred"
        assert not reply.is_settled
    await reply.settled()
    assert "**70 VOTE**" in reply.text
    assert reply.ephemeral
    assert await dao.stored(proposal) == {"ada": 1}


async def test_a_hundred_clicks_at_once_are_a_hundred_ballots(dao: DiscordHarness) -> None:
    voters = {f"voter{number}": number + 1 for number in range(100)}
    proposal = await dao.opened(voters)
    replies = await asyncio.gather(*(dao[name].click(dao.card, "For") for name in voters))
    assert len(await dao.stored(proposal)) == 100
    assert {
        f"**{power} VOTE**" in reply.text for power, reply in zip(voters.values(), replies, strict=True)
    } == {True}


async def test_more_than_five_choices_are_voted_on_in_a_menu(dao: DiscordHarness) -> None:
    choices = ("For", "Against", "Abstain", "Later", "Never", "Twice")
    await dao.set_up()
    async with dao.harness.services.uow.writing() as repositories:
        space = await repositories.spaces.of_guild(dao.guild_id)
        (track,) = await repositories.spaces.tracks(space.id)
        policy = track.policy.model_copy(update={"choices": choices})
        await repositories.spaces.set_track(space.id, track.name, policy, dao.harness.clock.now())
    await dao.harness.powers({"ada": 70}, guild=dao.guild_id)
    proposal = await dao.harness.submitted("ada", guild=dao.guild_id)
    await dao.deliver()
    await dao.harness.open(proposal)
    await dao.deliver()
    reply = await dao["ada"].select(dao.card, values=["Later"])
    assert "**Later**" in reply.text
    assert await dao.stored(proposal) == {"ada": 4}


# -- reasons ------------------------------------------------------------------------------------------------


async def test_a_reason_can_be_added_to_the_vote_and_is_shown_in_the_thread(dao: DiscordHarness) -> None:
    await dao.opened({"ada": 70})
    receipt = await dao.vote("ada", "For")
    form = (await dao["ada"].click(receipt, "Add a reason")).modal
    assert form is not None
    reply = await form.submit({"Your reason": "The well is *dry*.\n@everyone look"})
    assert "**For**, as before" in reply.text
    await dao.deliver()
    (said,) = dao.said(dao.thread, "voted **For**")
    assert "> The well is *dry*." in said.text
    assert dao["ada"].mention in said.text
    assert not said.mention_everyone
    assert said.mentions == []


async def test_a_form_that_was_open_during_a_restart_is_still_taken(dao: DiscordHarness) -> None:
    await dao.opened({"ada": 70})
    receipt = await dao.vote("ada", "For")
    form = (await dao["ada"].click(receipt, "Add a reason")).modal
    assert form is not None
    await dao.restart()
    await form.submit({"Your reason": "We need water."})
    await dao.deliver()
    assert dao.said(dao.thread, "> We need water.")


async def test_a_reason_does_not_bring_an_old_vote_back(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70})
    old_receipt = await dao.vote("ada", "For")
    form = (await dao["ada"].click(old_receipt, "Add a reason")).modal
    assert form is not None
    dao.harness.clock.advance(timedelta(seconds=1))
    await dao.vote("ada", "Against")
    reply = await form.submit({"Your reason": "A long text about wells."})
    assert "has changed since: **Against**" in reply.text
    assert "A long text about wells." in reply.text
    assert await dao.stored(proposal) == {"ada": 2}
    assert "has changed since" in (await dao["ada"].click(old_receipt, "Add a reason")).text


# -- what stands behind the card ----------------------------------------------------------------------------


async def test_why_explains_the_power_source_by_source_at_its_block(dao: DiscordHarness) -> None:
    await dao.opened({"ada": 70})
    message = await (await dao["ada"].click(dao.card, "My power")).settled()
    assert "Your power on proposal 1: 70 VOTE" in message.text
    assert dao.harness.wallet("ada") in message.text
    assert "block 4" in message.text
    assert message.ephemeral


async def test_why_names_a_wallet_that_counts_for_somebody_else(dao: DiscordHarness) -> None:
    await dao.opened({"ada": 70, "ben": 5})
    await dao.vote("ada", "For")
    await dao.harness.services.wallets.unlink(
        dao.harness.actor("ada", guild=dao.guild_id), dao.harness.wallet("ada")
    )
    await dao.harness.link("ben", "ada", guild=dao.guild_id)
    message = await (await dao["ben"].click(dao.card, "My power")).settled()
    assert f"`{dao.harness.wallet('ada')}` counts for another member in this vote" in message.text
    assert "Your power on proposal 1: 5 VOTE" in message.text


async def test_details_show_policy_snapshot_and_hash(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70})
    message = await (await dao["ada"].click(dao.card, "Details")).settled()
    opening = (await dao.harness.get(proposal)).opening
    assert opening is not None
    assert opening.content_hash in message.text
    assert opening.snapshot[0].hash in message.text
    assert "**Quorum**" in message.text


async def link_late(dao: DiscordHarness, name: str) -> None:
    """Somebody links a wallet when the vote is open: nobody has read its power yet."""
    await dao.harness.link(name, guild=dao.guild_id)

"""A click on the card is a ballot, stored before it is answered."""

import asyncio
from datetime import timedelta

from tests.assembly import VOTING
from tests.cogs.voting.moot import Moot, text_becomes


async def test_a_click_is_answered_with_a_receipt_that_names_choice_and_power(moot: Moot) -> None:
    proposal = await moot.opened({"ada": 70, "ben": 30})
    reply = await moot["ada"].click(moot.card, "For")
    assert reply.ephemeral
    assert "**For**" in reply.text
    assert "**70 VOTE** at block" in reply.text
    assert "voting power in" in reply.text
    assert await moot.stored(proposal) == {"ada": 1}


async def test_a_receipt_names_the_code_that_the_record_will_list(moot: Moot) -> None:
    proposal = await moot.opened({"ada": 70})
    reply = await moot["ada"].click(moot.card, "For")
    async with moot.assembly.folkmoot.uow.reading() as facts:
        (ballot,) = (await facts.ballots.current(proposal)).values()
    assert f"`{ballot.receipt}`" in reply.text


async def test_another_click_changes_the_vote_and_says_what_it_replaced(moot: Moot) -> None:
    proposal = await moot.opened({"ada": 70})
    await moot["ada"].click(moot.card, "For")
    moot.assembly.clock.advance(timedelta(seconds=1))
    reply = await moot["ada"].click(moot.card, "Against")
    assert "**Against**, instead of For" in reply.text
    assert await moot.stored(proposal) == {"ada": 2}


async def test_the_answer_never_waits_for_the_chain_and_is_completed_when_it_answers(moot: Moot) -> None:
    await moot.opened({"ada": 70, "ben": 5})
    await link_late(moot, "cleo")
    moot.assembly.chain.gate = asyncio.Event()
    reply = await moot["cleo"].click(moot.card, "For")
    assert "is being read" in reply.text
    moot.assembly.chain.gate.set()
    assert "weighs nothing" in await text_becomes(reply, "weighs nothing")


async def test_power_that_cannot_be_read_leaves_the_vote_undetermined_and_says_so(moot: Moot) -> None:
    proposal = await moot.opened({"ada": 70})
    await link_late(moot, "cleo")
    moot.assembly.chain.silent = True
    reply = await moot["cleo"].click(moot.card, "For")
    text = await text_becomes(reply, "could not be read now")
    assert "undetermined, never zero" in text
    assert await moot.stored(proposal) == {"cleo": 1}
    moot.assembly.chain.silent = False
    assert (await moot.assembly.standing(proposal)).undetermined == 1


async def test_who_has_no_wallet_is_told_how_to_link_one_and_nothing_is_stored(moot: Moot) -> None:
    proposal = await moot.opened({"ada": 70})
    reply = await moot["dan"].click(moot.card, "For")
    assert reply.ephemeral
    assert "/wallet link" in reply.text
    assert await moot.stored(proposal) == {}


async def test_a_click_at_the_end_of_the_vote_is_too_late(moot: Moot) -> None:
    proposal = await moot.opened({"ada": 70})
    moot.assembly.clock.advance(VOTING)
    reply = await moot["ada"].click(moot.card, "For")
    assert "ended" in reply.text
    assert await moot.stored(proposal) == {}


async def test_a_paused_vote_takes_no_clicks_and_says_why(moot: Moot) -> None:
    proposal = await moot.opened({"ada": 70})
    moderator = moot.assembly.moderator()
    await moot.assembly.folkmoot.moderation.pause(moderator, proposal, "the oracle is down")
    reply = await moot["ada"].click(moot.card, "For")
    assert "the oracle is down" in reply.text
    assert await moot.stored(proposal) == {}


async def test_a_store_that_is_slow_is_announced_and_the_receipt_follows(moot: Moot) -> None:
    proposal = await moot.opened({"ada": 70})
    async with moot.assembly.folkmoot.uow.writing():
        reply = await moot["ada"].click(moot.card, "For")
        assert reply.kind == "deferred"
        assert not reply.is_settled
    await reply.settled()
    assert "**70 VOTE**" in reply.text
    assert reply.ephemeral
    assert await moot.stored(proposal) == {"ada": 1}


async def test_a_hundred_clicks_at_once_are_a_hundred_ballots(moot: Moot) -> None:
    voters = {f"voter{number}": number + 1 for number in range(100)}
    proposal = await moot.opened(voters)
    replies = await asyncio.gather(*(moot[name].click(moot.card, "For") for name in voters))
    assert len(await moot.stored(proposal)) == 100
    assert {
        f"**{power} VOTE**" in reply.text for power, reply in zip(voters.values(), replies, strict=True)
    } == {True}


async def test_more_than_five_choices_are_voted_on_in_a_menu(moot: Moot) -> None:
    choices = ("For", "Against", "Abstain", "Later", "Never", "Twice")
    await moot.set_up()
    async with moot.assembly.folkmoot.uow.writing() as facts:
        space = await facts.spaces.of_guild(moot.guild_id)
        (track,) = await facts.spaces.tracks(space.id)
        policy = track.policy.model_copy(update={"choices": choices})
        await facts.spaces.set_track(space.id, track.name, policy, moot.assembly.clock.now())
    await moot.assembly.powers({"ada": 70}, guild=moot.guild_id)
    proposal = await moot.assembly.submitted("ada", guild=moot.guild_id)
    await moot.deliver()
    await moot.assembly.open(proposal)
    await moot.deliver()
    reply = await moot["ada"].select(moot.card, values=["Later"])
    assert "**Later**" in reply.text
    assert await moot.stored(proposal) == {"ada": 4}


# -- reasons ------------------------------------------------------------------------------------------------


async def test_a_reason_can_be_added_to_the_vote_and_is_shown_in_the_thread(moot: Moot) -> None:
    await moot.opened({"ada": 70})
    receipt = await moot.vote("ada", "For")
    form = (await moot["ada"].click(receipt, "Add a reason")).modal
    assert form is not None
    reply = await form.submit({"Your reason": "The well is *dry*.\n@everyone look"})
    assert "**For**, as before" in reply.text
    await moot.deliver()
    (said,) = moot.said(moot.thread, "voted **For**")
    assert "> The well is *dry*." in said.text
    assert moot["ada"].mention in said.text
    assert not said.mention_everyone
    assert said.mentions == []


async def test_a_form_that_was_open_during_a_restart_is_still_taken(moot: Moot) -> None:
    await moot.opened({"ada": 70})
    receipt = await moot.vote("ada", "For")
    form = (await moot["ada"].click(receipt, "Add a reason")).modal
    assert form is not None
    await moot.restart()
    await form.submit({"Your reason": "We need water."})
    await moot.deliver()
    assert moot.said(moot.thread, "> We need water.")


async def test_a_reason_does_not_bring_an_old_vote_back(moot: Moot) -> None:
    proposal = await moot.opened({"ada": 70})
    old_receipt = await moot.vote("ada", "For")
    form = (await moot["ada"].click(old_receipt, "Add a reason")).modal
    assert form is not None
    moot.assembly.clock.advance(timedelta(seconds=1))
    await moot.vote("ada", "Against")
    reply = await form.submit({"Your reason": "A long text about wells."})
    assert "has changed since: **Against**" in reply.text
    assert "A long text about wells." in reply.text
    assert await moot.stored(proposal) == {"ada": 2}
    assert "has changed since" in (await moot["ada"].click(old_receipt, "Add a reason")).text


# -- what stands behind the card ----------------------------------------------------------------------------


async def test_why_explains_the_power_source_by_source_at_its_block(moot: Moot) -> None:
    await moot.opened({"ada": 70})
    message = await (await moot["ada"].click(moot.card, "Why? (my power)")).settled()
    assert "Your power on proposal 1: 70 VOTE" in message.text
    assert moot.assembly.wallet("ada") in message.text
    assert "block 4" in message.text
    assert message.ephemeral


async def test_why_names_a_wallet_that_counts_for_somebody_else(moot: Moot) -> None:
    await moot.opened({"ada": 70, "ben": 5})
    await moot.vote("ada", "For")
    await moot.assembly.folkmoot.wallets.unlink(
        moot.assembly.actor("ada", guild=moot.guild_id), moot.assembly.wallet("ada")
    )
    await moot.assembly.link("ben", "ada", guild=moot.guild_id)
    message = await (await moot["ben"].click(moot.card, "Why? (my power)")).settled()
    assert f"`{moot.assembly.wallet('ada')}` counts for another member in this vote" in message.text
    assert "Your power on proposal 1: 5 VOTE" in message.text


async def test_details_show_policy_snapshot_and_hash(moot: Moot) -> None:
    proposal = await moot.opened({"ada": 70})
    message = await (await moot["ada"].click(moot.card, "Details")).settled()
    opening = (await moot.assembly.get(proposal)).opening
    assert opening is not None
    assert opening.content_hash in message.text
    assert opening.snapshot[0].hash in message.text
    assert "**Quorum**" in message.text


async def link_late(moot: Moot, name: str) -> None:
    """Somebody links a wallet when the vote is open: nobody has read its power yet."""
    await moot.assembly.link(name, guild=moot.guild_id)

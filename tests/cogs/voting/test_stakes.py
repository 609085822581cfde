"""/stake and the card of a proposal on which members stake."""

from datetime import timedelta

from bot.domain.ids import ProposalId
from bot.domain.proposal import State
from bot.services.stake_looks import LOOK_EVERY
from cogs.courier.charts import REDRAW
from sandbox.discord import Message
from tests.assembly import GRACE, SAFE, TOKEN
from tests.cogs.voting.moot import Moot, is_card
from tests.fakes import account
from tests.services.staking_moot import ETH, HOUR, POLICY

PNG = b"\x89PNG\r\n\x1a\n"


async def staking(
    moot: Moot, powers: dict[str, int], *, asks: int = 1_000, funds: int = 15_000
) -> ProposalId:
    """A proposal on which one can stake, its card posted and its pool read."""
    await moot.set_up()
    await use_policy(moot)
    moot.assembly.chain.hold(ETH, SAFE, funds)
    moot.assembly.chain.supply(TOKEN, 7_000)
    await moot.assembly.powers(powers, guild=moot.guild_id)
    proposal = await proposed(moot, asks, author=next(iter(powers)))
    await look(moot)
    return proposal


async def use_policy(moot: Moot) -> None:
    async with moot.assembly.folkmoot.uow.writing() as facts:
        space = await facts.spaces.of_guild(moot.guild_id)
        (track,) = await facts.spaces.tracks(space.id)
        await facts.spaces.set_track(space.id, track.name, POLICY, moot.assembly.clock.now())


async def proposed(
    moot: Moot, asks: int = 1_000, *, author: str = "ada", title: str = "A new well"
) -> ProposalId:
    actions = f"transfer {asks} to {account('the builder')}"
    proposal = await moot.assembly.submitted(author, guild=moot.guild_id, actions=actions, title=title)
    await moot.deliver()
    await moot.assembly.folkmoot.opening.open(proposal)
    await moot.deliver()
    return proposal


async def look(moot: Moot, after: timedelta = LOOK_EVERY) -> None:
    await moot.assembly.pass_time(after)
    await moot.assembly.pass_time(2 * GRACE)
    await moot.assembly.folkmoot.sweep.run()
    await moot.deliver()


async def shows(moot: Moot, words: str) -> Message:
    """The card as soon as these words stand on it."""
    return await moot.announcements.wait_for(
        lambda message: is_card(message) and words in plain(message.text), timeout=10
    )


def plain(text: str) -> str:
    return text.replace("\u2009", " ")


async def told(moot: Moot, name: str, command: str, **options: str) -> str:
    """What the member reads in the end, which only they do."""
    message = await (await moot[name].slash(moot.announcements, command, **options)).settled()
    assert message.ephemeral
    return plain(message.text)


async def amounts(moot: Moot, *proposals: ProposalId) -> dict[tuple[str, ProposalId], int]:
    names = {person.id: name for name, person in moot.people.items()}
    async with moot.assembly.folkmoot.uow.reading() as facts:
        found = await facts.stakes.of_proposals(proposals)
    last = {(names[staking.member], staking.proposal): staking.amount for staking in found}
    return {place: amount for place, amount in last.items() if amount}


async def test_the_card_shows_what_is_asked_for_and_offers_to_stake(moot: Moot) -> None:
    await staking(moot, {"ada": 1_000})
    card = await shows(moot, "0.0 % of the threshold")
    text = plain(card.text)
    assert "Open for stakes" in text
    assert "0 members with 0 VOTE staked" in text
    assert "Asks for 1 000 wei, 6.6 % of the 15 000 wei in the pool" in text
    assert [button.label for button in card.buttons][:2] == ["Stake", "Withdraw"]
    assert "Why? (my power)" not in [button.label for button in card.buttons]
    assert card.attachments == []


async def test_the_stake_button_asks_how_much_and_answers_with_a_receipt(moot: Moot) -> None:
    well = await staking(moot, {"ada": 1_000})
    form = (await moot["ada"].click(moot.card, "Stake")).modal
    assert form is not None
    receipt = await form.submit({"amount": "40%"})
    message = await receipt.settled()
    assert message.ephemeral
    text = plain(message.text)
    assert f"Your stake on proposal {well} (A new well): **400 VOTE**, before 0 VOTE" in text
    assert "In all 400 VOTE of your 1 000 VOTE are staked" in text
    assert "Receipt `" in text
    assert await amounts(moot, well) == {("ada", well): 400}
    await shows(moot, "1 member with 400 VOTE staked")


async def test_buttons_and_forms_work_after_a_restart(moot: Moot) -> None:
    well = await staking(moot, {"ada": 1_000})
    await told(moot, "ada", "stake add", proposal=str(well), amount="all")
    form = (await moot["ada"].click(moot.card, "Withdraw")).modal
    assert form is not None
    assert form.field("How much").value == "all"
    await moot.restart()
    text = (await (await form.submit({"amount": "250"})).settled()).text
    assert "**750 VOTE**, before 1\u2009000 VOTE" in text
    assert await amounts(moot, well) == {("ada", well): 750}


async def test_stake_add_move_withdraw_and_mine(moot: Moot) -> None:
    well = await staking(moot, {"ada": 1_000})
    road = await proposed(moot, title="A road")
    assert "**600 VOTE**" in await told(moot, "ada", "stake add", proposal=str(well), amount="600")
    moved = await told(moot, "ada", "stake move", **{"from": str(well), "to": str(road), "amount": "50%"})
    assert f"proposal {well} (A new well): **300 VOTE**, before 600 VOTE" in moved
    assert f"proposal {road} (A road): **300 VOTE**, before 0 VOTE" in moved
    await look(moot)
    mine = await told(moot, "ada", "stake mine")
    assert "you hold 1 000 VOTE, 400 VOTE of it free" in mine
    assert f"Proposal {well} (A new well): **300 VOTE**" in mine
    assert "of the threshold" in mine
    taken = await told(moot, "ada", "stake withdraw", proposal=str(road))
    assert "**0 VOTE**, before 300 VOTE" in taken
    assert await amounts(moot, well, road) == {("ada", well): 300}


async def test_too_much_is_refused_with_what_is_free(moot: Moot) -> None:
    well = await staking(moot, {"ada": 1_000})
    refusal = await told(moot, "ada", "stake add", proposal=str(well), amount="1001")
    assert "Only 1 000 VOTE of the 1 001 VOTE" in refusal
    assert "Your stakes are as they were" in refusal


async def test_who_has_staked_nothing_is_told_how_to_begin(moot: Moot) -> None:
    await staking(moot, {"ada": 1_000})
    assert "Nothing is staked" in await told(moot, "ada", "stake mine")


async def test_only_proposals_on_which_one_can_stake_are_suggested(moot: Moot) -> None:
    well = await staking(moot, {"ada": 1_000})
    waiting = await moot.assembly.submitted("ada", guild=moot.guild_id, title="Not yet")
    suggested = await moot["ada"].autocomplete(moot.announcements, "stake add", focused="proposal")
    assert [choice["value"] for choice in suggested] == [str(well)]
    assert waiting != well


async def test_a_ballot_is_refused_with_the_way_to_stake(moot: Moot) -> None:
    well = await staking(moot, {"ada": 1_000})
    reply = await moot["ada"].slash(moot.announcements, "vote cast", proposal=str(well), choice="Fund")
    assert "/stake add" in reply.text


async def test_the_card_has_a_chart_which_is_drawn_anew_after_some_minutes(moot: Moot) -> None:
    well = await staking(moot, {"ada": 1_000, "ben": 500})
    await told(moot, "ada", "stake add", proposal=str(well), amount="all")
    card = await shows(moot, "1 member with 1 000 VOTE staked")
    (chart,) = card.attachments
    assert chart.content.startswith(PNG)
    (picture,) = [part for part in card.components[0]["components"] if part["type"] == 12]
    assert "of the threshold" in picture["items"][0]["description"]
    await told(moot, "ben", "stake add", proposal=str(well), amount="all")
    card = await shows(moot, "2 members with 1 500 VOTE staked")
    assert card.attachments[0].content == chart.content
    await look(moot, max(REDRAW, 3 * HOUR))
    card = await shows(moot, "passes about")
    await moot.announcements.wait_for(
        lambda message: is_card(message) and message.attachments[0].content != chart.content, timeout=10
    )


async def test_details_have_every_number_to_the_last_digit(moot: Moot) -> None:
    well = await staking(moot, {"ada": 1_000})
    await told(moot, "ada", "stake add", proposal=str(well), amount="7")
    await look(moot, 5 * HOUR)
    details = await (await moot["ada"].click(moot.card, "Details")).settled()
    text = plain(details.text)
    assert "Staked 7 VOTE by 1" in text
    assert "needed: more than 7875" in text
    assert "Pool: 15 000 wei at block" in text
    assert "0 of it promised" in text


async def test_what_passes_is_told_with_its_record_and_the_card_has_its_result(moot: Moot) -> None:
    well = await staking(moot, {"ada": 1_000})
    await told(moot, "ada", "stake add", proposal=str(well), amount="all")
    await look(moot, 24 * HOUR)
    assert (await moot.assembly.get(well)).closing is not None
    assert await moot.assembly.state(well) is State.TIMELOCK
    (result,) = moot.said(moot.announcements, "Result: A new well")
    assert "**Passed**: its conviction exceeded what was needed" in result.text
    assert [file.filename for file in result.attachments] == [
        f"folkmoot-proposal-{well}-record.json",
        f"folkmoot-proposal-{well}-election.json",
    ]
    card = await shows(moot, "guardians may veto")
    assert card.attachments == []
    assert "Stake" not in [button.label for button in card.buttons]
    assert moot.assembly.given_up == []


async def test_while_it_is_paused_the_card_lets_one_only_withdraw(moot: Moot) -> None:
    well = await staking(moot, {"ada": 1_000})
    moderator = moot.assembly.moderator("mo")
    await moot.assembly.folkmoot.moderation.pause(moderator, well, "we look into it")
    await moot.deliver()
    card = await shows(moot, "nothing passes as long as it lasts")
    assert card.button("Stake").disabled
    assert not card.button("Withdraw").disabled


async def test_the_author_withdraws_it_and_the_card_says_so(moot: Moot) -> None:
    well = await staking(moot, {"ada": 1_000, "ben": 5})
    offered = await moot["ada"].autocomplete(moot.announcements, "proposal withdraw", focused="proposal")
    assert [choice["value"] for choice in offered] == [str(well)]
    assert not await moot["ben"].autocomplete(moot.announcements, "proposal withdraw", focused="proposal")
    asked = await moot["ada"].slash(moot.announcements, "proposal withdraw", proposal=str(well))
    question = await asked.settled()
    await (await moot["ada"].click(question, "Withdraw it")).settled()
    await moot.deliver()
    card = await shows(moot, "Withdrawn")
    assert "Stake" not in [button.label for button in card.buttons]
    assert card.attachments == []

"""/stake and the card of a proposal on which members stake."""

from datetime import timedelta

from bot.domain.ids import ProposalId
from bot.domain.proposals.state import State
from bot.services.conviction.chain_readings import READ_EVERY
from cogs.notifications.charts import REDRAW
from sandbox.discord import Message
from tests.cogs.voting.discord_harness import DiscordHarness, is_card
from tests.fakes import account
from tests.harness import GRACE, SAFE, TOKEN
from tests.services.conviction.staking_harness import ETH, HOUR, POLICY

PNG = b"\x89PNG\r\n\x1a\n"


async def staking(
    dao: DiscordHarness, powers: dict[str, int], *, asks: int = 1_000, funds: int = 15_000
) -> ProposalId:
    """A proposal on which one can stake, its card posted and its pool read."""
    await dao.set_up()
    await use_policy(dao)
    dao.harness.chain.hold(ETH, SAFE, funds)
    dao.harness.chain.supply(TOKEN, 7_000)
    await dao.harness.powers(powers, guild=dao.guild_id)
    proposal = await proposed(dao, asks, author=next(iter(powers)))
    await look(dao)
    return proposal


async def use_policy(dao: DiscordHarness) -> None:
    async with dao.harness.services.uow.writing() as repositories:
        space = await repositories.spaces.of_guild(dao.guild_id)
        (track,) = await repositories.spaces.tracks(space.id)
        await repositories.spaces.set_track(space.id, track.name, POLICY, dao.harness.clock.now())


async def proposed(
    dao: DiscordHarness, asks: int = 1_000, *, author: str = "ada", title: str = "A new well"
) -> ProposalId:
    actions = f"transfer {asks} to {account('the builder')}"
    proposal = await dao.harness.submitted(author, guild=dao.guild_id, actions=actions, title=title)
    await dao.deliver()
    await dao.harness.open_now(proposal)
    await dao.deliver()
    return proposal


async def look(dao: DiscordHarness, after: timedelta = READ_EVERY) -> None:
    await dao.harness.pass_time(after)
    await dao.harness.pass_time(2 * GRACE)
    await dao.harness.sweep.run()
    await dao.deliver()


async def shows(dao: DiscordHarness, words: str) -> Message:
    """The card as soon as these words stand on it."""
    return await dao.announcements.wait_for(
        lambda message: is_card(message) and words in plain(message.text), timeout=30
    )


def plain(text: str) -> str:
    return text.replace("\u202f", " ")


async def told(dao: DiscordHarness, name: str, command: str, **options: str) -> str:
    """What the member reads in the end, which only they do."""
    message = await (await dao[name].slash(dao.announcements, command, **options)).settled()
    assert message.ephemeral
    return plain(message.text)


async def amounts(dao: DiscordHarness, *proposals: ProposalId) -> dict[tuple[str, ProposalId], int]:
    names = {person.id: name for name, person in dao.people.items()}
    async with dao.harness.services.uow.reading() as repositories:
        found = await repositories.stakes.of_proposals(proposals)
    last = {(names[staking.member], staking.proposal): staking.amount for staking in found}
    return {place: amount for place, amount in last.items() if amount}


async def test_the_card_shows_what_is_asked_for_and_offers_to_stake(dao: DiscordHarness) -> None:
    await staking(dao, {"ada": 1_000})
    card = await shows(dao, "0.0 % of the threshold")
    text = plain(card.text)
    assert "Open for stakes" in text
    assert "0 members with 0 VOTE staked" in text
    assert "Asks for 1 000 wei, 6.6 % of the 15 000 wei in the pool" in text
    assert [button.label for button in card.buttons][:2] == ["Stake", "Withdraw"]
    assert "My power" not in [button.label for button in card.buttons]
    assert card.attachments == []


async def test_the_stake_button_asks_how_much_and_answers_with_a_receipt(dao: DiscordHarness) -> None:
    well = await staking(dao, {"ada": 1_000})
    form = (await dao["ada"].click(dao.card, "Stake")).modal
    assert form is not None
    receipt = await form.submit({"amount": "40%"})
    message = await receipt.settled()
    assert message.ephemeral
    text = plain(message.text)
    assert f"Your stake on proposal {well} (A new well): **400 VOTE**, before 0 VOTE" in text
    assert "In all 400 VOTE of your 1 000 VOTE are staked" in text
    assert "Receipt `" in text
    assert await amounts(dao, well) == {("ada", well): 400}
    await shows(dao, "1 member with 400 VOTE staked")


async def test_buttons_and_forms_work_after_a_restart(dao: DiscordHarness) -> None:
    well = await staking(dao, {"ada": 1_000})
    await told(dao, "ada", "stake add", proposal=str(well), amount="all")
    form = (await dao["ada"].click(dao.card, "Withdraw")).modal
    assert form is not None
    assert form.field("How much").value == "all"
    await dao.restart()
    text = (await (await form.submit({"amount": "250"})).settled()).text
    assert "**750 VOTE**, before 1\u202f000 VOTE" in text
    assert await amounts(dao, well) == {("ada", well): 750}


async def test_stake_add_move_withdraw_and_mine(dao: DiscordHarness) -> None:
    well = await staking(dao, {"ada": 1_000})
    road = await proposed(dao, title="A road")
    assert "**600 VOTE**" in await told(dao, "ada", "stake add", proposal=str(well), amount="600")
    moved = await told(dao, "ada", "stake move", **{"from": str(well), "to": str(road), "amount": "50%"})
    assert f"proposal {well} (A new well): **300 VOTE**, before 600 VOTE" in moved
    assert f"proposal {road} (A road): **300 VOTE**, before 0 VOTE" in moved
    await look(dao)
    mine = await told(dao, "ada", "stake mine")
    assert "you hold 1 000 VOTE, 400 VOTE of it free" in mine
    assert f"Proposal {well} (A new well): **300 VOTE**" in mine
    assert "of the threshold" in mine
    taken = await told(dao, "ada", "stake withdraw", proposal=str(road))
    assert "**0 VOTE**, before 300 VOTE" in taken
    assert await amounts(dao, well, road) == {("ada", well): 300}


async def test_too_much_is_refused_with_what_is_free(dao: DiscordHarness) -> None:
    well = await staking(dao, {"ada": 1_000})
    refusal = await told(dao, "ada", "stake add", proposal=str(well), amount="1001")
    assert "Only 1 000 VOTE of the 1 001 VOTE" in refusal
    assert "Your stakes are as they were" in refusal


async def test_who_stakes_tokens_that_are_not_delegated_is_told_so(dao: DiscordHarness) -> None:
    well = await staking(dao, {"ada": 1_000, "ben": 0})
    dao.harness.chain.hold_undelegated(TOKEN.contract, dao.harness.wallet("ben"), 3_000)
    dao.harness.chain.advance(3)
    refusal = await told(dao, "ben", "stake add", proposal=str(well), amount="10")
    assert "Only 0 VOTE of the 10 VOTE" in refusal or "Only 0 VOTE can be staked" in refusal
    assert "You hold 3 000 VOTE, not delegated yet" in refusal
    assert "not delegated" not in await told(dao, "ada", "stake add", proposal=str(well), amount="1001")


async def test_who_has_staked_nothing_is_told_how_to_begin(dao: DiscordHarness) -> None:
    await staking(dao, {"ada": 1_000})
    assert "Nothing is staked" in await told(dao, "ada", "stake mine")


async def test_only_proposals_on_which_one_can_stake_are_suggested(dao: DiscordHarness) -> None:
    well = await staking(dao, {"ada": 1_000})
    waiting = await dao.harness.submitted("ada", guild=dao.guild_id, title="Not yet")
    suggested = await dao["ada"].autocomplete(dao.announcements, "stake add", focused="proposal")
    assert [choice["value"] for choice in suggested] == [str(well)]
    assert waiting != well


async def test_a_ballot_is_refused_with_the_way_to_stake(dao: DiscordHarness) -> None:
    well = await staking(dao, {"ada": 1_000})
    reply = await dao["ada"].slash(dao.announcements, "vote cast", proposal=str(well), choice="Fund")
    assert "/stake add" in reply.text


async def test_the_card_has_a_chart_which_is_drawn_anew_after_some_minutes(dao: DiscordHarness) -> None:
    well = await staking(dao, {"ada": 1_000, "ben": 500})
    await told(dao, "ada", "stake add", proposal=str(well), amount="all")
    card = await shows(dao, "1 member with 1 000 VOTE staked")
    (chart,) = card.attachments
    assert chart.content.startswith(PNG)
    (picture,) = [part for part in card.components[0]["components"] if part["type"] == 12]
    assert "of the threshold" in picture["items"][0]["description"]
    await told(dao, "ben", "stake add", proposal=str(well), amount="all")
    card = await shows(dao, "2 members with 1 500 VOTE staked")
    assert card.attachments[0].content == chart.content
    await look(dao, max(REDRAW, 3 * HOUR))
    card = await shows(dao, "passes about")
    await dao.announcements.wait_for(
        lambda message: is_card(message) and message.attachments[0].content != chart.content, timeout=30
    )


async def test_details_have_every_number_to_the_last_digit(dao: DiscordHarness) -> None:
    well = await staking(dao, {"ada": 1_000})
    await told(dao, "ada", "stake add", proposal=str(well), amount="7")
    await look(dao, 5 * HOUR)
    details = await (await dao["ada"].click(dao.card, "Details")).settled()
    text = plain(details.text)
    assert "Staked 7 VOTE by 1" in text
    assert "needed: more than 7875" in text
    assert "Pool: 15 000 wei at block" in text
    assert "0 of it promised" in text


async def test_what_passes_is_told_with_its_record_and_the_card_has_its_result(dao: DiscordHarness) -> None:
    well = await staking(dao, {"ada": 1_000})
    await told(dao, "ada", "stake add", proposal=str(well), amount="all")
    await look(dao, 24 * HOUR)
    assert (await dao.harness.get(well)).closing is not None
    assert await dao.harness.state(well) is State.TIMELOCK
    (result,) = dao.said(dao.announcements, "Result: A new well")
    assert "**Passed**: its conviction exceeded what was needed" in result.text
    assert [file.filename for file in result.attachments] == [
        f"folkmoot-proposal-{well}-record.json",
        f"folkmoot-proposal-{well}-election.json",
    ]
    card = await shows(dao, "guardians may veto")
    assert card.attachments == []
    assert "Stake" not in [button.label for button in card.buttons]
    assert dao.harness.given_up == []


async def test_while_it_is_paused_the_card_lets_one_only_withdraw(dao: DiscordHarness) -> None:
    well = await staking(dao, {"ada": 1_000})
    moderator = dao.harness.moderator("mo")
    await dao.harness.services.moderation.pause(moderator, well, "we look into it")
    await dao.deliver()
    card = await shows(dao, "nothing passes as long as it lasts")
    assert card.button("Stake").disabled
    assert not card.button("Withdraw").disabled


async def test_the_author_withdraws_it_and_the_card_says_so(dao: DiscordHarness) -> None:
    well = await staking(dao, {"ada": 1_000, "ben": 5})
    offered = await dao["ada"].autocomplete(dao.announcements, "proposal withdraw", focused="proposal")
    assert [choice["value"] for choice in offered] == [str(well)]
    assert not await dao["ben"].autocomplete(dao.announcements, "proposal withdraw", focused="proposal")
    asked = await dao["ada"].slash(dao.announcements, "proposal withdraw", proposal=str(well))
    question = await asked.settled()
    await (await dao["ada"].click(question, "Withdraw it")).settled()
    await dao.deliver()
    card = await shows(dao, "Withdrawn")
    assert "Stake" not in [button.label for button in card.buttons]
    assert card.attachments == []

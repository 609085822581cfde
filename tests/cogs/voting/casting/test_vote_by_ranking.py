"""Ranked choice and Copeland: choices are ranked one after the other, and cast when the voter says so."""

from datetime import timedelta

import pytest

from sandbox.discord import Message
from tests.cogs.voting.discord_harness import DiscordHarness
from tests.cogs.voting.mechanisms import (
    ballots,
    labels,
    options,
    pick,
    press,
    receipt_of,
    vote_by,
)


async def ranked(dao: DiscordHarness, name: str, *choices: str) -> Message:
    """The ranking of a member as far as these choices, not cast yet."""
    panel = await press(dao, name, dao.card, "Rank the choices")
    for choice in choices:
        await pick(dao, name, panel, choice)
    return panel


@pytest.mark.parametrize("mechanism", ["ranked_choice", "copeland"])
async def test_choices_are_ranked_one_after_the_other_and_cast(dao: DiscordHarness, mechanism: str) -> None:
    proposal = await vote_by(dao, mechanism, {"ada": 70})
    panel = await ranked(dao, "ada")
    assert "empty so far" in panel.text
    assert labels(panel) == []
    await pick(dao, "ada", panel, "Cleo")
    assert "1. Cleo" in panel.text
    assert options(panel) == ["Ada", "Ben", "Dan"]
    await pick(dao, "ada", panel, "Ada")
    assert "1. Cleo\n2. Ada" in panel.text
    assert await ballots(dao, proposal) == {}
    await press(dao, "ada", panel, "Cast")
    assert "**Cleo \\> Ada**" in panel.text
    assert "**70 VOTE**" in panel.text
    assert await ballots(dao, proposal) == {"ada": [3, 1]}


async def test_a_step_can_be_undone_and_all_of_them(dao: DiscordHarness) -> None:
    await vote_by(dao, "ranked_choice", {"ada": 70})
    panel = await ranked(dao, "ada", "Cleo", "Ada", "Ben")
    await press(dao, "ada", panel, "Undo")
    assert "2. Ada" in panel.text
    assert "3." not in panel.text
    await press(dao, "ada", panel, "Start again")
    assert "empty so far" in panel.text
    assert options(panel) == ["Ada", "Ben", "Cleo", "Dan"]


async def test_a_complete_order_is_cast_when_the_vote_takes_no_other(dao: DiscordHarness) -> None:
    proposal = await vote_by(dao, "ranked_choice", {"ada": 70}, options={"require_full": True})
    panel = await ranked(dao, "ada", "Cleo", "Ada", "Ben")
    assert labels(panel) == ["Undo", "Start again"]
    assert "1 more to go" in panel.text
    await pick(dao, "ada", panel, "Dan")
    assert labels(panel) == ["Cast", "Undo", "Start again"]
    await press(dao, "ada", panel, "Cast")
    assert await ballots(dao, proposal) == {"ada": [3, 1, 2, 4]}
    reply = await dao["ada"].slash(dao.announcements, "vote cast", proposal=str(proposal), choice="Ben > Dan")
    assert "the ranking has 2 of 4 choices, all are required" in reply.text


async def test_a_ranking_goes_on_after_a_restart(dao: DiscordHarness) -> None:
    proposal = await vote_by(dao, "ranked_choice", {"ada": 70})
    panel = await ranked(dao, "ada", "Cleo", "Ada")
    await dao.restart()
    await pick(dao, "ada", panel, "Dan")
    await press(dao, "ada", panel, "Cast")
    assert await ballots(dao, proposal) == {"ada": [3, 1, 4]}


async def test_the_order_that_was_cast_is_where_one_goes_on(dao: DiscordHarness) -> None:
    proposal = await vote_by(dao, "ranked_choice", {"ada": 70})
    receipt = await ranked(dao, "ada", "Cleo", "Ada")
    await press(dao, "ada", receipt, "Cast")
    panel = await press(dao, "ada", receipt, "Change the order")
    assert "1. Cleo\n2. Ada" in panel.text
    await press(dao, "ada", panel, "Undo")
    dao.harness.clock.advance(timedelta(seconds=1))
    await press(dao, "ada", panel, "Cast")
    assert "**Cleo**, instead of Cleo \\> Ada." in panel.text
    assert await ballots(dao, proposal) == {"ada": [3]}


async def test_an_order_of_twenty_five_long_names_fits(dao: DiscordHarness) -> None:
    names = tuple(f"{number} {'long ' * 18}".strip() for number in range(1, 26))
    proposal = await vote_by(dao, "copeland", {"ada": 70}, names)
    panel = await press(dao, "ada", dao.card, "Rank the choices")
    for number in range(25, 0, -1):
        await pick(dao, "ada", panel, str(number))
    await press(dao, "ada", panel, "Cast")
    assert await ballots(dao, proposal) == {"ada": list(range(25, 0, -1))}


async def test_who_comes_too_late_is_told_before_they_rank(dao: DiscordHarness) -> None:
    await vote_by(dao, "ranked_choice", {"ada": 70})
    panel = await ranked(dao, "ada", "Cleo")
    dao.harness.clock.advance(timedelta(days=5))
    assert "ended" in (await dao["ada"].click(dao.card, "Rank the choices")).text
    refused = await dao["ada"].click(panel, "Cast")
    assert "ended" in refused.text
    assert "1. Cleo" in panel.text


async def test_the_result_names_the_winner_and_who_went_out_when(dao: DiscordHarness) -> None:
    # Tennessee, with the shares of its cities as powers.
    powers = {"ada": 42, "ben": 26, "cleo": 15, "dan": 17}
    cities = ("Memphis", "Nashville", "Chattanooga", "Knoxville")
    proposal = await vote_by(dao, "ranked_choice", powers, cities)
    for name, order in (("ada", "1,2,3,4"), ("ben", "2,3,4,1"), ("cleo", "3,4,2,1"), ("dan", "4,3,2,1")):
        await dao[name].slash(dao.announcements, "vote cast", proposal=str(proposal), choice=order)
    await dao.until(lambda: "Ahead now: **Knoxville**" in dao.card.text)
    assert "**3 rounds**: 1: Chattanooga out; 2: Nashville out." in dao.card.text
    assert "**Nashville** out in round 2" in dao.card.text
    assert "· 58 VOTE" in dao.card.text
    dao.harness.clock.advance(timedelta(days=5, seconds=3))
    closing = await dao.harness.services.closing.close(proposal)
    assert closing is not None
    assert closing.passed
    await dao.deliver()
    (result,) = dao.said(dao.announcements, "## Result")
    assert "**Winner: Knoxville**." in result.text
    (told,) = dao.said(dao.thread, "```")
    assert "Chattanooga" in told.text
    details = await (await dao["ada"].click(dao.card, "Details")).settled()
    (table,) = [block for block in details.text.split("```") if block.lstrip().startswith("Round")]
    rows = [line.split() for line in table.strip().splitlines()]
    assert rows == [
        ["Round", "1", "2", "3"],
        ["Memphis", "42", "42", "42"],
        ["Nashville", "26", "26", "out"],
        ["Chattanooga", "15", "out", "out"],
        ["Knoxville", "17", "32", "58"],
    ]


async def test_copeland_counts_comparisons_won(dao: DiscordHarness) -> None:
    proposal = await vote_by(dao, "copeland", {"ada": 42, "ben": 26, "cleo": 15, "dan": 17})
    for name, order in (("ada", "1,2,3,4"), ("ben", "2,3,4,1"), ("cleo", "3,4,2,1"), ("dan", "4,3,2,1")):
        await dao[name].slash(dao.announcements, "vote cast", proposal=str(proposal), choice=order)
    await dao.until(lambda: "Ahead now: **Ben**" in dao.card.text)
    assert "**Ben** 3 comparisons won, of 3" in dao.card.text
    assert "**Dan** 1 comparison won, of 3" in dao.card.text


async def test_the_menu_of_a_card_opens_the_ranking_with_ones_own_order(dao: DiscordHarness) -> None:
    await vote_by(dao, "copeland", {"ada": 70})
    await dao["ada"].slash(dao.announcements, "vote cast", proposal="1", choice="Dan > Ben")
    message = await receipt_of(await dao["ada"].context_menu(dao.card, "Vote on this"))
    assert "Your vote now: **Dan \\> Ben**" in message.text
    panel = await press(dao, "ada", message, "Rank the choices")
    assert "1. Dan\n2. Ben" in panel.text


async def test_a_ranking_is_only_seen_by_who_makes_it_and_counts_for_who_casts_it(
    dao: DiscordHarness,
) -> None:
    proposal = await vote_by(dao, "ranked_choice", {"ada": 70, "ben": 30})
    first, second = await ranked(dao, "ada", "Cleo"), await ranked(dao, "ben", "Dan", "Ada")
    await press(dao, "ben", second, "Cast")
    await press(dao, "ada", first, "Cast")
    assert await ballots(dao, proposal) == {"ada": [3], "ben": [4, 1]}


async def test_a_final_order_is_not_asked_for_again(dao: DiscordHarness) -> None:
    proposal = await vote_by(dao, "ranked_choice", {"ada": 70}, rules={"revote": False})
    receipt = await press(dao, "ada", await ranked(dao, "ada", "Cleo"), "Cast")
    assert "It is final" in receipt.text
    assert labels(receipt) == []
    reply = await dao["ada"].click(dao.card, "Rank the choices")
    assert "votes on it can't be changed" in reply.text
    assert await ballots(dao, proposal) == {"ada": [3]}


async def test_a_paused_vote_opens_no_ranking_and_says_why(dao: DiscordHarness) -> None:
    proposal = await vote_by(dao, "ranked_choice", {"ada": 70})
    moderator = dao.harness.moderator()
    await dao.harness.services.moderation.pause(moderator, proposal, "the oracle is down")
    assert "the oracle is down" in (await dao["ada"].click(dao.card, "Rank the choices")).text

"""Weighted and quadratic: a form with a number for each choice, and what the numbers give and cost."""

from datetime import timedelta
from typing import Any

import pytest

from sandbox.discord import Message, Modal
from tests.cogs.voting.discord_harness import DiscordHarness, text_becomes
from tests.cogs.voting.mechanisms import (
    ballots,
    press,
    receipt_of,
    sent,
    vote_by,
)

CREDITS: dict[str, Any] = {"form": "credits"}


async def form_of(dao: DiscordHarness, name: str, message: Message, label: str) -> Modal:
    form = (await dao[name].click(message, label)).modal
    assert form is not None
    return form


def plain(text: str) -> str:
    return text.replace("\u202f", " ")


async def test_a_form_asks_for_a_number_for_each_choice_and_the_receipt_says_what_it_gives(
    dao: DiscordHarness,
) -> None:
    proposal = await vote_by(dao, "weighted", {"ada": 100})
    form = await form_of(dao, "ada", dao.card, "Split your power")
    assert [field.label for field in form.fields] == ["Ada", "Ben", "Cleo", "Dan"]
    assert "You have 100 VOTE" in str(form.components)
    receipt = await sent(form, {"Ada": "3", "Ben": "1", "Dan": "0"})
    text = plain(receipt.text)
    assert "**Ada 3, Ben 1**" in text
    assert "• Ada: 75.0 % of your power, 75 VOTE" in text
    assert "• Ben: 25.0 % of your power, 25 VOTE" in text
    assert await ballots(dao, proposal) == {"ada": {"1": 3, "2": 1}}


async def test_a_yes_or_no_vote_by_roots_is_one_tap_with_everything_on_one_side(dao: DiscordHarness) -> None:
    proposal = await vote_by(dao, "quadratic", {"ada": 100}, ("For", "Against", "Abstain"))
    assert [button.label for button in dao.card.buttons][:4] == [
        "For",
        "Against",
        "Abstain",
        "Split your power",
    ]
    receipt = await press(dao, "ada", dao.card, "Against")
    assert "**Against 1**" in plain(receipt.text)
    assert "• Against: 100.0 % of your power" in plain(receipt.text)
    form = await form_of(dao, "ada", receipt, "Change the numbers")
    assert {field.label: field.value for field in form.fields if field.value} == {"Against": "1"}
    dao.harness.clock.advance(timedelta(seconds=1))
    await sent(form, {"For": "1"})
    assert await ballots(dao, proposal) == {"ada": {"1": 1, "2": 1}}


@pytest.mark.parametrize(("mechanism", "options"), [("quadratic", CREDITS), ("weighted", None)])
async def test_where_one_side_alone_is_no_ballot_or_has_a_price_no_button_casts_it(
    dao: DiscordHarness, mechanism: str, options: dict[str, Any] | None
) -> None:
    await vote_by(dao, mechanism, {"ada": 100}, ("For", "Against"), options=options)
    assert "For" not in [button.label for button in dao.card.buttons]


async def test_the_numbers_that_were_cast_stand_in_the_form_again(dao: DiscordHarness) -> None:
    proposal = await vote_by(dao, "weighted", {"ada": 100})
    form = await form_of(dao, "ada", dao.card, "Split your power")
    receipt = await sent(form, {"Ada": "3", "Ben": "1"})
    await dao.restart()
    form = await form_of(dao, "ada", receipt, "Change the numbers")
    assert {field.label: field.value for field in form.fields if field.value} == {"Ada": "3", "Ben": "1"}
    dao.harness.clock.advance(timedelta(seconds=1))
    await sent(form, {"Ada": "", "Cleo": "5"})
    assert "**Ben 1, Cleo 5**, instead of Ada 3, Ben 1." in receipt.text
    assert await ballots(dao, proposal) == {"ada": {"2": 1, "3": 5}}


async def test_what_is_no_number_is_refused_and_can_be_corrected_also_after_a_restart(
    dao: DiscordHarness,
) -> None:
    proposal = await vote_by(dao, "weighted", {"ada": 100})
    form = await form_of(dao, "ada", dao.card, "Split your power")
    refused = await sent(form, {"Ada": "3", "Ben": "a half"})
    assert "“a half” for “Ben” is not a whole number" in refused.text
    await dao.restart()
    form = await form_of(dao, "ada", refused, "Correct it")
    assert {field.label: field.value for field in form.fields if field.value} == {"Ada": "3", "Ben": "a half"}
    await sent(form, {"Ben": "2"})
    assert "**Ada 3, Ben 2**" in refused.text
    assert await ballots(dao, proposal) == {"ada": {"1": 3, "2": 2}}


async def test_more_than_five_choices_are_lines_of_one_field(dao: DiscordHarness) -> None:
    names = ("Well", "Bridge: the new one", "Road, paved", "School", "Mill", "6")
    proposal = await vote_by(dao, "weighted", {"ada": 100}, names)
    form = await form_of(dao, "ada", dao.card, "Split your power")
    (field,) = form.fields
    lines = field.value.splitlines()
    assert lines[1] == "#2 Bridge the new one: 0"
    lines[1], lines[2] = "#2 Bridge the new one: 4", "#3 Road paved: many"
    refused = await sent(form, {field.label: "\n".join(lines)})
    assert "is not a choice with a whole number" in refused.text
    form = await form_of(dao, "ada", refused, "Correct it")
    (field,) = form.fields
    assert "many" in field.value
    await sent(form, {field.label: field.value.replace("many", "6")})
    assert await ballots(dao, proposal) == {"ada": {"2": 4, "3": 6}}
    form = await form_of(dao, "ada", refused, "Change the numbers")
    assert form.fields[0].value.splitlines()[2] == "#3 Road paved: 6"


async def test_under_a_root_four_tokens_are_two_votes_and_nine_are_three(dao: DiscordHarness) -> None:
    await vote_by(dao, "quadratic", {"ada": 13, "ben": 4})
    form = await form_of(dao, "ada", dao.card, "Split your power")
    receipt = await sent(form, {"Ada": "4", "Ben": "9"})
    assert "• Ada: 30.7 % of your power, 4 VOTE, gives √ = 2 votes" in plain(receipt.text)
    assert "• Ben: 69.2 % of your power, 9 VOTE, gives √ = 3 votes" in plain(receipt.text)
    await dao["ben"].slash(dao.announcements, "vote cast", proposal="1", choice="Ada")
    await dao.until(lambda: "Ahead now: **Ada**" in dao.card.text)
    assert "**Ada** 57.1 % · 4 votes" in plain(dao.card.text)


async def test_roots_are_cut_to_two_decimals_on_the_card_and_complete_in_the_details(
    dao: DiscordHarness,
) -> None:
    await vote_by(dao, "quadratic", {"ada": 2})
    await dao["ada"].slash(dao.announcements, "vote cast", proposal="1", choice="Ben")
    await dao.until(lambda: "Ahead now" in dao.card.text)
    assert "· 1.41 votes" in dao.card.text
    details = await (await dao["ada"].click(dao.card, "Details")).settled()
    assert "1.414213562373095048 votes" in details.text


async def test_bought_votes_say_what_is_spent_and_what_is_left(dao: DiscordHarness) -> None:
    await vote_by(dao, "quadratic", {"ada": 16}, options=CREDITS)
    form = await form_of(dao, "ada", dao.card, "Give votes")
    assert "You have 16 VOTE" in str(form.components)
    receipt = await sent(form, {"Ada": "3", "Ben": "1"})
    assert "• Ada: 3 votes cost 9 VOTE" in receipt.text
    assert "• Ben: 1 vote cost 1 VOTE" in receipt.text
    assert "Used 10 VOTE of 16 VOTE, 6 VOTE left." in receipt.text


async def test_votes_above_the_budget_are_refused_with_the_numbers_and_what_was_typed(
    dao: DiscordHarness,
) -> None:
    proposal = await vote_by(dao, "quadratic", {"ada": 16}, options=CREDITS)
    form = await form_of(dao, "ada", dao.card, "Give votes")
    await sent(form, {"Dan": "2"})
    dao.harness.clock.advance(timedelta(seconds=1))
    form = await form_of(dao, "ada", dao.card, "Give votes")
    refused = await sent(form, {"Ada": "4", "Ben": "1", "Dan": ""})
    assert "These votes cost 17 VOTE, and you have 16: 1 VOTE too many." in refused.text
    assert await ballots(dao, proposal) == {"ada": {"4": 2}}
    form = await form_of(dao, "ada", refused, "Correct it")
    await sent(form, {"Ben": "0"})
    assert "**Ada 4**, instead of Dan 2." in refused.text
    reply = await dao["ada"].slash(dao.announcements, "vote cast", proposal=str(proposal), choice="Ben 5")
    assert "cost 25 VOTE" in (await reply.settled()).text
    assert await ballots(dao, proposal) == {"ada": {"1": 4}}


async def test_a_power_that_cannot_be_read_leaves_the_price_to_the_count(dao: DiscordHarness) -> None:
    proposal = await vote_by(dao, "quadratic", {"ada": 16}, options=CREDITS)
    await dao.harness.link("cleo", guild=dao.guild_id)
    dao.harness.chain.silent = True
    reply = await dao["cleo"].slash(dao.announcements, "vote cast", proposal=str(proposal), choice="Ben 3")
    text = await text_becomes(reply, "could not be read now")
    assert "Together they cost 9 VOTE. If your power turns out to be less" in text
    assert await ballots(dao, proposal) == {"cleo": {"2": 3}}
    dao.harness.chain.silent = False
    dao.harness.clock.advance(timedelta(days=5, seconds=3))
    closing = await dao.harness.services.closing.close(proposal)
    assert closing is not None
    assert [invalid["reason"] for invalid in closing.result["invalid"]] == [
        "the votes cost 9, more than the power of 0"
    ]


async def test_matching_shares_the_power_by_the_squares_of_the_sums_of_roots(dao: DiscordHarness) -> None:
    powers = {"ada": 100, **{f"voter{number}": 1 for number in range(10)}}
    await vote_by(dao, "quadratic", powers, options={"form": "matching"})
    for name in powers:
        choice = "Ada" if name == "ada" else "Ben"
        await dao[name].slash(dao.announcements, "vote cast", proposal="1", choice=choice)
    await dao.until(lambda: "Level now: **Ada and Ben**" in dao.card.text)
    assert "**Ben** 50.0 % · 55 VOTE" in plain(dao.card.text)
    assert "many small voices weigh more" in dao.card.text


async def test_who_has_no_wallet_is_told_so_where_votes_are_bought(dao: DiscordHarness) -> None:
    await vote_by(dao, "quadratic", {"ada": 16}, options=CREDITS)
    form = await form_of(dao, "dan", dao.card, "Give votes")
    assert "/wallet link" in (await sent(form, {"Ada": "1"})).text


async def test_delegated_power_pays_too_until_its_owner_votes(dao: DiscordHarness) -> None:
    proposal = await vote_by(
        dao, "quadratic", {"ada": 12, "ben": 4}, options=CREDITS, delegations={"ada": "ben"}
    )
    form = await form_of(dao, "ben", dao.card, "Give votes")
    assert "You have 16 VOTE" in str(form.components)
    receipt = await sent(form, {"Cleo": "4"})
    assert "Used 16 VOTE of 16 VOTE, 0 VOTE left." in receipt.text
    assert "Without what is delegated to you, you have 4 VOTE" in receipt.text
    await dao["ada"].slash(dao.announcements, "vote cast", proposal=str(proposal), choice="Dan 1")
    await dao.until(lambda: "1 ballot does not count" in dao.card.text)
    assert "Ahead now: **Dan**" in dao.card.text
    mine = await (await dao["ben"].slash(dao.announcements, "vote mine")).settled()
    assert "They cost 16 VOTE, and you have 4 VOTE: **this ballot does not count**" in mine.text


async def test_the_menu_of_a_card_opens_the_form_with_ones_own_numbers(dao: DiscordHarness) -> None:
    await vote_by(dao, "weighted", {"ada": 100})
    await dao["ada"].slash(dao.announcements, "vote cast", proposal="1", choice="Ada 3, Dan 2")
    message = await receipt_of(await dao["ada"].context_menu(dao.card, "Vote on this"))
    assert "Your vote now: **Ada 3, Dan 2**" in message.text
    form = await form_of(dao, "ada", message, "Split your power")
    assert {field.label: field.value for field in form.fields if field.value} == {"Ada": "3", "Dan": "2"}
    dao.harness.clock.advance(timedelta(seconds=1))
    receipt = await sent(form, {"Dan": "0"})
    assert "**Ada 3**, instead of Ada 3, Dan 2." in receipt.text


async def test_fifty_long_names_fit_into_one_form(dao: DiscordHarness) -> None:
    names = tuple(f"{number} {'name, ' * 16}".strip() for number in range(1, 51))
    proposal = await vote_by(dao, "weighted", {"ada": 100}, names)
    form = await form_of(dao, "ada", dao.card, "Split your power")
    (field,) = form.fields
    await sent(form, {field.label: "\n".join(f"#{number}: {number}" for number in range(1, 51))})
    assert await ballots(dao, proposal) == {"ada": {str(number): number for number in range(1, 51)}}
    form = await form_of(dao, "ada", dao.card, "Split your power")
    assert form.fields[0].value.endswith(": 50")

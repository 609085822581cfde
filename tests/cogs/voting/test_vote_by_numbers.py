"""Weighted and quadratic: a form with a number for each choice, and what the numbers give and cost."""

from datetime import timedelta
from typing import Any

from sandbox.discord import Message, Modal
from tests.cogs.voting.mechanisms import (
    ballots,
    receipt_of,
    sent,
    vote_by,
)
from tests.cogs.voting.moot import Moot, text_becomes

CREDITS: dict[str, Any] = {"form": "credits"}


async def form_of(moot: Moot, name: str, message: Message, label: str) -> Modal:
    form = (await moot[name].click(message, label)).modal
    assert form is not None
    return form


def plain(text: str) -> str:
    return text.replace("\u2009", " ")


async def test_a_form_asks_for_a_number_for_each_choice_and_the_receipt_says_what_it_gives(
    moot: Moot,
) -> None:
    proposal = await vote_by(moot, "weighted", {"ada": 100})
    form = await form_of(moot, "ada", moot.card, "Split your power")
    assert [field.label for field in form.fields] == ["Ada", "Ben", "Cleo", "Dan"]
    assert "You have 100 VOTE" in str(form.components)
    receipt = await sent(form, {"Ada": "3", "Ben": "1", "Dan": "0"})
    text = plain(receipt.text)
    assert "**Ada 3, Ben 1**" in text
    assert "• Ada: 75.0 % of your power, 75 VOTE" in text
    assert "• Ben: 25.0 % of your power, 25 VOTE" in text
    assert await ballots(moot, proposal) == {"ada": {"1": 3, "2": 1}}


async def test_the_numbers_that_were_cast_stand_in_the_form_again(moot: Moot) -> None:
    proposal = await vote_by(moot, "weighted", {"ada": 100})
    form = await form_of(moot, "ada", moot.card, "Split your power")
    receipt = await sent(form, {"Ada": "3", "Ben": "1"})
    await moot.restart()
    form = await form_of(moot, "ada", receipt, "Change the numbers")
    assert {field.label: field.value for field in form.fields if field.value} == {"Ada": "3", "Ben": "1"}
    moot.assembly.clock.advance(timedelta(seconds=1))
    await sent(form, {"Ada": "", "Cleo": "5"})
    assert "**Ben 1, Cleo 5**, instead of Ada 3, Ben 1." in receipt.text
    assert await ballots(moot, proposal) == {"ada": {"2": 1, "3": 5}}


async def test_what_is_no_number_is_refused_and_can_be_corrected_also_after_a_restart(moot: Moot) -> None:
    proposal = await vote_by(moot, "weighted", {"ada": 100})
    form = await form_of(moot, "ada", moot.card, "Split your power")
    refused = await sent(form, {"Ada": "3", "Ben": "a half"})
    assert "“a half” for “Ben” is not a whole number" in refused.text
    await moot.restart()
    form = await form_of(moot, "ada", refused, "Correct it")
    assert {field.label: field.value for field in form.fields if field.value} == {"Ada": "3", "Ben": "a half"}
    await sent(form, {"Ben": "2"})
    assert "**Ada 3, Ben 2**" in refused.text
    assert await ballots(moot, proposal) == {"ada": {"1": 3, "2": 2}}


async def test_more_than_five_choices_are_lines_of_one_field(moot: Moot) -> None:
    names = ("Well", "Bridge: the new one", "Road, paved", "School", "Mill", "6")
    proposal = await vote_by(moot, "weighted", {"ada": 100}, names)
    form = await form_of(moot, "ada", moot.card, "Split your power")
    (field,) = form.fields
    lines = field.value.splitlines()
    assert lines[1] == "#2 Bridge the new one: 0"
    lines[1], lines[2] = "#2 Bridge the new one: 4", "#3 Road paved: many"
    refused = await sent(form, {field.label: "\n".join(lines)})
    assert "is not a choice with a whole number" in refused.text
    form = await form_of(moot, "ada", refused, "Correct it")
    (field,) = form.fields
    assert "many" in field.value
    await sent(form, {field.label: field.value.replace("many", "6")})
    assert await ballots(moot, proposal) == {"ada": {"2": 4, "3": 6}}
    form = await form_of(moot, "ada", refused, "Change the numbers")
    assert form.fields[0].value.splitlines()[2] == "#3 Road paved: 6"


async def test_under_a_root_four_tokens_are_two_votes_and_nine_are_three(moot: Moot) -> None:
    await vote_by(moot, "quadratic", {"ada": 13, "ben": 4})
    form = await form_of(moot, "ada", moot.card, "Split your power")
    receipt = await sent(form, {"Ada": "4", "Ben": "9"})
    assert "• Ada: 30.7 % of your power, 4 VOTE, gives √ = 2 votes" in plain(receipt.text)
    assert "• Ben: 69.2 % of your power, 9 VOTE, gives √ = 3 votes" in plain(receipt.text)
    await moot["ben"].slash(moot.announcements, "vote cast", proposal="1", choice="Ada")
    await moot.until(lambda: "Ahead now: **Ada**" in moot.card.text)
    assert "**Ada** 57.1 % · 4 votes" in plain(moot.card.text)


async def test_roots_are_cut_to_two_decimals_on_the_card_and_complete_in_the_details(moot: Moot) -> None:
    await vote_by(moot, "quadratic", {"ada": 2})
    await moot["ada"].slash(moot.announcements, "vote cast", proposal="1", choice="Ben")
    await moot.until(lambda: "Ahead now" in moot.card.text)
    assert "· 1.41 votes" in moot.card.text
    details = await (await moot["ada"].click(moot.card, "Details")).settled()
    assert "1.414213562373095048 votes" in details.text


async def test_bought_votes_say_what_is_spent_and_what_is_left(moot: Moot) -> None:
    await vote_by(moot, "quadratic", {"ada": 16}, options=CREDITS)
    form = await form_of(moot, "ada", moot.card, "Give votes")
    assert "You have 16 VOTE" in str(form.components)
    receipt = await sent(form, {"Ada": "3", "Ben": "1"})
    assert "• Ada: 3 votes cost 9 VOTE" in receipt.text
    assert "• Ben: 1 vote cost 1 VOTE" in receipt.text
    assert "Used 10 VOTE of 16 VOTE, 6 VOTE left." in receipt.text


async def test_votes_above_the_budget_are_refused_with_the_numbers_and_what_was_typed(moot: Moot) -> None:
    proposal = await vote_by(moot, "quadratic", {"ada": 16}, options=CREDITS)
    form = await form_of(moot, "ada", moot.card, "Give votes")
    await sent(form, {"Dan": "2"})
    moot.assembly.clock.advance(timedelta(seconds=1))
    form = await form_of(moot, "ada", moot.card, "Give votes")
    refused = await sent(form, {"Ada": "4", "Ben": "1", "Dan": ""})
    assert "These votes cost 17 VOTE, and you have 16: 1 VOTE too many." in refused.text
    assert await ballots(moot, proposal) == {"ada": {"4": 2}}
    form = await form_of(moot, "ada", refused, "Correct it")
    await sent(form, {"Ben": "0"})
    assert "**Ada 4**, instead of Dan 2." in refused.text
    reply = await moot["ada"].slash(moot.announcements, "vote cast", proposal=str(proposal), choice="Ben 5")
    assert "cost 25 VOTE" in (await reply.settled()).text
    assert await ballots(moot, proposal) == {"ada": {"1": 4}}


async def test_a_power_that_cannot_be_read_leaves_the_price_to_the_count(moot: Moot) -> None:
    proposal = await vote_by(moot, "quadratic", {"ada": 16}, options=CREDITS)
    await moot.assembly.link("cleo", guild=moot.guild_id)
    moot.assembly.chain.silent = True
    reply = await moot["cleo"].slash(moot.announcements, "vote cast", proposal=str(proposal), choice="Ben 3")
    text = await text_becomes(reply, "could not be read now")
    assert "Together they cost 9 VOTE. If your power turns out to be less" in text
    assert await ballots(moot, proposal) == {"cleo": {"2": 3}}
    moot.assembly.chain.silent = False
    moot.assembly.clock.advance(timedelta(days=5, seconds=3))
    closing = await moot.assembly.folkmoot.closing.close(proposal)
    assert closing is not None
    assert [invalid["reason"] for invalid in closing.result["invalid"]] == [
        "the votes cost 9, more than the power of 0"
    ]


async def test_matching_shares_the_power_by_the_squares_of_the_sums_of_roots(moot: Moot) -> None:
    powers = {"ada": 100, **{f"voter{number}": 1 for number in range(10)}}
    await vote_by(moot, "quadratic", powers, options={"form": "matching"})
    for name in powers:
        choice = "Ada" if name == "ada" else "Ben"
        await moot[name].slash(moot.announcements, "vote cast", proposal="1", choice=choice)
    await moot.until(lambda: "Level now: **Ada and Ben**" in moot.card.text)
    assert "**Ben** 50.0 % · 55 VOTE" in plain(moot.card.text)
    assert "many small voices weigh more" in moot.card.text


async def test_who_has_no_wallet_is_told_so_where_votes_are_bought(moot: Moot) -> None:
    await vote_by(moot, "quadratic", {"ada": 16}, options=CREDITS)
    form = await form_of(moot, "dan", moot.card, "Give votes")
    assert "/wallet link" in (await sent(form, {"Ada": "1"})).text


async def test_lent_power_pays_too_until_its_owner_votes(moot: Moot) -> None:
    proposal = await vote_by(
        moot, "quadratic", {"ada": 12, "ben": 4}, options=CREDITS, delegations={"ada": "ben"}
    )
    form = await form_of(moot, "ben", moot.card, "Give votes")
    assert "You have 16 VOTE" in str(form.components)
    receipt = await sent(form, {"Cleo": "4"})
    assert "Used 16 VOTE of 16 VOTE, 0 VOTE left." in receipt.text
    assert "Without what is lent to you, you have 4 VOTE" in receipt.text
    await moot["ada"].slash(moot.announcements, "vote cast", proposal=str(proposal), choice="Dan 1")
    await moot.until(lambda: "1 ballot does not count" in moot.card.text)
    assert "Ahead now: **Dan**" in moot.card.text
    mine = await (await moot["ben"].slash(moot.announcements, "vote mine")).settled()
    assert "They cost 16 VOTE, and you have 4 VOTE: **this ballot does not count**" in mine.text


async def test_the_menu_of_a_card_opens_the_form_with_ones_own_numbers(moot: Moot) -> None:
    await vote_by(moot, "weighted", {"ada": 100})
    await moot["ada"].slash(moot.announcements, "vote cast", proposal="1", choice="Ada 3, Dan 2")
    message = await receipt_of(await moot["ada"].context_menu(moot.card, "Vote on this"))
    assert "Your vote now: **Ada 3, Dan 2**" in message.text
    form = await form_of(moot, "ada", message, "Split your power")
    assert {field.label: field.value for field in form.fields if field.value} == {"Ada": "3", "Dan": "2"}
    moot.assembly.clock.advance(timedelta(seconds=1))
    receipt = await sent(form, {"Dan": "0"})
    assert "**Ada 3**, instead of Ada 3, Dan 2." in receipt.text


async def test_fifty_long_names_fit_into_one_form(moot: Moot) -> None:
    names = tuple(f"{number} {'name, ' * 16}".strip() for number in range(1, 51))
    proposal = await vote_by(moot, "weighted", {"ada": 100}, names)
    form = await form_of(moot, "ada", moot.card, "Split your power")
    (field,) = form.fields
    await sent(form, {field.label: "\n".join(f"#{number}: {number}" for number in range(1, 51))})
    assert await ballots(moot, proposal) == {"ada": {str(number): number for number in range(1, 51)}}
    form = await form_of(moot, "ada", moot.card, "Split your power")
    assert form.fields[0].value.endswith(": 50")

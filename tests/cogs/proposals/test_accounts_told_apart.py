"""No two accounts of one message read the same, however alike their ends are (address poisoning)."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.actions.actions import ACTIONS_LIMIT
from bot.domain.ids import Address, ChainId, address
from bot.services.proposals.cards import Card
from bot.wording.delivery.events import event_of
from bot.wording.markup.discord_markup import DISCORD
from bot.wording.markup.html_markup import HtmlMarkup
from bot.wording.markup.markup import PLAIN, Markup
from cogs.components.cards.cards import card_view
from tests.assurance import examples
from tests.calldata import PROPOSALS, TOKEN, Built, built_action
from tests.cogs.proposals.test_actions_in_every_message import PLACES, texts, with_actions
from tests.cogs.voting.samples import SAFE, SAY, card_of, in_every_state, proposal_of
from tests.cogs.voting.samples import TOKEN as SAMPLE_TOKEN

EVERYWHERE = {**PLACES, "card": lambda card, say: texts(card_view(card, say))}


@st.composite
def look_alikes(draw: st.DrawFn) -> list[Address]:
    """Accounts with few different ends, and any middle."""
    ends = st.sampled_from([("6e03", "7a90"), ("dead", "beef")])
    middles = st.binary(min_size=16, max_size=16)
    made = st.builds(lambda end, middle: address(f"0x{end[0]}{middle.hex()}{end[1]}"), ends, middles)
    return draw(st.lists(made, min_size=2, max_size=8, unique=True))


def ends_of(account: Address) -> str:
    return f"{account[:6]}…{account[-4:]}".casefold()


@pytest.mark.attack("actions")
@pytest.mark.parametrize("place", EVERYWHERE)
@given(accounts=look_alikes())
@settings(max_examples=examples(15, 60))
def test_no_two_accounts_read_the_same_in_one_rendering(place: str, accounts: list[Address]) -> None:
    built: list[Built] = [built_action(account, b"", 10**18) for account in accounts]
    card = with_actions(card_of(proposal_of(), actions=()), built)
    text = "\n".join(EVERYWHERE[place](card, SAY))
    for account in accounts:
        alone = [ends_of(each) for each in accounts].count(ends_of(account)) == 1
        assert f"`{account}`" in text or (alone and ends_of(account) in text.casefold())
        assert alone or f"`{ends_of(account)}`" not in text.casefold()


@pytest.mark.attack("actions")
@pytest.mark.parametrize("alike", [2, ACTIONS_LIMIT])
def test_accounts_in_full_leave_no_action_out_of_a_card(alike: int) -> None:
    recipients = [address(f"0x6e03{number % alike:032x}7a90") for number in range(ACTIONS_LIMIT)]
    built = [transfer(recipient, number) for number, recipient in enumerate(recipients)]
    for card in in_every_state().values():
        text = "\n".join(texts(card_view(with_actions(card, built), SAY)))
        assert [f"`{recipient}`" for recipient in recipients if f"`{recipient}`" not in text] == []
        assert [number for number in range(1, ACTIONS_LIMIT + 1) if f"{number}. " not in text] == []


def transfer(recipient: Address, number: int) -> Built:
    data = (
        bytes.fromhex("a9059cbb") + bytes(12) + bytes.fromhex(recipient[2:]) + (10**24 + number).to_bytes(32)
    )
    return built_action(TOKEN, data, 0)


def confirmed_by(card: Card, owner: Address) -> str:
    data = {"executor": "safe", "chain": "1", "owner": owner, "confirmed": "1", "threshold": "2"}
    return event_of(card, "confirmed", data, SAY)


@pytest.mark.attack("actions")
@given(accounts=look_alikes())
@settings(max_examples=examples(30, 200))
def test_an_event_names_nobody_by_ends_that_an_account_of_the_actions_has_too(
    accounts: list[Address],
) -> None:
    owner, *recipients = accounts
    card = with_actions(
        card_of(proposal_of(), actions=()), [built_action(each, b"", 1) for each in recipients]
    )
    text = confirmed_by(card, owner)
    alone = ends_of(owner) not in [ends_of(each) for each in recipients]
    assert (f"`{owner}`" in text) != alone
    assert (ends_of(owner) in text.casefold()) == alone


def test_the_same_account_in_other_letters_is_not_taken_for_another_one() -> None:
    recipient = address("0x6e03000000000000000000000000000000ab7a90")
    card = with_actions(card_of(proposal_of(), actions=()), [built_action(recipient, b"", 1)])
    assert ends_of(recipient) in confirmed_by(card, Address(recipient.lower())).casefold()


@pytest.mark.attack("actions")
@given(built=PROPOSALS)
@settings(max_examples=examples(15, 400))
def test_every_account_that_words_about_actions_name_is_known_to_be_named_by_them(built: list[Built]) -> None:
    """What the messages of a proposal are told apart by is all that any of them can show."""
    card = with_actions(card_of(proposal_of(), actions=()), built)
    text = "\n".join(text for place in PLACES.values() for text in place(card, SAY))
    # Data of 20 bytes looks like an account: that of calls which nobody knows begins with feed here.
    shown = {each.casefold() for each in re.findall(r"`(0x(?!feed)[0-9a-fA-F]{40})`", text)}
    known = {each.casefold() for each in card.accounts}
    assert shown <= known | {each.casefold() for each in (SAFE, SAMPLE_TOKEN)}


@pytest.mark.parametrize("markup", [DISCORD, HtmlMarkup(), PLAIN], ids=["discord", "page", "terminal"])
@pytest.mark.attack("text")
def test_what_is_not_told_apart_is_written_in_full(markup: Markup) -> None:
    """Pages, answers, menus and errors: whatever doesn't look for accounts that are alike shortens none."""
    account = address("0x6e03000000000000000000000000000000ab7a90")
    assert account in markup.short_account(account)
    assert account in markup.on_chain(ChainId(1), short=True).account(account)

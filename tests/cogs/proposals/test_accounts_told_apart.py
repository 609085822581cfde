"""No two accounts of one message read the same, however alike their ends are (address poisoning)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.ids import Address, address
from cogs.components.cards.cards import card_view
from tests.assurance import examples
from tests.calldata import Built, built_action
from tests.cogs.proposals.test_actions_in_every_message import PLACES, texts, with_actions
from tests.cogs.voting.samples import SAY, card_of, proposal_of

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

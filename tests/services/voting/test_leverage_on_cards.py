"""What a card says of how few hold its vote, and of what would turn it."""

from __future__ import annotations

import pytest

from bot.domain.ids import ProposalId
from bot.domain.policy.model import DelegationRule
from bot.domain.treasury.positions import CoinPosition, Erc20Position
from bot.domain.treasury.settings import ChainFeeds, Feed
from bot.services.treasury.vote_worths import AGAIN, LASTS
from bot.wording.language import language
from bot.wording.markup.markup import PLAIN
from bot.wording.proposals.cards.cards import count_lines
from tests.fakes import MAINNET, account
from tests.harness import TOKEN, ServiceHarness
from tests.services.delegation.delegating import delegate_power, rule
from tests.services.voting.ending import opened

VOTES_FEED, COIN_FEED = account("feed of the token"), account("feed of the coin")
WHALE = {"ada": 700, "ben": 40, "cleo": 30, "dan": 20}


async def lines(harness: ServiceHarness, proposal: ProposalId) -> list[str]:
    return count_lines(await harness.services.cards.card(proposal), language(markup=PLAIN))


async def voted(harness: ServiceHarness, votes: dict[str, str]) -> None:
    for name, choice in votes.items():
        await harness.vote(name, choice)


def said(lines: list[str], *words: str) -> bool:
    return any(all(word in line for word in words) for line in lines)


async def test_who_decides_alone_is_warned_of_once_others_vote(harness: ServiceHarness) -> None:
    proposal = await harness.opened(WHALE, quorum="100 votes")
    await voted(harness, {"ada": "For", "ben": "Against"})
    assert not said(await lines(harness, proposal), "decide this alone")
    await voted(harness, {"cleo": "For"})
    told = await lines(harness, proposal)
    assert told[1] == "⚠️ One voter can decide this alone."
    assert said(told, "690 VOTE more would turn it.")
    await voted(harness, {"ada": "Against", "dan": "For"})
    assert (await lines(harness, proposal))[1] == told[1]


async def test_few_who_would_make_the_quorum_are_warned_of(harness: ServiceHarness) -> None:
    many = {f"voter{number}": 1 for number in range(8)}
    proposal = await harness.opened({"ada": 60, "ben": 50, "cleo": 40, **many}, quorum="150 votes")
    await voted(harness, dict.fromkeys(["ada", "ben", "cleo", *list(many)[:5]], "For"))
    assert not said(await lines(harness, proposal), "quorum", "⚠️")
    await voted(harness, {"voter5": "Against"})
    assert said(await lines(harness, proposal), "⚠️ 3 voters would make the quorum.")


async def test_a_hidden_vote_tells_nothing_of_it(harness: ServiceHarness) -> None:
    proposal = await opened(harness, WHALE, privacy="after_close", reactions=False)
    await voted(harness, {"ada": "For", "ben": "Against", "cleo": "For"})
    told = await lines(harness, proposal)
    assert not said(told, "⚠️")
    assert not said(told, "turn it")


async def test_delegated_power_decides_as_ones_own_does(harness: ServiceHarness) -> None:
    await harness.set_up(quorum="5 votes")
    await rule(harness, delegation=DelegationRule())
    await harness.powers({"ada": 10, "ben": 60, "cleo": 20, "dan": 30})
    await delegate_power(harness, "ben", "ada")
    proposal = await harness.submitted("ada")
    await harness.open(proposal)
    await voted(harness, {"ada": "For", "cleo": "Against", "dan": "Against"})
    assert said(await lines(harness, proposal), "One voter can decide this alone.")


@pytest.fixture
async def priced(harness: ServiceHarness) -> ServiceHarness:
    """A vote costs two dollars, and the chain's coin 1,000."""
    harness.prices = {
        MAINNET: ChainFeeds(coin=Feed(contract=COIN_FEED), tokens={TOKEN.contract: Feed(contract=VOTES_FEED)})
    }
    await harness.set_up(quorum="5 votes")
    await harness.restart()
    votes = Erc20Position(chain=MAINNET, contract=TOKEN.contract)
    harness.treasury.hold(votes, account("somebody"), 1, "VOTE", 0)
    harness.treasury.hold(CoinPosition(chain=MAINNET), account("somebody"), 1, "ETH")
    await harness.powers(WHALE)
    return harness


async def priced_vote(harness: ServiceHarness, actions: str = "") -> ProposalId:
    """A vote under way in which 660 more would turn it."""
    proposal = await harness.submitted("ada", actions=actions)
    await harness.open(proposal)
    at = harness.chain.newest_final()
    harness.treasury.price(VOTES_FEED, 2_00000000, at)
    harness.treasury.price(COIN_FEED, 1_000_00000000, at)
    await voted(harness, {"ada": "For", "ben": "Against"})
    return proposal


async def test_a_vote_that_moves_more_than_turning_it_costs_is_warned_of(priced: ServiceHarness) -> None:
    pay = f"transfer {2 * 10**18} to {account('a payee')}"
    dear = await priced_vote(priced, pay)
    told = await lines(priced, dear)
    assert said(told, "⚠️ Turning it would take power worth $1\u202f320, and it moves $2\u202f000.")
    assert said(told, "660 VOTE more ($1\u202f320) would turn it.")


async def test_prices_are_read_once_an_hour_and_none_is_made_up(priced: ServiceHarness) -> None:
    proposal = await priced_vote(priced)
    assert said(await lines(priced, proposal), "660 VOTE more ($1\u202f320) would turn it.")
    reads = len(priced.treasury.reads)
    priced.treasury.silent = True
    assert said(await lines(priced, proposal), "660 VOTE more ($1\u202f320) would turn it.")
    assert len(priced.treasury.reads) == reads
    priced.clock.advance(LASTS)
    assert said(await lines(priced, proposal), "660 VOTE more would turn it.")
    priced.treasury.silent = False
    priced.clock.advance(AGAIN)
    priced.treasury.price(VOTES_FEED, 3_00000000, priced.chain.newest_final())
    assert said(await lines(priced, proposal), "660 VOTE more ($1\u202f980) would turn it.")

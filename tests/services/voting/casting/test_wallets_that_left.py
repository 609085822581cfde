"""What a wallet said apart, after the wallet has left its member."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.elections.ballot import SaidApart
from bot.domain.errors import WalletNotCounting
from bot.domain.ids import RoleId
from bot.domain.power import PowerRule, Role
from bot.domain.proposals.apart import MOST_APART
from tests.harness import TICK, TOKEN, ServiceHarness
from tests.services.voting.casting.test_wallets_apart import company

SECOND = timedelta(seconds=1)
HELPERS = RoleId(77)


async def test_a_wallet_that_left_goes_out_of_the_next_ballot(harness: ServiceHarness) -> None:
    proposal = await company(harness)
    await harness.vote_apart("ada", "ada/2", "Against", "For")
    await harness.pass_time(SECOND)
    await harness.unlink("ada", "ada/2")
    await harness.pass_time(SECOND)
    assert (await harness.vote("ada", "Abstain")).ballot.apart == ()
    await harness.pass_time(SECOND)
    await harness.link("ada", "ada/2")
    await harness.pass_time(SECOND)
    await harness.vote("ada", "For")
    assert (await harness.close(proposal)).scores == {"For": 50}


@pytest.mark.parametrize(
    ("rule", "scores"), [("stand", {"Against": 40, "Abstain": 10}), ("leave", {"Abstain": 50})]
)
async def test_of_a_wallet_that_left_and_came_back_what_it_said_stands_as_far_as_it_did_meanwhile(
    harness: ServiceHarness, rule: str, scores: dict[str, int]
) -> None:
    proposal = await company(harness, unlinked_wallets=rule)
    await harness.vote_apart("ada", "ada/2", "Against", "For")
    await harness.pass_time(SECOND)
    await harness.unlink("ada", "ada/2")
    await harness.pass_time(SECOND)
    await harness.link("ada", "ada/2")
    await harness.pass_time(SECOND)
    await harness.vote("ada", "Abstain")
    assert (await harness.close(proposal)).scores == scores


async def test_a_wallet_that_left_takes_no_place_of_another(harness: ServiceHarness) -> None:
    await company(harness, wallets=MOST_APART + 2)
    await harness.vote("ada", "For")
    for number in range(2, MOST_APART + 2):
        await harness.pass_time(TICK)
        await harness.vote_apart("ada", f"ada/{number}", "Against")
    await harness.pass_time(SECOND)
    await harness.unlink("ada", "ada/2")
    await harness.pass_time(SECOND)
    receipt = await harness.vote_apart("ada", f"ada/{MOST_APART + 2}", "Against")
    assert len(receipt.ballot.apart) == MOST_APART
    assert harness.wallet("ada/2") not in {each.wallet for each in receipt.ballot.apart}


async def test_of_first_votes_at_once_no_part_is_lost(harness: ServiceHarness) -> None:
    proposal = await company(harness)
    _, receipt = await asyncio.gather(
        harness.vote_apart("ada", "ada/2", "Against", "For"), harness.vote("ada", "Abstain")
    )
    assert receipt.ballot.apart == (SaidApart(harness.wallet("ada/2"), 2),)
    assert (await harness.close(proposal)).scores == {"Against": 40, "Abstain": 10}


async def test_who_votes_by_a_role_alone_hears_that_the_wallet_does_not_count(
    harness: ServiceHarness,
) -> None:
    power = PowerRule(sources=(Role(role=HELPERS, weight=3), TOKEN), decimals=0)
    proposal = await company(harness, power=power)
    for wallet in ("ada", "ada/2"):
        await harness.unlink("ada", wallet)
    await harness.pass_time(SECOND)
    with pytest.raises(WalletNotCounting):
        await harness.vote_apart("ada", "ada/2", "Against", "For", roles=[HELPERS])
    await harness.vote("ada", "For", roles=[HELPERS])
    assert (await harness.close(proposal)).scores == {"For": 3}

"""Which parts of a ballot the next one keeps, also where wallets come and go."""

import asyncio
import contextlib
import random
from datetime import timedelta

import pytest

from bot.domain.elections.ballot import SaidApart
from bot.domain.errors import Refused, WalletNotCounting
from bot.domain.ids import ProposalId, RoleId
from bot.domain.policy.model import DelegationRule
from bot.domain.power import PowerRule, Role
from bot.domain.proposals.apart import MOST_APART
from tests.harness import TICK, TOKEN, ServiceHarness
from tests.harness.setting import CHOICES
from tests.services.delegation.delegating import delegate_power, rule
from tests.services.voting.casting.test_wallets_apart import company
from tests.services.voting.ending import EXTENSION, MAJORITY, before_end
from tests.verification.checking import refusal

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


async def test_what_comes_late_says_nothing_that_was_said_after_it(harness: ServiceHarness) -> None:
    proposal = await company(harness, wallets=3)
    early = harness.clock.now() + TICK
    await harness.pass_time(2 * TICK)
    await harness.vote_apart("ada", "ada/2", "Against", "For")
    late = await harness.vote_apart("ada", "ada/3", "Against", "Abstain", at=early)
    assert late.ballot.apart == (SaidApart(harness.wallet("ada/3"), 2),)
    assert (await harness.close(proposal)).scores == {"For": 50, "Against": 40}


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


async def something(harness: ServiceHarness, proposal: ProposalId, chosen: random.Random) -> None:
    """Whatever members may do in a vote."""
    who, wallet = chosen.choice(["ada", "ada", "ben", "cleo"]), chosen.choice(["ada", "ada/2", "ada/3"])
    one, others = (chosen.choice([None, 1, 2, 3]) for _ in range(2))
    roles = chosen.choice([(), (HELPERS,)])
    match chosen.randrange(7):
        case 0:
            await harness.vote(who, one or 1, roles=roles)
        case 1 | 2:
            await harness.vote_apart("ada", wallet, one, others, roles=roles)
        case 3:
            await harness.react(who, chosen.choice("👍👎🤷"), added=one is not None, roles=roles)
        case 4:
            await harness.unlink("ada", wallet)
        case 5:
            await harness.link(chosen.choice(["ada", "ben"]), wallet)
        case _:
            await harness.running_tally(proposal)


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_comes_the_running_count_is_what_is_counted_and_can_be_checked(
    harness: ServiceHarness, seed: int
) -> None:
    """Ballots, parts, reactions, and wallets that go, come back, or vote for somebody else meanwhile."""
    chosen = random.Random(seed)
    await harness.set_up()
    power = PowerRule(sources=(Role(role=HELPERS, weight=30), TOKEN), decimals=0)
    await rule(harness, rules=MAJORITY, power=power, extension=EXTENSION, delegation=DelegationRule())
    for wallet in ("ada/2", "ada/3"):
        await harness.link("ada", wallet)
        harness.hold(wallet, chosen.choice([0, 7, 40]))
    await harness.powers({"ada": 10, "ben": 20, "cleo": 9})
    await delegate_power(harness, "cleo", "ada")
    proposal = await harness.submitted("ada")
    await harness.open(proposal)
    await harness.post_card(proposal)
    await before_end(harness, proposal, timedelta(hours=1))
    for _ in range(20):
        await harness.pass_time(timedelta(milliseconds=chosen.choice([0, 1, 1000])))
        with contextlib.suppress(Refused):
            await something(harness, proposal, chosen)
    await harness.services.deadlines.review(proposal)
    running = await harness.running_tally(proposal)
    await harness.restart()
    assert await harness.running_tally(proposal) == running
    closed = (await harness.close(proposal)).scores
    assert tuple(closed.get(choice, 0) for choice in CHOICES) == running.scores
    record = await harness.services.cards.record(proposal)
    assert record is not None
    assert refusal(record) is None

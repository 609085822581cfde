"""Who has a contract at a Safe's address on another chain takes nothing from the Safe: not its link, vote or stakes."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.accounts.mandate import UNLIMITED, MandateTerms, Term
from bot.domain.errors import WalletLinkedOften, WalletsClaimed
from bot.domain.errors.outside import ReadFailure
from bot.domain.ids import ChainId
from bot.domain.policy.trust import TrustLevel
from bot.services.delivery.notifications import NotifyMoved, NotifyUnreadable
from bot.services.wallets.link_limits import LINKS_OF_WALLET
from tests.harness import GUILD, SIGNERS, ServiceHarness
from tests.services.execution.asking import ACTION
from tests.services.wallets.two_chains import TWO, Two

ONE = ChainId(1)
SECOND = timedelta(seconds=1)

pytestmark = pytest.mark.attack("linking")

ORDERS = pytest.mark.parametrize("first", ["keeper", "mallory"])
"""The keeper has the Safe on mainnet (7 votes), mallory something at its address on the other chain (1000)."""


@pytest.fixture
def two(harness: ServiceHarness) -> Two:
    return Two(harness)


async def prove_both(two: Two, first: str) -> None:
    await two.begin()
    for name in (first, "mallory" if first == "keeper" else "keeper"):
        await two.prove(name, "mainnet" if name == "keeper" else "two")


async def opened(two: Two) -> int:
    proposal = await two.harness.submitted("ada")
    two.two.advance(2)
    await two.harness.open(proposal)
    return proposal


async def chains(two: Two, name: str) -> list[set[int]]:
    found = await two.harness.services.wallets.of(two.harness.actor(name))
    return [set(each.chains or ()) for each in found]


@ORDERS
async def test_both_link_what_is_theirs_whoever_comes_first(two: Two, first: str) -> None:
    await prove_both(two, first)
    assert await chains(two, "keeper") == [{ONE}]
    assert await chains(two, "mallory") == [{TWO}]
    assert not any(isinstance(each, NotifyMoved) for each in await two.harness.notifications())


@ORDERS
@pytest.mark.parametrize("linked_first", ["keeper", "mallory"])
async def test_both_vote_with_what_is_theirs_whoever_comes_first(
    two: Two, first: str, linked_first: str
) -> None:
    await prove_both(two, linked_first)
    proposal = await opened(two)
    second = "mallory" if first == "keeper" else "keeper"
    powers = {"keeper": 7, "mallory": 1000}
    for name in (first, second):
        assert (await two.harness.vote(name, "For" if name == "keeper" else "Against")).power.total == powers[
            name
        ]
    for name in (first, second):
        explained = await two.harness.services.voting.why(GUILD, proposal, two.harness.member(name))
        assert (explained.power.total, explained.elsewhere) == (powers[name], {})
    await two.harness.restart()
    assert (await two.harness.running_tally(proposal)).scores == (7, 1000, 0)
    assert (await two.harness.close(proposal)).scores == {"For": 7, "Against": 1000}


async def test_a_proof_on_another_chain_takes_no_chain_but_that_one(two: Two) -> None:
    await two.begin()
    await two.prove("keeper", "mainnet")
    await two.prove("keeper", "two")
    await two.prove("mallory", "two")
    assert await chains(two, "keeper") == [{ONE}]
    assert await two.power("keeper") == 7
    assert (await two.harness.vote("mallory", "Against")).power.total == 1000


async def test_what_moved_on_one_chain_counts_on_where_it_was_voted_with(two: Two) -> None:
    await two.begin()
    await two.prove("keeper", "mainnet")
    await two.prove("keeper", "two")
    proposal = await opened(two)
    assert (await two.harness.vote("keeper", "For")).power.total == 1007
    await two.harness.pass_time(SECOND)
    await two.prove("mallory", "two")
    assert (await two.harness.running_tally(proposal)).scores == (1007, 0, 0)
    await two.harness.pass_time(SECOND)
    assert (await two.harness.vote("keeper", "Against")).power.total == 7
    await two.harness.restart()
    assert (await two.harness.close(proposal)).scores == {"Against": 7}


async def test_linking_to_and_fro_on_another_chain_uses_up_nobodys_links(two: Two) -> None:
    await two.begin()
    for number in range(LINKS_OF_WALLET):
        await two.prove(f"mallory {number}", "two")
    with pytest.raises(WalletLinkedOften):
        await two.prove("mallory", "two")
    await two.prove("keeper", "mainnet")
    assert await two.power("keeper") == 7


async def test_the_key_of_an_address_takes_it_back_from_whoever_proved_its_code(two: Two) -> None:
    await two.begin(on=("two",))
    await two.prove("mallory", "two")
    await two.link_key("keeper")
    assert await chains(two, "mallory") == []
    assert await two.power("keeper") == 1007


async def test_who_voted_with_the_code_of_a_key_keeps_that_chain_and_the_key_has_all_others(two: Two) -> None:
    await two.begin(on=("two",))
    await two.prove("mallory", "two")
    proposal = await opened(two)
    await two.harness.vote("mallory", "Against")
    await two.link_key("keeper")
    assert (await two.harness.vote("keeper", "For")).power.total == 7
    await two.harness.restart()
    assert (await two.harness.close(proposal)).scores == {"For": 7, "Against": 1000}


@pytest.mark.parametrize("at_once", [False, True])
async def test_a_list_of_accounts_counts_an_address_once_whoever_has_it_on_which_chain(
    two: Two, at_once: bool
) -> None:
    await two.begin()
    await two.harness.compose(
        sources=[{"kind": "allowlist", "entries": [{"account": two.vault, "amount": 50}]}]
    )
    await two.prove("keeper", "mainnet")
    await two.prove("mallory", "two")
    proposal = await opened(two)
    if at_once:
        ballots = [two.harness.ballot(name, 1) for name in ("keeper", "mallory")]
        voted = await asyncio.gather(*map(two.harness.services.voting.cast, ballots), return_exceptions=True)
        assert sorted(isinstance(each, WalletsClaimed) for each in voted) == [False, True]
    else:
        await two.harness.vote("keeper", "For")
        with pytest.raises(WalletsClaimed):
            await two.harness.vote("mallory", "For")
    await two.harness.restart()
    assert (await two.harness.close(proposal)).scores == {"For": 50}


@pytest.mark.parametrize("failure", [ReadFailure.REVERTED, ReadFailure.OUT_OF_GAS, ReadFailure.NO_NUMBER])
async def test_what_can_not_be_read_where_another_has_the_address_leaves_the_safe_in(
    two: Two, failure: ReadFailure
) -> None:
    await prove_both(two, "mallory")
    two.two.failing_for_good[two.vault] = failure
    proposal = await opened(two)
    assert (await two.harness.vote("keeper", "For")).power.total == 7
    await two.harness.sweep.run()
    told = [each for each in await two.harness.notifications() if isinstance(each, NotifyUnreadable)]
    assert [each.member for each in told] == [two.harness.member("mallory")]
    await two.harness.restart()
    assert (await two.harness.vote("keeper", "For")).unreadable == {}
    assert (await two.harness.close(proposal)).scores == {"For": 7}


async def test_only_who_has_the_owner_on_the_safes_chain_is_named_to_sign(two: Two) -> None:
    harness = two.harness
    await two.begin()
    harness.safe.owners = (*SIGNERS, two.vault)
    await two.prove("mallory", "two")
    proposal = await harness.submitted("ada", actions=ACTION)
    two.two.advance(2)
    await harness.open(proposal)
    await harness.passed(proposal, "mallory")
    request, asked = await harness.prepared(proposal), await harness.get(proposal)
    assert (await harness.services.request_instructions.to_sign(GUILD, asked, request)).members == {}
    await two.prove("keeper", "mainnet")
    named = (await harness.services.request_instructions.to_sign(GUILD, asked, request)).members
    assert named == {two.vault: harness.member("keeper")}


async def test_what_is_signed_on_another_chain_widens_no_mandate_of_the_safe(two: Two) -> None:
    await two.begin()
    await two.prove("keeper", "mainnet", MandateTerms(Term.MONTH, TrustLevel.DISCORD))
    await two.prove("keeper", "two")
    found = await two.harness.services.wallets.of(two.harness.actor("keeper"))
    mandates = {chain: each.mandate for each in found for chain in each.chains or ()}
    assert mandates[ONE].until is not None
    assert (mandates[ONE].up_to, mandates[TWO]) == (TrustLevel.DISCORD, UNLIMITED)
    await two.harness.pass_time(timedelta(days=40))
    two.two.advance(2)
    assert await two.power("keeper") == 1000

"""What becomes of a wallet in the votes that are open when it is unlinked, or moves to another account."""

from datetime import timedelta

import pytest

from bot.domain.errors import NoWallet
from bot.services.voting.live.live_vote import DelegatedPower
from tests.harness import GUILD, ServiceHarness
from tests.services.delegation.delegating import opened as delegated
from tests.services.delegation.registered import begun, delegate_on_chain
from tests.services.delegation.registered import space as registered
from tests.services.voting.ending import opened

SECOND = timedelta(seconds=1)
RULES = pytest.mark.parametrize("rule", ["stand", "leave"])


async def taken_off(harness: ServiceHarness, how: str) -> None:
    """Ada's wallet is taken off her account: by herself, or by who signs for another one."""
    await harness.pass_time(SECOND)
    if how == "unlinked":
        await harness.unlink("ada")
    else:
        await harness.link("ada again", "ada")
    await harness.pass_time(SECOND)


WAYS = pytest.mark.parametrize("how", ["unlinked", "moved"])


@WAYS
@pytest.mark.parametrize(("rule", "scores"), [("stand", (10, 5, 0)), ("leave", (0, 5, 0))])
async def test_a_ballot_keeps_or_loses_the_wallet_as_the_policy_says(
    harness: ServiceHarness, how: str, rule: str, scores: tuple[int, ...]
) -> None:
    proposal = await opened(harness, {"ada": 10, "ben": 5}, unlinked_wallets=rule)
    await harness.vote("ada", "For")
    await harness.vote("ben", "Against")
    await taken_off(harness, how)
    assert (await harness.running_tally(proposal)).scores == scores
    await harness.restart()
    assert (await harness.running_tally(proposal)).scores == scores
    closed = (await harness.close(proposal)).scores
    assert tuple(closed.get(choice, 0) for choice in ("For", "Against", "Abstain")) == scores


@pytest.mark.parametrize("reactions", ["👍", "👎👍", "👎🤷👍"])
@pytest.mark.parametrize(("rule", "scores"), [("stand", (10, 0, 0)), ("leave", (0, 0, 0))])
async def test_a_wallet_that_goes_in_the_moment_of_a_ballot_was_there_for_it(
    harness: ServiceHarness, rule: str, scores: tuple[int, ...], reactions: str
) -> None:
    proposal = await opened(harness, {"ada": 10}, unlinked_wallets=rule)
    await harness.post_card(proposal)
    await harness.pass_time(SECOND)
    for emoji in reactions:
        await harness.react("ada", emoji)
    await harness.link("ben", "ada")
    assert (await harness.running_tally(proposal)).scores == scores
    await harness.restart()
    assert (await harness.running_tally(proposal)).scores == scores


async def test_a_wallet_that_comes_back_in_the_moment_in_which_it_went_counts_as_before(
    harness: ServiceHarness,
) -> None:
    proposal = await opened(harness, {"ada": 10})
    await harness.post_card(proposal)
    await harness.pass_time(SECOND)
    for emoji in "👎👍":
        await harness.react("ada", emoji)
    await harness.unlink("ada")
    await harness.link("ada")
    await harness.pass_time(SECOND)
    await harness.vote("ada", "Against")
    assert (await harness.running_tally(proposal)).scores == (0, 10, 0)


@WAYS
@RULES
async def test_a_wallet_that_went_before_it_was_used_and_came_back_counts(
    harness: ServiceHarness, how: str, rule: str
) -> None:
    proposal = await opened(harness, {"ada": 10, "ben": 5}, unlinked_wallets=rule)
    await taken_off(harness, how)
    await harness.vote("ben", "Against")  # The vote in memory knows that the wallet is gone.
    await harness.restart()
    assert (await harness.running_tally(proposal)).scores == (0, 5, 0)
    await harness.link("ada")
    await harness.pass_time(SECOND)
    await harness.vote("ada", "For")
    assert (await harness.running_tally(proposal)).scores == (10, 5, 0)
    assert (await harness.close(proposal)).scores == {"For": 10, "Against": 5}


@pytest.mark.attack("linking")
@WAYS
@RULES
async def test_who_has_the_old_account_can_not_turn_a_ballot_with_a_wallet_that_was_taken_off_it(
    harness: ServiceHarness, how: str, rule: str
) -> None:
    proposal = await opened(harness, {"ada": 10, "ben": 5}, unlinked_wallets=rule)
    await harness.vote("ada", "For")
    await taken_off(harness, how)
    with pytest.raises(NoWallet):
        await harness.vote("ada", "Against")
    assert await harness.stored(proposal) == {"ada": 1}
    assert (await harness.close(proposal)).scores == ({"For": 10} if rule == "stand" else {})


@pytest.mark.attack("linking")
@RULES
async def test_a_ballot_that_is_cast_afterwards_has_the_other_wallets_alone(
    harness: ServiceHarness, rule: str
) -> None:
    harness.hold("ada/2", 7)
    proposal = await opened(harness, {"ada": 10}, unlinked_wallets=rule)
    await harness.link("ada", "ada/2")
    assert (await harness.vote("ada", "For")).power.total == 17
    await taken_off(harness, "unlinked")
    receipt = await harness.vote("ada", "Against")
    assert receipt.power.total == 7
    explained = await harness.services.voting.why(GUILD, proposal, harness.member("ada"))
    assert explained.power.total == 7
    assert explained.unlinked == (harness.wallet("ada"),)
    assert (await harness.close(proposal)).scores == {"Against": 7}


@RULES
async def test_a_wallet_that_its_member_links_again_counts_for_what_they_cast_then(
    harness: ServiceHarness, rule: str
) -> None:
    proposal = await opened(harness, {"ada": 10}, unlinked_wallets=rule)
    await harness.vote("ada", "For")
    await taken_off(harness, "unlinked")
    await harness.link("ada")
    await harness.pass_time(SECOND)
    before = (10, 0, 0) if rule == "stand" else (0, 0, 0)
    assert (await harness.running_tally(proposal)).scores == before
    assert (await harness.vote("ada", "Against")).power.total == 10
    assert (await harness.close(proposal)).scores == {"Against": 10}


@pytest.mark.attack("linking")
@RULES
async def test_a_wallet_that_left_a_vote_is_not_had_in_it_by_another_account(
    harness: ServiceHarness, rule: str
) -> None:
    harness.hold("another", 3)
    proposal = await opened(harness, {"ada": 10}, unlinked_wallets=rule)
    await harness.vote("ada", "For")
    await taken_off(harness, "moved")
    await harness.link("ada again", "another")
    assert (await harness.vote("ada again", "Against")).power.total == 3
    scores = (await harness.close(proposal)).scores
    assert scores == ({"For": 10, "Against": 3} if rule == "stand" else {"Against": 3})


@pytest.mark.attack("order")
async def test_what_is_unlinked_after_the_end_changes_nothing(harness: ServiceHarness) -> None:
    proposal = await opened(harness, {"ada": 10}, unlinked_wallets="leave")
    await harness.vote("ada", "For")
    await harness.end(proposal)
    await harness.unlink("ada")
    closing = await harness.services.closing.close(proposal)
    assert closing is not None
    assert closing.result["scores"] == ["10", "0", "0"]


@pytest.mark.parametrize(("rule", "score"), [("stand", 15), ("leave", 10)])
async def test_delegated_power_is_that_of_the_opening_and_leaves_where_wallets_do(
    harness: ServiceHarness, rule: str, score: int
) -> None:
    proposal = await delegated(harness, {"ada": 10, "ben": 5}, {"ben": "ada"}, unlinked_wallets=rule)
    await harness.vote("ada", "For")
    assert (await harness.running_tally(proposal)).scores == (15, 0, 0)
    await harness.pass_time(SECOND)
    await harness.unlink("ben")
    assert (await harness.running_tally(proposal)).scores == (score, 0, 0)
    await harness.pass_time(SECOND)
    await harness.vote("ada", "Against")
    assert (await harness.close(proposal)).scores == {"Against": score}


@pytest.mark.attack("linking")
async def test_a_stolen_account_does_not_vote_with_what_its_member_delegated_and_unlinked(
    harness: ServiceHarness,
) -> None:
    proposal = await delegated(harness, {"ada": 10, "ben": 5}, {"ben": "ada"})
    await harness.vote("ada", "For")
    await harness.pass_time(SECOND)
    await harness.unlink("ben")
    await harness.pass_time(SECOND)
    with pytest.raises(NoWallet):
        await harness.vote("ben", "Against")
    assert (await harness.close(proposal)).scores == {"For": 15}


@pytest.mark.attack("linking")
async def test_a_stolen_account_does_not_steer_what_strangers_delegated_to_a_wallet_that_was_taken_off_it(
    harness: ServiceHarness,
) -> None:
    harness.hold("ada/2", 3)
    await registered(harness, {"ada": 10})
    await harness.link("ada", "ada/2")
    delegate_on_chain(harness, "stranger", "ada", 500)
    proposal = await begun(harness)
    assert (await harness.vote("ada", "For")).delegated_power == DelegatedPower(1, 500, wallets=1)
    await taken_off(harness, "unlinked")
    assert (await harness.running_tally(proposal)).scores == (513, 0, 0)
    receipt = await harness.vote("ada", "Against")
    assert (receipt.power.total, receipt.delegated_power) == (3, None)
    assert (await harness.running_tally(proposal)).scores == (0, 3, 0)
    assert (await harness.close(proposal)).scores == {"Against": 3}

"""Staking: nobody stakes more than they hold, nothing counts twice, and each change is stored once."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.errors import (
    BadAction,
    BadAmount,
    ChainUnavailable,
    NotEnoughStaked,
    NotEnoughToStake,
    NoWallet,
    ProposalUnknown,
    StakeInstead,
    StakesApart,
    VoteInstead,
    VotingNotOpen,
    VotingOver,
    VotingPaused,
    WalletsClaimed,
    WrongState,
)
from bot.domain.ids import ProposalId
from bot.domain.power import PowerRule
from bot.domain.proposals.state import State
from tests.fakes import account
from tests.harness import OTHER_GUILD, SILVER, TICK, ServiceHarness
from tests.services.conviction.staking_harness import HOUR, POLICY, StakingHarness


async def test_a_stake_counts_from_the_time_at_which_discord_made_the_interaction(
    dao: StakingHarness,
) -> None:
    await dao.begin({"ada": 100})
    well = await dao.proposed()
    made = dao.harness.clock.now()
    interaction = dao.harness.interaction(made)
    dao.harness.clock.advance(timedelta(seconds=2))
    receipt = await dao.add("ada", well, "40", interaction=interaction)
    (staking,) = await dao.stakes(well)
    assert receipt.changes == (staking,)
    assert (staking.amount, staking.source, staking.power) == (40, interaction, 100)
    assert made - staking.at < timedelta(milliseconds=1)
    assert (receipt.staked, receipt.power, receipt.before) == (40, 100, {well: 0})


@pytest.mark.parametrize(("amount", "staked"), [("12", 12), ("50%", 50), ("all", 100)])
async def test_an_amount_is_tokens_or_a_share_of_what_is_free(
    dao: StakingHarness, amount: str, staked: int
) -> None:
    await dao.begin({"ada": 100})
    well = await dao.proposed()
    await dao.add("ada", well, amount)
    assert await dao.on(well) == {"ada": staked}


async def test_stakes_add_up_and_what_is_free_is_what_is_staked_nowhere(dao: StakingHarness) -> None:
    await dao.begin({"ada": 100})
    well, road = await dao.proposed(), await dao.proposed()
    await dao.add("ada", well, "40")
    await dao.add("ada", road, "50%")
    await dao.add("ada", well, "all")
    assert (await dao.on(well), await dao.on(road)) == ({"ada": 70}, {"ada": 30})


async def test_nobody_stakes_more_than_they_hold_over_all_proposals(dao: StakingHarness) -> None:
    await dao.begin({"ada": 100, "ben": 50})
    well, road = await dao.proposed(), await dao.proposed()
    await dao.add("ada", well, "80")
    with pytest.raises(NotEnoughToStake) as refused:
        await dao.add("ada", road, "21")
    assert (refused.value.power, refused.value.staked, refused.value.asked) == (100, 80, 21)
    await dao.add("ada", road, "20")
    with pytest.raises(NotEnoughToStake):
        await dao.add("ada", road, "all")
    with pytest.raises(BadAmount):
        await dao.add("ben", road, "nothing")
    assert (await dao.on(well), await dao.on(road)) == ({"ada": 80}, {"ada": 20})


async def test_two_stakes_at_once_are_not_more_than_one_holds(dao: StakingHarness) -> None:
    await dao.begin({"ada": 100})
    well, road = await dao.proposed(), await dao.proposed()
    results = await asyncio.gather(
        dao.add("ada", well, "60"), dao.add("ada", road, "60"), return_exceptions=True
    )
    assert sum(isinstance(result, NotEnoughToStake) for result in results) == 1
    assert sum((await dao.on(well)).values()) + sum((await dao.on(road)).values()) == 60


async def test_the_same_interaction_again_changes_nothing(dao: StakingHarness) -> None:
    await dao.begin({"ada": 100})
    well = await dao.proposed()
    interaction = dao.harness.interaction()
    first = await dao.add("ada", well, "40", interaction=interaction)
    again = await dao.add("ada", well, "40", interaction=interaction)
    assert again.changes == first.changes
    assert await dao.on(well) == {"ada": 40}


async def test_a_stake_is_read_at_a_finalized_block_and_not_at_the_newest(dao: StakingHarness) -> None:
    await dao.begin({"ada": 100})
    well = await dao.proposed()
    dao.harness.hold("ada", 500)
    dao.harness.chain.advance(1)
    with pytest.raises(NotEnoughToStake):
        await dao.add("ada", well, "101")
    dao.harness.chain.advance(dao.harness.chain.finality + 1)
    await dao.add("ada", well, "500")


async def test_while_the_chain_is_silent_nothing_is_staked_but_stakes_can_be_taken_away(
    dao: StakingHarness,
) -> None:
    await dao.begin({"ada": 100})
    well = await dao.proposed()
    await dao.add("ada", well, "40")
    dao.harness.chain.silent = True
    with pytest.raises(ChainUnavailable):
        await dao.add("ada", well, "40")
    await dao.withdraw("ada", well, "50%")
    assert await dao.on(well) == {"ada": 20}


async def test_power_that_cannot_be_read_is_not_zero_and_not_enough(dao: StakingHarness) -> None:
    await dao.begin({"ada": 100})
    well = await dao.proposed()
    dao.harness.chain.unreadable.add(dao.harness.wallet("ada"))
    with pytest.raises(ChainUnavailable):
        await dao.add("ada", well, "1")


async def test_what_is_not_staked_cannot_be_taken_away(dao: StakingHarness) -> None:
    await dao.begin({"ada": 100, "ben": 100})
    well = await dao.proposed()
    await dao.add("ada", well, "40")
    for name, amount in (("ada", "41"), ("ben", "all")):
        with pytest.raises(NotEnoughStaked):
            await dao.withdraw(name, well, amount)
    await dao.withdraw("ada", well)
    assert await dao.on(well) == {}


async def test_a_stake_moves_in_one_step_and_its_conviction_stays_where_it_grew(dao: StakingHarness) -> None:
    await dao.begin({"ada": 100})
    well, road = await dao.proposed(), await dao.proposed()
    await dao.add("ada", well, "80")
    await dao.wait(10 * HOUR)
    grown = (await dao.staked(well)).conviction
    receipt = await dao.move("ada", well, road, "50%")
    assert {change.proposal: change.amount for change in receipt.changes} == {well: 40, road: 40}
    assert (await dao.on(well), await dao.on(road)) == ({"ada": 40}, {"ada": 40})
    assert ((await dao.staked(well)).conviction, (await dao.staked(road)).conviction) == (grown, 0)


async def test_a_stake_moves_only_to_another_open_proposal(dao: StakingHarness) -> None:
    await dao.begin({"ada": 100})
    well, road = await dao.proposed(), await dao.proposed()
    await dao.add("ada", well, "80")
    with pytest.raises(StakesApart):
        await dao.move("ada", well, well)
    with pytest.raises(NotEnoughStaked):
        await dao.move("ada", well, road, "81")
    await dao.harness.services.proposing.withdraw(dao.harness.actor("ada"), road)
    with pytest.raises(VotingNotOpen):
        await dao.move("ada", well, road)
    assert await dao.on(well) == {"ada": 80}


async def test_proposals_that_weigh_another_power_share_no_stakes(dao: StakingHarness) -> None:
    await dao.begin({"ada": 100})
    well = await dao.proposed()
    silver = PowerRule(sources=(SILVER,), symbol="SLV", decimals=2)
    await dao.use(POLICY.model_copy(update={"power": silver}))
    road = await dao.proposed()
    await dao.add("ada", well, "80")
    with pytest.raises(StakesApart):
        await dao.move("ada", well, road)
    with pytest.raises(NotEnoughToStake):
        await dao.add("ada", road, "1")
    dao.harness.hold("ada", 5_00, SILVER)
    await dao.harness.pass_time(HOUR)
    await dao.add("ada", road, "all")
    assert (await dao.on(well), await dao.on(road)) == ({"ada": 80}, {"ada": 500})


async def test_without_a_wallet_there_is_nothing_to_stake(dao: StakingHarness) -> None:
    await dao.begin({"ada": 100})
    well = await dao.proposed()
    with pytest.raises(NoWallet):
        await dao.add("ben", well, "1")


async def test_a_wallet_counts_for_one_member_of_a_track_at_a_time(dao: StakingHarness) -> None:
    await dao.begin({"ada": 100})
    well = await dao.proposed()
    await dao.add("ada", well, "all")
    await dao.harness.unlink("ada")
    await dao.harness.link("ben", "ada")
    with pytest.raises(WalletsClaimed):
        await dao.add("ben", well, "1")
    # The next look finds that the wallet is ada's no more: what she had on it gives way, and ben may use it.
    await dao.look()
    assert await dao.on(well) == {}
    await dao.add("ben", well, "all")
    assert await dao.on(well) == {"ben": 100}


async def test_who_has_nothing_staked_any_more_frees_the_wallet_at_once(dao: StakingHarness) -> None:
    await dao.begin({"ada": 100})
    well = await dao.proposed()
    await dao.add("ada", well, "all")
    await dao.withdraw("ada", well)
    await dao.harness.unlink("ada")
    await dao.harness.link("ben", "ada")
    await dao.add("ben", well, "all")
    assert await dao.on(well) == {"ben": 100}


async def test_stakes_and_votes_are_not_taken_for_each_other(dao: StakingHarness) -> None:
    await dao.begin({"ada": 100})
    well = await dao.proposed()
    with pytest.raises(StakeInstead):
        await dao.harness.vote("ada", 1, proposal=well)
    assert await dao.harness.stored(well) == {}
    elsewhere = await dao.harness.opened({"ada": 100}, guild=OTHER_GUILD)
    with pytest.raises(VoteInstead):
        await dao.add("ada", elsewhere, "1", guild=OTHER_GUILD)


async def test_a_proposal_of_another_server_is_unknown(dao: StakingHarness) -> None:
    await dao.begin({"ada": 100})
    well = await dao.proposed()
    with pytest.raises(ProposalUnknown):
        await dao.add("ada", well, "1", guild=OTHER_GUILD)
    with pytest.raises(ProposalUnknown):
        await dao.add("ada", ProposalId(999), "1")


async def test_before_the_discussion_is_over_nobody_stakes(dao: StakingHarness) -> None:
    await dao.begin({"ada": 100})
    waiting = await dao.harness.submitted("ada", actions=f"transfer 5 to {account('x')}")
    with pytest.raises(VotingNotOpen):
        await dao.add("ada", waiting, "1")


async def test_an_interaction_from_before_the_opening_does_not_count(dao: StakingHarness) -> None:
    await dao.begin({"ada": 100})
    early = dao.harness.clock.now() - TICK
    well = await dao.proposed()
    with pytest.raises(VotingNotOpen):
        await dao.add("ada", well, "1", at=early)


async def test_while_a_proposal_is_paused_stakes_can_be_taken_away_and_nothing_else(
    dao: StakingHarness,
) -> None:
    await dao.begin({"ada": 100})
    well, road = await dao.proposed(), await dao.proposed()
    await dao.add("ada", well, "40")
    moderator = dao.harness.moderator()
    await dao.harness.services.moderation.pause(moderator, well, "we look into it")
    with pytest.raises(VotingPaused):
        await dao.add("ada", well, "1")
    await dao.move("ada", well, road, "10")
    with pytest.raises(VotingPaused):
        await dao.move("ada", road, well, "10")
    await dao.withdraw("ada", well, "10")
    assert await dao.on(well) == {"ada": 20}


async def test_its_author_withdraws_an_open_proposal_and_the_stakes_on_it_are_free(
    dao: StakingHarness,
) -> None:
    await dao.begin({"ada": 100})
    well, road = await dao.proposed(), await dao.proposed()
    await dao.add("ada", well, "all")
    await dao.harness.services.proposing.withdraw(dao.harness.actor("ada"), well)
    assert await dao.harness.state(well) is State.WITHDRAWN
    with pytest.raises(VotingNotOpen):
        await dao.withdraw("ada", well)
    await dao.add("ada", road, "all")
    assert await dao.on(road) == {"ada": 100}


async def test_a_vote_with_an_end_cannot_be_withdrawn_when_it_is_open(harness: ServiceHarness) -> None:
    proposal = await harness.opened({"ada": 10})
    with pytest.raises(WrongState):
        await harness.services.proposing.withdraw(harness.actor("ada"), proposal)


async def test_a_cancelled_proposal_frees_its_stakes(dao: StakingHarness) -> None:
    await dao.begin({"ada": 100})
    well, road = await dao.proposed(), await dao.proposed()
    await dao.add("ada", well, "all")
    await dao.harness.services.moderation.cancel(dao.harness.moderator(), well, "spam")
    await dao.add("ada", road, "all")
    assert await dao.on(road) == {"ada": 100}


async def test_a_passed_proposal_takes_no_more_stakes(dao: StakingHarness) -> None:
    await dao.begin({"ada": 1_000}, supply=1_000)
    well = await dao.proposed()
    await dao.add("ada", well, "all")
    await dao.wait(48 * HOUR)
    with pytest.raises(VotingOver):
        await dao.add("ada", well, "1")
    with pytest.raises(VotingOver):
        await dao.withdraw("ada", well)


async def test_mine_shows_where_a_members_stakes_lie_and_what_is_free(dao: StakingHarness) -> None:
    await dao.begin({"ada": 100, "ben": 50})
    well, road = await dao.proposed(), await dao.proposed(title="A road")
    await dao.add("ada", well, "40")
    await dao.add("ada", road, "10")
    await dao.add("ben", road, "50")
    (mine,) = await dao.harness.services.staking.mine(dao.harness.actor("ada"))
    assert [(place.proposal.id, place.amount) for place in mine.placed] == [(well, 40), (road, 10)]
    assert (mine.power, mine.staked) == (100, 50)
    assert mine.blocks


async def test_what_is_asked_for_is_what_the_actions_transfer_and_nothing_else_is_allowed(
    dao: StakingHarness,
) -> None:
    await dao.begin({"ada": 100})
    lines = "\n".join(f"transfer {amount} to {account('x')}" for amount in (300, 200))
    proposal = await dao.harness.drafted(actions=lines)
    assert (await dao.harness.get(proposal)).content.requested == 500
    await dao.use(
        POLICY.model_copy(update={"pool": POLICY.pool.model_copy(update={"asset": account("usd")})})
    )
    with pytest.raises(BadAction) as refused:
        await dao.harness.drafted(actions=lines)
    assert refused.value.line_number == 1

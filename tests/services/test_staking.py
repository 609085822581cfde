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
from bot.domain.proposal import State
from tests.assembly import OTHER_GUILD, SILVER, TICK, Assembly
from tests.fakes import account
from tests.services.staking_moot import HOUR, POLICY, StakingMoot


@pytest.fixture
async def moot(assembly: Assembly) -> StakingMoot:
    return StakingMoot(assembly)


async def test_a_stake_counts_from_the_time_at_which_discord_made_the_interaction(moot: StakingMoot) -> None:
    await moot.begin({"ada": 100})
    well = await moot.proposed()
    made = moot.assembly.clock.now()
    interaction = moot.assembly.interaction(made)
    moot.assembly.clock.advance(timedelta(seconds=2))
    receipt = await moot.add("ada", well, "40", interaction=interaction)
    (staking,) = await moot.stakes(well)
    assert receipt.changes == (staking,)
    assert (staking.amount, staking.source, staking.power) == (40, interaction, 100)
    assert made - staking.at < timedelta(milliseconds=1)
    assert (receipt.staked, receipt.power, receipt.before) == (40, 100, {well: 0})


@pytest.mark.parametrize(("amount", "staked"), [("12", 12), ("50%", 50), ("all", 100)])
async def test_an_amount_is_tokens_or_a_share_of_what_is_free(
    moot: StakingMoot, amount: str, staked: int
) -> None:
    await moot.begin({"ada": 100})
    well = await moot.proposed()
    await moot.add("ada", well, amount)
    assert await moot.on(well) == {"ada": staked}


async def test_stakes_add_up_and_what_is_free_is_what_is_staked_nowhere(moot: StakingMoot) -> None:
    await moot.begin({"ada": 100})
    well, road = await moot.proposed(), await moot.proposed()
    await moot.add("ada", well, "40")
    await moot.add("ada", road, "50%")
    await moot.add("ada", well, "all")
    assert (await moot.on(well), await moot.on(road)) == ({"ada": 70}, {"ada": 30})


async def test_nobody_stakes_more_than_they_hold_over_all_proposals(moot: StakingMoot) -> None:
    await moot.begin({"ada": 100, "ben": 50})
    well, road = await moot.proposed(), await moot.proposed()
    await moot.add("ada", well, "80")
    with pytest.raises(NotEnoughToStake) as refused:
        await moot.add("ada", road, "21")
    assert (refused.value.power, refused.value.staked, refused.value.asked) == (100, 80, 21)
    await moot.add("ada", road, "20")
    with pytest.raises(NotEnoughToStake):
        await moot.add("ada", road, "all")
    with pytest.raises(BadAmount):
        await moot.add("ben", road, "nothing")
    assert (await moot.on(well), await moot.on(road)) == ({"ada": 80}, {"ada": 20})


async def test_two_stakes_at_once_are_not_more_than_one_holds(moot: StakingMoot) -> None:
    await moot.begin({"ada": 100})
    well, road = await moot.proposed(), await moot.proposed()
    results = await asyncio.gather(
        moot.add("ada", well, "60"), moot.add("ada", road, "60"), return_exceptions=True
    )
    assert sum(isinstance(result, NotEnoughToStake) for result in results) == 1
    assert sum((await moot.on(well)).values()) + sum((await moot.on(road)).values()) == 60


async def test_the_same_interaction_again_changes_nothing(moot: StakingMoot) -> None:
    await moot.begin({"ada": 100})
    well = await moot.proposed()
    interaction = moot.assembly.interaction()
    first = await moot.add("ada", well, "40", interaction=interaction)
    again = await moot.add("ada", well, "40", interaction=interaction)
    assert again.changes == first.changes
    assert await moot.on(well) == {"ada": 40}


async def test_a_stake_is_read_at_a_finalized_block_and_not_at_the_newest(moot: StakingMoot) -> None:
    await moot.begin({"ada": 100})
    well = await moot.proposed()
    moot.assembly.hold("ada", 500)
    moot.assembly.chain.advance(1)
    with pytest.raises(NotEnoughToStake):
        await moot.add("ada", well, "101")
    moot.assembly.chain.advance(moot.assembly.chain.finality + 1)
    await moot.add("ada", well, "500")


async def test_while_the_chain_is_silent_nothing_is_staked_but_stakes_can_be_taken_away(
    moot: StakingMoot,
) -> None:
    await moot.begin({"ada": 100})
    well = await moot.proposed()
    await moot.add("ada", well, "40")
    moot.assembly.chain.silent = True
    with pytest.raises(ChainUnavailable):
        await moot.add("ada", well, "40")
    await moot.withdraw("ada", well, "50%")
    assert await moot.on(well) == {"ada": 20}


async def test_power_that_cannot_be_read_is_not_zero_and_not_enough(moot: StakingMoot) -> None:
    await moot.begin({"ada": 100})
    well = await moot.proposed()
    moot.assembly.chain.unreadable.add(moot.assembly.wallet("ada"))
    with pytest.raises(ChainUnavailable):
        await moot.add("ada", well, "1")


async def test_what_is_not_staked_cannot_be_taken_away(moot: StakingMoot) -> None:
    await moot.begin({"ada": 100, "ben": 100})
    well = await moot.proposed()
    await moot.add("ada", well, "40")
    for name, amount in (("ada", "41"), ("ben", "all")):
        with pytest.raises(NotEnoughStaked):
            await moot.withdraw(name, well, amount)
    await moot.withdraw("ada", well)
    assert await moot.on(well) == {}


async def test_a_stake_moves_in_one_step_and_its_conviction_stays_where_it_grew(moot: StakingMoot) -> None:
    await moot.begin({"ada": 100})
    well, road = await moot.proposed(), await moot.proposed()
    await moot.add("ada", well, "80")
    await moot.wait(10 * HOUR)
    grown = (await moot.staked(well)).conviction
    receipt = await moot.move("ada", well, road, "50%")
    assert {change.proposal: change.amount for change in receipt.changes} == {well: 40, road: 40}
    assert (await moot.on(well), await moot.on(road)) == ({"ada": 40}, {"ada": 40})
    assert ((await moot.staked(well)).conviction, (await moot.staked(road)).conviction) == (grown, 0)


async def test_a_stake_moves_only_to_another_open_proposal(moot: StakingMoot) -> None:
    await moot.begin({"ada": 100})
    well, road = await moot.proposed(), await moot.proposed()
    await moot.add("ada", well, "80")
    with pytest.raises(StakesApart):
        await moot.move("ada", well, well)
    with pytest.raises(NotEnoughStaked):
        await moot.move("ada", well, road, "81")
    await moot.assembly.folkmoot.proposing.withdraw(moot.assembly.actor("ada"), road)
    with pytest.raises(VotingNotOpen):
        await moot.move("ada", well, road)
    assert await moot.on(well) == {"ada": 80}


async def test_proposals_that_weigh_another_power_share_no_stakes(moot: StakingMoot) -> None:
    await moot.begin({"ada": 100})
    well = await moot.proposed()
    silver = PowerRule(sources=(SILVER,), symbol="SLV", decimals=2)
    await moot.use(POLICY.model_copy(update={"power": silver}))
    road = await moot.proposed()
    await moot.add("ada", well, "80")
    with pytest.raises(StakesApart):
        await moot.move("ada", well, road)
    with pytest.raises(NotEnoughToStake):
        await moot.add("ada", road, "1")
    moot.assembly.hold("ada", 5_00, SILVER)
    await moot.assembly.pass_time(HOUR)
    await moot.add("ada", road, "all")
    assert (await moot.on(well), await moot.on(road)) == ({"ada": 80}, {"ada": 500})


async def test_without_a_wallet_there_is_nothing_to_stake(moot: StakingMoot) -> None:
    await moot.begin({"ada": 100})
    well = await moot.proposed()
    with pytest.raises(NoWallet):
        await moot.add("ben", well, "1")


async def test_a_wallet_counts_for_one_member_of_a_track_at_a_time(moot: StakingMoot) -> None:
    await moot.begin({"ada": 100})
    well = await moot.proposed()
    await moot.add("ada", well, "all")
    await moot.assembly.unlink("ada")
    await moot.assembly.link("ben", "ada")
    with pytest.raises(WalletsClaimed):
        await moot.add("ben", well, "1")
    # The next look finds that the wallet is ada's no more: what she had on it gives way, and ben may use it.
    await moot.look()
    assert await moot.on(well) == {}
    await moot.add("ben", well, "all")
    assert await moot.on(well) == {"ben": 100}


async def test_who_has_nothing_staked_any_more_frees_the_wallet_at_once(moot: StakingMoot) -> None:
    await moot.begin({"ada": 100})
    well = await moot.proposed()
    await moot.add("ada", well, "all")
    await moot.withdraw("ada", well)
    await moot.assembly.unlink("ada")
    await moot.assembly.link("ben", "ada")
    await moot.add("ben", well, "all")
    assert await moot.on(well) == {"ben": 100}


async def test_stakes_and_votes_are_not_taken_for_each_other(moot: StakingMoot) -> None:
    await moot.begin({"ada": 100})
    well = await moot.proposed()
    with pytest.raises(StakeInstead):
        await moot.assembly.vote("ada", 1, proposal=well)
    assert await moot.assembly.stored(well) == {}
    elsewhere = await moot.assembly.opened({"ada": 100}, guild=OTHER_GUILD)
    with pytest.raises(VoteInstead):
        await moot.add("ada", elsewhere, "1", guild=OTHER_GUILD)


async def test_a_proposal_of_another_server_is_unknown(moot: StakingMoot) -> None:
    await moot.begin({"ada": 100})
    well = await moot.proposed()
    with pytest.raises(ProposalUnknown):
        await moot.add("ada", well, "1", guild=OTHER_GUILD)
    with pytest.raises(ProposalUnknown):
        await moot.add("ada", ProposalId(999), "1")


async def test_before_the_discussion_is_over_nobody_stakes(moot: StakingMoot) -> None:
    await moot.begin({"ada": 100})
    waiting = await moot.assembly.submitted("ada", actions=f"transfer 5 to {account('x')}")
    with pytest.raises(VotingNotOpen):
        await moot.add("ada", waiting, "1")


async def test_an_interaction_from_before_the_opening_does_not_count(moot: StakingMoot) -> None:
    await moot.begin({"ada": 100})
    early = moot.assembly.clock.now() - TICK
    well = await moot.proposed()
    with pytest.raises(VotingNotOpen):
        await moot.add("ada", well, "1", at=early)


async def test_while_a_proposal_is_paused_stakes_can_be_taken_away_and_nothing_else(
    moot: StakingMoot,
) -> None:
    await moot.begin({"ada": 100})
    well, road = await moot.proposed(), await moot.proposed()
    await moot.add("ada", well, "40")
    moderator = moot.assembly.moderator()
    await moot.assembly.folkmoot.moderation.pause(moderator, well, "we look into it")
    with pytest.raises(VotingPaused):
        await moot.add("ada", well, "1")
    await moot.move("ada", well, road, "10")
    with pytest.raises(VotingPaused):
        await moot.move("ada", road, well, "10")
    await moot.withdraw("ada", well, "10")
    assert await moot.on(well) == {"ada": 20}


async def test_its_author_withdraws_an_open_proposal_and_the_stakes_on_it_are_free(moot: StakingMoot) -> None:
    await moot.begin({"ada": 100})
    well, road = await moot.proposed(), await moot.proposed()
    await moot.add("ada", well, "all")
    await moot.assembly.folkmoot.proposing.withdraw(moot.assembly.actor("ada"), well)
    assert await moot.assembly.state(well) is State.WITHDRAWN
    with pytest.raises(VotingNotOpen):
        await moot.withdraw("ada", well)
    await moot.add("ada", road, "all")
    assert await moot.on(road) == {"ada": 100}


async def test_a_vote_with_an_end_cannot_be_withdrawn_when_it_is_open(assembly: Assembly) -> None:
    proposal = await assembly.opened({"ada": 10})
    with pytest.raises(WrongState):
        await assembly.folkmoot.proposing.withdraw(assembly.actor("ada"), proposal)


async def test_a_cancelled_proposal_frees_its_stakes(moot: StakingMoot) -> None:
    await moot.begin({"ada": 100})
    well, road = await moot.proposed(), await moot.proposed()
    await moot.add("ada", well, "all")
    await moot.assembly.folkmoot.moderation.cancel(moot.assembly.moderator(), well, "spam")
    await moot.add("ada", road, "all")
    assert await moot.on(road) == {"ada": 100}


async def test_a_passed_proposal_takes_no_more_stakes(moot: StakingMoot) -> None:
    await moot.begin({"ada": 1_000}, supply=1_000)
    well = await moot.proposed()
    await moot.add("ada", well, "all")
    await moot.wait(48 * HOUR)
    with pytest.raises(VotingOver):
        await moot.add("ada", well, "1")
    with pytest.raises(VotingOver):
        await moot.withdraw("ada", well)


async def test_mine_shows_where_a_members_stakes_lie_and_what_is_free(moot: StakingMoot) -> None:
    await moot.begin({"ada": 100, "ben": 50})
    well, road = await moot.proposed(), await moot.proposed(title="A road")
    await moot.add("ada", well, "40")
    await moot.add("ada", road, "10")
    await moot.add("ben", road, "50")
    (mine,) = await moot.assembly.folkmoot.staking.mine(moot.assembly.actor("ada"))
    assert [(place.proposal.id, place.amount) for place in mine.placed] == [(well, 40), (road, 10)]
    assert (mine.power, mine.staked) == (100, 50)
    assert mine.blocks


async def test_what_is_asked_for_is_what_the_actions_transfer_and_nothing_else_is_allowed(
    moot: StakingMoot,
) -> None:
    await moot.begin({"ada": 100})
    lines = "\n".join(f"transfer {amount} to {account('x')}" for amount in (300, 200))
    proposal = await moot.assembly.drafted(actions=lines)
    assert (await moot.assembly.get(proposal)).content.requested == 500
    await moot.use(
        POLICY.model_copy(update={"pool": POLICY.pool.model_copy(update={"asset": account("usd")})})
    )  # type: ignore[union-attr]
    with pytest.raises(BadAction) as refused:
        await moot.assembly.drafted(actions=lines)
    assert refused.value.line_number == 1

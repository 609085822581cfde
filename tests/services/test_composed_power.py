"""Votes whose power is composed: roles, a Safe's owners, holding times, caps and roots, several chains."""

import json
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.blocks import BlockRef
from bot.domain.errors import BadSetting, BelowThreshold, ChainUnavailable, NoWallet, TotalUnknown
from bot.domain.ids import ChainId, MemberId, MessageId, RoleId
from bot.domain.power import Erc20, Holding, Role, sample_times
from tests.assembly import DISCUSSION, GUILD, SAFE, SILVER, TOKEN, Assembly
from tests.fakes import FakeChain

ELDERS, OTHERS = RoleId(77), RoleId(78)
SIDE = ChainId(100)
SIDE_TOKEN = Erc20(chain=SIDE, contract=TOKEN.contract)
FOR = "👍"
HOLDING = Holding(window=timedelta(days=7), samples=4)


async def record_of(assembly: Assembly, proposal: Any) -> Any:
    return json.loads(await assembly.folkmoot.showing.record(proposal) or b"")


# -- roles


async def test_a_role_gives_power_to_whoever_has_it_when_they_vote_and_is_kept_with_the_ballot(
    assembly: Assembly,
) -> None:
    sources = f"erc20_votes {TOKEN.contract} + role <@&{ELDERS}> x 30"
    proposal = await assembly.opened(powers={"ada": 10, "ben": 10}, sources=sources, quorum="5 votes")
    assert (await assembly.vote("ada", "For", roles={ELDERS, OTHERS})).power.total == 40
    assert (await assembly.vote("ben", "Against", roles={OTHERS})).power.total == 10
    assert (await assembly.vote("cleo", "Against", roles={ELDERS})).power.total == 30
    with pytest.raises(NoWallet):
        await assembly.vote("dan", "For", roles={OTHERS})
    assert (await assembly.close(proposal)).scores == {"For": 40, "Against": 40}
    ballots = {entry["voter"]: entry for entry in (await record_of(assembly, proposal))["ballots"]}
    cleo = ballots[str(assembly.member("cleo"))]
    assert cleo["roles"] == [str(ELDERS)]
    assert cleo["evidence"] == [{"source": "role", "place": 2, "wallet": None, "raw": "1", "weight": "30"}]


async def test_a_ballot_cast_again_without_the_role_weighs_less(assembly: Assembly) -> None:
    proposal = await assembly.opened(
        powers={"ada": 10}, sources=f"erc20_votes {TOKEN.contract} + role {ELDERS} x 30", quorum="5 votes"
    )
    await assembly.vote("ada", "For", roles={ELDERS})
    assert (await assembly.standing(proposal)).scores[0] == 40
    await assembly.vote("ada", "For")
    assert (await assembly.standing(proposal)).scores[0] == 10
    assert (await assembly.close(proposal)).scores == {"For": 10}


async def test_a_reaction_brings_the_roles_of_its_member_also_when_it_was_missed(assembly: Assembly) -> None:
    proposal = await assembly.opened(
        powers={"ada": 1}, sources=f"erc20_votes {TOKEN.contract} + role {ELDERS} x 30", quorum="5 votes"
    )
    await assembly.post_card(proposal)
    await assembly.react("ben", FOR, roles={ELDERS})
    asked: list[MemberId] = []

    async def roles_of(member: MemberId) -> frozenset[RoleId]:
        asked.append(member)
        return frozenset({ELDERS})

    present = {(assembly.member(name), FOR) for name in ("ben", "cleo")}
    await assembly.folkmoot.voting.reconcile(GUILD, proposal, MessageId(7_000), present, roles_of)
    assert asked == [assembly.member("cleo")], "only of who has reacted anew"
    assert (await assembly.close(proposal)).scores == {"For": 60}


async def test_roles_are_not_asked_for_where_none_gives_power(assembly: Assembly) -> None:
    proposal = await assembly.opened(powers={"ada": 1})
    await assembly.post_card(proposal)

    async def roles_of(member: MemberId) -> frozenset[RoleId]:
        raise AssertionError("Discord limits how often it may be asked")

    present = {(assembly.member("ada"), FOR)}
    await assembly.folkmoot.voting.reconcile(GUILD, proposal, MessageId(7_000), present, roles_of)
    assert (await assembly.close(proposal)).scores == {"For": 1}


async def test_why_tells_the_roles_of_now_until_one_has_voted(assembly: Assembly) -> None:
    proposal = await assembly.opened(
        powers={"ada": 1}, sources=f"role {ELDERS} x 3", quorum="1 votes", threshold="0"
    )
    why = assembly.folkmoot.voting.why

    async def power(*roles: RoleId) -> int | None:
        return (await why(GUILD, proposal, assembly.member("ada"), frozenset(roles)))[0].total

    assert (await power(ELDERS), await power(OTHERS)) == (3, 0)
    await assembly.vote("ada", "For", roles={ELDERS})
    assert await power(OTHERS) == 3


async def test_a_role_counts_toward_the_threshold_of_a_proposer(assembly: Assembly) -> None:
    await assembly.set_up(sources=f"role {ELDERS} x 3", quorum="1 votes", threshold="3")
    proposal = await assembly.drafted("ada")
    with pytest.raises(BelowThreshold):
        await assembly.folkmoot.proposing.submit(assembly.actor("ada", OTHERS), proposal)
    await assembly.folkmoot.proposing.submit(assembly.actor("ada", ELDERS), proposal)


@pytest.mark.parametrize(
    ("sources", "said"),
    [
        (f"erc20_votes {TOKEN.contract} + role {ELDERS}", f"role {ELDERS}"),
        (f"role {ELDERS}", f"role {ELDERS}"),
    ],
)
async def test_there_is_no_share_of_who_may_have_a_role(assembly: Assembly, sources: str, said: str) -> None:
    with pytest.raises(BadSetting) as refused:
        await assembly.set_up(sources=sources, quorum="4%")
    assert refused.value.field == "quorum"
    assert said in refused.value.expected
    await assembly.set_up(sources=sources, quorum="10 votes")


async def test_a_vote_without_a_total_that_its_rules_need_does_not_open(assembly: Assembly) -> None:
    await assembly.set_up()
    await assembly.compose(sources=[TOKEN, Role(role=ELDERS)])
    await assembly.powers({"ada": 10})
    proposal = await assembly.submitted("ada")
    await assembly.pass_time(DISCUSSION)
    with pytest.raises(TotalUnknown):
        await assembly.folkmoot.opening.open(proposal)


# -- a Safe's owners


async def test_the_owners_of_a_safe_have_one_vote_each_and_are_the_whole(assembly: Assembly) -> None:
    assembly.chain.tokens[SAFE] = ("votes", 0)
    proposal = await assembly.opened(powers={"ada": 0}, sources=f"safe_owners {SAFE} x 2", threshold="0")
    (source,) = (await assembly.get(proposal)).rules.power.sources
    assembly.hold("ada", 1, source)
    assembly.hold("ben", 1, source)
    await assembly.pass_time(timedelta(hours=1))
    later = await assembly.submitted("ada")
    opening = await assembly.open(later)
    assert opening.total_power == 4
    assert (await assembly.vote("ada", "For")).power.total == 2


# -- caps, the greatest source, roots


async def test_caps_are_in_whole_votes_whatever_the_decimals(assembly: Assembly) -> None:
    sources = f"erc20_votes {TOKEN.contract} cap 3 + erc20 {SILVER.contract} x 2 cap 5"
    assembly.hold("ada", 900, SILVER)
    await assembly.opened(powers={"ada": 7}, sources=sources)
    assert (await assembly.vote("ada", "For")).power.total == 800


async def test_a_root_scales_everything_to_18_decimals_and_is_told_from_a_share(assembly: Assembly) -> None:
    await assembly.set_up(sources=f"erc20_votes {TOKEN.contract}", quorum="2 votes", threshold="2")
    with pytest.raises(ValueError, match="18 decimals"):
        await assembly.compose(curve="root")
    await assembly.compose(curve="root", decimals=18, cap=16 * 10**18, minimum=4 * 10**18)
    # What is put together as it was, is put together anew with new sources.
    await assembly.set_up(sources=f"erc20 {SILVER.contract}", quorum="2 votes", threshold="2")
    rule = (await assembly.folkmoot.setup.space(GUILD))[1].policy.power
    assert (rule.curve, rule.decimals, rule.cap, rule.minimum) == ("root", 18, 16 * 10**18, 4 * 10**18)
    assert rule.sources == (SILVER.model_copy(update={"weight": 10**16}),)
    for name, amount in {"ada": 900, "ben": 300, "cleo": 10_000}.items():
        assembly.hold(name, amount, SILVER)
        await assembly.link(name)
    assembly.chain.advance(3)
    proposal = await assembly.submitted("ada")
    await assembly.open(proposal)
    powers = [(await assembly.vote(name, "For")).power.total for name in ("ada", "ben", "cleo")]
    assert powers == [3 * 10**18, 0, 4 * 10**18]
    with pytest.raises(BadSetting) as refused:
        await assembly.set_up(sources="", quorum="4%")
    assert "root" in refused.value.expected


async def test_there_is_no_share_where_only_the_greatest_source_counts(assembly: Assembly) -> None:
    sources = f"erc20_votes {TOKEN.contract} + erc20 {SILVER.contract}"
    await assembly.set_up(sources=sources, quorum="5 votes")
    await assembly.compose(combine="max")
    with pytest.raises(BadSetting) as refused:
        await assembly.set_up(sources="", quorum="4%")
    assert "greatest" in refused.value.expected
    assembly.hold("ada", 600, SILVER)
    await assembly.powers({"ada": 7})
    await assembly.open(await assembly.submitted("ada"))
    assert (await assembly.vote("ada", "For")).power.total == 700


# -- holding


async def held(assembly: Assembly) -> BlockRef:
    """A space with a holding rule, whose chain is older than the window; ada has 10 since before it."""
    await assembly.set_up()
    await assembly.powers({"ada": 10, "ben": 0})
    await assembly.compose(holding=HOLDING)
    for _ in range(10):
        await assembly.pass_time(timedelta(days=1))
    return await assembly.chain.latest()


async def test_what_is_borrowed_for_the_snapshot_counts_for_nothing(assembly: Assembly) -> None:
    await held(assembly)
    proposal = await assembly.submitted("ada")
    await assembly.pass_time(DISCUSSION - timedelta(hours=1))
    assembly.hold("ada", 1_000_000)
    assembly.hold("ben", 1_000_000)
    await assembly.pass_time(timedelta(minutes=30))
    await assembly.pass_time(timedelta(minutes=30))
    opening = await assembly.folkmoot.opening.open(proposal)
    assert opening is not None
    assembly.proposal = proposal
    times = sample_times(HOLDING, opening.snapshot)
    assert [block.time <= time for block, time in zip(opening.earlier, times, strict=True)] == [True] * 3
    assert [len(blocks) for blocks in opening.moments] == [1] * 4
    powers = [(await assembly.vote(name, "For")).power.total for name in ("ada", "ben")]
    assert powers == [10, 0]
    assert (await assembly.get(proposal)).opening == opening
    await assembly.restart()
    assert (await assembly.close(proposal)).scores == {"For": 10}
    record = await record_of(assembly, proposal)
    assert [block["hash"] for block in record["frozen"]["earlier"]] == [each.hash for each in opening.earlier]
    read = {entry["block"]: entry["raw"] for entry in record["ballots"][0]["evidence"]}
    assert set(read) == {block.hash for blocks in opening.moments for block in blocks}
    assert read[opening.snapshot[0].hash] == "1000000"


async def test_the_earlier_blocks_are_the_newest_at_times_that_the_snapshot_draws(assembly: Assembly) -> None:
    await held(assembly)
    opening = await assembly.open(await assembly.submitted("ada"))
    for block, time in zip(opening.earlier, sample_times(HOLDING, opening.snapshot), strict=True):
        assert block == await assembly.chain.finalized(not_after=time)
        assert opening.snapshot[0].time - HOLDING.window <= time < opening.snapshot[0].time


async def test_an_earlier_balance_that_cannot_be_read_leaves_the_vote_undetermined(
    assembly: Assembly,
) -> None:
    await held(assembly)
    assembly.chain.silent_before = assembly.clock.now() - timedelta(days=1)
    proposal = await assembly.submitted("ada")
    await assembly.open(proposal)
    assert (await assembly.vote("ada", "For")).power.total is None
    await assembly.end(proposal)
    assert await assembly.folkmoot.closing.close(proposal) is None
    assembly.chain.silent_before = None
    assert (await assembly.close(proposal)).scores == {"For": 10}


async def test_a_chain_that_is_younger_than_the_window_opens_no_vote_yet(assembly: Assembly) -> None:
    await assembly.set_up()
    await assembly.powers({"ada": 10})
    await assembly.compose(holding=HOLDING)
    proposal = await assembly.submitted("ada")
    await assembly.pass_time(DISCUSSION)
    with pytest.raises(ChainUnavailable):
        await assembly.folkmoot.opening.open(proposal)
    for _ in range(6):
        await assembly.pass_time(timedelta(days=1))
    assert await assembly.folkmoot.opening.open(proposal) is not None


async def test_the_doctor_looks_for_the_oldest_state_that_a_holding_rule_asks_for(assembly: Assembly) -> None:
    async def found() -> list[tuple[bool, str]]:
        policy = (await assembly.folkmoot.setup.space(GUILD))[1].policy
        checks = await assembly.folkmoot.doctor.check_policy(policy)
        return [(check.good, check.mend) for check in checks if "holding rule" in check.name]

    await held(assembly)
    assert await found() == [(True, "")]
    assembly.chain.silent_before = assembly.clock.now() - HOLDING.window + timedelta(days=2)
    ((good, mend),) = await found()
    assert not good
    assert "archive node" in mend
    await assembly.compose(holding=None)
    assert await found() == []


# -- several chains


async def on_two_chains(assembly: Assembly, **setup: Any) -> FakeChain:
    """A space that reads the token on both chains; the other chain is the slower one."""
    side = FakeChain(assembly.clock, id=SIDE, name="gnosis", tokens={TOKEN.contract: ("SIDE", 2)})
    assembly.other_chains.append(side)
    await assembly.restart()
    sources = f"erc20_votes {TOKEN.contract} + erc20 {TOKEN.contract} on gnosis"
    await assembly.set_up(**{"sources": sources, **setup})
    return side


async def test_power_on_two_chains_is_read_at_one_common_time(assembly: Assembly) -> None:
    side = await on_two_chains(assembly)
    rule = (await assembly.folkmoot.setup.space(GUILD))[1].policy.power
    assert [source.weight for source in rule.sources] == [100, 1]
    side.hold(SIDE_TOKEN, assembly.wallet("ada"), 550)
    side.advance(2)
    await assembly.powers({"ada": 10})
    proposal = await assembly.submitted("ada")
    await assembly.pass_time(DISCUSSION - timedelta(hours=2))
    side.advance(2)
    # From here on the other chain makes no final block any more.
    common = (await side.finalized()).time
    for _ in range(4):
        assembly.hold("ada", 999)
        await assembly.pass_time(timedelta(minutes=30))
    opening = await assembly.folkmoot.opening.open(proposal)
    assert opening is not None
    here, there = opening.snapshot
    assert (here.chain, there.chain, there.time) == (assembly.chain.id, SIDE, common)
    assert here == await assembly.chain.finalized(not_after=common)
    assert here != await assembly.chain.finalized()
    assembly.proposal = proposal
    assert (await assembly.vote("ada", "For")).power.total == 10 * 100 + 550
    assert opening.total_power == 10 * 100 + 550


async def test_a_proposer_is_measured_at_one_common_time_too(assembly: Assembly) -> None:
    side = await on_two_chains(assembly)
    await assembly.powers({"ada": 10})
    proposal = await assembly.drafted("ada")
    assembly.hold("ada", 0)
    await assembly.pass_time(timedelta(hours=1))
    assert (await side.finalized()).time < (await assembly.chain.finalized()).time
    submitted = await assembly.folkmoot.proposing.submit(assembly.actor("ada"), proposal)
    assert submitted.submission is not None
    assert submitted.submission.power == 1000
    assert {block.time for block in submitted.submission.blocks} == {(await side.finalized()).time}


async def test_a_holding_rule_reads_every_chain_at_each_of_its_times(assembly: Assembly) -> None:
    side = await on_two_chains(assembly)
    side.hold(SIDE_TOKEN, assembly.wallet("ada"), 50)
    await assembly.powers({"ada": 10})
    await assembly.compose(holding=HOLDING)
    for _ in range(10):
        await assembly.pass_time(timedelta(days=1))
        side.advance(2)
    proposal = await assembly.submitted("ada")
    await assembly.pass_time(DISCUSSION)
    side.advance(2)
    opening = await assembly.folkmoot.opening.open(proposal)
    assert opening is not None
    assembly.proposal = proposal
    for blocks, time in zip(opening.moments[1:], sample_times(HOLDING, opening.snapshot), strict=True):
        chains = (assembly.chain, side)
        assert blocks == tuple([await chain.finalized(not_after=time) for chain in chains])
    assert (await assembly.vote("ada", "For")).power.total == 1050

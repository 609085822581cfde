"""Votes whose power is composed: roles, a Safe's owners, holding times, caps and roots, several chains."""

import json
from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from bot.domain.blocks import BlockRef
from bot.domain.errors import BadSetting, BelowThreshold, ChainUnavailable, NoWallet, TotalUnknown
from bot.domain.ids import ChainId, MemberId, MessageId, RoleId
from bot.domain.power import Erc20, Holding, Role, sample_times
from bot.services.governance.findings import OfHolding
from bot.wording.governance.checks import mend_of
from tests.fakes import FakeChain
from tests.harness import DISCUSSION, GUILD, SAFE, SILVER, TOKEN, ServiceHarness
from tests.said import PLAIN_ENGLISH, raises_saying, said

ELDERS, OTHERS = RoleId(77), RoleId(78)
SIDE = ChainId(100)
SIDE_TOKEN = Erc20(chain=SIDE, contract=TOKEN.contract)
FOR = "👍"
HOLDING = Holding(window=timedelta(days=7), samples=4)


async def record_of(harness: ServiceHarness, proposal: Any) -> Any:
    return json.loads(await harness.services.cards.record(proposal) or b"")


# -- roles


async def test_a_role_gives_power_to_whoever_has_it_when_they_vote_and_is_kept_with_the_ballot(
    harness: ServiceHarness,
) -> None:
    sources = f"erc20_votes {TOKEN.contract} + role <@&{ELDERS}> x 30"
    proposal = await harness.opened(powers={"ada": 10, "ben": 10}, sources=sources, quorum="5 votes")
    assert (await harness.vote("ada", "For", roles={ELDERS, OTHERS})).power.total == 40
    assert (await harness.vote("ben", "Against", roles={OTHERS})).power.total == 10
    assert (await harness.vote("cleo", "Against", roles={ELDERS})).power.total == 30
    with pytest.raises(NoWallet):
        await harness.vote("dan", "For", roles={OTHERS})
    assert (await harness.close(proposal)).scores == {"For": 40, "Against": 40}
    ballots = {entry["voter"]: entry for entry in (await record_of(harness, proposal))["ballots"]}
    cleo = ballots[await harness.in_record("cleo", proposal)]
    assert cleo["roles"] == [str(ELDERS)]
    assert cleo["evidence"] == [{"source": "role", "place": 2, "wallet": None, "raw": "1", "weight": "30"}]


async def test_a_ballot_cast_again_without_the_role_weighs_less(harness: ServiceHarness) -> None:
    proposal = await harness.opened(
        powers={"ada": 10}, sources=f"erc20_votes {TOKEN.contract} + role {ELDERS} x 30", quorum="5 votes"
    )
    await harness.vote("ada", "For", roles={ELDERS})
    assert (await harness.running_tally(proposal)).scores[0] == 40
    await harness.vote("ada", "For")
    assert (await harness.running_tally(proposal)).scores[0] == 10
    assert (await harness.close(proposal)).scores == {"For": 10}


async def test_a_reaction_brings_the_roles_of_its_member_also_when_it_was_missed(
    harness: ServiceHarness,
) -> None:
    proposal = await harness.opened(
        powers={"ada": 1}, sources=f"erc20_votes {TOKEN.contract} + role {ELDERS} x 30", quorum="5 votes"
    )
    await harness.post_card(proposal)
    await harness.react("ben", FOR, roles={ELDERS})
    asked: list[MemberId] = []

    async def roles_of(member: MemberId) -> frozenset[RoleId]:
        asked.append(member)
        return frozenset({ELDERS})

    present = {(harness.member(name), FOR) for name in ("ben", "cleo")}
    await harness.services.voting.reconcile(GUILD, proposal, MessageId(7_000), present, roles_of)
    assert asked == [harness.member("cleo")], "only of who has reacted anew"
    assert (await harness.close(proposal)).scores == {"For": 60}


async def test_roles_are_not_asked_for_where_none_gives_power(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 1})
    await harness.post_card(proposal)

    async def roles_of(member: MemberId) -> frozenset[RoleId]:
        raise AssertionError("Discord limits how often it may be asked")

    present = {(harness.member("ada"), FOR)}
    await harness.services.voting.reconcile(GUILD, proposal, MessageId(7_000), present, roles_of)
    assert (await harness.close(proposal)).scores == {"For": 1}


async def test_why_tells_the_roles_of_now_until_one_has_voted(harness: ServiceHarness) -> None:
    proposal = await harness.opened(
        powers={"ada": 1}, sources=f"role {ELDERS} x 3", quorum="1 votes", threshold="0"
    )
    why = harness.services.voting.why

    async def power(*roles: RoleId) -> int | None:
        return (await why(GUILD, proposal, harness.member("ada"), frozenset(roles))).power.total

    assert (await power(ELDERS), await power(OTHERS)) == (3, 0)
    await harness.vote("ada", "For", roles={ELDERS})
    assert await power(OTHERS) == 3


async def test_a_role_counts_toward_the_threshold_of_a_proposer(harness: ServiceHarness) -> None:
    await harness.set_up(sources=f"role {ELDERS} x 3", quorum="1 votes", threshold="3")
    proposal = await harness.drafted("ada")
    with pytest.raises(BelowThreshold):
        await harness.services.proposing.submit(harness.actor("ada", OTHERS), proposal)
    await harness.services.proposing.submit(harness.actor("ada", ELDERS), proposal)


@pytest.mark.parametrize(
    ("sources", "words"),
    [
        (f"erc20_votes {TOKEN.contract} + role {ELDERS}", f"role {ELDERS}"),
        (f"role {ELDERS}", f"role {ELDERS}"),
    ],
)
async def test_there_is_no_share_of_who_may_have_a_role(
    harness: ServiceHarness, sources: str, words: str
) -> None:
    with pytest.raises(BadSetting) as refused:
        await harness.set_up(sources=sources, quorum="4%")
    assert refused.value.field == "quorum"
    assert words in said(refused.value)
    await harness.set_up(sources=sources, quorum="10 votes")


async def test_a_vote_without_a_total_that_its_rules_need_does_not_open(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.compose(sources=[TOKEN, Role(role=ELDERS)])
    await harness.powers({"ada": 10})
    proposal = await harness.submitted("ada")
    await harness.pass_time(DISCUSSION)
    with pytest.raises(TotalUnknown):
        await harness.open_now(proposal)


# -- a Safe's owners


async def test_the_owners_of_a_safe_have_one_vote_each_and_are_the_whole(harness: ServiceHarness) -> None:
    harness.chain.tokens[SAFE] = ("votes", 0)
    proposal = await harness.opened(powers={"ada": 0}, sources=f"safe_owners {SAFE} x 2", threshold="0")
    (source,) = (await harness.get(proposal)).rules.power.sources
    harness.hold("ada", 1, source)
    harness.hold("ben", 1, source)
    await harness.pass_time(timedelta(hours=1))
    later = await harness.submitted("ada")
    opening = await harness.open(later)
    assert opening.total_power == 4
    assert (await harness.vote("ada", "For")).power.total == 2


# -- caps, the greatest source, roots


async def test_caps_are_in_whole_votes_whatever_the_decimals(harness: ServiceHarness) -> None:
    sources = f"erc20_votes {TOKEN.contract} cap 3 + erc20 {SILVER.contract} x 2 cap 5"
    harness.hold("ada", 900, SILVER)
    await harness.opened(powers={"ada": 7}, sources=sources)
    assert (await harness.vote("ada", "For")).power.total == 800


async def test_a_root_scales_everything_to_18_decimals_and_is_told_from_a_share(
    harness: ServiceHarness,
) -> None:
    await harness.set_up(sources=f"erc20_votes {TOKEN.contract}", quorum="2 votes", threshold="2")
    with raises_saying(ValidationError, "18 decimals"):
        await harness.compose(curve="root")
    await harness.compose(curve="root", decimals=18, cap=16 * 10**18, minimum=4 * 10**18)
    # What is put together as it was, is put together anew with new sources.
    await harness.set_up(sources=f"erc20 {SILVER.contract}", quorum="2 votes", threshold="2")
    rule = (await harness.services.space_setup.space(GUILD))[1].policy.power
    assert (rule.curve, rule.decimals, rule.cap, rule.minimum) == ("root", 18, 16 * 10**18, 4 * 10**18)
    assert rule.sources == (SILVER.model_copy(update={"weight": 10**16}),)
    for name, amount in {"ada": 900, "ben": 300, "cleo": 10_000}.items():
        harness.hold(name, amount, SILVER)
        await harness.link(name)
    harness.chain.advance(3)
    proposal = await harness.submitted("ada")
    await harness.open(proposal)
    powers = [(await harness.vote(name, "For")).power.total for name in ("ada", "ben", "cleo")]
    assert powers == [3 * 10**18, 0, 4 * 10**18]
    with pytest.raises(BadSetting) as refused:
        await harness.set_up(sources="", quorum="4%")
    assert "root" in said(refused.value)


async def test_there_is_no_share_where_only_the_greatest_source_counts(harness: ServiceHarness) -> None:
    sources = f"erc20_votes {TOKEN.contract} + erc20 {SILVER.contract}"
    await harness.set_up(sources=sources, quorum="5 votes")
    await harness.compose(combine="max")
    with pytest.raises(BadSetting) as refused:
        await harness.set_up(sources="", quorum="4%")
    assert "greatest" in said(refused.value)
    harness.hold("ada", 600, SILVER)
    await harness.powers({"ada": 7})
    await harness.open(await harness.submitted("ada"))
    assert (await harness.vote("ada", "For")).power.total == 700


# -- holding


async def held(harness: ServiceHarness) -> BlockRef:
    """A space with a holding rule, whose chain is older than the window; ada has 10 since before it."""
    await harness.set_up()
    await harness.powers({"ada": 10, "ben": 0})
    await harness.compose(holding=HOLDING)
    for _ in range(10):
        await harness.pass_time(timedelta(days=1))
    return await harness.chain.latest()


async def test_what_is_borrowed_for_the_snapshot_counts_for_nothing(harness: ServiceHarness) -> None:
    await held(harness)
    proposal = await harness.submitted("ada")
    await harness.pass_time(DISCUSSION - timedelta(hours=1))
    harness.hold("ada", 1_000_000)
    harness.hold("ben", 1_000_000)
    await harness.pass_time(timedelta(minutes=30))
    await harness.pass_time(timedelta(minutes=30))
    opening = await harness.open_now(proposal)
    assert opening is not None
    harness.proposal = proposal
    times = sample_times(HOLDING, opening.snapshot)
    assert [block.time <= time for block, time in zip(opening.earlier, times, strict=True)] == [True] * 3
    assert [len(blocks) for blocks in opening.moments] == [1] * 4
    powers = [(await harness.vote(name, "For")).power.total for name in ("ada", "ben")]
    assert powers == [10, 0]
    assert (await harness.get(proposal)).opening == opening
    await harness.restart()
    assert (await harness.close(proposal)).scores == {"For": 10}
    record = await record_of(harness, proposal)
    assert [block["hash"] for block in record["frozen"]["earlier"]] == [each.hash for each in opening.earlier]
    read = {entry["block"]: entry["raw"] for entry in record["ballots"][0]["evidence"]}
    assert set(read) == {block.hash for blocks in opening.moments for block in blocks}
    assert read[opening.snapshot[0].hash] == "1000000"


async def test_the_earlier_blocks_are_the_newest_at_times_that_the_snapshot_draws(
    harness: ServiceHarness,
) -> None:
    await held(harness)
    opening = await harness.open(await harness.submitted("ada"))
    for block, time in zip(opening.earlier, sample_times(HOLDING, opening.snapshot), strict=True):
        assert block == await harness.chain.finalized(not_after=time)
        assert opening.snapshot[0].time - HOLDING.window <= time < opening.snapshot[0].time


async def test_an_earlier_balance_that_cannot_be_read_leaves_the_vote_undetermined(
    harness: ServiceHarness,
) -> None:
    await held(harness)
    harness.chain.silent_before = harness.clock.now() - timedelta(days=1)
    proposal = await harness.submitted("ada")
    await harness.open(proposal)
    assert (await harness.vote("ada", "For")).power.total is None
    await harness.end(proposal)
    assert await harness.services.closing.close(proposal) is None
    harness.chain.silent_before = None
    assert (await harness.close(proposal)).scores == {"For": 10}


async def test_a_chain_that_is_younger_than_the_window_opens_no_vote_yet(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.powers({"ada": 10})
    await harness.compose(holding=HOLDING)
    proposal = await harness.submitted("ada")
    await harness.pass_time(DISCUSSION)
    with pytest.raises(ChainUnavailable):
        await harness.open_now(proposal)
    for _ in range(6):
        await harness.pass_time(timedelta(days=1))
    assert await harness.open_now(proposal) is not None


async def test_the_doctor_looks_for_the_oldest_state_that_a_holding_rule_asks_for(
    harness: ServiceHarness,
) -> None:
    async def found() -> list[tuple[bool, str]]:
        policy = (await harness.services.space_setup.space(GUILD))[1].policy
        checks = await harness.services.doctor.check_policy(policy)
        return [
            (check.good, mend_of(check, PLAIN_ENGLISH))
            for check in checks
            if isinstance(check.subject, OfHolding)
        ]

    await held(harness)
    assert await found() == [(True, "")]
    harness.chain.silent_before = harness.clock.now() - HOLDING.window + timedelta(days=2)
    ((good, mend),) = await found()
    assert not good
    assert "archive node" in mend
    await harness.compose(holding=None)
    assert await found() == []


# -- several chains


async def on_two_chains(harness: ServiceHarness, **setup: Any) -> FakeChain:
    """A space that reads the token on both chains; the other chain is the slower one."""
    side = FakeChain(harness.clock, id=SIDE, name="gnosis", tokens={TOKEN.contract: ("SIDE", 2)})
    harness.other_chains.append(side)
    await harness.restart()
    sources = f"erc20_votes {TOKEN.contract} + erc20 {TOKEN.contract} on gnosis"
    await harness.set_up(**{"sources": sources, **setup})
    return side


async def test_power_on_two_chains_is_read_at_one_common_time(harness: ServiceHarness) -> None:
    side = await on_two_chains(harness)
    rule = (await harness.services.space_setup.space(GUILD))[1].policy.power
    assert [source.weight for source in rule.sources] == [100, 1]
    side.hold(SIDE_TOKEN, harness.wallet("ada"), 550)
    side.advance(2)
    await harness.powers({"ada": 10})
    proposal = await harness.submitted("ada")
    await harness.pass_time(DISCUSSION - timedelta(hours=2))
    side.advance(2)
    # From here on the other chain makes no final block any more.
    common = (await side.finalized()).time
    for _ in range(4):
        harness.hold("ada", 999)
        await harness.pass_time(timedelta(minutes=30))
    opening = await harness.open_now(proposal)
    assert opening is not None
    here, there = opening.snapshot
    assert (here.chain, there.chain, there.time) == (harness.chain.id, SIDE, common)
    assert here == await harness.chain.finalized(not_after=common)
    assert here != await harness.chain.finalized()
    harness.proposal = proposal
    assert (await harness.vote("ada", "For")).power.total == 10 * 100 + 550
    assert opening.total_power == 10 * 100 + 550


async def test_a_proposer_is_measured_at_one_common_time_too(harness: ServiceHarness) -> None:
    side = await on_two_chains(harness)
    await harness.powers({"ada": 10})
    proposal = await harness.drafted("ada")
    harness.hold("ada", 0)
    await harness.pass_time(timedelta(hours=1))
    assert (await side.finalized()).time < (await harness.chain.finalized()).time
    submitted = await harness.services.proposing.submit(harness.actor("ada"), proposal)
    assert submitted.submission is not None
    assert submitted.submission.power == 1000
    assert {block.time for block in submitted.submission.blocks} == {(await side.finalized()).time}


async def test_a_holding_rule_reads_every_chain_at_each_of_its_times(harness: ServiceHarness) -> None:
    side = await on_two_chains(harness)
    side.hold(SIDE_TOKEN, harness.wallet("ada"), 50)
    await harness.powers({"ada": 10})
    await harness.compose(holding=HOLDING)
    for _ in range(10):
        await harness.pass_time(timedelta(days=1))
        side.advance(2)
    proposal = await harness.submitted("ada")
    await harness.pass_time(DISCUSSION)
    side.advance(2)
    opening = await harness.open_now(proposal)
    assert opening is not None
    harness.proposal = proposal
    for blocks, time in zip(opening.moments[1:], sample_times(HOLDING, opening.snapshot), strict=True):
        chains = (harness.chain, side)
        assert blocks == tuple([await chain.finalized(not_after=time) for chain in chains])
    assert (await harness.vote("ada", "For")).power.total == 1050

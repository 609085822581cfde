"""A part moves no more in a period than the space above it said, on whatever tracks and in whatever stands below it."""

import asyncio
from datetime import datetime, timedelta
from random import Random

import pytest

from bot.domain.errors import BadAction, BeyondLimits
from bot.domain.ids import ChannelId, ProposalId
from bot.domain.policy.model import Policy
from bot.domain.policy.toml.writing import policy_toml
from bot.domain.proposals.state import State
from bot.domain.spaces.space import MAIN
from bot.services.governance.policies.policy_changes import Changes
from bot.wording.governance.spaces import space_lines
from bot.wording.proposals.lifecycle.lifecycle import state_lines
from bot.wording.server_acts.listing import act_danger_lines, act_lines
from tests.fakes import account
from tests.harness import GUARDIANS, GUILD, TOKEN, ServiceHarness
from tests.said import raises_saying
from tests.services.execution.asking import SAY, WELL_BUILDER
from tests.services.server_acts.changed_server import COUNCIL, carried_out, outcomes, passed
from tests.services.server_acts.parts import (
    GRANTS,
    Part,
    grants,
    in_a_server_with_channels,
    wei,
    with_safe,
)

PERIOD = timedelta(days=10)
TEN = f"{wei(10)} per 10 days"


def paying(amount: int) -> str:
    return f"transfer {amount} to {WELL_BUILDER}"


async def asked(harness: ServiceHarness, proposal: ProposalId) -> bool:
    """Whether the Safe is asked for it now, by a chain whose blocks come as time passes."""
    harness.chain.advance()
    try:
        return bool(await harness.services.preparing.prepare(proposal))
    except BeyondLimits:
        return False


async def ends(part: Part, proposal: ProposalId) -> datetime:
    """It is executed; when that was."""
    harness = part.harness
    request = (await harness.get(proposal)).standing[-1]
    # No block that executes it is older than the one by which it was asked for.
    harness.chain.advance(harness.chain.finality + 1)
    harness.safes.end(part.safe, request, "executed")
    harness.chain.advance(harness.chain.finality + 1)
    await harness.services.following.follow(proposal)
    execution = (await harness.get(proposal)).standing[-1].execution
    assert execution is not None
    return execution.at


async def below(part: Part, name: str = "Small") -> Part:
    """A part of the part, with a track and a Safe of its own, as its own vote would have created it."""
    harness = part.harness
    async with harness.services.uow.writing() as repositories:
        parent = await part.space()
        main, *_ = await repositories.spaces.tracks(parent.id)
        channels = {"announcements": ChannelId(901), "discussion": ChannelId(902), "log": ChannelId(903)}
        roles = {"moderators": COUNCIL, "guardians": GUARDIANS}
        child = await repositories.spaces.create(parent, name, **channels, **roles, at=harness.clock.now())
        policy = main.policy.model_copy(update={"executor": None})
        await repositories.spaces.set_track(child.id, MAIN, policy, harness.clock.now())
    return await with_safe(harness, name, 902, COUNCIL)


# -- who sets them -------------------------------------------------------------------------------------------------


async def test_limits_are_set_with_the_part_and_changed_by_the_space_above_alone(
    harness: ServiceHarness,
) -> None:
    await in_a_server_with_channels(harness)
    harness.chain.tokens[account("usdc")] = ("USDC", 6)
    created = await harness.get(
        await carried_out(harness, f"{GRANTS} limit 5,000.5 {account('usdc')} and 2 ETH per 30 days")
    )
    shown = "\n".join(act_lines(created, SAY))
    assert "send 5\u202f000.5 USDC" in shown
    assert "send 2 ETH" in shown
    assert "in any 30 days" in shown
    assert f"limit 5000.5 {account('usdc')} and 2 ETH per 30 days" in created.content.acts[0].line
    part = await with_safe(harness)
    before = (await part.space()).limits
    assert before is not None
    assert [(each.symbol, each.per_period) for each in before.limits.spending] == [
        ("USDC", 5_000_500_000),
        ("ETH", 2 * 10**18),
    ]
    changed = await carried_out(harness, "limit space Grants to nothing")
    assert await harness.state(changed) is State.EXECUTED
    (entry, *_) = await harness.services.public_log.newest(GUILD, limit=1)
    assert (entry.act, entry.details["limits"]) == ("server limit_space", "nothing")
    lifting = await passed(harness, "limit space Grants to anything")
    (danger,) = act_danger_lines(await harness.get(lifting), SAY)
    assert "may move **everything** that its Safe holds" in danger
    await harness.proceed()
    assert (await part.space()).limits is None


@pytest.mark.attack("commands")
async def test_a_part_raises_its_own_limit_by_no_act_no_rules_and_no_upload(harness: ServiceHarness) -> None:
    part = await grants(harness, TEN)
    limits = (await part.space()).limits
    policy = await part.policy()
    allowed = Policy.model_validate(
        {
            **policy.model_dump(),
            "server": {"acts": ["limit_space", "change_rules"], "roles": []},
            "limits": None,
        }
    )
    await harness.services.tracks.upload(part.moderator, MAIN, policy_toml(allowed).encode())
    for line in ("limit space Grants to anything", f'limit space "DAO {GUILD}" to anything'):
        with raises_saying(BadAction, "there is no part"):
            await part.drafted(line)
    rules = await part.all_passed("rules main: quorum 2 voters")
    await harness.proceed()
    assert await outcomes(harness, rules[0]) == ["done"]
    await harness.services.tracks.apply(part.moderator, MAIN, "subdao")
    assert (await part.space()).limits == limits
    with raises_saying(BeyondLimits, "In Grants and below 0.00000000000000001 may be moved in any 10 days"):
        await harness.services.proposing.submit(part.member(), await part.drafted(paying(11)))


@pytest.mark.attack("commands")
@pytest.mark.parametrize(
    ("limit", "why"),
    [
        ("5 GOLD per 30 days", "no token is known here as GOLD"),
        (f"5 {account('nobody')} per 30 days", "no token is known here as"),
        ("5 ETH and 6 eth per 30 days", "is named twice"),
        ("5 ETH per 0 days", "for 1 to 3\u202f650 days"),
        ("5 ETH per 3651 days", "for 1 to 3\u202f650 days"),
        ("1.0000000000000000001 ETH per 30 days", "is no amount"),
        ("1,00 ETH per 30 days", "is no amount"),
        (f"{10**77} ETH per 30 days", "is no amount"),
        ("5 ETH", "it is written"),
        ("-5 ETH per 30 days", "it is written"),
        ("5 ETH per 30 days limit 6 ETH per 30 days", "it is written"),
        (", ".join(f"{n} T{n}" for n in range(21)) + " per 30 days", "at most 20 assets"),
    ],
)
async def test_a_limit_that_says_nothing_certain_is_refused(
    harness: ServiceHarness, limit: str, why: str
) -> None:
    await in_a_server_with_channels(harness)
    with raises_saying(BadAction, why):
        await harness.drafted(actions=f"{GRANTS} limit {limit}")


@pytest.mark.attack("order")
async def test_a_part_that_was_dissolved_meanwhile_gets_no_limit(harness: ServiceHarness) -> None:
    await grants(harness, TEN)
    proposal = await passed(harness, "limit space Grants to anything")
    async with harness.services.uow.writing() as repositories:
        space = (await repositories.spaces.tree(GUILD)).named("Grants")
        assert space is not None
        await repositories.spaces.archive(space.id, harness.clock.now())
    await harness.proceed()
    assert await outcomes(harness, proposal) == ["gone: space_gone"]


# -- what counts ---------------------------------------------------------------------------------------------------


@pytest.mark.attack("actions")
async def test_what_is_more_than_a_part_may_move_is_refused_however_it_is_split(
    harness: ServiceHarness,
) -> None:
    part = await grants(harness, TEN)
    for lines in (paying(11), "\n".join([paying(4), paying(4), paying(3)])):
        proposal = await part.drafted(lines)
        preview = await harness.services.previews.show(part.member(), proposal)
        assert len(preview.breaches) == 1
        with raises_saying(BeyondLimits, "This moves 0.000000000000000011 ETH"):
            await harness.services.proposing.submit(part.member(), proposal)
    # A second track of the part, and a part of the part, have no limit of their own to spend beside it.
    await harness.services.tracks.add(part.moderator, "More", "subdao", Changes())
    small = await below(part)
    (first,) = await part.all_passed(paying(6))
    assert await asked(harness, first)
    with raises_saying(BeyondLimits, "0.000000000000000006 are spent or asked for"):
        await harness.services.proposing.submit(small.member(), await small.drafted(paying(5)))
    (second,) = await small.all_passed(paying(4))
    assert await asked(harness, second)
    with raises_saying(BeyondLimits, "In Grants and below"):
        await harness.services.proposing.submit(part.member(), await part.drafted(paying(1)))
    described = await harness.services.space_tree.described(GUILD, "Small")
    shown = "\n".join(space_lines(described, None, SAY))
    assert "Left now of what may be moved in Grants and below: 0 of 0.00000000000000001 ETH" in shown
    # The whole is limited by none of it.
    assert await harness.submitted(actions=paying(1000))


@pytest.mark.attack("actions")
async def test_what_is_not_named_may_not_be_moved(harness: ServiceHarness) -> None:
    part = await grants(harness, f"5 {TOKEN.contract} per 10 days")
    with raises_saying(BeyondLimits, "the limits that were set for Grants from above name none"):
        await harness.services.proposing.submit(part.member(), await part.drafted(paying(1)))


@pytest.mark.attack("order")
async def test_of_several_that_are_asked_for_at_once_one_sees_the_other(harness: ServiceHarness) -> None:
    part = await grants(harness, TEN)
    small = await below(part)
    proposals = [*await part.all_passed(paying(6), paying(6)), *await small.all_passed(paying(6))]
    made = await asyncio.gather(*(asked(harness, each) for each in proposals))
    assert sum(made) == 1


async def test_a_limit_that_was_lowered_holds_for_what_has_passed_and_says_why_it_waits(
    harness: ServiceHarness,
) -> None:
    part = await grants(harness, TEN)
    (proposal,) = await part.all_passed(paying(10))
    async with harness.services.uow.writing() as repositories:
        lowered = (await part.space()).limits
        assert lowered is not None
        one = lowered.limits.spending[0].model_copy(update={"per_period": 1})
        limits = lowered.limits.model_copy(update={"spending": (one,)})
        await repositories.spaces.limit(
            (await part.space()).id, lowered.model_copy(update={"limits": limits})
        )
    await harness.try_again()
    assert not (await harness.get(proposal)).requests
    card = "\n".join(state_lines(await harness.services.cards.card(proposal), SAY))
    assert "more than Grants and what stands below may move in a period" in card


@pytest.mark.attack("time")
@pytest.mark.parametrize(("short", "goes"), [(timedelta(microseconds=1), False), (timedelta(0), True)])
async def test_what_was_spent_counts_for_a_whole_period_and_no_moment_longer(
    harness: ServiceHarness, short: timedelta, goes: bool
) -> None:
    part = await grants(harness, f"{wei(10)} per 1 day")
    first, second = await part.all_passed(paying(10), paying(10))
    assert await asked(harness, first)
    at = await ends(part, first)
    harness.clock.advance(at + timedelta(days=1) - short - harness.clock.now())
    assert await asked(harness, second) is goes


@pytest.mark.attack("time")
async def test_a_chain_that_is_behind_has_no_two_executed_within_a_period(harness: ServiceHarness) -> None:
    part = await grants(harness, f"{wei(10)} per 1 day")
    first, second = await part.all_passed(paying(10), paying(10))
    assert await asked(harness, first)
    at = await ends(part, first)
    harness.chain.ahead = -timedelta(seconds=9)
    harness.clock.advance(at + timedelta(days=1) - harness.clock.now())
    assert not await asked(harness, second)
    harness.clock.advance(timedelta(seconds=9))
    assert await asked(harness, second)


@pytest.mark.attack("time")
@pytest.mark.parametrize("seed", range(3))
async def test_in_any_order_of_things_no_period_holds_more_than_the_limit(
    harness: ServiceHarness, seed: int
) -> None:
    """In the part and in one below it, by one or by all at once, at any moment and at the very edge of a period."""
    random = Random(seed)
    part = await grants(harness, f"{wei(10)} per 2 days")
    small = await below(part)
    amounts = [random.randint(1, 7) for _ in range(6)]
    of_part = await part.all_passed(*map(paying, amounts[:3]))
    of_small = await small.all_passed(*map(paying, amounts[3:]))
    owners = {**dict.fromkeys(of_part, part), **dict.fromkeys(of_small, small)}
    moved = dict(zip(owners, amounts, strict=True))
    done: list[tuple[datetime, int]] = []
    for _ in range(16):
        edges = [at + timedelta(days=2) for at, _ in done if at + timedelta(days=2) > harness.clock.now()]
        if edges and random.random() < 0.4:
            harness.clock.advance(min(edges) - harness.clock.now())
        else:
            await harness.pass_time(timedelta(hours=random.randint(0, 12)))
        chosen = list(owners) if random.random() < 0.3 else [random.choice(list(owners))]
        await asyncio.gather(*(asked(harness, each) for each in chosen))
        pending = [each.id for each in await harness.get_all(owners) if each.pending]
        if pending and random.random() < 0.7:
            one = random.choice(pending)
            done.append((await ends(owners[one], one), moved[one]))
    assert done
    for start, _ in done:
        assert sum(amount for at, amount in done if start <= at < start + timedelta(days=2)) <= 10

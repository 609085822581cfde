"""Assemblies in which reputation counts: policies that ask for it, and proposals that give it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.domain.ids import GuildId, ProposalId
from bot.domain.policy.model import RewardRule
from bot.domain.power import Reputation
from bot.domain.proposals.facts import Opening
from bot.domain.reputation.ledger import DECIMALS
from tests.harness import GRACE, GUILD, TIMELOCK, ServiceHarness

POINT = 10**DECIMALS
DAY = timedelta(days=1)
REPUTATION = Reputation()
NOTHING = RewardRule()
REWARDS = RewardRule(ballot=2 * POINT, accepted=10 * POINT)


async def change_policy(harness: ServiceHarness, *, guild: GuildId = GUILD, **fields: Any) -> None:
    """From now on the track's policy says this; fields of the power rule are named as such."""
    async with harness.services.uow.writing() as repositories:
        space = await repositories.spaces.of_guild(guild)
        (track,) = await repositories.spaces.tracks(space.id)
        rule = {
            name: fields.pop(name) for name in list(fields) if name in type(track.policy.power).model_fields
        }
        power = track.policy.power.model_copy(update=rule)
        policy = track.policy.model_copy(update={"power": power, **fields})
        await repositories.spaces.set_track(space.id, track.name, policy, harness.clock.now())


async def founded(
    harness: ServiceHarness, powers: Mapping[str, int], rewards: RewardRule = NOTHING, **fields: Any
) -> None:
    """A space whose members hold tokens; the policy is changed by the fields."""
    await harness.set_up()
    await harness.powers(powers)
    await change_policy(harness, rewards=rewards, **fields)


async def meritocracy(harness: ServiceHarness, amounts: Mapping[str, int], **fields: Any) -> None:
    """A space with these points of reputation, in which from now on nothing else gives power."""
    await founded(harness, {"ada": 10})
    await give(harness, amounts)
    fields = {"sources": (REPUTATION,), "decimals": 18, "proposal_threshold": 0, **fields}
    await change_policy(harness, **fields)


async def passed(harness: ServiceHarness, actions: str, author: str = "ada") -> ProposalId:
    """A proposal that the author carries alone, and that is now in its timelock."""
    proposal = await harness.submitted(author, actions=actions)
    await harness.open(proposal)
    await harness.passed(proposal, author)
    return proposal


async def give(harness: ServiceHarness, amounts: Mapping[str, int], author: str = "ada") -> ProposalId:
    """A proposal grants (or slashes, where negative) so many whole points to members, and is executed."""
    lines = "\n".join(
        f"{'grant' if amount > 0 else 'slash'} {abs(amount)} reputation {'to' if amount > 0 else 'from'} "
        f"<@{harness.member(name)}>"
        for name, amount in amounts.items()
    )
    proposal = await passed(harness, lines, author)
    await harness.pass_time(TIMELOCK)
    await harness.sweep.run()
    return proposal


async def held(harness: ServiceHarness, *names: str) -> list[int]:
    """What each has now, in base units."""
    standings = [await harness.services.reputation.of_member(GUILD, harness.member(name)) for name in names]
    return [held_reputation.balance for held_reputation in standings]


async def next_vote(
    harness: ServiceHarness, author: str = "ada", actions: str = ""
) -> tuple[ProposalId, Opening]:
    proposal = await harness.submitted(author, actions=actions)
    return proposal, await harness.open(proposal)


async def close_quietly(harness: ServiceHarness, proposal: ProposalId) -> None:
    """The end and the close, by the sweep."""
    ends_at = (await harness.get(proposal)).ends_at(harness.clock.now())
    assert ends_at is not None
    await harness.pass_time(max(timedelta(0), ends_at + GRACE - harness.clock.now()))
    await harness.sweep.run()

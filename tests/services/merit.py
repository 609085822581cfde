"""Assemblies in which reputation counts: policies that ask for it, and proposals that give it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.domain.ids import GuildId, ProposalId
from bot.domain.policy import Earning
from bot.domain.power import Reputation
from bot.domain.proposal import Opening
from bot.domain.reputation import DECIMALS
from tests.assembly import GRACE, GUILD, TIMELOCK, Assembly

POINT = 10**DECIMALS
DAY = timedelta(days=1)
REPUTATION = Reputation()
NOTHING = Earning()
EARNS = Earning(ballot=2 * POINT, accepted=10 * POINT)


async def change_policy(assembly: Assembly, *, guild: GuildId = GUILD, **fields: Any) -> None:
    """From now on the track's policy says this; fields of the power rule are named as such."""
    async with assembly.folkmoot.uow.writing() as facts:
        space = await facts.spaces.of_guild(guild)
        (track,) = await facts.spaces.tracks(space.id)
        rule = {
            name: fields.pop(name) for name in list(fields) if name in type(track.policy.power).model_fields
        }
        power = track.policy.power.model_copy(update=rule)
        policy = track.policy.model_copy(update={"power": power, **fields})
        await facts.spaces.set_track(space.id, track.name, policy, assembly.clock.now())


async def founded(
    assembly: Assembly, powers: Mapping[str, int], earns: Earning = NOTHING, **fields: Any
) -> None:
    """A space whose members hold tokens; the policy is changed by the fields."""
    await assembly.set_up()
    await assembly.powers(powers)
    await change_policy(assembly, earns=earns, **fields)


async def meritocracy(assembly: Assembly, amounts: Mapping[str, int], **fields: Any) -> None:
    """A space with these points of reputation, in which from now on nothing else gives power."""
    await founded(assembly, {"ada": 10})
    await give(assembly, amounts)
    fields = {"sources": (REPUTATION,), "decimals": 18, "proposal_threshold": 0, **fields}
    await change_policy(assembly, **fields)


async def passed(assembly: Assembly, actions: str, author: str = "ada") -> ProposalId:
    """A proposal that the author carries alone, and that is now in its timelock."""
    proposal = await assembly.submitted(author, actions=actions)
    await assembly.open(proposal)
    await assembly.passed(proposal, author)
    return proposal


async def give(assembly: Assembly, amounts: Mapping[str, int], author: str = "ada") -> ProposalId:
    """A proposal grants (or slashes, where negative) so many whole points to members, and is executed."""
    lines = "\n".join(
        f"{'grant' if amount > 0 else 'slash'} {abs(amount)} reputation {'to' if amount > 0 else 'from'} "
        f"<@{assembly.member(name)}>"
        for name, amount in amounts.items()
    )
    proposal = await passed(assembly, lines, author)
    await assembly.pass_time(TIMELOCK)
    await assembly.folkmoot.sweep.run()
    return proposal


async def held(assembly: Assembly, *names: str) -> list[int]:
    """What each has now, in base units."""
    standings = [
        await assembly.folkmoot.reputation.standing_of(GUILD, assembly.member(name)) for name in names
    ]
    return [standing.balance for standing in standings]


async def next_vote(assembly: Assembly, author: str = "ada", actions: str = "") -> tuple[ProposalId, Opening]:
    proposal = await assembly.submitted(author, actions=actions)
    return proposal, await assembly.open(proposal)


async def close_quietly(assembly: Assembly, proposal: ProposalId) -> None:
    """The end and the close, by the sweep."""
    ends_at = (await assembly.get(proposal)).ends_at(assembly.clock.now())
    assert ends_at is not None
    await assembly.pass_time(max(timedelta(0), ends_at + GRACE - assembly.clock.now()))
    await assembly.folkmoot.sweep.run()

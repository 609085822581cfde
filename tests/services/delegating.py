"""Spaces in which members delegate, and short ways to say so."""

from collections.abc import Mapping
from typing import Any

from bot.domain.ids import GuildId, ProposalId, TrackId
from bot.domain.policy import DelegationRule
from bot.services.delegations import Made
from tests.assembly import GUILD, Assembly


async def rule(assembly: Assembly, name: str = "main", *, guild: GuildId = GUILD, **changes: Any) -> TrackId:
    """Give the track of that name (a new one begins as the main one) a policy with these changes."""
    async with assembly.folkmoot.uow.writing() as facts:
        space = await facts.spaces.of_guild(guild)
        tracks = {track.name: track for track in await facts.spaces.tracks(space.id)}
        base = tracks.get(name, tracks["main"]).policy
        track = await facts.spaces.set_track(
            space.id, name, base.model_copy(update=changes), assembly.clock.now()
        )
    return track.id


async def space(
    assembly: Assembly, powers: Mapping[str, int], depth: Any = "one_hop", **changes: Any
) -> None:
    """Members who hold so much, in a server whose policy has delegation."""
    await assembly.set_up()
    await rule(assembly, delegation=DelegationRule(depth=depth), **changes)
    await assembly.powers(powers)


async def lend(assembly: Assembly, delegator: str, delegate: str, **how: Any) -> Made:
    return await assembly.folkmoot.delegating.delegate(
        assembly.actor(delegator), assembly.member(delegate), **how
    )


async def opened(
    assembly: Assembly,
    powers: Mapping[str, int],
    delegations: Mapping[str, str],
    depth: Any = "one_hop",
    *,
    told: bool = False,
    **changes: Any,
) -> ProposalId:
    """A vote under way: members hold so much, and delegated before it opened. The first of them wrote the proposal."""
    await space(assembly, powers, depth, **changes)
    for delegator, delegate in delegations.items():
        await lend(assembly, delegator, delegate, told=told)
    proposal = await assembly.submitted(next(iter(powers)))
    await assembly.open(proposal)
    return proposal

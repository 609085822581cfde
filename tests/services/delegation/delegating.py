"""Spaces in which members delegate, and short ways to say so."""

from collections.abc import Mapping
from typing import Any

from bot.domain.ids import GuildId, ProposalId, TrackId
from bot.domain.policy.model import DelegationRule
from bot.services.delegation.delegating import Made
from tests.harness import GUILD, ServiceHarness


async def rule(
    harness: ServiceHarness, name: str = "main", *, guild: GuildId = GUILD, **changes: Any
) -> TrackId:
    """Give the track of that name (a new one begins as the main one) a policy with these changes."""
    async with harness.services.uow.writing() as repositories:
        space = await repositories.spaces.of_guild(guild)
        tracks = {track.name: track for track in await repositories.spaces.tracks(space.id)}
        base = tracks.get(name, tracks["main"]).policy
        track = await repositories.spaces.set_track(
            space.id, name, base.model_copy(update=changes), harness.clock.now()
        )
    return track.id


async def space(
    harness: ServiceHarness,
    powers: Mapping[str, int],
    depth: Any = "one_hop",
    *,
    cap: int | None = None,
    **changes: Any,
) -> None:
    """Members who hold so much, in a server whose policy has delegation."""
    await harness.set_up()
    await rule(harness, delegation=DelegationRule(depth=depth, cap=cap), **changes)
    await harness.powers(powers)


async def delegate_power(harness: ServiceHarness, delegator: str, delegate: str, **how: Any) -> Made:
    return await harness.services.delegating.delegate(
        harness.actor(delegator), harness.member(delegate), **how
    )


async def opened(
    harness: ServiceHarness,
    powers: Mapping[str, int],
    delegations: Mapping[str, str],
    depth: Any = "one_hop",
    *,
    notify: bool = False,
    **changes: Any,
) -> ProposalId:
    """A vote under way: members hold so much, and delegated before it opened. The first of them wrote the proposal."""
    await space(harness, powers, depth, **changes)
    for delegator, delegate in delegations.items():
        await delegate_power(harness, delegator, delegate, notify=notify)
    proposal = await harness.submitted(next(iter(powers)))
    await harness.open(proposal)
    return proposal

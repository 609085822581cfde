"""What the spaces above have set for a part: limits that it can't change itself, counted over all of its tracks and of
whatever stands below it."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from bot.domain.actions.actions import DecodedAction
from bot.domain.actions.limits import Breach, OfSpace, breaches
from bot.domain.actions.outlays import Outlay
from bot.domain.ids import ChainId, SpaceId
from bot.domain.policy.limits import Limits
from bot.domain.spaces.limits import SpaceLimits
from bot.domain.spaces.space import Space
from bot.services.ports import Repositories


class LimitedSpace(msgspec.Struct, frozen=True):
    """A space with the limits that its parent has set."""

    space: Space
    limits: SpaceLimits
    within: tuple[SpaceId, ...]
    """Whose requests count: its own, and those of all that stand below it."""


async def limited_spaces(repositories: Repositories, space_id: SpaceId) -> list[LimitedSpace]:
    """The space and those above it, as far as they have limits, the space itself first."""
    space = await repositories.spaces.get(space_id)
    if space.parent is None:
        return []
    tree = await repositories.spaces.tree(space.guild)
    return [
        LimitedSpace(each, each.limits, tuple(below.id for below in tree.within(each)))
        for each in (space, *tree.above(space))
        if each.limits is not None
    ]


async def who_may_allow(
    repositories: Repositories, space_id: SpaceId, found: Sequence[Breach]
) -> Space | None:
    """The space above this one whose vote is bound by none of the limits that are broken: the parent of the highest one
    that has such. None where none was set from above."""
    names = {each.space for each in found if isinstance(each, OfSpace)}
    if not names:
        return None
    space = await repositories.spaces.get(space_id)
    tree = await repositories.spaces.tree(space.guild)
    highest = [each for each in (space, *tree.above(space)) if each.name in names][-1]
    return tree.above(highest)[0]


async def breaches_above(
    repositories: Repositories, space: SpaceId, actions: Sequence[DecodedAction], at: datetime | None
) -> tuple[OfSpace, ...]:
    """How the actions would break what is set above; with `at` None as if nothing was spent before."""
    found: list[OfSpace] = []
    for limited in await limited_spaces(repositories, space):
        for chain in dict.fromkeys(each.action.chain for each in actions):
            there = [each for each in actions if each.action.chain == chain]
            limits = limited.limits.on(chain)
            spent = [] if at is None else await _spent(repositories, limited, chain, limits, at)
            found += [OfSpace(limited.space.name, each) for each in breaches(limits, there, spent)]
    return tuple(found)


async def _spent(
    repositories: Repositories, limited: LimitedSpace, chain: ChainId, limits: Limits, at: datetime
) -> Sequence[Outlay]:
    return await repositories.execution_requests.outlays_within(limited.within, chain, at - limits.period)

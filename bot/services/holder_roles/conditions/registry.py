"""Who is asked about each kind of condition."""

from collections.abc import Mapping

from bot.domain.holder_roles.delegating import Delegating
from bot.domain.holder_roles.holding import Holding
from bot.domain.holder_roles.registry import AnyCondition
from bot.domain.holder_roles.voting import Voting
from bot.domain.ids import ChainId
from bot.services.holder_roles.conditions.held import Held
from bot.services.holder_roles.conditions.meeting import Meeting
from bot.services.holder_roles.conditions.stored import Stored
from bot.services.ports import Chain, Clock, UnitOfWork
from bot.services.power.powers import Powers


def meetings(
    uow: UnitOfWork, chains: Mapping[ChainId, Chain], powers: Powers, clock: Clock
) -> Mapping[type[AnyCondition], Meeting]:
    stored = Stored(uow, clock)
    return {Holding: Held(uow, chains, powers, clock), Voting: stored, Delegating: stored}

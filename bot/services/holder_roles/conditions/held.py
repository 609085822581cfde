"""What members hold, by any power source, at a finalized block."""

from collections.abc import Mapping, Sequence

import msgspec
import structlog

from bot.domain.errors import ChainUnavailable, UnknownChain
from bot.domain.holder_roles.holding import Holding
from bot.domain.holder_roles.rule import RoleRule
from bot.domain.ids import ChainId, MemberId
from bot.domain.policy.trust import TrustLevel
from bot.domain.power import Holder
from bot.domain.reputation.ledger import balance
from bot.domain.reputation.rewards import ledger_sources
from bot.services.ports import Chain, Clock, Repositories, UnitOfWork
from bot.services.power.holders import holder_now
from bot.services.power.powers import Powers
from bot.services.power.snapshots import chains_of, common_blocks

_log = structlog.get_logger(__name__)


class Held(msgspec.Struct, frozen=True):
    """`Meeting`."""

    uow: UnitOfWork
    chains: Mapping[ChainId, Chain]
    powers: Powers
    clock: Clock

    async def met(self, rule: RoleRule, members: Sequence[MemberId]) -> Mapping[MemberId, bool | None]:
        """All are read at the same blocks, in one request for each chain. Of a chain that doesn't answer, or that the
        operator has no more, nobody knows."""
        condition = rule.condition
        assert isinstance(condition, Holding)
        async with self.uow.reading() as repositories:
            holders = await self._holders(repositories, rule, condition, members)
        try:
            at = await common_blocks(self.chains, chains_of(condition.power))
            found = await self.powers.now_of_all(condition.power, holders, at)
        except (ChainUnavailable, UnknownChain) as why:
            _log.warning("role.unread", rule=rule.id, why=repr(why))
            return dict.fromkeys(members)
        return {
            member: None if power.total is None else power.total >= condition.least
            for member, power in zip(members, found, strict=True)
        }

    async def _holders(
        self, repositories: Repositories, rule: RoleRule, condition: Holding, members: Sequence[MemberId]
    ) -> list[Holder]:
        """The members with all wallets that they have linked, whatever these may vote on."""
        now = self.clock.now()
        linked = await repositories.wallets.of_members(rule.guild, members)
        ledger = ledger_sources(condition.power)
        events = await repositories.reputation.of_members(rule.space, members) if ledger else {}
        holders = []
        for member in members:
            reputation = {
                source.key: balance(events.get(member, ()), now, source.half_life) for source in ledger
            }
            wallets = linked.get(member, [])
            holders.append(holder_now(member, wallets, reputation, now, trust=TrustLevel.DISCORD))
        return holders

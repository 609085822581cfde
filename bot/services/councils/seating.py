"""Seats as owners of a Safe: whether they can be proposed, and what the Safe has to do when members are elected."""

from collections.abc import Mapping

import msgspec

from bot.domain.actions.called_code import Examined
from bot.domain.chains import chain_of
from bot.domain.councils.lines import SeatsLine
from bot.domain.councils.seats import OwnerSeats, SafeOwners
from bot.domain.errors import BadAction
from bot.domain.errors.proposals.councils import NotAnOwner, SeatsAlone, SeatsNotAllowed, ThresholdTooHigh
from bot.domain.executors import AnyExecutor
from bot.domain.ids import ChainId, GuildId
from bot.domain.policy.model import Policy
from bot.services.accounts.reading import AccountReading
from bot.services.ports import Chain, SafeOwnership


class Seating(msgspec.Struct, frozen=True):
    chains: Mapping[ChainId, Chain]
    account_reading: AccountReading
    ownership: SafeOwnership

    async def read(self, guild: GuildId, policy: Policy, written: SeatsLine, *, alone: bool) -> OwnerSeats:
        """What the line stands for. `alone`: whether the Safe has nothing else to do.

        Raises BadAction naming the line; UnknownChain, NoCode, WrongContract, ChainUnavailable.
        """
        executor = policy.executor
        if not policy.seats_owners or policy.elects is None or executor is None:
            raise BadAction(written.number, written.line, SeatsNotAllowed())
        if not alone:
            raise BadAction(written.number, written.line, SeatsAlone())
        chain, line = chain_of(self.chains, executor.chain), (written.number, written.line)
        leaving = [await self.account_reading.in_line(guild, text, chain, *line) for text in written.leaving]
        now = await self.ownership.owners(executor)
        for account in leaving:
            if account not in now.owners:
                raise BadAction(written.number, written.line, NotAnOwner(account))
        most = len(set(now.owners) - set(leaving)) + policy.elects.seats
        if written.threshold > most:
            raise BadAction(written.number, written.line, ThresholdTooHigh(written.threshold, most))
        return OwnerSeats(written.threshold, tuple(dict.fromkeys(leaving)))

    async def examine(self, executor: AnyExecutor) -> Examined:
        """What runs when the Safe changes its owners. Raises what the port does."""
        return await self.ownership.examine(executor)

    async def owners(self, executor: AnyExecutor) -> SafeOwners:
        """Who owns the Safe now. Raises what the port does."""
        return await self.ownership.owners(executor)

"""What the actions of proposals do, from their calldata, and how the accounts in them are called."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from operator import attrgetter

import msgspec
from msgspec.structs import replace

from bot.domain.accounts.accounts import BookEntry, NamedAccount, mentioned
from bot.domain.actions.actions import Action, DecodedAction, numbered
from bot.domain.actions.dangers import ChainSilent
from bot.domain.errors import ChainUnavailable
from bot.domain.ids import Address, ChainId, SpaceId
from bot.domain.policy.model import Policy
from bot.domain.proposals.proposal import Proposal
from bot.services.ports import ActionCodec, Chain, UnitOfWork

_IN_MEMORY = 500
_LONGEST_IN_MEMORY = 32 * 1024
"""Hex digits of all calldata of what is remembered."""


class DecodedActions(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    chains: Mapping[ChainId, Chain]
    codec: ActionCodec
    known: dict[tuple[tuple[Action, ...], Address | None], tuple[DecodedAction, ...]] = msgspec.field(
        default_factory=dict
    )
    """As they were read last."""

    async def of(self, proposal: Proposal) -> tuple[DecodedAction, ...]:
        """The proposal's actions. What was read once is remembered.

        While the chain is silent they are read from their calldata alone, so that a card, a result or a warning never
        waits for it.
        """
        rules = proposal.rules
        found: list[DecodedAction] = []
        for actions in _by_chain(proposal.actions):
            found += await self.made_by(proposal.space, actions, _account(rules, actions[0].chain))
        return tuple(found)

    async def made_by(
        self, space: SpaceId, actions: tuple[Action, ...], account: Address | None
    ) -> tuple[DecodedAction, ...]:
        """The same of actions that this account would make, all on one chain."""
        if not actions:
            return ()
        key = (actions, account)
        if (known := self.known.get(key)) is None:
            if actions[0].chain not in self.chains:
                return await self._named(space, self.codec.decode_unread(actions, account=account))
            try:
                known = await self._decoded(actions, account)
            except ChainUnavailable:
                known = self.codec.decode_unread(actions, account=account)
            else:
                if len(self.known) >= _IN_MEMORY:
                    self.known.clear()
                silent = any(ChainSilent() in each.dangers for _, each in numbered(known))
                if not silent and sum(len(each.data) for each in actions) <= _LONGEST_IN_MEMORY:
                    self.known[key] = known
        return await self._named(space, known)

    async def read(
        self, space: SpaceId, actions: Sequence[Action], policy: Policy
    ) -> tuple[DecodedAction, ...]:
        """These actions as the chain describes them now. Raises ChainUnavailable."""
        found: list[DecodedAction] = []
        for made in _by_chain(actions):
            found += await self._decoded(made, _account(policy, made[0].chain))
        return await self._named(space, found) if found else ()

    async def _decoded(self, actions: Sequence[Action], account: Address | None) -> tuple[DecodedAction, ...]:
        at = await self.chains[actions[0].chain].latest()
        return await self.codec.decode(actions, at, account=account)

    async def _named(self, space: SpaceId, decoded: Sequence[DecodedAction]) -> tuple[DecodedAction, ...]:
        """The actions with the names of accounts in them: those that were written, then the address book's."""
        async with self.uow.reading() as repositories:
            book = await repositories.address_book.of_space(space)
        return tuple(_with_names(each, (), book) for each in decoded)


def _with_names(
    decoded: DecodedAction, written: Iterable[NamedAccount], book: Sequence[BookEntry]
) -> DecodedAction:
    """With the names that the proposer wrote, and those that the address book has on its chain."""
    written = (*decoded.action.names, *written)
    known = (*written, *(entry.named for entry in book if entry.chain == decoded.action.chain))
    accounts = " ".join([decoded.action.to, repr(decoded.effect), *map(repr, decoded.arguments)])
    accounts += repr(decoded.dangers)
    return replace(
        decoded,
        names=mentioned(reversed(known), accounts),
        inner=tuple(_with_names(each, written, book) for each in decoded.inner),
    )


def _by_chain(actions: Iterable[Action]) -> list[tuple[Action, ...]]:
    """The actions in their order, those that follow each other on one chain together."""
    return [tuple(made) for _, made in groupby(actions, key=attrgetter("chain"))]


def _account(policy: Policy, chain: ChainId) -> Address | None:
    """The account that will make the calls on the chain."""
    executor = policy.executor_on(chain) or policy.executor
    return executor.holder if executor else None

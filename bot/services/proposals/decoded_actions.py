"""What the actions of proposals do, from their calldata."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.actions import Action, DecodedAction
from bot.domain.errors import ChainUnavailable
from bot.domain.executors import AnyExecutor
from bot.domain.ids import Address, ChainId
from bot.domain.policy.model import Policy
from bot.domain.proposal import Proposal
from bot.services.ports import ActionCodec, Chain

_IN_MEMORY = 500


@dataclass(frozen=True)
class DecodedActions:
    chains: Mapping[ChainId, Chain]
    codec: ActionCodec
    known: dict[tuple[tuple[Action, ...], AnyExecutor | None], tuple[DecodedAction, ...]] = field(
        default_factory=dict
    )
    """As they were read last."""

    async def of(self, proposal: Proposal) -> tuple[DecodedAction, ...]:
        """The proposal's actions. What was read once is remembered.

        While the chain is silent they are read from their calldata alone, so that a card, a result or a warning never
        waits for it.
        """
        actions, policy = proposal.content.actions, proposal.rules
        key = (actions, policy.executor)
        if (known := self.known.get(key)) is not None:
            return known
        try:
            decoded = await self.read(actions, policy)
        except ChainUnavailable:
            return self.codec.decode_unread(actions, account=_account(policy))
        if len(self.known) >= _IN_MEMORY:
            self.known.clear()
        self.known[key] = decoded
        return decoded

    async def read(self, actions: Sequence[Action], policy: Policy) -> tuple[DecodedAction, ...]:
        """These actions as the chain describes them now. Raises ChainUnavailable."""
        if not actions:
            return ()
        at = await self.chains[actions[0].chain].latest()
        return await self.codec.decode(actions, at, account=_account(policy))


def _account(policy: Policy) -> Address | None:
    """The account that will make the calls."""
    return policy.executor.address if policy.executor else None

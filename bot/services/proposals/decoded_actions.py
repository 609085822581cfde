"""The actions of proposals in words, from their calldata."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.actions import Action, DecodedAction
from bot.domain.errors import ChainUnavailable
from bot.domain.executors import AnyExecutor
from bot.domain.ids import ChainId
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

        While the chain is silent they are shown as bare calls, so that a card, a result or a warning never waits for
        it.
        """
        actions, policy = proposal.content.actions, proposal.rules
        key = (actions, policy.executor)
        if (known := self.known.get(key)) is not None:
            return known
        try:
            decoded = await self.read(actions, policy)
        except ChainUnavailable:
            return tuple(_bare(action) for action in actions)
        if len(self.known) >= _IN_MEMORY:
            self.known.clear()
        self.known[key] = decoded
        return decoded

    async def read(self, actions: Sequence[Action], policy: Policy) -> tuple[DecodedAction, ...]:
        """These actions as the chain describes them now. Raises ChainUnavailable."""
        if not actions:
            return ()
        account = policy.executor.address if policy.executor else None
        return await self.codec.decode(actions, await self.chains[actions[0].chain].latest(), account=account)


def _bare(action: Action) -> DecodedAction:
    """An action as nobody but its bytes describes it."""
    size = (len(action.data) - 2) // 2
    sentence = f"call {action.to} with {action.value} wei and {size} bytes of calldata"
    return DecodedAction(
        action, sentence, warnings=("the chain did not answer, so that amounts are not in words",)
    )

"""What executors of a sort have in common."""

from typing import ClassVar

from bot.domain.actions.actions import Action
from bot.domain.frozen_model import FrozenModel
from bot.domain.ids import Address
from bot.domain.policy.bounds import ChainNumber


class OnChainExecutor(FrozenModel):
    """One that carries out what passed by calls of an account on one chain."""

    needs_signatures: ClassVar[bool]
    """Whether people must sign before anything happens: then a request is shown to them, and who signed is told."""

    kind: str
    chain: ChainNumber
    address: Address

    @property
    def name(self) -> str:
        """In a few words, such as `Safe 0x…`."""
        return f"{self.kind.replace('_', ' ').title()} {self.address}"

    def can_make(self, action: Action) -> bool:
        """Whether the action is one that it could carry out: it is on its chain."""
        return action.chain == self.chain

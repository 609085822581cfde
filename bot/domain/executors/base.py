"""What executors of a sort have in common."""

from typing import Any, ClassVar

from bot.domain.actions.actions import Action
from bot.domain.frozen_model import FrozenModel
from bot.domain.ids import Address, ChainId
from bot.domain.policy.bounds import ChainNumber


class OnChainExecutor(FrozenModel):
    """One that carries out what passed by calls of an account on one chain."""

    needs_signatures: ClassVar[bool]
    """Whether people must sign before anything happens, a message or a transaction of their own: then a request is
    shown to them, and what they did is told."""
    needs_proof: ClassVar[bool] = True
    """Whether it must be proved that it belongs to the space: something is handed to those who speak for it."""
    pays_by_rule: ClassVar[bool] = False
    """Whether it can be asked for what follows from a rule, and was not proposed by anybody."""
    has_owners: ClassVar[bool] = False
    """Whether it is a list of owners that decides who signs for it, which a vote can change."""
    casts_only: ClassVar[bool] = False
    """Whether it can be asked for nothing but votes in somebody else's Governor, and what it holds is nobody's but its
    own."""
    follows_above: ClassVar[bool] = False
    """Whether it can be asked for what the space above its own has decided: whoever carries that out holds no vote of
    their own on it."""
    stage: ClassVar[type[Any] | None] = None
    """The form of the stages that a request goes through, where it has more of them than to be signed."""

    kind: str
    chain: ChainNumber
    address: Address

    @property
    def name(self) -> str:
        """In a few words, such as `Safe 0x…`."""
        return f"{self.kind.replace('_', ' ').title()} {self.address}"

    @property
    def place(self) -> tuple[str, ChainId, Address]:
        """By what it is told apart from all others."""
        return self.kind, self.chain, self.address

    @property
    def holder(self) -> Address:
        """The account that makes the calls, and has what they send."""
        return self.address

    def can_make(self, action: Action) -> bool:
        """Whether the action is one that it could carry out: it is on its chain."""
        return action.chain == self.chain

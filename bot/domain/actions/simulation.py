"""What a proposal's actions would do, tried out in the state after one block: which of them would be made, and what
changes by all of them, for whom."""

from enum import StrEnum
from typing import Literal

import msgspec

from bot.domain.actions.effects import Token
from bot.domain.blocks import BlockRef
from bot.domain.ids import Address, ChainId


class Method(StrEnum):
    """How it was found out where something may change. What does change is measured by `eth_call` with overrides."""

    SIMULATED = "eth_simulateV1"
    TRACED = "debug_traceCall"
    CALLED = "eth_call"
    """From the calldata alone: what a contract moves without being told to in so many words isn't found."""


class Outcome(msgspec.Struct, frozen=True):
    """Of one action, after those before it."""

    succeeds: bool
    reason: str = ""
    """Why it reverts, in the contract's own words; "" where there are none."""


class Change:
    """The root of all kinds. The lower the rank, the earlier it is said: first what somebody may take at any time
    later, then what the account loses, what it gets, and what becomes of others."""

    @property
    def rank(self) -> int:
        raise NotImplementedError


class AmountChange(Change):
    """How much an account holds of something."""

    before: int
    after: int
    own: bool

    @property
    def gained(self) -> int:
        """What it has more than before; negative where it has less."""
        return self.after - self.before

    @property
    def rank(self) -> int:
        if not self.own:
            return 4
        return 2 if self.gained < 0 else 3


class HeldChange(AmountChange, msgspec.Struct, frozen=True):
    """How much an account holds of the chain's coin (`token` None) or of a token, in base units."""

    token: Token | None
    account: Address
    before: int
    after: int
    own: bool
    """Whether it is the account that makes the calls."""


class ItemChange(AmountChange, msgspec.Struct, frozen=True):
    """How many an account holds of one number of a token that has many (ERC-1155)."""

    contract: Address
    number: int
    account: Address
    before: int
    after: int
    own: bool
    """Whether it is the account that makes the calls."""


class AllowanceChange(Change, msgspec.Struct, frozen=True):
    """How much a spender may take of what an owner has of a token, in base units."""

    token: Token
    owner: Address
    spender: Address
    before: int
    after: int

    @property
    def rank(self) -> int:
        return 1 if self.after > self.before else 5


class OperatorChange(Change, msgspec.Struct, frozen=True):
    """Whether an operator may take everything that an owner has of a contract."""

    contract: Address
    owner: Address
    operator: Address
    allowed: bool

    @property
    def rank(self) -> int:
        return 0 if self.allowed else 5


class NftChange(Change, msgspec.Struct, frozen=True):
    """Whose an NFT is; None: nobody's."""

    contract: Address
    number: int
    before: Address | None
    after: Address | None
    own: bool
    """Whether it was that of the account that makes the calls."""

    @property
    def rank(self) -> int:
        return 2 if self.own else 4


class NftApproval(Change, msgspec.Struct, frozen=True):
    """Who may take one NFT at any time later; None: nobody."""

    contract: Address
    number: int
    before: Address | None
    after: Address | None

    @property
    def rank(self) -> int:
        return 1 if self.after is not None else 5


AnyChange = HeldChange | ItemChange | AllowanceChange | OperatorChange | NftChange | NftApproval


class Simulation(msgspec.Struct, frozen=True):
    """The actions made in their order. One that fails has no effect on those after it, and then none is made."""

    block: BlockRef
    method: Method
    outcomes: tuple[Outcome, ...]
    """One for each action."""
    changes: tuple[AnyChange, ...] = ()
    """By rank; none where an action fails."""
    unread: int = 0
    """Of so many things that may change it could not be read whether they do."""
    left_out: int = 0
    """So many more may change, and were not looked at."""
    elsewhere: int = 0
    """So many calls are made on other chains, where nothing was tried out."""

    @property
    def is_whole(self) -> bool:
        """Whether all was looked at of which is known that it may change."""
        return not (self.unread or self.left_out or self.elsewhere)

    @property
    def fails(self) -> bool:
        """Whether something is known that would keep the actions from being made."""
        return bool(self.failing)

    @property
    def failing(self) -> tuple[tuple[int, str], ...]:
        """The numbers of the actions that fail, from 1, and why."""
        return tuple(
            (number, outcome.reason)
            for number, outcome in enumerate(self.outcomes, start=1)
            if not outcome.succeeds
        )


class NotSimulated(msgspec.Struct, frozen=True):
    """Nobody knows what they would do."""

    cause: Literal["contradicted", "unavailable"]
    """`contradicted`: the endpoints gave different answers, of which none is believed."""
    block: BlockRef | None = None

    @property
    def fails(self) -> bool:
        """Nothing is known that would keep them from being made."""
        return False


AnySimulation = Simulation | NotSimulated


class Trial(msgspec.Struct, frozen=True):
    """What those of a proposal's actions would do that are made on one chain."""

    chain: ChainId
    native: str
    """The symbol of the chain's coin."""
    first: int
    """The number of the first of them among all actions; the others follow it."""
    simulation: AnySimulation

    @property
    def fails(self) -> bool:
        """Whether something is known that would keep them from being made."""
        return self.simulation.fails

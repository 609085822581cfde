"""The wallet of a delegate: one account that has votes in somebody else's Governor, and casts them there as members
decided.

Nobody can bind it to send anything else, so that it carries out nothing but such votes. What it did is read on the
Governor: it casts them from its own key, or lets them be.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

import msgspec

from bot.domain.actions.actions import Action
from bot.domain.actions.calldata import selector
from bot.domain.blocks import BlockRef
from bot.domain.executors.base import OnChainExecutor
from bot.domain.ids import Address
from bot.domain.metagovernance.calls import WITH_PARAMS, WITH_REASON

_CASTS = tuple(map(selector, (WITH_REASON, WITH_PARAMS)))


@dataclass(frozen=True)
class WalletVote:
    """Exactly the vote that the wallet is asked to cast."""

    threshold: ClassVar[int] = 0
    nonce: ClassVar[None] = None
    made_twice: ClassVar[dict[str, str]] = {}

    governor: Address
    id: str
    """Of the proposal there, in digits."""
    support: int
    """The number of the side; 255 where the votes are split."""
    params: str
    """The parts of the votes where they are split, else 0x."""
    reason: str
    """What stands on chain with them."""
    data: str
    """The whole call, as 0x-prefixed hex."""
    since_block: int
    """From this block on the vote is looked for."""


@dataclass(frozen=True)
class WalletStage:
    """Whether the Governor says that the wallet has voted, however."""

    first: ClassVar[str] = "waiting"
    is_over: ClassVar[bool] = False
    quiet: ClassVar[bool] = False
    held_until: ClassVar[None] = None
    made_in: ClassVar[tuple[()]] = ()

    name: Literal["waiting", "voted"] = "waiting"

    def told(self) -> dict[str, str]:
        """What is said of it in the thread, as data of an event."""
        return {"stage": self.name}


class DelegateWalletExecutor(OnChainExecutor):
    """The wallet whose votes are cast."""

    needs_signatures: ClassVar[bool] = True
    casts_only: ClassVar[bool] = True
    payload: ClassVar[type[WalletVote]] = WalletVote
    stage: ClassVar[type[WalletStage] | None] = WalletStage

    kind: Literal["delegate_wallet"] = "delegate_wallet"

    def can_make(self, action: Action) -> bool:
        """Only a vote on a Governor, that brings nothing with it."""
        return super().can_make(action) and not action.value and action.data.startswith(_CASTS)


class WalletCheck(msgspec.Struct, frozen=True):
    """A wallet as it was found."""

    kind: ClassVar[str] = "delegate_wallet"
    reachable: ClassVar[bool] = True
    makes_several: ClassVar[bool] = True

    address: Address
    is_contract: bool
    """Whether it is a contract without a key."""


class WalletExtensions(msgspec.Struct, frozen=True):
    """What beside its holder decides what a wallet does."""

    is_contract: bool


class WalletRefusal(msgspec.Struct, frozen=True):
    """The Governor would refuse the vote now."""

    for_want_of_funds: ClassVar[bool] = False

    reason: str
    """In the contract's own words, "" where it has none."""


class WalletInstructions(msgspec.Struct, frozen=True):
    """What is to be done for a vote now."""

    first: ClassVar[int] = 0

    owners: tuple[Address, ...]
    """The wallet alone."""
    stage: WalletStage
    """By the newest block."""
    at: BlockRef
    ends_at: datetime | None
    """About when votes are taken no more; None where nothing tells."""
    refusal: WalletRefusal | None = None

"""What accounts hold on one chain at one block, as it was read."""

from collections.abc import Mapping

import msgspec

from bot.domain.blocks import BlockRef, Reading, Undetermined
from bot.domain.ids import Address
from bot.domain.treasury.assets import AssetRef
from bot.domain.treasury.positions import AnyPosition
from bot.domain.treasury.prices import Round


class Told(msgspec.Struct, frozen=True):
    """What a contract says of itself. None of it can be trusted."""

    symbol: str = ""
    """One short word, or "" where it tells none."""
    decimals: int | None = None
    """None where it tells none that can be, so that nothing says how much an amount is."""


class Redemption(msgspec.Struct, frozen=True):
    """What shares of a vault would be redeemed for."""

    asset: AssetRef
    told: Told
    amount: Reading
    """In base units of the asset."""


class Holding(msgspec.Struct, frozen=True):
    """What one account holds of one position."""

    position: AnyPosition
    account: Address
    amount: Reading
    """In base units, or in pieces."""
    told: Told
    redemption: Redemption | Undetermined | None = None
    """None where it isn't redeemed for anything else."""


class ChainHoldings(msgspec.Struct, frozen=True):
    """Everything that was asked of one chain, at one block."""

    at: BlockRef
    holdings: tuple[Holding, ...]
    rounds: Mapping[Address, Round | Undetermined] = msgspec.field(default_factory=dict)
    """Of each feed, by its contract."""

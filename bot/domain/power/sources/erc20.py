"""What an account holds of a token."""

from typing import ClassVar, Literal

from bot.domain.power.sources.base import OfContract


class Erc20(OfContract):
    """`balanceOf` at the snapshot block."""

    kind: Literal["erc20"] = "erc20"

    counts_items: ClassVar[bool] = False
    divisible: ClassVar[bool] = True
    sendable: ClassVar[bool] = True
    amount_held: ClassVar[bool] = True

"""The coin of a chain."""

from typing import ClassVar, Literal

from bot.domain.power.sources.base import OnChain


class Native(OnChain):
    """The chain's own coin at the snapshot block, in wei. There is no contract."""

    kind: Literal["native"] = "native"

    counts_items: ClassVar[bool] = False
    divisible: ClassVar[bool] = True

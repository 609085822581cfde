"""A token (https://eips.ethereum.org/EIPS/eip-20)."""

from typing import ClassVar, Literal

from bot.domain.treasury.positions.of_contract import ContractPosition


class Erc20Position(ContractPosition):
    priced: ClassVar[bool] = True
    by_unit: ClassVar[bool] = True

    kind: Literal["erc20"] = "erc20"

"""Shares of a vault, worth what they would be redeemed for (https://eips.ethereum.org/EIPS/eip-4626)."""

from typing import ClassVar, Literal

from bot.domain.treasury.positions.of_contract import ContractPosition


class Erc4626Position(ContractPosition):
    priced: ClassVar[bool] = True

    kind: Literal["erc4626"] = "erc4626"

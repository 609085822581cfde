"""NFTs of one contract, which are counted (https://eips.ethereum.org/EIPS/eip-721)."""

from typing import ClassVar, Literal

from bot.domain.treasury.positions.of_contract import ContractPosition


class Erc721Position(ContractPosition):
    priced: ClassVar[bool] = False

    kind: Literal["erc721"] = "erc721"

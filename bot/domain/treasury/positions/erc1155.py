"""One of the tokens of a contract that has many (https://eips.ethereum.org/EIPS/eip-1155)."""

from typing import ClassVar, Literal

from bot.domain.policy.bounds import Amount
from bot.domain.treasury.positions.of_contract import ContractPosition


class Erc1155Position(ContractPosition):
    priced: ClassVar[bool] = False
    numbered: ClassVar[bool] = True

    kind: Literal["erc1155"] = "erc1155"
    token_id: Amount

"""ERC-1155: `balanceOf` of one id, in pieces."""

from bot.chain.calls.state import Call
from bot.chain.sources.erc1155 import balance_of_id
from bot.chain.treasury.positions.reads import PieceReads
from bot.domain.ids import Address
from bot.domain.treasury.positions import Erc1155Position
from bot.domain.treasury.positions.of_contract import ContractPosition


class Erc1155PositionReads(PieceReads):
    def held(self, position: ContractPosition, account: Address) -> Call:
        assert isinstance(position, Erc1155Position)
        return balance_of_id(position.contract, account, position.token_id)

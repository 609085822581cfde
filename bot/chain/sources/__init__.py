"""How each kind of power source is read. A new kind is one file and one line here."""

from typing import Protocol

from bot.chain.multicall import Reader
from bot.chain.sources.erc20 import Erc20Reads
from bot.chain.sources.erc20_votes import Erc20VotesReads
from bot.chain.sources.erc721 import Erc721Reads
from bot.chain.state import Call
from bot.domain.blocks import BlockRef
from bot.domain.ids import Address, ChainId


class SourceReads(Protocol):
    """The calls of one kind; each gives exactly one uint256."""

    def power(self, contract: Address, wallet: Address) -> Call:
        """What the wallet has in the state after the block."""
        ...

    def total(self, contract: Address) -> Call:
        """What all wallets together have."""
        ...

    async def check(self, contract: Address, chain: ChainId, reader: Reader, at: BlockRef) -> tuple[str, int]:
        """Symbol and decimals. Raises WrongContract when it doesn't answer as its kind must."""
        ...


READS: dict[str, SourceReads] = {
    "erc20": Erc20Reads(),
    "erc20_votes": Erc20VotesReads(),
    "erc721": Erc721Reads(),
}

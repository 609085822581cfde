"""How each kind of power source is read. A new kind is one file and one line here."""

from collections.abc import Sequence
from typing import Any, Protocol

from bot.chain.multicall import Reader
from bot.chain.sources.call import ViewCallReads
from bot.chain.sources.erc20 import Erc20Reads
from bot.chain.sources.erc20_votes import Erc20VotesReads
from bot.chain.sources.erc721 import Erc721Reads
from bot.chain.sources.erc1155 import Erc1155Reads
from bot.chain.sources.native import NativeReads
from bot.chain.sources.safe_owners import SafeOwnersReads
from bot.chain.state import Outcome, Question
from bot.domain.blocks import BlockRef, Reading
from bot.domain.ids import Address


class SourceReads(Protocol):
    """What is asked of the chain for one kind, and what the answers mean.

    The source is of the kind under which this stands in `READS`.
    """

    def calls(self, source: Any, wallet: Address) -> Sequence[Question]:
        """What has to be known of the state after the block. What several wallets ask is asked once."""
        ...

    def power(self, source: Any, wallet: Address, outcomes: Sequence[Outcome]) -> Reading:
        """What the wallet has, by the outcomes of `calls`: unweighted, undetermined if any of it is."""
        ...

    def total_calls(self, source: Any) -> Sequence[Question]: ...

    def total(self, source: Any, outcomes: Sequence[Outcome]) -> Reading:
        """What all wallets together have, by the outcomes of `total_calls`."""
        ...

    async def check(self, source: Any, reader: Reader, at: BlockRef, coin: str) -> tuple[str, int]:
        """Symbol and decimals; `coin` is the symbol of the chain's own coin.

        Raises WrongContract when it doesn't answer as its kind must, ChainUnavailable.
        """
        ...


READS: dict[str, SourceReads] = {
    "erc20": Erc20Reads(),
    "erc20_votes": Erc20VotesReads(),
    "erc721": Erc721Reads(),
    "erc1155": Erc1155Reads(),
    "native": NativeReads(),
    "call": ViewCallReads(),
    "safe_owners": SafeOwnersReads(),
}

"""How each kind of power source is read. A new kind is one file and one line here."""

from collections.abc import Sequence
from typing import Any, ClassVar, Protocol

from bot.chain.calls.multicall import Reader
from bot.chain.calls.state import Call, Outcome, Question
from bot.chain.sources.attestation import AttestationReads
from bot.chain.sources.call import ViewCallReads
from bot.chain.sources.erc20 import Erc20Reads
from bot.chain.sources.erc20_votes import Erc20VotesReads
from bot.chain.sources.erc721 import Erc721Reads
from bot.chain.sources.erc1155 import Erc1155Reads
from bot.chain.sources.native import NativeReads
from bot.chain.sources.safe_owners import SafeOwnersReads
from bot.domain.blocks import BlockRef, Reading, Undetermined
from bot.domain.ids import Address
from bot.domain.power import (
    Attestation,
    Erc20,
    Erc20Votes,
    Erc721,
    Erc1155,
    Native,
    OfContract,
    OnChain,
    SafeOwners,
    ViewCall,
)


class SourceReads(Protocol):
    """What is asked of the chain for one kind, and what the answers mean.

    The source is of the class under which this stands in `READS`.
    """

    bounded_by_total: ClassVar[bool]
    """Whether the total is read along with each power, which can't be more."""

    def calls(self, source: Any, wallet: Address) -> Sequence[Question]:
        """What has to be known of the state after the block. What several wallets ask is asked once."""
        ...

    def power(self, source: Any, wallet: Address, outcomes: Sequence[Outcome], at: BlockRef) -> Reading:
        """What the wallet has at the block, by the outcomes of `calls`: unweighted, undetermined if any of it is."""
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


class DelegateReads(Protocol):
    """What is asked of the chain for a kind that holders can delegate, and what the answers mean."""

    def delegate_call(self, source: Any, wallet: Address) -> Call:
        """The question to whom a wallet has delegated."""
        ...

    def held_call(self, source: Any, wallet: Address) -> Call:
        """The question what a wallet itself holds, whoever votes with it."""
        ...

    def delegate(self, outcome: Outcome) -> Address | Undetermined | None:
        """That account; None: nobody."""
        ...


class FollowingReads(SourceReads, Protocol):
    """A kind of which some answers give rise to one more question."""

    def follow_ups(self, source: Any, wallet: Address, outcomes: Sequence[Outcome]) -> Sequence[Question]:
        """What has to be asked after the outcomes of `calls`; their outcomes stand behind those in `power`."""
        ...


READS: dict[type[OnChain], SourceReads] = {
    Erc20: Erc20Reads(),
    Erc20Votes: Erc20VotesReads(),
    Erc721: Erc721Reads(),
    Erc1155: Erc1155Reads(),
    Native: NativeReads(),
    ViewCall: ViewCallReads(),
    SafeOwners: SafeOwnersReads(),
    Attestation: AttestationReads(),
}

FOLLOWING_READS: dict[type[OnChain], FollowingReads] = {
    Erc20Votes: Erc20VotesReads(),
    ViewCall: ViewCallReads(),
    Attestation: AttestationReads(),
}

DELEGATE_READS: dict[type[OfContract], DelegateReads] = {Erc20Votes: Erc20VotesReads()}
"""Those of the kinds that are delegable."""

"""What a call does, as data: one kind for each thing that can be read from calldata. Words are made of it elsewhere.

The coins that are sent along are not named here: they are the action's own value.
"""

from dataclasses import dataclass
from typing import Literal

from bot.domain.actions.streams import Schedule
from bot.domain.bridges.bridge import BridgeKind
from bot.domain.ids import Address, ChainId

UINT256_MAX = 2**256 - 1


@dataclass(frozen=True)
class Token:
    """A contract that is called as a token, and what it says of itself.

    `symbol` is one short word, "" where the contract says none. Amounts are base units; without `decimals` they are not
    known to be anything else, and may be the number of an NFT.
    """

    contract: Address
    symbol: str = ""
    decimals: int | None = None


class Effect:
    """The root of all kinds."""


@dataclass(frozen=True)
class CoinsAlone(Effect):
    """A call without calldata: it sends coins, or nothing."""


@dataclass(frozen=True)
class TokenTransfer(Effect):
    """`transfer`: the caller's own tokens go to somebody."""

    token: Token
    amount: int
    to: Address


@dataclass(frozen=True)
class TokenTransferFrom(Effect):
    """`transferFrom`: somebody's tokens, or an NFT, go to somebody."""

    token: Token
    amount: int
    owner: Address
    to: Address


@dataclass(frozen=True)
class NftTransfer(Effect):
    """`safeTransferFrom` of ERC-721."""

    token: Token
    number: int
    owner: Address
    to: Address


@dataclass(frozen=True)
class MultiTokenTransfer(Effect):
    """`safeTransferFrom` of ERC-1155: so many of the token with this number."""

    token: Token
    number: int
    amount: int
    owner: Address
    to: Address


@dataclass(frozen=True)
class MultiTokenBatch(Effect):
    """`safeBatchTransferFrom` of ERC-1155; its transfers are the inner actions."""

    token: Token
    owner: Address
    to: Address


@dataclass(frozen=True)
class Allowance(Effect):
    """`approve`: what a spender may take from now on, instead of what it might before."""

    token: Token
    spender: Address
    amount: int

    @property
    def takes_back(self) -> bool:
        """Whether nobody may take anything by it. Without decimals, 0 may be the number of an NFT."""
        return self.amount == 0 and self.token.decimals is not None


@dataclass(frozen=True)
class AllowanceRaise(Effect):
    """`increaseAllowance`."""

    token: Token
    spender: Address
    amount: int


@dataclass(frozen=True)
class AllowanceCut(Effect):
    """`decreaseAllowance`."""

    token: Token
    spender: Address
    amount: int


@dataclass(frozen=True)
class Permit(Effect):
    """`permit` (ERC-2612, and the older one of DAI): an allowance that an owner has signed."""

    token: Token
    owner: Address
    spender: Address
    amount: int


@dataclass(frozen=True)
class OperatorApproval(Effect):
    """`setApprovalForAll`: whether an operator may move everything that the caller has of a contract."""

    token: Token
    operator: Address
    approved: bool


@dataclass(frozen=True)
class SafeAdministration(Effect):
    """A function by which a Safe changes who may do what with it. Function and arguments are the action's."""


@dataclass(frozen=True)
class ContractCall(Effect):
    """A call by an ABI that the proposer gave, which the calldata fits exactly."""


@dataclass(frozen=True)
class Batch(Effect):
    """`multiSend`; its calls are the inner actions."""


@dataclass(frozen=True)
class SafeExecution(Effect):
    """`execTransaction` and its like: a Safe is told to make a call, which is the inner action."""


@dataclass(frozen=True)
class NewSafe(Effect):
    """A Safe is deployed by Safe's own factory."""

    address: Address
    """Where it will stand."""
    owners: tuple[Address, ...]
    threshold: int
    module: Address | None
    """What moves what it holds without its owners; None: nothing does."""


@dataclass(frozen=True)
class RelayedCalls(Effect):
    """A Governor, a timelock, a Moloch DAO or a Multicall is told of calls, which are the inner actions: a vote on them
    begins, they wait for their time, or they are made at once (`own`: a contract calls itself, as whoever calls it)."""

    step: Literal["proposed", "queued", "made", "own"]


@dataclass(frozen=True)
class BridgedCall(Effect):
    """A bridge is told of a call on another chain, which is the inner action."""

    bridge: BridgeKind
    chain: ChainId
    """Where it is made; UNKNOWN_CHAIN where nobody has configured that."""
    sender: Address | None
    """Who sends it, as far as it is known here."""
    named: bool
    """Whether it comes there from the bridge's messenger, which says who sent it; otherwise it comes from the alias of
    who sent it."""


@dataclass(frozen=True)
class VotesCast(Effect):
    """`castVote` and its like: the caller's votes are cast on a Governor."""

    proposal: int
    support: int
    """By GovernorBravo: 0 against, 1 for, 2 abstaining."""
    parts: tuple[int, int, int] | None
    """In base units against, for and abstaining, where they are split."""
    reason: str


@dataclass(frozen=True)
class StreamMade(Effect):
    """Tokens of the caller are put aside, and somebody gets them little by little (Sablier)."""

    token: Token
    total: int
    """What the caller pays, the fee with it."""
    to: Address
    schedule: Schedule
    refunds: Address | None
    """Who may cancel it, and gets what isn't due by then; None: nobody."""
    transferable: bool
    """Whether who gets it may hand it on."""
    named: bool
    """Whether the operator has named the contract: any other may do anything with what it is allowed."""
    caller_cancels: bool
    """Whether `refunds` is who carries the proposal out, or nobody."""
    broker: Address
    fee: int
    """What the broker gets of the total at once."""

    @property
    def kept(self) -> bool:
        """Whether what was put aside goes to the recipient and the broker, or comes back to who pays."""
        return self.named and self.caller_cancels


@dataclass(frozen=True)
class PayStarted(Effect):
    """Somebody is paid by the second from now on, out of the caller's balance there (LlamaPay)."""

    token: Token | None
    """None at a contract that the operator has not named."""
    deposit: int
    """What is put into that balance, in base units."""
    to: Address
    rate: int
    """In a second, with 20 decimals."""


@dataclass(frozen=True)
class PayStopped(Effect):
    """Somebody is paid what is due by now, and no longer by the second (LlamaPay)."""

    token: Token
    to: Address
    rate: int


@dataclass(frozen=True)
class PayBalance(Effect):
    """The caller puts tokens into the balance of which its streams are paid, or takes some out of it (LlamaPay)."""

    token: Token
    amount: int | None
    """In base units, but with 20 decimals where it is taken out; None: all that no stream has a claim to."""
    taken: bool


OF_STREAMS = (StreamMade, PayStarted, PayStopped, PayBalance)
"""Whose token is another contract than the one that is called."""


@dataclass(frozen=True)
class StreamAct(Effect):
    """A stream that there is comes to an end before its time, can't be ended any more, or pays out what is due
    (Sablier)."""

    act: Literal["cancelled", "renounced", "withdrawn"]
    streams: tuple[int, ...]
    to: Address | None = None
    """Who gets what is withdrawn."""
    all_due: bool = False
    """Whether all that is due is withdrawn; else an amount that the arguments tell."""


@dataclass(frozen=True)
class UnreadableBatch(Effect):
    """A function that has calls made, with bytes that are no list of calls."""


@dataclass(frozen=True)
class UnknownCall(Effect):
    """Calldata that nobody here can read: its first bytes and how many there are."""

    selector: str
    size: int
    of_tokens: bool = False
    """Whether the function is one of those that move tokens: a contract may read the arguments all the same."""

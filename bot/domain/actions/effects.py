"""What a call does, as data: one kind for each thing that can be read from calldata. Words are made of it elsewhere.

The coins that are sent along are not named here: they are the action's own value.
"""

from typing import Literal

import msgspec

from bot.domain.actions.streams import Schedule
from bot.domain.bridges.bridge import BridgeKind
from bot.domain.ids import Address, ChainId

UINT256_MAX = 2**256 - 1


class Token(msgspec.Struct, frozen=True):
    """A contract that is called as a token, and what it says of itself.

    `symbol` is one short word, "" where the contract says none. Amounts are base units; without `decimals` they are not
    known to be anything else, and may be the number of an NFT.
    """

    contract: Address
    symbol: str = ""
    decimals: int | None = None


class Effect:
    """The root of all kinds."""


class CoinsAlone(Effect, msgspec.Struct, frozen=True):
    """A call without calldata: it sends coins, or nothing."""


class TokenTransfer(Effect, msgspec.Struct, frozen=True):
    """`transfer`: the caller's own tokens go to somebody."""

    token: Token
    amount: int
    to: Address


class TokenTransferFrom(Effect, msgspec.Struct, frozen=True):
    """`transferFrom`: somebody's tokens, or an NFT, go to somebody."""

    token: Token
    amount: int
    owner: Address
    to: Address


class NftTransfer(Effect, msgspec.Struct, frozen=True):
    """`safeTransferFrom` of ERC-721."""

    token: Token
    number: int
    owner: Address
    to: Address


class MultiTokenTransfer(Effect, msgspec.Struct, frozen=True):
    """`safeTransferFrom` of ERC-1155: so many of the token with this number."""

    token: Token
    number: int
    amount: int
    owner: Address
    to: Address


class MultiTokenBatch(Effect, msgspec.Struct, frozen=True):
    """`safeBatchTransferFrom` of ERC-1155; its transfers are the inner actions."""

    token: Token
    owner: Address
    to: Address


class Allowance(Effect, msgspec.Struct, frozen=True):
    """`approve`: what a spender may take from now on, instead of what it might before."""

    token: Token
    spender: Address
    amount: int

    @property
    def takes_back(self) -> bool:
        """Whether nobody may take anything by it. Without decimals, 0 may be the number of an NFT."""
        return self.amount == 0 and self.token.decimals is not None


class AllowanceRaise(Effect, msgspec.Struct, frozen=True):
    """`increaseAllowance`."""

    token: Token
    spender: Address
    amount: int


class AllowanceCut(Effect, msgspec.Struct, frozen=True):
    """`decreaseAllowance`."""

    token: Token
    spender: Address
    amount: int


class Permit(Effect, msgspec.Struct, frozen=True):
    """`permit` (ERC-2612, and the older one of DAI): an allowance that an owner has signed."""

    token: Token
    owner: Address
    spender: Address
    amount: int


class OperatorApproval(Effect, msgspec.Struct, frozen=True):
    """`setApprovalForAll`: whether an operator may move everything that the caller has of a contract."""

    token: Token
    operator: Address
    approved: bool


class SafeAdministration(Effect, msgspec.Struct, frozen=True):
    """A function by which a Safe changes who may do what with it. Function and arguments are the action's."""


class ContractCall(Effect, msgspec.Struct, frozen=True):
    """A call by an ABI that the proposer gave, which the calldata fits exactly."""


class Batch(Effect, msgspec.Struct, frozen=True):
    """`multiSend`; its calls are the inner actions."""


class SafeExecution(Effect, msgspec.Struct, frozen=True):
    """`execTransaction` and its like: a Safe is told to make a call, which is the inner action."""


class NewSafe(Effect, msgspec.Struct, frozen=True):
    """A Safe is deployed by Safe's own factory."""

    address: Address
    """Where it will stand."""
    owners: tuple[Address, ...]
    threshold: int
    module: Address | None
    """What moves what it holds without its owners; None: nothing does."""


class RelayedCalls(Effect, msgspec.Struct, frozen=True):
    """A Governor, a timelock, a Moloch DAO or a Multicall is told of calls, which are the inner actions: a vote on them
    begins, they wait for their time, or they are made at once (`own`: a contract calls itself, as whoever calls it)."""

    step: Literal["proposed", "queued", "made", "own"]


class BridgedCall(Effect, msgspec.Struct, frozen=True):
    """A bridge is told of a call on another chain, which is the inner action."""

    bridge: BridgeKind
    chain: ChainId
    """Where it is made; UNKNOWN_CHAIN where nobody has configured that."""
    sender: Address | None
    """Who sends it, as far as it is known here."""
    named: bool
    """Whether it comes there from the bridge's messenger, which says who sent it; otherwise it comes from the alias of
    who sent it."""


class VotesCast(Effect, msgspec.Struct, frozen=True):
    """`castVote` and its like: the caller's votes are cast on a Governor."""

    proposal: int
    support: int
    """By GovernorBravo: 0 against, 1 for, 2 abstaining."""
    parts: tuple[int, int, int] | None
    """In base units against, for and abstaining, where they are split."""
    reason: str


class StreamMade(Effect, msgspec.Struct, frozen=True):
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


class PayStarted(Effect, msgspec.Struct, frozen=True):
    """Somebody is paid by the second from now on, out of the caller's balance there (LlamaPay)."""

    token: Token | None
    """None at a contract that the operator has not named."""
    deposit: int
    """What is put into that balance, in base units."""
    to: Address
    rate: int
    """In a second, with 20 decimals."""


class PayStopped(Effect, msgspec.Struct, frozen=True):
    """Somebody is paid what is due by now, and no longer by the second (LlamaPay)."""

    token: Token
    to: Address
    rate: int


class PayBalance(Effect, msgspec.Struct, frozen=True):
    """The caller puts tokens into the balance of which its streams are paid, or takes some out of it (LlamaPay)."""

    token: Token
    amount: int | None
    """In base units, but with 20 decimals where it is taken out; None: all that no stream has a claim to."""
    taken: bool


OF_STREAMS = (StreamMade, PayStarted, PayStopped, PayBalance)
"""Whose token is another contract than the one that is called."""


class StreamAct(Effect, msgspec.Struct, frozen=True):
    """A stream that there is comes to an end before its time, can't be ended any more, or pays out what is due
    (Sablier)."""

    act: Literal["cancelled", "renounced", "withdrawn"]
    streams: tuple[int, ...]
    to: Address | None = None
    """Who gets what is withdrawn."""
    all_due: bool = False
    """Whether all that is due is withdrawn; else an amount that the arguments tell."""


class UnreadableBatch(Effect, msgspec.Struct, frozen=True):
    """A function that has calls made, with bytes that are no list of calls."""


class UnknownCall(Effect, msgspec.Struct, frozen=True):
    """Calldata that nobody here can read: its first bytes and how many there are."""

    selector: str
    size: int
    of_tokens: bool = False
    """Whether the function is one of those that move tokens: a contract may read the arguments all the same."""

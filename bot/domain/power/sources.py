"""Where power comes from: the kinds of sources, as a policy names them (governance.md §3)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, Field, PlainSerializer

from bot.domain.canonical import canonical_json, content_hash
from bot.domain.errors import BadAddress
from bot.domain.frozen_model import FrozenModel
from bot.domain.ids import Address, ChainId, RoleId, address

MAX_IDS = 200
"""Token ids in one source: each is a call at every reading."""
MAX_LISTED = 1000
"""Accounts in one allowlist."""
_MAX_UINT = 2**256 - 1
_VIEW_OF_ACCOUNT = re.compile(r"[A-Za-z_$][\w$]{0,99}\(address\)", re.ASCII)
_VIEW_OF_NOTHING = re.compile(r"[A-Za-z_$][\w$]{0,99}\(\)", re.ASCII)


def _account(text: str) -> Address:
    try:
        return address(text)
    except BadAddress as bad:
        raise ValueError(bad.why) from None


def _view_of_account(text: str) -> str:
    if not _VIEW_OF_ACCOUNT.fullmatch(text):
        raise ValueError("a function of one address, such as stakedOf(address)")
    return text


def _view_of_nothing(text: str) -> str:
    if not _VIEW_OF_NOTHING.fullmatch(text):
        raise ValueError("a function without arguments, such as totalStaked()")
    return text


Account = Annotated[Address, AfterValidator(_account)]
"""In EIP-55 spelling, as wallets are: a list in lowercase letters names the same accounts."""
BigNumber = Annotated[int, PlainSerializer(str, return_type=str, when_used="json")]
"""An integer of any size; a string in JSON, where numbers end at 2⁵³."""


class WeighedId(FrozenModel):
    """A token id, and what one token of it counts."""

    id: BigNumber = Field(ge=0, le=_MAX_UINT)
    weight: BigNumber = Field(default=1, ge=1)


def _each_once(ids: tuple[WeighedId, ...]) -> tuple[WeighedId, ...]:
    """The ids in ascending order, those that are named again with the same weight once."""
    weights: dict[int, WeighedId] = {}
    for entry in ids:
        if weights.setdefault(entry.id, entry) != entry:
            raise ValueError(f"id {entry.id} has two weights")
    return tuple(weights[token] for token in sorted(weights))


WeighedIds = Annotated[tuple[WeighedId, ...], Field(max_length=MAX_IDS), AfterValidator(_each_once)]


class Source(FrozenModel):
    """One thing that gives power, as a policy names it."""

    weight: int = Field(default=1, ge=1)
    """What one base unit (or one NFT) counts, in the policy's base units."""
    cap: BigNumber | None = Field(default=None, ge=1, exclude_if=lambda cap: cap is None)
    """The most that one member gets from this source, all wallets together, in the policy's base units."""

    not_read: ClassVar[frozenset[str]] = frozenset({"kind", "weight", "cap"})
    """Fields that make no difference to what is read."""

    @cached_property
    def details(self) -> dict[str, Any]:
        """What is read, beside chain and contract: plain data, empty for a kind that needs no more."""
        left_out = self.not_read | {"chain", "contract"}
        return {name: value for name, value in self.model_dump(mode="json").items() if name not in left_out}

    @cached_property
    def key(self) -> str:
        """What is read, whatever it weighs: sources that differ in anything that is read have different keys."""
        place = [str(getattr(self, name)) for name in ("chain", "contract") if hasattr(self, name)]
        rest = [content_hash(canonical_json(self.details))] if self.details else []
        return ":".join([getattr(self, "kind", ""), *place, *rest])

    @property
    def name(self) -> str:
        """Kind and contract (or role), for logs and the doctor."""
        words = [getattr(self, "kind", "")]
        if isinstance(self, OfContract):
            words.append(self.contract)
        if isinstance(self, Role):
            words.append(str(self.role))
        return " ".join(words)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy is another source: it doesn't keep what was worked out for this one."""
        copy = super().model_copy(update=update, deep=deep)
        for worked_out in ("details", "key", "amounts"):
            copy.__dict__.pop(worked_out, None)
        return copy

    def __hash__(self) -> int:
        """Of the key alone: sources are looked up for each wallet, and their lists can be long."""
        return hash(self.key)


class OnChain(Source):
    """Something that is read on a chain."""

    chain: ChainId


class OfContract(OnChain):
    """Something that a contract says."""

    contract: Account


class Erc20(OfContract):
    """`balanceOf` at the snapshot block."""

    kind: Literal["erc20"] = "erc20"


class Erc20Votes(OfContract):
    """`getPastVotes` at the snapshot, by the token's own clock (ERC-5805, ERC-6372)."""

    kind: Literal["erc20_votes"] = "erc20_votes"


class Erc721(OfContract):
    """The number of tokens held at the snapshot block, or the sum of the weights of the listed ones held.

    A listed token that nobody holds (`ownerOf` reverts: it is burned, or not minted yet) counts for nobody.
    """

    kind: Literal["erc721"] = "erc721"
    ids: WeighedIds = Field(default=(), exclude_if=lambda ids: not ids)
    """The tokens that count, each with its weight; none: all tokens count the same."""


class Erc1155(OfContract):
    """The balances of the listed ids at the snapshot block, each times its weight, together."""

    kind: Literal["erc1155"] = "erc1155"
    ids: WeighedIds = Field(min_length=1)


class Native(OnChain):
    """The chain's own coin at the snapshot block, in wei. There is no contract."""

    kind: Literal["native"] = "native"


class ViewCall(OfContract):
    """What a view function says of an account at the snapshot block: tokens staked, escrowed, vested."""

    kind: Literal["call"] = "call"
    function: Annotated[str, AfterValidator(_view_of_account)]
    """Its signature, such as `stakedOf(address)`; it returns one uint256."""
    total: Annotated[str, AfterValidator(_view_of_nothing)] | None = None
    """The signature of the function that tells how much there is in all, where there is one."""
    decimals: int | None = Field(default=None, ge=0, le=77)
    """How many base units make a whole one; None: the contract's `decimals()` says it."""

    not_read = Source.not_read | {"total", "decimals"}


class Listed(FrozenModel):
    account: Account
    amount: BigNumber = Field(ge=1)
    """What it holds by this list: whole votes where setting up wrote it, times the source's weight."""


def _no_account_twice(entries: tuple[Listed, ...]) -> tuple[Listed, ...]:
    seen: set[Address] = set()
    for entry in entries:
        if entry.account in seen:
            raise ValueError(f"{entry.account} is listed twice")
        seen.add(entry.account)
    return entries


class Allowlist(Source):
    """Accounts with amounts, in the policy itself. Nothing is read on a chain."""

    kind: Literal["allowlist"] = "allowlist"
    entries: Annotated[tuple[Listed, ...], AfterValidator(_no_account_twice)] = Field(
        min_length=1, max_length=MAX_LISTED
    )

    @cached_property
    def amounts(self) -> Mapping[Address, int]:
        return {entry.account: entry.amount for entry in self.entries}

    @property
    def total(self) -> int:
        """All amounts together, unweighted."""
        return sum(entry.amount for entry in self.entries)


class SafeOwners(OfContract):
    """1 for each owner of a Safe at the snapshot block."""

    kind: Literal["safe_owners"] = "safe_owners"


class Role(Source):
    """A fixed number for whoever has a Discord role, read when the ballot is cast and stored with it."""

    kind: Literal["role"] = "role"
    role: Annotated[RoleId, PlainSerializer(str, return_type=str, when_used="json")]
    """A string in JSON, as Discord itself writes ids."""


class Reputation(Source):
    """The space's own ledger at the time of the opening, decayed by its half-life (reputation.py)."""

    kind: Literal["reputation"] = "reputation"
    half_life: timedelta | None = Field(default=None, gt=timedelta(0))
    """None: reputation doesn't decay."""


AnyOnChain = Erc20 | Erc20Votes | Erc721 | Erc1155 | Native | ViewCall | SafeOwners
AnySource = AnyOnChain | Allowlist | Role | Reputation
PowerSource = Annotated[AnySource, Field(discriminator="kind")]


def on_chain(sources: Iterable[AnySource]) -> Iterator[tuple[int, AnyOnChain]]:
    """The sources that are read on a chain, each with its place among all."""
    return ((index, source) for index, source in enumerate(sources) if isinstance(source, OnChain))

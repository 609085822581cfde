"""What all sources of power have in common, with the traits by which everything else asks for a kind.

Nothing outside of this package asks for a source's kind: what others must know of one is an attribute here.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, Field

from bot.domain.canonical import canonical_json, content_hash
from bot.domain.errors import BadAddress
from bot.domain.fault import Unfit
from bot.domain.frozen_model import FrozenModel, later
from bot.domain.ids import Address, RoleId, address
from bot.domain.policy.bounds import MOST_UNITS, ChainNumber, PositiveAmount

if TYPE_CHECKING:
    from bot.domain.power.holder import Holder


def _account(text: str) -> Address:
    try:
        return address(text)
    except BadAddress as bad:
        raise Unfit(bad.fault) from None


Account = Annotated[Address, AfterValidator(_account)]
"""In EIP-55 spelling, as wallets are: a list in lowercase letters names the same accounts."""


class Source(FrozenModel):
    """One thing that gives power, as a policy names it."""

    weight: int = Field(default=1, ge=1, le=MOST_UNITS)
    """What one base unit (or one NFT) counts, in the policy's base units."""
    cap: PositiveAmount | None = Field(default=None, exclude_if=lambda cap: cap is None)
    """The most that one member gets from this source, all wallets together, in the policy's base units."""

    required: PositiveAmount | None = later(None)
    """Whoever has less of it, all wallets together, has no power in the vote at all; in the policy's base units, after
    the weight."""
    gate: bool = later(False)
    """Whether it is only asked for, and gives no power itself: some of it, where `required` doesn't say how much."""

    not_read: ClassVar[frozenset[str]] = frozenset({"kind", "weight", "cap", "required", "gate"})
    """Fields that make no difference to what is read."""
    needs_chain: ClassVar[bool] = False
    """Whether it is read on a chain. What isn't is known (`known`), and the same at every moment."""
    needs_wallet: ClassVar[bool] = True
    """Whether it is a wallet that has it; else it is the member."""
    counts_items: ClassVar[bool] = True
    """Whether whole things are counted (NFTs, roles, owners), and not amounts with decimals and a name of their own."""
    divisible: ClassVar[bool] = False
    """Whether a holder can split it over several accounts as they like, to gain by it where a root is taken."""
    delegable: ClassVar[bool] = False
    """Whether its holders can delegate it on chain."""
    amount_held: ClassVar[bool] = False
    """Whether the amount that is held counts, and not what is delegated."""
    sendable: ClassVar[bool] = False
    """Whether its contract is a token of which any amount can be sent (ERC-20)."""
    has_total: ClassVar[bool] = True
    """Whether anything can tell how much of it there is in all."""
    of_ledger: ClassVar[bool] = False
    """Whether it is frozen from the space's own ledger when a vote opens, its total too."""
    of_executor: ClassVar[bool] = False
    """Whether its contract can be the policy's own executor, so that those who own what is spent decide."""
    of_server: ClassVar[bool] = True
    """Whether a policy that names it means one server's own, and isn't anybody's."""
    symbol: ClassVar[str] = "votes"
    decimals_off_chain: ClassVar[int] = 0
    """Symbol and decimals of what is read on no chain."""

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
    def least_required(self) -> int | None:
        """What a voter must have of it, in the policy's base units; None where it is no condition."""
        return 1 if self.gate and self.required is None else self.required

    @property
    def name(self) -> str:
        """Kind and contract (or role), for logs and the doctor."""
        return " ".join([getattr(self, "kind", ""), *self.named])

    @property
    def named(self) -> tuple[str, ...]:
        """What it names: its contract, its role."""
        return ()

    @property
    def roles(self) -> frozenset[RoleId]:
        """The Discord roles that give it."""
        return frozenset()

    def with_roles(self, roles: Mapping[RoleId, RoleId]) -> Self:
        """The same in another server, in which each of its roles is another one. Raises KeyError for one that isn't
        named."""
        return self

    @property
    def listed_total(self) -> int | None:
        """How much of it there is in all, unweighted, where the policy itself says so."""
        return None

    @property
    def least(self) -> int:
        """Nobody who has any of it has less than this, unweighted."""
        return 1

    def known(self, holder: Holder, wallet: Address | None) -> int:
        """What the holder has of it, unweighted, where nothing is read: in this wallet, or (None) as a member."""
        raise NotImplementedError(f"{self.name} is read")

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy is another source: it doesn't keep what was worked out for this one."""
        copy = super().model_copy(update=update, deep=deep)
        for worked_out in copy.__dict__.keys() - type(self).model_fields.keys():
            del copy.__dict__[worked_out]
        return copy

    def __hash__(self) -> int:
        """Of the key alone: sources are looked up for each wallet, and their lists can be long."""
        return hash(self.key)


class OnChain(Source):
    """Something that is read on a chain."""

    chain: ChainNumber

    needs_chain: ClassVar[bool] = True


class OfContract(OnChain):
    """Something that a contract says."""

    contract: Account

    @property
    def named(self) -> tuple[str, ...]:
        return (self.contract,)

"""Power: where it comes from and how what was read becomes what a ballot weighs (governance.md §3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.domain.blocks import Reading, Undetermined, Value
from bot.domain.ids import Address, ChainId, Power


class Source(BaseModel):
    """One thing on one chain that gives power, as a policy names it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    chain: ChainId
    contract: Address
    weight: int = Field(default=1, ge=1)
    """What one base unit (or one NFT) counts, in the policy's base units."""


class Erc20(Source):
    """`balanceOf` at the snapshot block."""

    kind: Literal["erc20"] = "erc20"


class Erc20Votes(Source):
    """`getPastVotes` at the snapshot, by the token's own clock (ERC-5805, ERC-6372)."""

    kind: Literal["erc20_votes"] = "erc20_votes"


class Erc721(Source):
    """The number of tokens held at the snapshot block."""

    kind: Literal["erc721"] = "erc721"


PowerSource = Annotated[Erc20 | Erc20Votes | Erc721, Field(discriminator="kind")]


@dataclass(frozen=True)
class Contribution:
    """What one source gave for one wallet."""

    source: Erc20 | Erc20Votes | Erc721
    wallet: Address
    reading: Reading

    @property
    def power(self) -> Power | None:
        """`raw × weight`, or None while it could not be read."""
        return self.reading.raw * self.source.weight if isinstance(self.reading, Value) else None


@dataclass(frozen=True)
class MemberPower:
    """A member's power in one vote, source by source and wallet by wallet."""

    contributions: tuple[Contribution, ...]

    @property
    def total(self) -> Power | None:
        """The sum, or None while any part of it is undetermined: an unknown part is never taken for zero."""
        total = 0
        for contribution in self.contributions:
            power = contribution.power
            if power is None:
                return None
            total += power
        return total


def compose(
    sources: Sequence[Erc20 | Erc20Votes | Erc721],
    wallets: Sequence[Address],
    readings: Mapping[tuple[int, Address], Reading],
) -> MemberPower:
    """The power of the member who claims these wallets: the sum of weight × source over all of them.

    `readings` maps (index of the source, wallet) to what was read; what is missing is undetermined.
    """
    return MemberPower(
        tuple(
            Contribution(source, wallet, readings.get((index, wallet), Undetermined("not read yet")))
            for index, source in enumerate(sources)
            for wallet in wallets
        )
    )

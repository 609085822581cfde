"""Every kind of power source, as a policy names it. A new one is one file, and its place in a union here."""

from collections.abc import Iterable, Iterator
from typing import Annotated, get_args

from pydantic import Field

from bot.domain.power.sources.account_age import AccountAge
from bot.domain.power.sources.allowlist import Allowlist
from bot.domain.power.sources.attestation import Attestation
from bot.domain.power.sources.base import OnChain
from bot.domain.power.sources.erc20 import Erc20
from bot.domain.power.sources.erc20_votes import Erc20Votes
from bot.domain.power.sources.erc721 import Erc721
from bot.domain.power.sources.erc1155 import Erc1155
from bot.domain.power.sources.native import Native
from bot.domain.power.sources.reputation import Reputation
from bot.domain.power.sources.role import Role
from bot.domain.power.sources.safe_owners import SafeOwners
from bot.domain.power.sources.view_call import ViewCall

AnyOnChain = Erc20 | Erc20Votes | Erc721 | Erc1155 | Native | ViewCall | SafeOwners | Attestation
AnySource = AnyOnChain | Allowlist | Role | Reputation | AccountAge
PowerSource = Annotated[AnySource, Field(discriminator="kind")]

SOURCES: dict[str, type[AnySource]] = {
    source.model_fields["kind"].default: source for source in get_args(AnySource)
}


def on_chain(sources: Iterable[AnySource]) -> Iterator[tuple[int, AnyOnChain]]:
    """The sources that are read on a chain, each with its place among all."""
    return ((index, source) for index, source in enumerate(sources) if isinstance(source, OnChain))

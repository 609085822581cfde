"""Which assets a space knows: by its treasury's settings, its policies and its address book."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from bot.domain.accounts.accounts import BookEntry
from bot.domain.ids import Address, ChainId
from bot.domain.policy.model import Policy
from bot.domain.spaces.space import Space
from bot.domain.treasury.assets import AssetRef
from bot.domain.treasury.positions import AnyPosition, CoinPosition, Erc20Position
from bot.domain.treasury.settings import TreasurySettings
from bot.domain.treasury.valuation import Known
from bot.services.accounts.reading import tokens_of
from bot.services.ports import Repositories

MOST_POSITIONS = 200
"""That are read of one chain because a space knows them."""


class KnownAssets(msgspec.Struct, frozen=True):
    """What to look for in the accounts of a space."""

    settings: TreasurySettings
    known: Mapping[AssetRef, Known]

    def positions(self, chain: ChainId, priced: Iterable[Address]) -> tuple[AnyPosition, ...]:
        """On this chain: its coin, what the treasury's settings name, the tokens that are known otherwise, and those of
        which the operator names the price."""
        watched = [each.position for each in self.settings.watched if each.position.chain == chain]
        contracts = {each.asset.contract for each in watched}
        tokens = [
            Erc20Position(chain=chain, contract=asset.contract)
            for asset in self.known
            if asset.chain == chain and asset.contract is not None and asset.contract not in contracts
        ]
        tokens += [Erc20Position(chain=chain, contract=each) for each in priced if each not in contracts]
        found = dict.fromkeys([CoinPosition(chain=chain), *watched, *tokens])
        return tuple(found)[:MOST_POSITIONS]


async def settings_with_those_of_the_whole(repositories: Repositories, space: Space) -> TreasurySettings:
    """What a space says of its treasury; a part knows what the whole has named, too, and its own comes first."""
    own = await repositories.treasuries.of_space(space.id)
    if space.parent is None:
        return own
    whole = await repositories.treasuries.of_space((await repositories.spaces.of_guild(space.guild)).id)
    more = [
        each
        for each in whole.watched
        if not any(is_same(each.position, named.position) for named in own.watched)
    ]
    return own.model_copy(update={"watched": (*own.watched, *more)})


def is_same(one: AnyPosition, other: AnyPosition) -> bool:
    """Whether they are the same, or the same token that is valued in two ways."""
    return one == other or (one.priced and other.priced and one.asset == other.asset)


def known_assets(
    settings: TreasurySettings,
    policies: Sequence[Policy],
    book: Sequence[BookEntry],
    coins: Mapping[ChainId, str],
) -> KnownAssets:
    """`coins` are the symbols of the chains' own."""
    known: dict[AssetRef, Known] = {}
    for chain, symbol in coins.items():
        known[AssetRef(chain)] = Known(symbol)
    for asset, symbol in _of_policies(policies):
        known.setdefault(asset, Known(symbol))
    for chain in coins:
        for contract in tokens_of(policies, chain).values():
            known.setdefault(AssetRef(chain, contract), Known())
    for entry in book:
        known.setdefault(AssetRef(entry.chain, entry.account), Known(entry.name, surely=False))
    return KnownAssets(settings, known)


def _of_policies(policies: Iterable[Policy]) -> Iterator[tuple[AssetRef, str]]:
    """The tokens of which tracks say how much may be moved, and those of their pools."""
    for policy in policies:
        if policy.executor is None:
            continue
        chain = policy.executor.chain
        if policy.limits is not None:
            for spending in policy.limits.spending:
                if spending.asset is not None:
                    yield AssetRef(chain, Address(spending.asset)), spending.symbol
        if policy.pool is not None and policy.pool.asset is not None:
            yield AssetRef(chain, Address(policy.pool.asset)), policy.pool.symbol

"""For whom wallets count: a key on every chain, a contract on each chain by itself.

At a contract's address on another chain stands somebody else's, or nothing: address and chain together say which wallet
it is. A key is the same everywhere.
"""

from collections import ChainMap
from collections.abc import Collection, Iterable, Iterator, MutableMapping
from itertools import chain as one_after_the_other
from typing import NamedTuple, Self

from bot.domain.accounts.wallet import Wallet
from bot.domain.ids import Address, ChainId, MemberId


class Claim(NamedTuple):
    """That a wallet counts for a member."""

    wallet: Address
    chain: ChainId | None
    """Of a contract the chain on which it was proved; None for a key, which counts wherever it isn't claimed as a
    contract."""
    member: MemberId


class Claims:
    """For which members wallets count, in one vote or on one track: who comes first has it."""

    def __init__(self, chains: Collection[ChainId] = (), claimed: Iterable[Claim] = ()) -> None:
        """`chains`: those on which the power lies. Where it lies on none, as with a list of accounts, an address is one
        member's: the list doesn't say which chain it means."""
        self.chains = frozenset(chains)
        self._members: MutableMapping[Address, dict[ChainId | None, MemberId]] = {}
        self._claims: MutableMapping[MemberId, list[Claim]] = {}
        self.add(claimed)

    def add(self, claimed: Iterable[Claim]) -> list[Claim]:
        """Take these up, in their order. Returns those that are new: what was claimed before stays as it is."""
        new = []
        for claim in claimed:
            members = self._members.setdefault(claim.wallet, {})
            if claim.chain not in members:
                members[claim.chain] = claim.member
                self._claims.setdefault(claim.member, []).append(claim)
                new.append(claim)
        return new

    def joined(self, claimed: Iterable[Claim]) -> Self:
        """These and those, without a change to either; what was claimed before stays as it is."""
        found = list(claimed)
        members = {each.wallet: dict(self._members.get(each.wallet, {})) for each in found}
        claims = {each.member: list(self._claims.get(each.member, ())) for each in found}
        both = type(self)(self.chains)
        both._members, both._claims = ChainMap(members, self._members), ChainMap(claims, self._claims)
        both.add(found)
        return both

    def unclaimed(self, wallet: Wallet) -> list[Claim]:
        """What a linked wallet would come to count for, if its member claimed it now."""
        members = self._members.get(wallet.address, {})
        others = any(member != wallet.member for member in members.values())
        if None in members or (others and not self.chains):
            return []
        if wallet.chains is None:
            nothing_left = others and self.chains <= members.keys()
            return [] if nothing_left else [Claim(wallet.address, None, wallet.member)]
        return [
            Claim(wallet.address, chain, wallet.member) for chain in sorted(wallet.chains - members.keys())
        ]

    def of(self, member: MemberId) -> list[Claim]:
        return self._claims.get(member, [])

    def wallets(self, member: MemberId) -> list[Address]:
        """Those of which anything is claimed for the member, in the order of their claims."""
        return list(dict.fromkeys(claim.wallet for claim in self.of(member)))

    def members(self, wallet: Address) -> set[MemberId]:
        """For whom it counts, on whichever chains."""
        return set(self._members.get(wallet, {}).values())

    def member(
        self, wallet: Address, chain: ChainId | None, without: Collection[Claim] = ()
    ) -> MemberId | None:
        """For whom it counts on the chain (None: as a key), if for anybody. `without`: these are no claims any more."""
        members = self._members.get(wallet, {})
        claimed = chain if chain in members else None
        member = members.get(claimed)
        return None if member is None or (wallet, claimed, member) in without else member

    def on(
        self, wallet: Address, member: MemberId, without: Collection[Claim] = ()
    ) -> frozenset[ChainId] | None:
        """The chains on which it counts for the member; None: on all. `without`: see `member`."""
        members = self._members.get(wallet, {})
        mine = {
            chain
            for chain, whose in members.items()
            if whose == member and not (without and (wallet, chain, member) in without)
        }
        if None not in mine:
            return frozenset(chain for chain in mine if chain is not None)
        others = members.keys() - mine
        return self.chains - others if others else None

    def __iter__(self) -> Iterator[Claim]:
        return one_after_the_other.from_iterable(self._claims.values())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Claims) and (self.chains, set(self)) == (other.chains, set(other))

    def __contains__(self, claim: Claim) -> bool:
        return self._members.get(claim.wallet, {}).get(claim.chain) == claim.member

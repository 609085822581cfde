"""Delegation in a registry on chain, as Snapshot uses it: a wallet names the wallet that votes for it.

It is by wallet, whoever's they are: most of those who delegate there are in no server. A wallet's own voter goes before
its delegate, what was delegated is not passed on, and a delegation for one space goes before the one for all of them
(docs/decisions/0048-delegation-by-wallet.md).
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from typing import Annotated

import msgspec
from pydantic import AfterValidator, Field

from bot.domain.accounts.claims import Claim, Claims
from bot.domain.errors.governance.policies import NoSpaceName
from bot.domain.fault import Unfit
from bot.domain.frozen_model import FrozenModel
from bot.domain.ids import Address, ChainId, MemberId
from bot.domain.policy.bounds import ChainNumber
from bot.domain.power import Account

LONGEST_SPACE = 31
"""Characters of a space's name: so many fit into the registry's 32 bytes, which end with a zero."""
MOST_TO_ONE = 5_000
"""So many wallets that ever delegated to one wallet are looked at, those that did so first."""
MOST_TO_ALL = 20_000
"""So many in one vote."""

_SPACE = re.compile(rf"[!-~]{{1,{LONGEST_SPACE}}}", re.ASCII)


def _space(text: str) -> str:
    if not _SPACE.fullmatch(text):
        raise Unfit(NoSpaceName(LONGEST_SPACE))
    return text


class DelegateRegistry(FrozenModel):
    """A contract in which wallets name their delegates by space."""

    chain: ChainNumber
    contract: Account
    space: Annotated[str, AfterValidator(_space)]
    """The space's name in Snapshot, such as `safe.eth`: ASCII, padded with zeros to 32 bytes in the registry."""
    since: int = Field(default=0, ge=0, le=2**53 - 1)
    """The block from which on its events are looked through: the one in which it was deployed, or any before."""

    @property
    def ids(self) -> tuple[bytes, bytes]:
        """As the registry has them, 32 bytes each: of the space, and of all spaces. The first goes before."""
        return self.space.encode("ascii").ljust(32, b"\0"), bytes(32)


class WalletDelegation(msgspec.Struct, frozen=True):
    """To whom a wallet has delegated at the snapshot."""

    wallet: Address
    delegate: Address
    contract: bool
    """Whether a contract stands at the wallet's address on any chain of the vote. It counts only for what lies on the
    registry's chain then: who holds the same address on another chain did not delegate there."""


class FoundDelegations(msgspec.Struct, frozen=True):
    """What a registry says at a block of all who delegate to some wallets."""

    delegations: tuple[WalletDelegation, ...]
    """By wallet."""
    complete: bool = True
    """Whether all were looked at; otherwise more delegated than are."""


class WalletRoute(msgspec.Struct, frozen=True):
    """A wallet that delegated to a wallet of a member who takes part in the vote."""

    wallet: Address
    owner: MemberId | None
    """The member for whom the wallet itself counts in the vote, if there is one."""
    to: MemberId

    def counts(self, voters: Set[MemberId]) -> bool:
        """Whether its power counts with the ballot of its delegate, when these have voted."""
        return self.to in voters and (self.owner is None or self.owner not in voters)


class WalletDelegations:
    """What was frozen of a registry for one vote, found by wallet and by delegate."""

    def __init__(
        self, chain: ChainId, delegations: Sequence[WalletDelegation], *, one_chain: bool = False
    ) -> None:
        """`chain`: that of the registry. `one_chain`: all power of the vote lies there."""
        self.chain = chain
        self._one_chain = one_chain
        self.delegations = delegations
        self._of = {each.wallet: each for each in delegations}
        self._to: dict[Address, list[WalletDelegation]] = {}
        for each in delegations:
            self._to.setdefault(each.delegate, []).append(each)

    def chains(self, wallet: Address) -> frozenset[ChainId] | None:
        """The chains on which the wallet counts by its delegation; None: on all."""
        return frozenset({self.chain}) if self._of[wallet].contract else None

    def delegate(self, wallet: Address) -> Address | None:
        """To which wallet it delegates; None: to none that was linked."""
        return self._of[wallet].delegate if wallet in self._of else None

    def routes(
        self,
        claims: Claims,
        delegating: Collection[MemberId],
        wallets: Iterable[Address] | None = None,
        gone: Collection[Claim] = (),
    ) -> Iterator[WalletRoute]:
        """The ways on which power goes in a vote in which wallets count for members by these claims.

        A contract that was proved on other chains alone may be somebody else's on the registry's, and nobody delegated
        to it. `delegating`: members who delegate in the server, to a member: that goes before what their wallets say.
        `wallets`: only what is delegated to these. `gone`: claims of wallets that were taken off their members, and are
        as if nobody had them.
        """
        named = self.delegations if wallets is None else self._to_any(wallets)
        for each in named:
            to = claims.member(each.delegate, self.chain, gone)
            if to is None or self._counts_for_several(each, claims):
                continue
            owner = self._owner(each, claims, gone)
            if to != owner and owner not in delegating:
                yield WalletRoute(each.wallet, owner, to)

    def _to_any(self, wallets: Iterable[Address]) -> Iterator[WalletDelegation]:
        for wallet in wallets:
            yield from self._to.get(wallet, ())

    def _owner(
        self, delegation: WalletDelegation, claims: Claims, gone: Collection[Claim]
    ) -> MemberId | None:
        """For whom the wallet itself counts where it delegated.

        Whoever proved a contract on other chains alone has the one at the same address there. What lies on the
        registry's chain isn't theirs, doesn't count for them, and their ballot takes it from nobody.
        """
        owner = claims.member(delegation.wallet, self.chain, gone)
        if owner is None and not self._apart(delegation):
            # Of a key that delegated all chains count: what it gives elsewhere must not count with two ballots.
            others = claims.members(delegation.wallet)
            owner = next(
                (each for each in others if claims.on(delegation.wallet, each, gone) != frozenset()), None
            )
        return owner

    def _counts_for_several(self, delegation: WalletDelegation, claims: Claims) -> bool:
        """Whether parts of all that would go to the delegate count for several members already: a key that
        delegates its address to code, by which another member has proved it on some chain."""
        return not self._apart(delegation) and len(claims.members(delegation.wallet)) > 1

    def _apart(self, delegation: WalletDelegation) -> bool:
        """Whether nothing goes to the delegate but what lies on the registry's chain."""
        return delegation.contract or self._one_chain

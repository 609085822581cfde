"""Members as holders of what they have now, before a vote freezes it."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from bot.domain.accounts.wallet import Wallet, covered, proved_on
from bot.domain.ids import MemberId, RoleId
from bot.domain.policy.trust import TrustLevel
from bot.domain.power import Holder, account_days


def holder_now(
    member: MemberId,
    linked: Iterable[Wallet],
    reputation: Mapping[str, int],
    now: datetime,
    *,
    trust: TrustLevel,
    roles: frozenset[RoleId] = frozenset(),
) -> Holder:
    """A member with those of the linked wallets that count on a track of this level. `roles` are those that give power;
    `reputation` is by the key of the source that asks."""
    wallets = list(linked)
    counting = tuple(wallet.address for wallet in covered(wallets, now, trust))
    return Holder(counting, roles, reputation, proved_on(wallets), account_days(member, now))

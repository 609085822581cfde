"""How often wallets may be linked: what each link says, in private and in the public log, stays bounded by it."""

from datetime import datetime, timedelta

from bot.domain.accounts.wallet import Wallet
from bot.domain.errors import LinkedTooMuch, WalletLinkedOften
from bot.services.ports import Repositories

WALLETS_PER_MEMBER = 10
REQUESTS_PER_MEMBER = 20
"""Messages that wait for a member's signature in one server."""
PERIOD = timedelta(days=7)
LINKS_OF_WALLET = 5
"""So often a wallet is linked in a server within the period: two accounts can't pass it to and fro without end."""
LINKS_BY_MEMBER = 30
"""So many wallets a member links in a server within the period."""


async def check_pace(repositories: Repositories, wallet: Wallet, now: datetime) -> None:
    """Whether this link, which is new, comes too soon after others. Raises WalletLinkedOften, LinkedTooMuch."""
    since = now - PERIOD
    for chain in sorted(wallet.chains) if wallet.chains is not None else [None]:
        # What others do with a contract at the same address on another chain is no matter of this one.
        of_wallet = await repositories.wallets.links_of(wallet.guild, wallet.address, chain, since)
        if len(of_wallet) >= LINKS_OF_WALLET:
            raise WalletLinkedOften(wallet.address, LINKS_OF_WALLET, of_wallet[-LINKS_OF_WALLET] + PERIOD)
    by_member = await repositories.wallets.links_by(wallet.guild, wallet.member, since)
    if len(by_member) >= LINKS_BY_MEMBER:
        raise LinkedTooMuch(LINKS_BY_MEMBER, by_member[-LINKS_BY_MEMBER] + PERIOD)

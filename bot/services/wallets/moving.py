"""A wallet that another account has linked goes to the one that has signed: its old account and the log are told."""

from datetime import datetime

from bot.domain.accounts.wallet import Wallet
from bot.domain.errors import WalletTaken
from bot.services.delivery.notifications import NotifyMoved, PostLogEntry
from bot.services.ports import Repositories

MOVED = "wallet moved"
"""The act, in the public log."""


async def take_over(repositories: Repositories, wallet: Wallet, now: datetime) -> None:
    """Take the wallet off another account that has linked it, if any has. Raises WalletTaken for a contract that was
    proved on no chain on which it is linked: there it is somebody else's."""
    owner = await repositories.wallets.owner(wallet.guild, wallet.address)
    if owner is None or owner == wallet.member:
        return
    theirs = (await repositories.wallets.of_members(wallet.guild, [owner]))[owner]
    (before,) = [each for each in theirs if each.address == wallet.address]
    if wallet.chains is not None and not (before.chains and wallet.chains <= before.chains):
        raise WalletTaken(wallet.address)
    await repositories.wallets.unlink(wallet.guild, owner, wallet.address, now)
    entry = await repositories.log.add(
        wallet.guild,
        wallet.member,
        MOVED,
        at=now,
        details={"wallet": wallet.address, "before": str(owner)},
    )
    await repositories.outbox.add(
        NotifyMoved(wallet.guild, owner, wallet.address, wallet.member),
        PostLogEntry(guild=wallet.guild, entry=entry.id),
        at=now,
    )

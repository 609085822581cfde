"""What the public log notes of wallets. One that another account has linked goes to the one that has signed: then its
old account is told, too."""

from collections.abc import Collection
from datetime import datetime

from bot.domain.accounts.wallet import Wallet
from bot.domain.errors import WalletTaken
from bot.domain.ids import ChainId
from bot.services.delivery.notifications import NotifyMoved, PostLogEntry
from bot.services.ports import Repositories

MOVED = "wallet moved"
LINKED, UNLINKED = "wallet linked", "wallet unlinked"
"""The acts, in the public log."""


def on_chains(chains: Collection[ChainId]) -> dict[str, str]:
    """What the public log notes of a contract beside its address: the chains that an act was about."""
    return {"chain": ", ".join(map(str, chains))} if chains else {}


async def note(repositories: Repositories, act: str, wallet: Wallet, now: datetime) -> None:
    """Write what a member did with their own wallet into the public log, where the space wants that."""
    if (await repositories.spaces.of_guild(wallet.guild)).logs_links:
        details = {"wallet": wallet.address, **on_chains(sorted(wallet.chains or ()))}
        entry = await repositories.log.add(wallet.guild, wallet.member, act, at=now, details=details)
        await repositories.outbox.add(PostLogEntry(guild=wallet.guild, entry=entry.id), at=now)


async def take_over(repositories: Repositories, wallet: Wallet, now: datetime) -> bool:
    """Take the wallet off other accounts that have linked it; whether there was one, which the log tells then.

    A contract goes on the chain on which it was proved: on others it is somebody else's, and stays with them. A key
    goes before whatever was proved by the code to which it delegates its address. Raises WalletTaken for a contract
    where it was linked with its key.
    """
    linked = await repositories.wallets.of_addresses(wallet.guild, [wallet.address])
    others = [each for each in linked if each.member != wallet.member and each.overlaps(wallet)]
    if wallet.chains is not None and any(each.chains is None for each in others):
        raise WalletTaken(wallet.address)
    chains = tuple(sorted(wallet.chains or ()))
    before = dict.fromkeys(each.member for each in others)
    for member in before:
        await repositories.wallets.unlink(wallet.guild, member, wallet.address, now, chains=wallet.chains)
        entry = await repositories.log.add(
            wallet.guild,
            wallet.member,
            MOVED,
            at=now,
            details={"wallet": wallet.address, "before": str(member), **on_chains(chains)},
        )
        await repositories.outbox.add(
            NotifyMoved(wallet.guild, member, wallet.address, wallet.member, chains),
            PostLogEntry(guild=wallet.guild, entry=entry.id),
            at=now,
        )
    return bool(before)

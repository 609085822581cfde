"""Linked wallets, and the EIP-4361 text that links one."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from bot.domain.accounts.mandate import UNLIMITED, Mandate, Uncovered
from bot.domain.accounts.sign_in_text import Site, one_line, sign_in_text
from bot.domain.ids import Address, ChainId, GuildId, MemberId
from bot.domain.policy.trust import TrustLevel


class SignedAs(StrEnum):
    """How an account signed."""

    KEY = "key"
    """With its key, which is the same on every chain (also where it has delegated its address to code: EIP-7702)."""
    CONTRACT = "contract"
    """As a contract (EIP-1271): at the same address on another chain there may be another one, or nothing."""


class Wallet(msgspec.Struct, frozen=True):
    """An account that a member has proved to own, within one server."""

    guild: GuildId
    member: MemberId
    address: Address
    linked_at: datetime
    primary: bool
    chains: frozenset[ChainId] | None = None
    """Of a contract those on which it was proved: it counts on no other. None for a key, which counts on all."""
    mandate: Mandate = UNLIMITED

    def counts_on(self, chain: ChainId) -> bool:
        return self.chains is None or chain in self.chains

    def overlaps(self, other: "Wallet") -> bool:
        """Whether one of them would count where the other does: the same account, and not only the same address."""
        return self.address == other.address and not (
            self.chains is not None and other.chains is not None and self.chains.isdisjoint(other.chains)
        )

    def also(self, other: "Wallet") -> "Wallet":
        """What the same member has proved of the address twice, under one mandate."""
        chains = None if self.chains is None or other.chains is None else self.chains | other.chains
        at = min(self.linked_at, other.linked_at)
        return replace(self, linked_at=at, primary=self.primary or other.primary, chains=chains)


def proved_on(wallets: Iterable[Wallet]) -> dict[Address, frozenset[ChainId]]:
    """Of those of the wallets that are contracts, on which chains each was proved."""
    return {wallet.address: wallet.chains for wallet in wallets if wallet.chains is not None}


def covered(wallets: Iterable[Wallet], at: datetime, trust: TrustLevel) -> list[Wallet]:
    """Those that by their mandates count in what opens at that time, on a track of this level."""
    return [wallet for wallet in wallets if wallet.mandate.covers(at, trust)]


def uncovered(wallets: Iterable[Wallet], at: datetime, trust: TrustLevel) -> dict[Address, Uncovered]:
    """The others of them, and why each doesn't count."""
    found = {wallet.address: wallet.mandate.lacks(at, trust) for wallet in wallets}
    return {wallet: why for wallet, why in found.items() if why is not None}


class LinkRequest(msgspec.Struct, frozen=True):
    """A message that waits for its signature. The nonce is single-use."""

    nonce: str
    guild: GuildId
    member: MemberId
    address: Address
    chain: ChainId
    message: str
    issued_at: datetime
    expires_at: datetime
    mandate: Mandate = UNLIMITED


def sign_in_message(
    *,
    site: Site,
    address: Address,
    chain: ChainId,
    chain_name: str | None,
    member: MemberId,
    member_name: str,
    guild: GuildId,
    guild_name: str,
    nonce: str,
    issued_at: datetime,
    expires_at: datetime,
    mandate: Mandate,
) -> str:
    """The text to sign, by EIP-4361.

    It names the Discord account and the server, so that a signature given for one account can't link the
    wallet to another; what that account may do with it; and with `chain_name` that it is a contract, which counts on
    that chain alone.
    """
    statement = (
        f"Link this wallet to the Discord account {one_line(member_name)} ({member}) in the server "
        f"{one_line(guild_name)} ({guild}). {_may(mandate)} "
        "It moves no funds and gives no permission to move any."
    )
    if chain_name is not None:
        statement += f" The wallet is a contract and counts on the chain {one_line(chain_name)} ({chain})."
    return sign_in_text(
        site=site,
        path="wallet",
        address=address,
        chain=chain,
        statement=statement,
        nonce=nonce,
        issued_at=issued_at,
        expires_at=expires_at,
        request_id=f"discord:{guild}:{member}",
        resources=[_resource(guild, mandate)],
    )


def _may(mandate: Mandate) -> str:
    """What the account may do for the wallet, in the words of the text to sign."""
    when = (
        "until the wallet is unlinked"
        if mandate.until is None
        else f"that opens before {mandate.until:%Y-%m-%d} (UTC)"
    )
    where = (
        "on all tracks of that server"
        if mandate.up_to is TrustLevel.SIGNED
        else f"on those tracks of that server whose trust level is at most '{mandate.up_to}'"
    )
    return (
        f"It lets that account vote with this wallet's power in each vote {when}, {where}, and nowhere else."
    )


def _resource(guild: GuildId, mandate: Mandate) -> str:
    """The same in figures, as a URI: whoever chose the name of a member or a server has no say in it."""
    until = "unlinked" if mandate.until is None else f"{mandate.until:%Y-%m-%d}"
    return f"urn:folkmoot:mandate:server={guild}:until={until}:up-to={mandate.up_to}"

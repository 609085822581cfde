"""Linked wallets, and the EIP-4361 text that links one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.accounts.sign_in_text import Site, one_line, sign_in_text
from bot.domain.ids import Address, ChainId, GuildId, MemberId


class SignedAs(StrEnum):
    """How an account signed."""

    KEY = "key"
    """With its key, which is the same on every chain (also where it has lent its address to code: EIP-7702)."""
    CONTRACT = "contract"
    """As a contract (EIP-1271): at the same address on another chain there may be another one, or nothing."""


@dataclass(frozen=True)
class Wallet:
    """An account that a member has proved to own, within one server."""

    guild: GuildId
    member: MemberId
    address: Address
    linked_at: datetime
    primary: bool
    chains: frozenset[ChainId] | None = None
    """Of a contract those on which it was proved: it counts on no other. None for a key, which counts on all."""


def proved_on(wallets: Iterable[Wallet]) -> dict[Address, frozenset[ChainId]]:
    """Of those of the wallets that are contracts, on which chains each was proved."""
    return {wallet.address: wallet.chains for wallet in wallets if wallet.chains is not None}


@dataclass(frozen=True)
class LinkRequest:
    """A message that waits for its signature. The nonce is single-use."""

    nonce: str
    guild: GuildId
    member: MemberId
    address: Address
    chain: ChainId
    message: str
    issued_at: datetime
    expires_at: datetime


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
) -> str:
    """The text to sign, by EIP-4361.

    It names the Discord account and the server, so that a signature given for one account can't link the
    wallet to another; and with `chain_name` that it is a contract, which counts on that chain alone.
    """
    statement = (
        f"Link this wallet to the Discord account {one_line(member_name)} ({member}) in the server "
        f"{one_line(guild_name)} ({guild}). It lets that account vote with this wallet's power. "
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
    )

"""Linked wallets, and the EIP-4361 text that links one."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.ids import Address, ChainId, GuildId, MemberId
from bot.domain.sign_in_text import one_line, sign_in_text


@dataclass(frozen=True)
class Wallet:
    """An account that a member has proved to own, within one server."""

    guild: GuildId
    member: MemberId
    address: Address
    linked_at: datetime
    primary: bool


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
    domain: str,
    address: Address,
    chain: ChainId,
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
    wallet to another.
    """
    statement = (
        f"Link this wallet to the Discord account {one_line(member_name)} ({member}) in the server "
        f"{one_line(guild_name)} ({guild}). It lets that account vote with this wallet's power. "
        "It moves no funds and gives no permission to move any."
    )
    return sign_in_text(
        domain=domain,
        path="wallet",
        address=address,
        chain=chain,
        statement=statement,
        nonce=nonce,
        issued_at=issued_at,
        expires_at=expires_at,
        request_id=f"discord:{guild}:{member}",
    )

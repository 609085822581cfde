"""Linked wallets, and the EIP-4361 text that links one."""

from dataclasses import dataclass
from datetime import datetime
from string import ascii_letters, digits

from bot.domain.ids import Address, ChainId, GuildId, MemberId

_STATEMENT = frozenset(ascii_letters + digits + "-._~" + ":/?#[]@" + "!$&'()*+,;=" + " ")


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
    """The text to sign, by EIP-4361 (https://eips.ethereum.org/EIPS/eip-4361).

    It names the Discord account and the server, so that a signature given for one account can't link the
    wallet to another.
    """
    statement = (
        f"Link this wallet to the Discord account {_one_line(member_name)} ({member}) in the server "
        f"{_one_line(guild_name)} ({guild}). It lets that account vote with this wallet's power. "
        "It moves no funds and gives no permission to move any."
    )
    return "\n".join(
        [
            f"{domain} wants you to sign in with your Ethereum account:",
            address,
            "",
            statement,
            "",
            f"URI: https://{domain}/wallet",
            "Version: 1",
            f"Chain ID: {chain}",
            f"Nonce: {nonce}",
            f"Issued At: {_rfc3339(issued_at)}",
            f"Expiration Time: {_rfc3339(expires_at)}",
            f"Request ID: discord:{guild}:{member}",
        ]
    )


def _one_line(name: str) -> str:
    """The name with `?` for what EIP-4361 doesn't allow in a statement: only RFC 3986's reserved and unreserved
    characters and the space are."""
    return "".join(char if char in _STATEMENT else "?" for char in name)


def _rfc3339(time: datetime) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")

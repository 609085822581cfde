"""The text that an account signs to prove something, by EIP-4361 (https://eips.ethereum.org/EIPS/eip-4361)."""

from collections.abc import Sequence
from datetime import datetime
from string import ascii_letters, digits

import msgspec

from bot.domain.ids import Address, ChainId

_STATEMENT = frozenset(ascii_letters + digits + "-._~" + ":/?#[]@" + "!$&'()*+,;=" + " ")


class Site(msgspec.Struct, frozen=True):
    """Where a text is signed: a wallet holds it against the page that asks."""

    domain: str
    """Host, with the port where that isn't the scheme's own."""
    scheme: str = "https"

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.domain}"


def sign_in_text(
    *,
    site: Site,
    path: str,
    address: Address,
    chain: ChainId,
    statement: str,
    nonce: str,
    issued_at: datetime,
    expires_at: datetime,
    request_id: str,
    resources: Sequence[str] = (),
) -> str:
    """The text with the statement, which must be of `one_line` names. `path` is that of the URI, under the site;
    `resources` are URIs, each on a line of its own that no name can imitate."""
    return "\n".join(
        [
            f"{site.domain} wants you to sign in with your Ethereum account:",
            address,
            "",
            statement,
            "",
            f"URI: {site.origin}/{path}",
            "Version: 1",
            f"Chain ID: {chain}",
            f"Nonce: {nonce}",
            f"Issued At: {_rfc3339(issued_at)}",
            f"Expiration Time: {_rfc3339(expires_at)}",
            f"Request ID: {request_id}",
            *(["Resources:"] if resources else []),
            *(f"- {resource}" for resource in resources),
        ]
    )


def one_line(name: str) -> str:
    """The name with `?` for what EIP-4361 doesn't allow in a statement: only RFC 3986's reserved and unreserved
    characters and the space are."""
    return "".join(char if char in _STATEMENT else "?" for char in name)


def _rfc3339(time: datetime) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")

"""Texts that sign somebody in (EIP-4361), and what a wallet holds against the page that asks.

https://eips.ethereum.org/EIPS/eip-4361
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from yarl import URL

_TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)"
_TEXT = re.compile(
    r"(?:(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://)?(?P<domain>[^\s/?#]+)"
    r" wants you to sign in with your Ethereum account:\n"
    r"(?P<address>0x[0-9A-Fa-f]{40})\n\n"
    r"(?:(?P<statement>[^\n]+)\n)?\n"
    r"URI: (?P<uri>\S+)\nVersion: 1\nChain ID: (?P<chain>[0-9]{1,20})\nNonce: (?P<nonce>[A-Za-z0-9]{8,})\n"
    rf"Issued At: (?P<issued>{_TIME})"
    rf"(?:\nExpiration Time: (?P<expires>{_TIME}))?"
    rf"(?:\nNot Before: (?P<begins>{_TIME}))?"
    r"(?:\nRequest ID: (?P<request>[^\s]*))?"
    r"(?:\nResources:(?P<resources>(?:\n- \S+)*))?"
)
_LOOKS_LIKE_ONE = re.compile(r"wants\s+you\s+to\s+sign\s+in", re.IGNORECASE)


@dataclass(frozen=True)
class SignIn:
    """What such a text says."""

    scheme: str
    domain: str
    address: str
    statement: str
    uri: str
    chain: int
    nonce: str
    issued: str
    expires: str
    begins: str
    resources: tuple[str, ...]


def read_sign_in(text: str) -> SignIn | None:
    """What the text says, or None for any other text."""
    found = _TEXT.fullmatch(text)
    if found is None:
        return None
    said = {name: value or "" for name, value in found.groupdict().items()}
    return SignIn(
        said["scheme"],
        said["domain"],
        said["address"],
        said["statement"],
        said["uri"],
        int(said["chain"]),
        said["nonce"],
        said["issued"],
        said["expires"],
        said["begins"],
        tuple(line.removeprefix("- ") for line in said["resources"].splitlines() if line),
    )


def looks_like_sign_in(text: str) -> bool:
    """Whether a person would take it for one."""
    return _LOOKS_LIKE_ONE.search(text) is not None


def dangers_of(said: SignIn, origin: str, account: str, chain: int, now: datetime) -> list[str]:
    """What is wrong with it on a page of this origin, for this account, on this chain."""
    page = URL(origin)
    found = []
    if said.domain.lower() != page.authority.lower():
        found.append(
            f"This may be a trick: the text signs you in to {said.domain}, but {page.authority} asks for it. "
            "Who gets the signature can act as you there."
        )
    elif (said.scheme and said.scheme.lower() != page.scheme) or _origin(said.uri) != origin:
        found.append(f"The address in the text, {said.uri}, is not one of the page that asks.")
    if said.address.lower() != account.lower():
        found.append(f"The text is for another account: {said.address}.")
    if said.chain != chain:
        found.append(f"The text is for the chain {said.chain}; your wallet is on {chain}.")
    expires, begins = _time(said.expires), _time(said.begins)
    if (said.expires and expires is None) or (said.begins and begins is None):
        found.append("The text says a time that isn't one.")
    if expires is not None and expires <= now:
        found.append(f"The text has expired: {said.expires}.")
    if begins is not None and begins > now:
        found.append(f"The text isn't valid yet: {said.begins}.")
    return found


def _origin(uri: str) -> str:
    """Of a URI; empty where it has none."""
    try:
        return str(URL(uri).origin())
    except ValueError:
        return ""


def _time(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None

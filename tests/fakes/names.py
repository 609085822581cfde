"""What a name always stands for: an address, or any 32 bytes."""

import hashlib

from bot.domain.ids import Address, address


def digest(*parts: object) -> str:
    """32 bytes of hex that belong to these parts."""
    return "0x" + hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()


def account(name: str) -> Address:
    """The address that a name always has."""
    return address(digest("account", name)[:42])

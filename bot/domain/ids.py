"""Names for the numbers and strings that governance passes around, so that one can't be taken for another."""

from functools import lru_cache
from typing import NewType

from eth_utils.address import is_hex_address, to_checksum_address

from bot.domain.errors import BadAddress
from bot.domain.errors.inputs import NotAnAddress, WrongChecksum

GuildId = NewType("GuildId", int)
ChannelId = NewType("ChannelId", int)
MessageId = NewType("MessageId", int)
RoleId = NewType("RoleId", int)
MemberId = NewType("MemberId", int)
"""A Discord user, who may be a member of several spaces; or, where `is_nobody` says so, somebody who was erased."""

SpaceId = NewType("SpaceId", int)
TrackId = NewType("TrackId", int)
ProposalId = NewType("ProposalId", int)
"""By which the program knows a proposal; people know it by its number."""
ProposalNumber = NewType("ProposalNumber", int)
"""A proposal's place among those that were submitted in its server, from 1 on without gaps."""
RequestId = NewType("RequestId", int)
"""An execution request."""
DrawId = NewType("DrawId", int)
"""A jury that is drawn, or was."""
RoleRuleId = NewType("RoleRuleId", int)
"""A rule by which members have a role."""
ArgumentId = NewType("ArgumentId", int)
"""What a member put before the bot of a discussion."""
MirrorId = NewType("MirrorId", int)
MirroredId = NewType("MirroredId", int)
"""A proposal that a mirror shows."""

ChainId = NewType("ChainId", int)
Address = NewType("Address", str)
"""An account on a chain: 0x and 40 hex digits in EIP-55 mixed case."""
BlockHash = NewType("BlockHash", str)
TransactionHash = NewType("TransactionHash", str)
ContentHash = NewType("ContentHash", str)
"""SHA-256 of canonical bytes, 64 hex digits."""

Power = int
"""What a ballot weighs, in base units (as on chain)."""


@lru_cache(4096)
def checksummed(account: str | bytes) -> Address:
    """The account, given as 0x and 40 hex digits or as its 20 bytes. Raises ValueError for anything else."""
    # The same ones come again and again, in policies, events, requests and records, and a checksum is a hash.
    return Address(to_checksum_address(account))


def address(text: str) -> Address:
    """The account that a person typed.

    All-lowercase and all-uppercase spellings carry no checksum and are accepted; a mixed one must match
    EIP-55. Raises BadAddress.
    """
    text = text.strip()
    if not text.startswith("0x") or not is_hex_address(text):
        raise BadAddress(text, NotAnAddress())
    account = checksummed(text)
    digits = text[2:]
    if text != account and digits not in (digits.lower(), digits.upper()):
        raise BadAddress(text, WrongChecksum())
    return account


FIRST_STAND_IN = 3 * 2**61
"""Discord's ids are smaller until the year 2067."""


def is_nobody(member: MemberId) -> bool:
    """Whether the number is none of Discord's: that which a member has in a record, or which took their place when they
    were erased."""
    return member >= FIRST_STAND_IN

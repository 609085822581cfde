"""The lot: who is drawn follows from the terms and the block's hash, and from nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec
from msgspec.structs import replace

from bot.domain.blocks import BlockRef
from bot.domain.ids import BlockHash, ContentHash, DrawId, MemberId, SpaceId
from bot.domain.sortition.terms import DrawTerms


class Jury(msgspec.Struct, frozen=True):
    members: tuple[MemberId, ...]
    """In the order in which they were drawn."""
    substitutes: tuple[MemberId, ...]
    """Who takes the place of a member who can't serve, in this order: as many as there are seats, if there are so
    many."""


class JuryDraw(msgspec.Struct, frozen=True):
    """A draw that was announced."""

    id: DrawId
    space: SpaceId
    terms: DrawTerms
    commitment: ContentHash
    """That was announced."""
    called_by: MemberId
    called_at: datetime
    block: BlockRef | None = None
    """By which it was drawn; None: that one isn't final yet."""
    jury: Jury | None = None
    """Who was drawn by it."""
    late_at: datetime | None = None
    """When the server was told that the block is long in coming."""

    @property
    def as_called(self) -> JuryDraw:
        """As it was announced."""
        return replace(self, block=None, jury=None)

    @property
    def whole(self) -> bool:
        """Whether the terms are those that were announced: whoever was erased since has another number in them."""
        return self.terms.commitment == self.commitment

    def drawn_by(self, block: BlockRef) -> JuryDraw:
        return replace(self, block=block, jury=drawn(self.terms, block.hash))


def drawn(terms: DrawTerms, block: BlockHash) -> Jury:
    """The members of the pool by ascending SHA-256 of 72 bytes: the block's hash (32), the commitment to the terms (32)
    and the member's id (8, big-endian). The first are the jury, those after them the substitutes.

    A hash for each member orders all orders alike: nothing is reduced modulo a number, so that nobody is likelier than
    others. Two equal hashes, which nobody will see, go by the id. Since the commitment is hashed too, one block decides
    two draws independently of each other.
    """
    order = _ordered(terms, bytes.fromhex(block.removeprefix("0x")))
    return Jury(tuple(order[: terms.seats]), tuple(order[terms.seats : 2 * terms.seats]))


def _ordered(terms: DrawTerms, block: bytes) -> Sequence[MemberId]:
    from hashlib import sha256  # Loads OpenSSL, which counting alone doesn't need.

    begun = sha256(block + bytes.fromhex(terms.commitment))

    def ticket(member: MemberId) -> tuple[bytes, MemberId]:
        lot = begun.copy()
        lot.update(member.to_bytes(8, "big"))
        return lot.digest(), member

    return sorted(terms.pool, key=ticket)

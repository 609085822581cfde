"""ERC-721: `balanceOf`, in pieces."""

from bot.chain.treasury.positions.reads import PieceReads


class Erc721PositionReads(PieceReads):
    """As all that is counted in pieces."""

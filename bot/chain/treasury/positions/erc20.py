"""ERC-20: `balanceOf`, in base units."""

from bot.chain.treasury.positions.reads import TokenReads


class Erc20PositionReads(TokenReads):
    """As every token."""

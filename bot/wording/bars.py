"""Bars of blocks, for shares that are understood at a glance."""

from fractions import Fraction

BAR = 20
"""Characters of a bar: what a phone shows in one line."""
_FULL, _EMPTY, _MARK = "█", "░", "┃"


def bar_of_blocks(part: Fraction, whole: Fraction, mark: Fraction | None = None) -> str:
    """`part` of `whole` in blocks, with a mark where `mark` of `whole` is. More than nothing shows at least one."""
    filled = _place(part, whole) if whole else 0
    if part > 0:
        filled = max(1, filled)
    blocks = [_FULL] * filled + [_EMPTY] * (BAR - filled)
    if mark is not None and whole:
        blocks.insert(min(_place(mark, whole), BAR), _MARK)
    return "".join(blocks)


def _place(part: Fraction, whole: Fraction) -> int:
    return min(BAR, max(0, int(part * BAR / whole)))

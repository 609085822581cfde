"""How all charts look, on paper of their own: the same on Discord's dark and light background.

The colours are those of Okabe and Ito, which nobody confuses who sees colours otherwise; each comes with a hatch, a
line and a marker of its own, so that none needs its colour to be told from the others.
"""

from typing import Any

from cogs.components.drawing import plain

INK = "#c9d1d9"
COLOURS = ("#56b4e9", "#e69f00", "#009e73", "#cc79a7")
HATCHES = ("", "//", "..", "xx")
LINES = ("-", (0, (4, 1.5)), (0, (1, 1)), (0, (4, 1, 1, 1)))
MARKERS = ("o", "s", "^", "D")
TITLE, TEXT = 16, 13
NAME_LIMIT = 28


def bare(axes: Any, *kept: str) -> None:
    """Axes without a frame but for these sides."""
    for side, spine in axes.spines.items():
        spine.set_visible(side in kept)
        spine.set_color(INK)
    axes.tick_params(colors=INK, labelsize=TEXT)


def titled(axes: Any, title: str, *, legend: bool = False) -> None:
    """`legend`: there is one, which stands below the title and above everything that is drawn."""
    axes.set_title(plain(title), color=INK, fontsize=TITLE, loc="left", pad=32 if legend else 10)


def legend(axes: Any, names: int) -> None:
    """So many names in a line that begins at the picture's left edge, however far to the right the chart begins."""
    from matplotlib.transforms import blended_transform_factory

    found = axes.legend(
        loc="lower left",
        bbox_to_anchor=(0.01, 1.0),
        bbox_transform=blended_transform_factory(axes.figure.transFigure, axes.transAxes),
        fontsize=TEXT,
        labelcolor=INK,
        frameon=False,
        ncols=names,
        handlelength=2.4,
        handleheight=1.0,
        columnspacing=1.4,
    )
    # What is wider than the chart is no reason to draw the chart smaller.
    found.set_in_layout(False)

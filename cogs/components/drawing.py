"""Pictures by matplotlib, which draws one at a time, and the one thread for them and for documents."""

import asyncio
import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVarTuple

Ts = TypeVarTuple("Ts")
PAPER = "#1e2127"
"""The background of every picture: the same on Discord's dark and light one."""
WIDTH = 8
"""Inches of 100 pixels."""
_drawing = ThreadPoolExecutor(1, "drawing")
"""The one thread in which is drawn: who waits for a picture takes no other one, such as one in which a vote is
counted."""


async def drawn(draw: Callable[[Any], None], height: float) -> bytes:
    """A PNG, 800 pixels wide and `height` hundred high, of what `draw` draws into a figure; in a thread, since it takes
    a good part of a second."""
    return await in_drawing_thread(_png, draw, height)


async def in_drawing_thread(make: Callable[[*Ts], bytes], *given: *Ts) -> bytes:
    """What `make` makes of this, in the thread in which is drawn."""
    return await asyncio.get_running_loop().run_in_executor(_drawing, make, *given)


def _png(draw: Callable[[Any], None], height: float) -> bytes:
    # Here, since importing it takes longer than everything else at the start, and many spaces never need it.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, height), dpi=100, facecolor=PAPER, layout="constrained")
    canvas = FigureCanvasAgg(figure)
    draw(figure)
    file = io.BytesIO()
    # The figure's own savefig would draw everything once more before, for a layout that is found while it is drawn.
    canvas.print_png(file)  # type: ignore[no-untyped-call]
    return file.getvalue()


def plain(text: str) -> str:
    """A dollar begins a formula in matplotlib, and what others named is none."""
    return text.replace("$", r"\$")

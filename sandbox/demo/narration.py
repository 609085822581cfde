"""How the demo tells its story: numbered steps, what was seen, a progress bar where many act."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console, RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.panel import Panel
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from sandbox.demo.discord_text import as_shown

PICTURED = range(7, 10)
"""The steps that the picture shows: the vote with its crash, the result, the recount. They fill about a screen."""
WIDTH = 96
_FONTS = re.compile(r"@font-face \{.*?\}\n", re.DOTALL)


class Bar:
    """The progress of many who do the same."""

    def __init__(self, narration: Narration, progress: Progress, task: object) -> None:
        self._narration = narration
        self._progress = progress
        self._task = task

    def step(self) -> None:
        self._progress.advance(self._task)  # type: ignore[arg-type]

    def say(self, text: str) -> None:
        """A line above the bar."""
        self._narration.show(f"   {text}")


class Narration:
    def __init__(self, picture: Path | None = None) -> None:
        """With `picture`, the steps of PICTURED are drawn into that file too, as an SVG."""
        self.console = Console(highlight=False)
        self.name_of: Callable[[int], str] = str
        """What the member, role or channel with this id is called."""
        self.now: Callable[[], datetime] = lambda: datetime.now(UTC)
        """The time by which what is quoted lies in the past or the future."""
        self._picture = picture
        self._drawn = Console(record=True, file=io.StringIO(), width=WIDTH, highlight=False)
        self._number = 0

    def show(self, what: RenderableType) -> None:
        self.console.print(what)
        self._draw(what)

    def _draw(self, what: RenderableType) -> None:
        if self._number in PICTURED:
            self._drawn.print(what)

    def title(self, text: str, below: str) -> None:
        self.show(Panel.fit(f"[bold]{escape(text)}[/]\n{escape(below)}", border_style="cyan"))

    def step(self, text: str) -> None:
        self._number += 1
        self.show(f"\n[bold cyan]{self._number:>2}[/] [bold]{escape(text)}[/]")

    def seen(self, text: str) -> None:
        """Something that happened and could be seen."""
        self.show(f"   {escape(text)}")

    def check(self, text: str, holds: bool) -> None:
        """Something that must hold. Raises DemoFailed where it doesn't."""
        self.show(f"   [{'green]✔' if holds else 'red]✘'}[/] {escape(text)}")
        if not holds:
            raise DemoFailed(text)

    def quote(self, text: str, title: str) -> None:
        """What stands in Discord."""
        shown = as_shown(text, self.name_of, self.now())
        self.show(Panel(shown, title=escape(title), border_style="dim", width=WIDTH))

    def table(self, columns: list[str], rows: list[list[str]]) -> None:
        table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
        for number, column in enumerate(columns):
            table.add_column(column, justify="left" if number == 0 else "right", no_wrap=True)
        for row in rows:
            table.add_row(*(escape(cell) for cell in row))
        self.show(Padding(table, (0, 0, 0, 3), expand=False))

    @contextmanager
    def bar(self, text: str, total: int) -> Iterator[Bar]:
        columns = (
            TextColumn("   {task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TaskProgressColumn(),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=self.console) as progress:
            yield Bar(self, progress, progress.add_task(text, total=total))
        self._draw(progress.get_renderable())

    def end(self) -> None:
        if self._picture:
            # Without the fonts that it would fetch from elsewhere: the picture asks nobody for anything.
            svg = _FONTS.sub("", self._drawn.export_svg(title="make demo"))
            self._picture.write_text(svg, encoding="utf-8")


class DemoFailed(Exception):
    """Something that the demo shows did not hold."""

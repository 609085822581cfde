"""How the demo tells its story: numbered steps, what was seen, a progress bar where many act."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.markup import escape
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


class Bar:
    """The progress of many who do the same."""

    def __init__(self, progress: Progress, task: object) -> None:
        self._progress = progress
        self._task = task

    def step(self) -> None:
        self._progress.advance(self._task)  # type: ignore[arg-type]

    def say(self, text: str) -> None:
        """A line above the bar."""
        self._progress.console.print(f"   {text}")


class Telling:
    def __init__(self, picture: Path | None = None) -> None:
        self._picture = picture
        self.console = Console(record=picture is not None, width=100 if picture else None, highlight=False)
        self._number = 0

    def title(self, text: str, below: str) -> None:
        self.console.print(Panel.fit(f"[bold]{escape(text)}[/]\n{escape(below)}", border_style="cyan"))

    def step(self, text: str) -> None:
        self._number += 1
        self.console.print(f"\n[bold cyan]{self._number:>2}[/] [bold]{escape(text)}[/]")

    def seen(self, text: str) -> None:
        """Something that happened and could be seen."""
        self.console.print(f"   {escape(text)}")

    def check(self, text: str, holds: bool) -> None:
        """Something that must hold. Raises DemoFailed where it doesn't."""
        self.console.print(f"   [{'green]✔' if holds else 'red]✘'}[/] {escape(text)}")
        if not holds:
            raise DemoFailed(text)

    def quote(self, text: str, title: str) -> None:
        """What stands in Discord."""
        self.console.print(Panel(escape(text), title=escape(title), border_style="dim", width=96))

    def table(self, columns: list[str], rows: list[list[str]]) -> None:
        table = Table(box=None, padding=(0, 2))
        for number, column in enumerate(columns):
            table.add_column(column, justify="left" if number == 0 else "right", no_wrap=number > 0)
        for row in rows:
            table.add_row(*(escape(cell) for cell in row))
        self.console.print(table)

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
            yield Bar(progress, progress.add_task(text, total=total))

    def end(self) -> None:
        if self._picture:
            self.console.save_svg(str(self._picture), title="make demo")


class DemoFailed(Exception):
    """Something that the demo shows did not hold."""

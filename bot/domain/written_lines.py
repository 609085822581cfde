"""The lines in which an author writes what a proposal brings: each kind of them takes its own out of all."""

from collections.abc import Callable
from typing import TypeVar

Answer = TypeVar("Answer")


def taken_out(
    lines: str, begins: Callable[[str], Answer | None]
) -> tuple[list[tuple[int, str, Answer]], str]:
    """The lines to which `begins` answers, each with its number from 1 and the answer; and all others, each still with
    its own number, since in place of those that were taken out an empty line stands."""
    found: list[tuple[int, str, Answer]] = []
    others: list[str] = []
    for number, line in enumerate(lines.splitlines(), start=1):
        answer = begins(line)
        others.append(line if answer is None else "")
        if answer is not None:
            found.append((number, line.strip(), answer))
    return found, "\n".join(others).rstrip("\n")

"""Structured logs: one line an event, as JSON where nobody reads along, in colour on a terminal."""

import logging
import sys
from collections.abc import Callable, Mapping, MutableMapping
from types import TracebackType
from typing import Any

import structlog

_DEPTH = 8
"""What is nested more deeply is written as text."""


def configure(level: str, hidden: Callable[[str], str]) -> None:
    """Send everything that is logged, by us or a library, to standard error; no secret is ever in it.

    `hidden` takes the program's secrets out of a text.
    """
    hide = _Hide(hidden)
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        hide,
    ]
    terminal = sys.stderr.isatty()
    renderer = structlog.dev.ConsoleRenderer() if terminal else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, hide, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    sys.excepthook = _ended_by
    for name in ("discord", "apscheduler", "aiosqlite", "sqlalchemy", "web3", "asyncio"):
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))


def _ended_by(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What ends the program is logged as all else is: Python's own words could hold a secret."""
    logging.getLogger("bot").critical("program.ended", exc_info=(kind, error, trace))


class _Hide:
    """Replaces the program's secrets in whatever is about to be written."""

    def __init__(self, hidden: Callable[[str], str]) -> None:
        self._hidden = hidden

    def __call__(self, _: Any, __: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
        return {self._hidden(key): self._clean(value) for key, value in event.items()}

    def _clean(self, value: Any, depth: int = 0) -> Any:
        """The same value without secrets, whatever it is made of. What is not plain data is written as its `repr`."""
        if value is None or isinstance(value, bool | int | float):
            return value
        if isinstance(value, str):
            return self._hidden(value)
        if depth < _DEPTH and isinstance(value, Mapping):
            return {self._clean(key, depth + 1): self._clean(each, depth + 1) for key, each in value.items()}
        if depth < _DEPTH and isinstance(value, list | tuple | set | frozenset):
            return [self._clean(each, depth + 1) for each in value]
        return self._hidden(repr(value))

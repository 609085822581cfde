"""No secret is in what is logged, however deep it is hidden."""

import io
import json
import logging
import sys
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
import structlog

from bot import logs
from bot.domain.secrecy import Redaction

SECRET = "s3cr3t-t0k3n"
AWKWARD = (
    "p'a\"ss w\\ord",
    "pässwörd/ü",
    "tab\tin it",
    "100%+sure?&=#",
    "s3cr3t-t0k3n-and-more",
    "emoji 🗝 key",
)
"""Secrets that URLs, Python and JSON write otherwise than they are."""


class Holder:
    def __repr__(self) -> str:
        return f"Holder({SECRET})"


HIDDEN: dict[str, Any] = {
    "a text": f"Bot {SECRET}",
    "a list": ["x", SECRET],
    "a tuple": ("x", SECRET),
    "a set": {SECRET},
    "a dict": {"headers": {"Authorization": f"Bot {SECRET}"}},
    "a key": {SECRET: 1},
    "lists in dicts in lists": [{"a": [{"b": [SECRET]}]}],
    "bytes": SECRET.encode(),
    "an exception": ValueError(f"could not log in with {SECRET}"),
    "exceptions in a list": [OSError(SECRET)],
    "an object": Holder(),
    "a dict of objects": {"one": Holder()},
}


def deep(value: Any, depth: int) -> Any:
    return value if depth == 0 else {"in": [deep(value, depth - 1)]}


@pytest.fixture
def written() -> Iterator[Callable[[], str]]:
    """Everything that is logged within the test."""
    stream, root = io.StringIO(), logging.getLogger()
    kept = root.handlers[:], root.level, structlog.get_config()
    error, sys.stderr, hook = sys.stderr, stream, sys.excepthook
    try:
        logs.configure("INFO", Redaction((SECRET, *AWKWARD)))
        yield stream.getvalue
    finally:
        sys.stderr, sys.excepthook = error, hook
        root.handlers[:] = kept[0]
        root.setLevel(kept[1])
        structlog.configure(**kept[2])


@pytest.mark.attack("secrets")
@pytest.mark.parametrize("where", HIDDEN)
def test_a_secret_is_hidden_wherever_it_stands(written: Callable[[], str], where: str) -> None:
    structlog.get_logger("bot").info("event", found=HIDDEN[where])
    logging.getLogger("library").warning("found %s", HIDDEN[where])
    assert SECRET not in written()
    assert len(written().splitlines()) == 2


@pytest.mark.attack("secrets")
@pytest.mark.parametrize("depth", [1, 3, 20])
def test_a_secret_is_hidden_however_deep_it_stands(written: Callable[[], str], depth: int) -> None:
    structlog.get_logger("bot").info("event", found=deep(SECRET, depth))
    assert SECRET not in written()


@pytest.mark.attack("secrets")
def test_a_secret_is_hidden_in_a_traceback(written: Callable[[], str]) -> None:
    try:
        raise ValueError(f"refused: {SECRET}")
    except ValueError:
        structlog.get_logger("bot").exception("event")
        logging.getLogger("library").exception("event")
    assert SECRET not in written()
    assert "refused" in written()


@pytest.mark.attack("secrets")
@pytest.mark.parametrize("secret", AWKWARD)
@pytest.mark.parametrize(
    "write",
    [
        str,
        repr,
        quote,
        quote_plus,
        lambda secret: repr(secret.encode()),
        lambda secret: repr({secret: [secret]}),
    ],
    ids=["as it is", "by repr", "in a URL", "in a query", "as bytes", "in a dict"],
)
def test_a_secret_is_hidden_however_it_is_written(
    written: Callable[[], str], secret: str, write: Callable[[str], str]
) -> None:
    structlog.get_logger("bot").info("event", found=f"before {write(secret)} after")
    line = json.loads(written())["found"]
    assert write(secret).strip("b'\"{}[]:, ") not in line
    for part in [each for each in quote(secret, safe="").split("%") if len(each) > 4]:
        assert part not in line, "and no half of it"


@pytest.mark.attack("secrets")
def test_what_ends_the_program_is_logged_without_secrets(written: Callable[[], str]) -> None:
    try:
        raise OSError(f"can't connect with {SECRET}")
    except OSError as error:
        sys.excepthook(OSError, error, error.__traceback__)
    assert SECRET not in written()
    assert "can't connect with" in written()
    assert json.loads(written())["event"] == "program.ended"


def test_what_is_no_secret_is_written_as_it_is(written: Callable[[], str]) -> None:
    found = {"number": 7, "text": "x", "list": [1, 2.5, None, True], "dict": {"a": {"b": "c"}}}
    structlog.get_logger("bot").info("event", **found)
    line = json.loads(written())
    assert {name: line[name] for name in found} == found

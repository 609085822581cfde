"""The longest tests of all."""

from pathlib import Path

import pytest

SUMMARY = "what the kills came to"
"""The property by which a test tells it."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """They come first, so that no process is left alone with them when the others have nothing more to do."""
    items.sort(key=lambda item: not item.path.is_relative_to(Path(__file__).parent))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How often the bot was killed, whichever process of the tests did it."""
    for report in terminalreporter.getreports("passed"):
        for name, said in report.user_properties:
            if name == SUMMARY:
                terminalreporter.write_line(said)

"""The longest tests of all."""

from pathlib import Path

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """They come first, so that no process is left alone with them when the others have nothing more to do."""
    items.sort(key=lambda item: not item.path.is_relative_to(Path(__file__).parent))

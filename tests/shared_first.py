"""The order of tests of which some share one running bot."""

from pathlib import Path

import pytest


def shared_first(items: list[pytest.Item], folder: Path, fixture: str) -> None:
    """Of the tests in a folder let those come first that share this fixture; the others stay where they are."""
    # Asked once a file: to compare two paths takes longer than all else that is done for a test here.
    within = {path for path in {item.path for item in items} if path.is_relative_to(folder)}
    places = [place for place, item in enumerate(items) if item.path in within]
    ordered = sorted(
        (items[place] for place in places), key=lambda item: fixture not in getattr(item, "fixturenames", ())
    )
    for place, item in zip(places, ordered, strict=True):
        items[place] = item

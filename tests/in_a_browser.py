"""Tests in a browser: which they are, and whether they run.

They stand in files called `test_*_in_a_browser.py`, wherever that is, and by that have the mark `browser`. Those that
are marked `in_every_run` besides run with all others; `--browser` asks for the rest, as `make browser` does. Where
there is no browser, all are left out, unless FOLKMOOT_REQUIRE_BROWSER is set, as in CI.
"""

import os

import pytest

from sandbox.chromium_program import NoChromium, program

OPTION = "--browser"
_ENDING = "_in_a_browser.py"
_REQUIRED = "FOLKMOOT_REQUIRE_BROWSER"


class InABrowser:
    """Marks them, and leaves out those that are not to run."""

    def __init__(self, all_of_them: bool) -> None:
        self._all = all_of_them
        self._here = os.environ.get(_REQUIRED) == "1" or _is_here()

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        left_out = []
        for item in items:
            if item.path.name.endswith(_ENDING):
                item.add_marker("browser")
                if not self._runs(item):
                    left_out.append(item)
        if left_out:
            config.hook.pytest_deselected(items=left_out)
            gone = set(left_out)
            items[:] = [item for item in items if item not in gone]

    def _runs(self, item: pytest.Item) -> bool:
        return self._here and (self._all or item.get_closest_marker("in_every_run") is not None)


def _is_here() -> bool:
    try:
        program()
    except NoChromium:
        return False
    return True

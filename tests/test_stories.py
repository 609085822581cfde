"""Whole stories have a target of their own, which nobody forgets: what `make test` leaves out, CI tries."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_what_make_test_leaves_out_is_what_make_stories_tries_and_ci_does_all() -> None:
    left_out = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["pytest"]["ini_options"][
        "norecursedirs"
    ]
    rooms = [each for each in left_out if each.startswith("tests/")]
    stories = re.search(r"^STORIES := (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert stories is not None
    assert rooms == stories[1].split()
    assert all((ROOT / room).is_dir() for room in rooms)
    ci = (ROOT / ".ci" / "run").read_text().splitlines()
    assert {"make lint", "make test", "make stories"} <= set(ci)

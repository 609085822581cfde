"""Whole stories, and kills, have targets of their own, which nobody forgets: what `make test` leaves out, CI tries."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_what_make_test_leaves_out_is_what_other_targets_try_and_ci_does_all() -> None:
    left_out = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["pytest"]["ini_options"][
        "norecursedirs"
    ]
    rooms = [each for each in left_out if each.startswith("tests/")]
    stories = re.search(r"^STORIES := (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert stories is not None
    assert sorted(rooms) == sorted([*stories[1].split(), "tests/crash"])
    assert all((ROOT / room).is_dir() for room in rooms)
    ci = (ROOT / ".ci" / "run").read_text().splitlines()
    assert {"make lint", "make test", "make stories", "make crash"} <= set(ci)

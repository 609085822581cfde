"""The benches, which are started by hand and seldom, find what they use, and one runs through at its least size."""

import importlib
from pathlib import Path

import pytest

from bench import scale

ELSEWHERE = {"power_peer"}
"""Run in an environment of their own."""
BENCHES = sorted({path.stem for path in Path(scale.__file__).parent.glob("*.py")} - {"__init__"} - ELSEWHERE)
LIVE = scale.WAKE_UPS + 3


@pytest.mark.parametrize("name", BENCHES)
def test_a_bench_finds_what_it_uses(name: str) -> None:
    importlib.import_module(f"bench.{name}")


async def test_the_cost_of_size_is_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/folkmoot.db"
    await scale.build(url, 1, LIVE, closed=1)
    figures = await scale.measure(url, LIVE, 0)
    assert all(figures[name] > 0 for name in scale.FIGURES)
    capsys.readouterr()
    assert scale.print_figures({LIVE: figures, 2 * LIVE: figures}) == 0
    printed = capsys.readouterr().out
    assert all(label[:20] in printed for label, _ in scale.FIGURES.values())
    slower = figures | {"vote": 2 * figures["vote"]}
    assert scale.print_figures({LIVE: figures, 2 * LIVE: slower}) == 1
    slow_disk = slower | {"disk": 2 * figures["disk"]}
    assert scale.print_figures({LIVE: figures, 2 * LIVE: slow_disk}) == 0

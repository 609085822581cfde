"""What `make demo` takes."""

from __future__ import annotations

import pytest

from sandbox.demo.__main__ import UNISWAP, options
from sandbox.tour import SCENARIOS


@pytest.mark.parametrize("name", [UNISWAP, *(each.name for each in SCENARIOS)])
def test_every_scenario_can_be_named(name: str) -> None:
    assert options(["--once", "--scenario", name]).scenario == name


@pytest.mark.parametrize("name", ["nothing", "", "Governor", "governor ", "../governor"])
def test_a_scenario_that_is_not_there_is_refused_with_the_list(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        options(["--scenario", name])
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert all(each.name in said for each in SCENARIOS)
    assert "Traceback" not in said

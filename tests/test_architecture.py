"""The architecture is a file that is checked: the contracts in pyproject.toml."""

import tomllib
from pathlib import Path
from pkgutil import iter_modules

from importlinter.cli import lint_imports

import bot

PYPROJECT = Path(__file__).parent.parent / "pyproject.toml"


def test_imports_point_inward_only() -> None:
    assert lint_imports(no_cache=True) == 0


def test_every_module_has_its_layer() -> None:
    contracts = tomllib.loads(PYPROJECT.read_text())["tool"]["importlinter"]["contracts"]
    (layers,) = (contract["layers"] for contract in contracts if contract["id"] == "layers")
    named = {name for layer in layers for name in layer.split(" | ")}
    assert named == {"cogs", "bot.__main__"} | {f"bot.{module.name}" for module in iter_modules(bot.__path__)}

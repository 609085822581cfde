"""The architecture is a file that is checked: the contracts in pyproject.toml."""

from importlinter.cli import lint_imports


def test_imports_point_inward_only() -> None:
    assert lint_imports(no_cache=True) == 0

"""What the bot loads before it connects: a member waits for it after each restart."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

import migrations
from bot.bootstrap import EXTENSIONS
from bot.storage import schema

ROOT = Path(__file__).resolve().parents[2]


def loaded_by(script: str) -> set[str]:
    """The modules, with the packages that they are in, that a process has after it has run this."""
    done = subprocess.run(
        [sys.executable, "-c", f"{script}\nimport sys; print(*sys.modules)"],
        capture_output=True,
        cwd=ROOT,
        check=True,
    )
    return set(done.stdout.decode().split())


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    modules = ("bot.cli.run", "bot.settings", "bot.bootstrap", *EXTENSIONS)
    return loaded_by("\n".join(f"import {module}" for module in modules))


@pytest.mark.parametrize(
    "heavy",
    ["matplotlib", "py_ecc", "eth_account", "web3", "alembic", "typer", "jinja2", "markdown_it", "fpdf"],
)
def test_a_start_loads_nothing_that_only_some_hours_of_it_need(loaded: set[str], heavy: str) -> None:
    assert "discord" in loaded
    assert heavy not in loaded


def test_the_command_run_starts_without_what_only_the_help_needs() -> None:
    # Without settings it ends where it would read them.
    script = "from bot.__main__ import main\ntry:\n    main(['run'])\nexcept SystemExit:\n    pass"
    assert "typer" not in loaded_by(script)


def test_the_newest_file_of_migrations_is_the_one_that_alembic_would_end_with() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.set_main_option("path_separator", "os")
    with create_engine("sqlite://").connect() as connection:
        state = schema.state(connection)
    assert state.head == ScriptDirectory.from_config(config).get_current_head()
    assert state.current is None

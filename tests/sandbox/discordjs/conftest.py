"""The discord.js test needs Node and npm: without them it isn't collected, unless it has to be."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent

collect_ignore = (
    [] if shutil.which("npm") or os.environ.get("FOLKMOOT_REQUIRE_NODE") == "1" else ["test_discordjs.py"]
)


@pytest.fixture(scope="session")
def discordjs() -> Path:
    """The folder of the bot, with discord.js in the locked version installed from its hashes."""
    stamp = HERE / "node_modules" / ".package-lock.json"
    if not stamp.exists() or stamp.stat().st_mtime < (HERE / "package-lock.json").stat().st_mtime:
        subprocess.run(
            ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=HERE, check=True, timeout=100
        )
    return HERE

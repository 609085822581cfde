"""A walk has a stage, a bot and its pages to itself."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.web.conftest import QUICK
from tests.web.site import Site


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    async with Site.open(tmp_path / "folkmoot.db", QUICK) as site:
        yield site
        assert site.stage.discord.violations == []

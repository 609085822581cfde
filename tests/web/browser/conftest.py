"""Tests in a browser are collected where one is asked for: `make pictures` does."""

import os
from collections.abc import AsyncIterator

import pytest_asyncio

from sandbox.chromium import Chromium

collect_ignore_glob = [] if os.environ.get("FOLKMOOT_BROWSER") == "1" else ["test_*.py"]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Chromium]:
    async with Chromium.start() as chromium:
        yield chromium

"""The same job on anvil, an EVM node that was written by others."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.main_job.conftest import Staging
from tests.main_job.whole_job import play_whole_job


@pytest.mark.node
async def test_the_whole_job_is_done_on_anvil_too(staged: Staging, tmp_path: Path) -> None:
    async with staged(backend="anvil") as job:
        await play_whole_job(job, tmp_path)

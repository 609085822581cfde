"""What all tests of conviction have."""

import pytest

from tests.harness import ServiceHarness
from tests.services.conviction.staking_harness import StakingHarness


@pytest.fixture
async def dao(harness: ServiceHarness) -> StakingHarness:
    return StakingHarness(harness)

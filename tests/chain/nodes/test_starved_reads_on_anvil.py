"""The same rules of starved reads, on anvil."""

import pytest

from tests.chain.nodes.starved_reads_rules import StarvedReadRules


@pytest.mark.node
class TestStarvedReadsOnAnvil(StarvedReadRules):
    backend = "anvil"

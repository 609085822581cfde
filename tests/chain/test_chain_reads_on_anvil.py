"""The same rules of reading, on anvil."""

import pytest

from tests.chain.chain_reads_rules import ChainReadRules


@pytest.mark.node
class TestChainReadsOnAnvil(ChainReadRules):
    backend = "anvil"

"""Anvil behind the same front keeps the same rules."""

import pytest

from tests.sandbox.chain.sandbox_chain_rules import ChainRules


@pytest.mark.node
class TestAnvilChain(ChainRules):
    backend = "anvil"

"""The rules of reading, on the chain that needs nothing but Python."""

from tests.chain.chain_reads_rules import ChainReadRules


class TestChainReads(ChainReadRules):
    backend = "pyevm"

"""The rules of starved reads, on the chain that needs nothing but Python."""

from tests.chain.nodes.starved_reads_rules import StarvedReadRules


class TestStarvedReads(StarvedReadRules):
    backend = "pyevm"

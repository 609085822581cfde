"""The rules of the kinds of sources, on the chain that needs nothing but Python."""

from tests.chain.sources.source_kinds_rules import SourceKindRules


class TestSourceKinds(SourceKindRules):
    backend = "pyevm"

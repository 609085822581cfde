"""The same rules of the kinds of sources, on anvil."""

import pytest

from tests.chain.sources.source_kinds_rules import SourceKindRules


@pytest.mark.node
class TestSourceKindsOnAnvil(SourceKindRules):
    backend = "anvil"

"""The service on anvil."""

import pytest

from tests.sandbox.safe_service.safe_service_rules import SafeServiceRules


@pytest.mark.node
class TestSafeServiceOnAnvil(SafeServiceRules):
    backend = "anvil"

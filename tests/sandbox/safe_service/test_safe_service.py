"""The service on the embedded chain."""

from tests.sandbox.safe_service.safe_service_rules import SafeServiceRules


class TestSafeServiceOnPyEvm(SafeServiceRules):
    backend = "pyevm"

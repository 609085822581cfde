"""The service on the embedded chain."""

from safe_service_rules import SafeServiceRules


class TestSafeServiceOnPyEvm(SafeServiceRules):
    backend = "pyevm"

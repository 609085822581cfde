"""What was tried against Folkmoot, by field, and what of it held: the figures that `make assurance` prints.

A test that does what an attacker, a broken service or a broken network would do is marked where it stands:
`@pytest.mark.attack("linking")`. It holds when it passes. The fields are those of FIELDS.
"""

from collections import Counter

import pytest

FIELDS = {
    "commands": "commands × roles × servers × states",
    "linking": "linking of wallets and Safes",
    "rpc": "RPC endpoints that lie or fail",
    "safe_service": "a Safe service that lies or fails",
    "actions": "actions and how they are decoded",
    "files": "election and policy files",
    "database": "database",
    "floods": "floods",
    "secrets": "secrets",
    "text": "text",
    "time": "time",
    "visibility": "visibility",
    "order": "order of events",
    "web": "pages in the browser",
    "assistance": "what a model is told to say",
}
FEWEST = 500
"""A run of all attacks tries at least so many; fewer means that some got lost."""


def field_of(item: pytest.Item) -> str | None:
    """The field that a test attacks, or None. Raises UsageError for a field that isn't one."""
    mark = item.get_closest_marker("attack")
    if mark is None:
        return None
    if len(mark.args) != 1 or mark.args[0] not in FIELDS:
        raise pytest.UsageError(f"{item.nodeid}: the field of an attack is one of {', '.join(FIELDS)}")
    return str(mark.args[0])


class AttackReport:
    """Counts the attacks of a run and prints them at its end. With `-n`, the process that reports collects them."""

    def __init__(self) -> None:
        self.tried: Counter[str] = Counter()
        self.held: Counter[str] = Counter()
        self._over: set[str] = set()

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            field = field_of(item)
            if field is not None:
                # Kept on the report by pytest, so it reaches the reporting process.
                item.user_properties.append(("attack", field))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        field = dict(report.user_properties).get("attack")
        if field is None or not (report.when == "call" or report.failed):
            return
        if report.nodeid not in self._over:
            self._over.add(report.nodeid)
            self.tried[str(field)] += 1
            self.held[str(field)] += report.passed
        elif report.failed:
            # Its teardown failed after the test itself had passed.
            self.held[str(field)] -= 1

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        terminalreporter.section("attacks")
        for field, words in FIELDS.items():
            terminalreporter.line(f"{words:45} tried {self.tried[field]:4}, held {self.held[field]:4}")
        terminalreporter.line(
            f"{'all':45} tried {self.tried.total():4} (at least {FEWEST}), held {self.held.total():4}"
        )

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if hasattr(session.config, "workerinput"):
            return
        if self.tried.total() < FEWEST and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

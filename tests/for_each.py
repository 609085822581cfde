"""Many cases of which each takes less time than pytest takes for a test of its own."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable
from typing import Any


def for_each(
    name: str, cases: Iterable[Any], called: Callable[[Any], str] = str
) -> Callable[[Callable[..., None]], Callable[[], None]]:
    """Like `pytest.mark.parametrize` for a test without fixtures, as one test: all cases are tried, whichever fail.

    The test fails with an ExceptionGroup of what went wrong, in which each case says what it is `called`; it fails
    without any case, too."""
    tried = list(cases)

    def decorated(test: Callable[..., None]) -> Callable[[], None]:
        assert list(inspect.signature(test).parameters) == [name]

        @functools.wraps(test)
        def with_each() -> None:
            assert tried
            failures = []
            for case in tried:
                try:
                    test(case)
                except Exception as error:  # noqa: BLE001 - raised below, with the others
                    error.add_note(f"{name}: {called(case)}")
                    failures.append(error)
            if failures:
                raise ExceptionGroup(f"{len(failures)} of {len(tried)} cases failed", failures)

        # What pytest looks at for fixtures.
        with_each.__signature__ = inspect.Signature()  # type: ignore[attr-defined]
        return with_each

    return decorated

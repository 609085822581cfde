"""Many cases in one test: none hides another."""

import pytest

from tests.for_each import for_each


def test_all_cases_are_tried_and_each_that_fails_is_named() -> None:
    tried = []

    @for_each("number", range(4))
    def check(number: int) -> None:
        tried.append(number)
        assert number % 2 == 0

    with pytest.raises(ExceptionGroup, match="2 of 4 cases failed") as failed:
        check()
    assert tried == [0, 1, 2, 3]
    assert [error.__notes__ for error in failed.value.exceptions] == [["number: 1"], ["number: 3"]]


def test_no_case_at_all_fails() -> None:
    @for_each("number", [])
    def check(number: int) -> None:
        raise NotImplementedError

    with pytest.raises(AssertionError):
        check()


@for_each("word", ["case"])
def test_a_test_of_pytest_can_be_one(word: str) -> None:
    assert word == "case"

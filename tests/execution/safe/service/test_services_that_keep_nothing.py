"""A transaction service that hides, forgets or refuses what it was handed."""

from typing import Any

import pytest
from aiohttp import web

from bot.domain.errors import ServiceRefused, ServiceUnavailable
from bot.domain.errors.outside import NotShown, OtherTransaction
from tests.execution.safe.service.lying_service import (
    OTHERS,
    SIGNED,
    TO,
    confirm,
    propose,
    service,
    transaction,
)

# -- there, and trusted -----------------------------------------------------------------------------------------


class Shelf:
    """A service that takes whatever is handed over, and shows it as its maker says."""

    def __init__(
        self, before: dict[str, Any] | None, after: dict[str, Any] | None, status: int = 201
    ) -> None:
        self.posted = 0
        self.asked = 0
        self._before, self._after, self._status = before, after, status

    async def __call__(self, request: web.Request) -> web.StreamResponse:
        if request.method == "POST":
            self.posted += 1
            return web.Response(status=self._status)
        self.asked += 1
        shown = self._after if self.posted else self._before
        if shown is None:
            return web.json_response({"detail": "Not found."}, status=404)
        return web.json_response(shown)


UNTRUSTED: dict[str, Any] = {"false": False, "null": None, "a text": "true", "one": 1, "a list": [True]}


@pytest.mark.attack("safe_service")
@pytest.mark.parametrize("trusted", UNTRUSTED)
async def test_one_that_a_stranger_posted_without_a_signature_hides_ours_not(trusted: str) -> None:
    shelf = Shelf(transaction(trusted=UNTRUSTED[trusted]), transaction())
    async with service(shelf) as client:
        await propose(client)
    assert shelf.posted == 1


@pytest.mark.attack("safe_service")
@pytest.mark.parametrize("after", [None, transaction(trusted=False), transaction(trusted="true")])
async def test_what_was_taken_and_is_not_shown_is_not_handed_over(after: dict[str, Any] | None) -> None:
    shelf = Shelf(None, after)
    async with service(shelf) as client:
        with pytest.raises(ServiceUnavailable) as unavailable:
            await propose(client)
    assert isinstance(unavailable.value.fault, NotShown)


async def test_one_that_is_there_and_trusted_is_not_handed_over_again() -> None:
    shelf = Shelf(transaction(), transaction())
    async with service(shelf) as client:
        await propose(client)
    assert (shelf.posted, shelf.asked) == (0, 1)


async def test_handing_over_costs_three_calls() -> None:
    shelf = Shelf(None, transaction())
    async with service(shelf) as client:
        await propose(client)
    assert (shelf.posted, shelf.asked) == (1, 2)


@pytest.mark.attack("safe_service")
@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 418, 422])
async def test_a_refusal_costs_two_calls_and_is_not_asked_twice(status: int) -> None:
    shelf = Shelf(None, None, status)
    async with service(shelf) as client:
        with pytest.raises(ServiceRefused) as refused:
            await propose(client)
    assert refused.value.status == status
    assert (shelf.posted, shelf.asked) == (1, 1)


# -- what owners signed -----------------------------------------------------------------------------------------


@pytest.mark.attack("safe_service")
@pytest.mark.parametrize("other", OTHERS)
async def test_no_signature_goes_to_a_transaction_that_is_shown_otherwise(other: str) -> None:
    shelf = Shelf(transaction(**OTHERS[other]), None)
    async with service(shelf) as client:
        with pytest.raises(ServiceUnavailable) as unavailable:
            await confirm(client)
    assert isinstance(unavailable.value.fault, OtherTransaction)
    assert shelf.posted == 0


@pytest.mark.parametrize(
    ("confirmations", "posted"),
    [
        ([], 1),
        ([{"owner": TO, "signature": SIGNED.signature}], 0),
        ([{"owner": TO, "signature": "0x" + "cd" * 65}], 1),
        ([{"owner": TO, "signature": None}], 1),
    ],
    ids=["none", "this one", "another of the owner's", "none that can be read"],
)
async def test_a_signature_is_handed_over_unless_it_is_there(
    confirmations: list[dict[str, Any]], posted: int
) -> None:
    shelf = Shelf(transaction(confirmations=confirmations), None)
    async with service(shelf) as client:
        await confirm(client)
    assert (shelf.posted, shelf.asked) == (posted, 1)


@pytest.mark.attack("safe_service")
@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422])
async def test_a_signature_that_is_not_taken_is_told_as_such(status: int) -> None:
    shelf = Shelf(transaction(), None, status)
    async with service(shelf) as client:
        with pytest.raises(ServiceRefused) as refused:
            await confirm(client)
    assert (refused.value.status, shelf.posted) == (status, 1)

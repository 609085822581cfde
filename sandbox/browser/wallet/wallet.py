"""The wallet: what it is asked by a page, shown to a person, and done when they agree."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sandbox.browser.wallet.accounts import Holder
from sandbox.browser.wallet.address_book import AddressBook
from sandbox.browser.wallet.errors import (
    invalid_params,
    unauthorized,
    unavailable,
    unknown_chain,
    unsupported,
)
from sandbox.browser.wallet.signing.messages import personal_sign
from sandbox.browser.wallet.signing.review import Asking, Request
from sandbox.browser.wallet.signing.transactions import send_transaction
from sandbox.browser.wallet.signing.typed_data import sign_typed_data
from sandbox.chain import LocalChain

METHODS: dict[str, Callable[[Asking, list[Any]], Awaitable[Request]]] = {
    "personal_sign": personal_sign,
    "eth_signTypedData_v4": sign_typed_data,
    "eth_sendTransaction": send_transaction,
}
MOST_WAITING = 100
"""Requests that nobody has answered; the oldest are forgotten."""


class Wallet:
    """All accounts of the sandbox. Keys never leave it."""

    def __init__(
        self,
        chains: Mapping[str, LocalChain],
        holders: Callable[[], Sequence[Holder]],
        book: Callable[[int], AddressBook] = lambda chain_id: AddressBook(),
        now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
    ) -> None:
        """`chains` by their names, the usual one first. `holders`, and `book` with the id of a chain, are asked each
        time: members come while the sandbox runs."""
        self.chains = {chain.chain_id: chain for chain in chains.values()}
        self._names = {chain.chain_id: name for name, chain in chains.items()}
        self._holders = holders
        self._book = book
        self._now = now
        self._waiting: OrderedDict[str, Request] = OrderedDict()

    @property
    def holders(self) -> Sequence[Holder]:
        return self._holders()

    def book(self, chain_id: int) -> AddressBook:
        """What is known of the addresses of a chain."""
        return self._book(chain_id)

    def where(self, chain_id: int) -> str:
        """What stands after something on a chain, such as " on polygon"; nothing on the usual one."""
        return "" if chain_id == next(iter(self.chains)) else f" on {self._names[chain_id]}"

    def holder(self, number: str) -> Holder:
        """Whose id this is. Raises ProviderError."""
        found = next((each for each in self._holders() if each.id == number), None)
        if found is None:
            raise unauthorized(number)
        return found

    async def ask(
        self, origin: str, holder: str, chain: int, method: str, params: list[Any]
    ) -> tuple[str, Request]:
        """What a page asks for, kept until it is answered, and its number. Raises ProviderError."""
        if method not in METHODS:
            raise unsupported(method)
        if chain not in self.chains:
            raise unknown_chain(chain)
        asked = self.holder(holder)
        asking = Asking(origin, asked, self.chains[chain], self._book(chain), self._now())
        request = await METHODS[method](asking, params)
        number = secrets.token_urlsafe(16)
        self._waiting[number] = request
        while len(self._waiting) > MOST_WAITING:
            self._waiting.popitem(last=False)
        return number, request

    async def approve(self, number: str) -> str:
        """Do what was shown, once: the signature, or the hash of the transaction. Raises ProviderError."""
        found = self._waiting.pop(number, None)
        if found is None:
            raise unavailable("this request was answered already, or is too old")
        return await found.fulfil()

    def reject(self, number: str) -> None:
        """Forget a request."""
        if self._waiting.pop(number, None) is None:
            raise invalid_params("this request was answered already, or is too old")

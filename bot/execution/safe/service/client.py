"""A client of the Safe Transaction Service (v1 and v2; https://docs.safe.global).

It isn't trusted: what it says is compared with what was asked, signatures are checked by whoever counts them, and a
transaction is there only where it is shown to the owners (`trusted`): anybody can put an unsigned one there, which no
list shows.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

import msgspec
import stamina

from bot.domain.errors import BadAddress, ServiceUnavailable
from bot.domain.errors.outside import NeverAsked, NotShown, OtherShape, OtherTransaction
from bot.domain.executors import Confirmation, SafeTransaction
from bot.domain.ids import Address, address
from bot.execution.safe.service.requests import ServiceLimits, ServiceRequests
from bot.execution.safe.transaction import ZERO_ADDRESS

_PAGE = 100
_MOST_PAGES = 5

T = TypeVar("T")


class Queued(msgspec.Struct, frozen=True):
    """A transaction that waits in the queue that owners see."""

    nonce: int
    safe_tx_hash: str


class GivenSignature(msgspec.Struct, frozen=True):
    """What the service says an owner signed. It is not believed before it is checked."""

    owner: str
    signature: bytes


class Shown(msgspec.Struct, frozen=True):
    """A transaction as the service has it."""

    trusted: bool
    """Whether owners see it."""
    signatures: tuple[GivenSignature, ...]


class SafeService:
    """The service of one chain. Close it when done."""

    def __init__(self, url: str, token: str | None = None, limits: ServiceLimits | None = None) -> None:
        """`url` goes up to and with `/api`."""
        self.limits = limits or ServiceLimits()
        self._requests = ServiceRequests(url, token, self.limits)

    @property
    def name(self) -> str:
        return self._requests.name

    async def close(self) -> None:
        await self._requests.close()

    async def queue(self, safe: Address, nonce: int) -> list[Queued]:
        """What waits in the Safe's queue from this nonce on, the lowest first: the first 500.

        Raises ServiceUnavailable, ServiceRefused.
        """
        path, found = f"v2/safes/{safe}/multisig-transactions/", []
        for page in range(_MOST_PAGES):
            # The service's own link to the next page is not followed: it could lead anywhere, and for ever.
            query = {
                "executed": "false",
                "nonce__gte": str(nonce),
                "ordering": "nonce",
                "limit": str(_PAGE),
                "offset": str(page * _PAGE),
            }
            results = await self._results(path, query)
            for item in results:
                queued = self._requests.as_object(item)
                found.append(
                    Queued(
                        self._requests.as_number(queued.get("nonce")),
                        str(queued.get("safeTxHash"))[:66].lower(),
                    )
                )
            if len(results) < _PAGE:
                break
        return [each for each in found if each.nonce >= nonce]

    async def shown(self, transaction: SafeTransaction) -> Shown | None:
        """The transaction as the service has it; None where it doesn't know it.

        Raises ServiceUnavailable, also where it tells another one; ServiceRefused.
        """
        return await self._attempts(lambda: self._shown_once(transaction))

    async def propose(
        self, safe: Address, transaction: SafeTransaction, sender: Address, signature: bytes, origin: str
    ) -> None:
        """Hand the transaction over, once, and see that owners are shown it. It is looked for before each attempt, so
        that a lost answer does no harm. Raises ServiceUnavailable, ServiceRefused.
        """
        body = {
            "to": transaction.to,
            "value": str(transaction.value),
            "data": None if transaction.data == "0x" else transaction.data,
            "operation": transaction.operation,
            "safeTxGas": "0",
            "baseGas": "0",
            "gasPrice": "0",
            "gasToken": ZERO_ADDRESS,
            "refundReceiver": ZERO_ADDRESS,
            "nonce": str(transaction.nonce),
            "contractTransactionHash": transaction.safe_tx_hash,
            "sender": sender,
            "signature": "0x" + signature.hex(),
            "origin": origin,
        }

        async def once() -> None:
            if _is_trusted(await self._shown_once(transaction)):
                return
            answer = await self._requests.send("POST", f"v2/safes/{safe}/multisig-transactions/", body=body)
            if answer.status >= 400:
                raise self._requests.refused(answer)
            if not _is_trusted(await self._shown_once(transaction)):
                raise self._requests.unavailable(NotShown())

        await self._attempts(once)

    async def confirm(self, transaction: SafeTransaction, confirmation: Confirmation) -> None:
        """Hand over what an owner signed, once. It is looked for before each attempt, so that a lost answer does no
        harm. Raises ServiceUnavailable, also where another transaction is told under its hash; ServiceRefused, also
        where it isn't known there.
        """
        signature = bytes.fromhex(confirmation.signature[2:])

        async def once() -> None:
            shown = await self._shown_once(transaction)
            if shown is not None and any(each.signature == signature for each in shown.signatures):
                return
            path = f"v1/multisig-transactions/{transaction.safe_tx_hash}/confirmations/"
            answer = await self._requests.send("POST", path, body={"signature": confirmation.signature})
            if answer.status >= 400:
                raise self._requests.refused(answer)

        await self._attempts(once)

    async def delegators(self, safe: Address, delegate: Address) -> set[str]:
        """Who lets this account propose to the Safe. Raises ServiceUnavailable, ServiceRefused."""
        # Anybody may name any delegate for Safes of their own; only its owners can name one for this Safe.
        found: set[str] = set()
        for query in ({"safe": safe, "delegate": delegate}, {"delegate": delegate}):
            for item in await self._results("v2/delegates/", {**query, "limit": str(_PAGE)}):
                entry = self._requests.as_object(item)
                if entry.get("safe") in (None, safe) and entry.get("delegate") == delegate:
                    found.add(str(entry.get("delegator")))
            if found:
                break
        return found

    async def tokens(self, safe: Address) -> list[Address]:
        """The contracts of the tokens that the Safe holds, of those that the service trusts: the first 100.

        Raises ServiceUnavailable, ServiceRefused.
        """
        query = {"trusted": "true", "exclude_spam": "true", "limit": str(_PAGE)}
        found: dict[Address, None] = {}
        for item in await self._results(f"v2/safes/{safe}/balances/", query):
            held = self._requests.as_object(item)
            token = held.get("tokenAddress")
            if token is not None and self._requests.as_number(held.get("balance")):
                found[self._address(token)] = None
        return list(found)

    def _address(self, given: object) -> Address:
        """Raises ServiceUnavailable for what is none."""
        try:
            return address(given if isinstance(given, str) else "")
        except BadAddress:
            raise self._requests.unavailable(OtherShape()) from None

    async def _shown_once(self, transaction: SafeTransaction) -> Shown | None:
        answer = await self._requests.send("GET", f"v2/multisig-transactions/{transaction.safe_tx_hash}/")
        if answer.status == 404:
            return None
        if answer.status >= 400:
            raise self._requests.refused(answer)
        found = self._requests.as_object(answer.body)
        if not self._is_same(found, transaction):
            raise self._requests.unavailable(OtherTransaction())
        given = found.get("confirmations")
        signatures = [] if given is None else map(_signature, self._requests.as_list(given))
        return Shown(found.get("trusted") is True, tuple(each for each in signatures if each is not None))

    def _is_same(self, found: Mapping[str, Any], transaction: SafeTransaction) -> bool:
        """Whether what owners are shown is what they are asked to sign."""
        data = str(found.get("data") or "0x").lower()
        return (
            str(found.get("safeTxHash")).lower() == transaction.safe_tx_hash.lower()
            and str(found.get("to")).lower() == transaction.to.lower()
            and data == transaction.data.lower()
            and self._requests.as_number(found.get("value")) == transaction.value
            and self._requests.as_number(found.get("operation")) == transaction.operation
            and self._requests.as_number(found.get("nonce")) == transaction.nonce
        )

    async def _results(self, path: str, query: Mapping[str, str]) -> list[Any]:
        async def once() -> list[Any]:
            answer = await self._requests.send("GET", path, query)
            if answer.status >= 400:
                raise self._requests.refused(answer)
            return self._requests.as_list(self._requests.as_object(answer.body).get("results"))[:_PAGE]

        return await self._attempts(once)

    async def _attempts(self, once: Callable[[], Awaitable[T]]) -> T:
        async for attempt in stamina.retry_context(
            on=ServiceUnavailable,
            attempts=self.limits.attempts,
            timeout=self.limits.timeout * self.limits.attempts,
            wait_initial=self.limits.wait,
            wait_jitter=self.limits.wait,
            wait_max=5.0,
        ):
            with attempt:
                return await once()
        raise self._requests.unavailable(NeverAsked())


def _is_trusted(shown: Shown | None) -> bool:
    return shown is not None and shown.trusted


def _signature(item: object) -> GivenSignature | None:
    """None for what can't be one."""
    if not isinstance(item, dict) or not isinstance(given := item.get("signature"), str):
        return None
    try:
        return GivenSignature(str(item.get("owner")), bytes.fromhex(given.removeprefix("0x")))
    except ValueError:
        return None

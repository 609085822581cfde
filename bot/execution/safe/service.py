"""A client of the Safe Transaction Service (v1 and v2; https://docs.safe.global)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import orjson
import stamina

from bot.domain.errors import ServiceRefused, ServiceUnavailable
from bot.domain.errors.outside import (
    ConnectionFailed,
    HttpStatus,
    NeverAsked,
    NoAnswerWithin,
    NotJson,
    OtherShape,
    OtherTransaction,
    SignatureNotHex,
)
from bot.domain.executors import SafeTransaction
from bot.domain.ids import Address, TransactionHash
from bot.execution.safe.transaction import ZERO_ADDRESS

_LONGEST_WHY = 300
_PAGE = 100


@dataclass(frozen=True)
class ServiceLimits:
    """Times are seconds."""

    timeout: float = 10.0
    """For one HTTP request."""
    attempts: int = 4
    wait: float = 0.2
    """Before the second attempt; it doubles with each one."""
    answer_bytes: int = 8 * 1024 * 1024


@dataclass(frozen=True)
class Confirmation:
    """What the service says an owner signed. It is not believed before the signature is checked."""

    owner: str
    signature: bytes


@dataclass(frozen=True)
class _Answer:
    status: int
    body: Any


@dataclass
class SafeService:
    """The service of one chain. Close it when done."""

    url: str
    """Up to and with `/api`."""
    token: str | None = field(default=None, repr=False)
    limits: ServiceLimits = field(default_factory=ServiceLimits)
    _session: aiohttp.ClientSession | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        return urlsplit(self.url).hostname or "Safe Transaction Service"

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def next_nonce(self, safe: Address) -> int:
        """The nonce after all that the service knows of: what was executed and what waits.

        Raises ServiceUnavailable, ServiceRefused.
        """
        state = self._object(await self._expect("GET", f"v1/safes/{safe}/"))
        nonce = self._integer(state.get("nonce"))
        queued = self._object(
            await self._expect(
                "GET",
                f"v2/safes/{safe}/multisig-transactions/",
                {"executed": "false", "nonce__gte": str(nonce), "ordering": "-nonce", "limit": "1"},
            )
        )
        waiting = [self._integer(self._object(item).get("nonce")) for item in self._results(queued)]
        return max([nonce, *(number + 1 for number in waiting)])

    async def knows(self, safe_tx_hash: TransactionHash) -> bool:
        """Whether a transaction of that hash was proposed already. Raises ServiceUnavailable, ServiceRefused."""
        return await self._transaction(safe_tx_hash) is not None

    async def propose(
        self, safe: Address, transaction: SafeTransaction, sender: Address, signature: bytes, origin: str
    ) -> None:
        """Hand the transaction over, once: it is looked for before each attempt, so that a lost answer does no
        harm. Raises ServiceUnavailable, ServiceRefused.
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
        async for attempt in self._attempts():
            with attempt:
                if await self._transaction_once(transaction.safe_tx_hash) is not None:
                    return
                answer = await self._send("POST", f"v2/safes/{safe}/multisig-transactions/", body=body)
                if answer.status >= 400:
                    # Somebody may have handed it over between the look and the attempt.
                    if await self._transaction_once(transaction.safe_tx_hash) is not None:
                        return
                    raise self._refused(answer)

    async def confirmations(self, safe_tx_hash: TransactionHash) -> list[Confirmation]:
        """What owners signed according to the service; none when it doesn't know the transaction.

        Raises ServiceUnavailable, ServiceRefused.
        """
        transaction = await self._transaction(safe_tx_hash)
        if transaction is None:
            return []
        found: list[Confirmation] = []
        for item in transaction.get("confirmations") or []:
            entry = self._object(item)
            signature = entry.get("signature")
            try:
                raw = bytes.fromhex(str(signature).removeprefix("0x"))
            except ValueError:
                raise ServiceUnavailable(self.name, SignatureNotHex()) from None
            found.append(Confirmation(str(entry.get("owner")), raw))
        return found

    async def delegators(self, safe: Address, delegate: Address) -> set[str]:
        """Who lets this account propose to the Safe. Raises ServiceUnavailable, ServiceRefused."""
        answer = self._object(
            await self._expect("GET", "v2/delegates/", {"delegate": delegate, "limit": str(_PAGE)})
        )
        entries = [self._object(item) for item in self._results(answer)]
        return {
            str(entry.get("delegator"))
            for entry in entries
            if entry.get("safe") in (None, safe) and entry.get("delegate") == delegate
        }

    async def _transaction(self, safe_tx_hash: TransactionHash) -> dict[str, Any] | None:
        async for attempt in self._attempts():
            with attempt:
                return await self._transaction_once(safe_tx_hash)
        raise ServiceUnavailable(self.name, NeverAsked())

    async def _transaction_once(self, safe_tx_hash: TransactionHash) -> dict[str, Any] | None:
        answer = await self._send("GET", f"v2/multisig-transactions/{safe_tx_hash}/")
        if answer.status == 404:
            return None
        if answer.status >= 400:
            raise self._refused(answer)
        found = self._object(answer.body)
        if str(found.get("safeTxHash")).lower() != safe_tx_hash.lower():
            raise ServiceUnavailable(self.name, OtherTransaction())
        return found

    async def _expect(self, method: str, path: str, query: Mapping[str, str] | None = None) -> Any:
        async for attempt in self._attempts():
            with attempt:
                answer = await self._send(method, path, query)
                if answer.status >= 400:
                    raise self._refused(answer)
                return answer.body
        raise ServiceUnavailable(self.name, NeverAsked())

    def _attempts(self) -> Any:
        return stamina.retry_context(
            on=ServiceUnavailable,
            attempts=self.limits.attempts,
            timeout=self.limits.timeout * self.limits.attempts,
            wait_initial=self.limits.wait,
            wait_jitter=self.limits.wait,
            wait_max=5.0,
        )

    async def _send(
        self, method: str, path: str, query: Mapping[str, str] | None = None, body: object = None
    ) -> _Answer:
        """One request. Raises ServiceUnavailable where another attempt may help: 429, 5xx, no answer."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession()
        headers = {"Accept": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        if body is not None:
            headers["Content-Type"] = "application/json"
        try:
            async with self._session.request(
                method,
                f"{self.url.rstrip('/')}/{path}",
                params=query,
                data=None if body is None else orjson.dumps(body),
                headers=headers,
                timeout=aiohttp.ClientTimeout(total=self.limits.timeout),
                allow_redirects=False,
            ) as response:
                raw = await response.content.read(self.limits.answer_bytes)
                while raw and not response.content.at_eof() and len(raw) < self.limits.answer_bytes:
                    raw += await response.content.read(self.limits.answer_bytes)
                status = response.status
        except TimeoutError:
            raise ServiceUnavailable(self.name, NoAnswerWithin(self.limits.timeout)) from None
        except aiohttp.ClientError as error:
            raise ServiceUnavailable(self.name, ConnectionFailed(type(error).__name__)) from None
        if status in (408, 429) or status >= 500 or 300 <= status < 400:
            raise ServiceUnavailable(self.name, HttpStatus(status))
        return _Answer(status, self._json(raw, status))

    def _json(self, raw: bytes, status: int) -> Any:
        if not raw and status < 300:
            return None
        try:
            return orjson.loads(raw)
        except orjson.JSONDecodeError:
            if status >= 400:
                return raw.decode("utf-8", "replace")
            raise ServiceUnavailable(self.name, NotJson()) from None

    def _refused(self, answer: _Answer) -> ServiceRefused:
        return ServiceRefused(self.name, answer.status, _why(answer.body)[:_LONGEST_WHY])

    def _object(self, answer: Any) -> dict[str, Any]:
        if not isinstance(answer, dict):
            raise ServiceUnavailable(self.name, OtherShape())
        return answer

    def _results(self, answer: dict[str, Any]) -> list[Any]:
        results = answer.get("results")
        if not isinstance(results, list):
            raise ServiceUnavailable(self.name, OtherShape())
        return results

    def _integer(self, given: object) -> int:
        """The service gives nonces as text, and gave them as numbers before."""
        if isinstance(given, bool) or not str(given).isdecimal():
            raise ServiceUnavailable(self.name, OtherShape())
        return int(str(given))


def _why(body: Any) -> str:
    """The message in a refusal: the service puts it in `detail`, `message`, or under the field's name."""
    if isinstance(body, dict):
        for name in ("detail", "message"):
            if isinstance(body.get(name), str):
                return str(body[name])
        return "; ".join(f"{name}: {_why(value)}" for name, value in body.items())
    if isinstance(body, list):
        return ", ".join(map(_why, body))
    return str(body)

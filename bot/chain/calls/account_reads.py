"""What the nodes of a chain say of accounts: their code, their storage, and what single calls give."""

from collections.abc import Sequence

from bot.chain.calls.state import Call, Outcome, Reverted, ask_at, eth_call, eth_get_code, eth_get_storage
from bot.chain.nodes.agreement import Endpoints, NoAnswer
from bot.chain.nodes.endpoint import Endpoint
from bot.chain.nodes.limits import Limits
from bot.chain.nodes.rpc import Request
from bot.domain.blocks import BlockRef
from bot.domain.errors import ChainUnavailable
from bot.domain.ids import Address, ChainId

_DELEGATED, _DELEGATED_LENGTH = bytes.fromhex("ef0100"), 23
"""The code of an account whose key has delegated it to that of a contract (EIP-7702): these bytes and its address."""


def _is_contract(code: bytes) -> bool:
    return bool(code) and not (code.startswith(_DELEGATED) and len(code) == _DELEGATED_LENGTH)


class AccountReads:
    """Reads accounts of one chain at a block, each by its own request: endpoints have to agree on every answer."""

    def __init__(
        self, chain: ChainId, endpoints: Endpoints, limits: Limits, multicall: Address | None
    ) -> None:
        self._chain = chain
        self._endpoints = endpoints
        self._limits = limits
        self._multicall = multicall

    async def has_code(self, account: Address, at: BlockRef) -> bool:
        """Whether there is a contract. Raises ChainUnavailable."""
        return bool((await self.codes([account], at))[account])

    async def contracts(self, accounts: Sequence[Address], at: BlockRef) -> set[Address]:
        """Those of the accounts where a contract stands that has no key. Raises ChainUnavailable."""
        codes = await self.codes(accounts, at)
        return {account for account, code in codes.items() if _is_contract(code)}

    async def codes(self, accounts: Sequence[Address], at: BlockRef) -> dict[Address, bytes]:
        """The code of each account, empty where there is none. Raises ChainUnavailable."""
        distinct = list(dict.fromkeys(accounts))
        codes = dict(zip(distinct, await self.codes_said_once(distinct, at), strict=True))
        empty = [account for account in distinct if not codes[account]]
        # Nothing is also what a node answers that has lost its data, so that it has to say it twice.
        if any(await self.codes_said_once(empty, at)):
            raise ChainUnavailable(self._chain, "the node contradicts itself")
        return codes

    async def storage(self, slots: Sequence[tuple[Address, int]], at: BlockRef) -> list[bytes]:
        """The 32 bytes in each account's storage slot. Raises ChainUnavailable."""
        found: list[bytes] = []
        requests = [eth_get_storage(account, slot) for account, slot in slots]
        for outcome in await self._outcomes(requests, at):
            if not isinstance(outcome, bytes) or len(outcome) > 32:
                if isinstance(outcome, bytes):
                    raise ChainUnavailable(self._chain, "more than 32 bytes of a slot")
                raise ChainUnavailable(self._chain, outcome.why, failure=outcome.failure)
            found.append(outcome.rjust(32, b"\0"))
        return found

    async def call(self, call: Call, at: BlockRef, sender: Address | None = None) -> bytes | Reverted:
        """What a function gives to this caller, or to nobody in particular. Raises ChainUnavailable."""
        request = eth_call(call, gas=self._limits.signature_gas, sender=sender)
        (outcome,) = await self._outcomes([request], at)
        if isinstance(outcome, NoAnswer):
            raise ChainUnavailable(self._chain, outcome.why, failure=outcome.failure)
        return outcome

    async def reverted_with(self, calls: Sequence[Call], at: BlockRef) -> list[bytes | None]:
        """What each function that always reverts gives with it; None where it doesn't, or no node tells. Raises
        ChainUnavailable."""
        requests = [eth_call(call, gas=self._limits.simulation_gas) for call in calls]

        async def question(endpoint: Endpoint, items: Sequence[int]) -> list[Outcome]:
            asked = [requests[item] for item in items]
            return list(map(_given, await ask_at(endpoint, asked, at, self._multicall)))

        found: list[bytes | None] = []
        for outcome in await self._endpoints.agree(len(requests), question):
            if isinstance(outcome, NoAnswer):
                raise ChainUnavailable(self._chain, outcome.why, failure=outcome.failure)
            found.append(outcome if isinstance(outcome, bytes) else None)
        return found

    async def codes_said_once(self, accounts: Sequence[Address], at: BlockRef) -> list[bytes]:
        """The same, asked once: nothing may also be what a node answers that has lost its data. Raises
        ChainUnavailable."""
        found: list[bytes] = []
        for outcome in await self._outcomes([eth_get_code(account) for account in accounts], at):
            if not isinstance(outcome, bytes):
                raise ChainUnavailable(self._chain, outcome.why, failure=outcome.failure)
            found.append(outcome)
        return found

    async def _outcomes(self, requests: Sequence[Request], at: BlockRef) -> list[Outcome]:
        async def question(endpoint: Endpoint, items: Sequence[int]) -> list[Outcome]:
            return await ask_at(endpoint, [requests[item] for item in items], at, self._multicall)

        return await self._endpoints.agree(len(requests), question)


def _given(outcome: Outcome) -> Outcome:
    """What came with a revert, in place of it, so that endpoints have to agree on it."""
    if isinstance(outcome, Reverted):
        return outcome.data or outcome
    return Reverted("it didn't revert") if isinstance(outcome, bytes) else outcome

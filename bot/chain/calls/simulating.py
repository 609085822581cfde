"""Trying out what an account's calls would do, in a state that is changed for one `eth_call` alone.

In the account's place stands code (sandbox/contracts/solidity/SimulatedAccount.sol) that makes the calls one after the
other and reads numbers before and after them. The account's own code lies elsewhere meanwhile, and answers whoever
calls the account. So any account can be tried out, whatever it is, on each node that takes overrides of state. A node
that ignores them answers something else, and is not believed.
"""

import json
from collections.abc import Sequence
from pathlib import Path

import msgspec
from eth_abi.abi import decode, encode
from eth_abi.exceptions import DecodingError
from eth_utils.crypto import keccak

from bot.chain.calls.state import Call, ask_at
from bot.chain.nodes.agreement import Endpoints, NoAnswer
from bot.chain.nodes.endpoint import Endpoint
from bot.chain.nodes.limits import Limits
from bot.chain.nodes.rpc import Request
from bot.domain.blocks import BlockRef
from bot.domain.ids import Address, checksummed

_CODE: str = json.loads(Path(__file__).with_name("simulated_account.json").read_text())["deployedBytecode"]


def _invented(name: str) -> Address:
    """An address whose key nobody has."""
    return checksummed(keccak(text=name)[12:])


STARTER = _invented("folkmoot: who starts a simulation")
_OWN_CODE = _invented("folkmoot: the code of who is simulated")
MOST_READS = 48
"""Of what is looked at before and after; each may take 100,000 gas."""
_CALL, _OUTCOME = "(address,uint256,bytes)[]", "(bool,bytes)[]"
_LONGEST_ANSWER = 512 * 1024


class Made(msgspec.Struct, frozen=True):
    """A call that was tried out. `returned` is the beginning of what came back, at most 1,024 bytes; of an action that
    was made it is left out."""

    success: bool
    returned: bytes


class Tried(msgspec.Struct, frozen=True):
    """What came of the calls, in their order, and of the reads before and after them."""

    before: tuple[Made, ...]
    made: tuple[Made, ...]
    after: tuple[Made, ...]


class PaidCall(msgspec.Struct, frozen=True):
    """A call with coins, in wei."""

    to: Address
    value: int
    data: bytes


def message_of(
    account: Address, calls: Sequence[PaidCall], reads: Sequence[Call], gas: int
) -> dict[str, str]:
    """What starts the trial."""
    made = [(call.to, call.value, call.data) for call in calls]
    asked = [(read.to, 0, read.data) for read in reads]
    data = "0x" + encode([_CALL, _CALL], [made, asked]).hex()
    return {"from": STARTER, "to": account, "data": data, "gas": hex(gas)}


def overrides_of(account: Address, code: bytes) -> dict[Address, dict[str, str]]:
    """In a state with these the calls are made by the account, which has this code."""
    changed = {account: {"code": _CODE}}
    return changed | {_OWN_CODE: {"code": "0x" + code.hex()}} if code else changed


async def try_out(
    endpoints: Endpoints,
    limits: Limits,
    witness: Address | None,
    account: Address,
    code: bytes,
    calls: Sequence[PaidCall],
    reads: Sequence[Call],
    at: BlockRef,
) -> Tried | NoAnswer:
    """What enough endpoints say alike. A read without data is of the account's coins. Raises ChainUnavailable."""
    message = message_of(account, calls, reads, limits.simulation_gas)
    request = Request("eth_call", [message], _LONGEST_ANSWER, after=[overrides_of(account, code)])

    async def question(endpoint: Endpoint, items: Sequence[int]) -> list[Tried | NoAnswer]:
        (outcome,) = await ask_at(endpoint, [request], at, witness)
        if isinstance(outcome, NoAnswer):
            return [outcome]
        tried = _tried(outcome, len(calls), len(reads)) if isinstance(outcome, bytes) else None
        return [tried or NoAnswer("the node can't change the state for a call, or has too little gas")]

    (found,) = await endpoints.agree(1, question)
    return found


def _tried(answer: bytes, calls: int, reads: int) -> Tried | None:
    """None for anything but an outcome of each."""
    try:
        before, made, after = decode([_OUTCOME] * 3, answer)
    except (DecodingError, OverflowError):
        return None
    if (len(before), len(made), len(after)) != (reads, calls, reads):
        return None
    # What a call returns is nothing that changed, and may be another thing on each node: who asks for the gas gets it.
    told = [Made(success, b"" if success else returned) for success, returned in made]
    read = [tuple(Made(*each) for each in part) for part in (before, after)]
    return Tried(read[0], tuple(told), read[1])

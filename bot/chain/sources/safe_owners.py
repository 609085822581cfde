"""The owners of a Safe: one vote each (https://github.com/safe-global/safe-smart-account, OwnerManager.sol)."""

from collections.abc import Sequence
from functools import lru_cache
from typing import ClassVar

from eth_abi.abi import decode
from eth_abi.exceptions import DecodingError

from bot.chain.calls.multicall import Reader
from bot.chain.calls.state import Call, Outcome, Reverted, word
from bot.chain.contracts import tokens
from bot.chain.nodes.agreement import NoAnswer
from bot.domain.blocks import BlockRef, Reading, Undetermined, Value
from bot.domain.errors import ChainUnavailable, WrongContract
from bot.domain.errors.chain.contracts import (
    AnswersOtherwise,
    BadThreshold,
    NoVersion,
)
from bot.domain.ids import Address
from bot.domain.power import SafeOwners

_KIND = "safe_owners"
_GET_OWNERS = bytes.fromhex("a0e67e2b")
_GET_THRESHOLD = bytes.fromhex("e75235b8")
_VERSION = bytes.fromhex("ffa1ad74")
_HEAD = 64
"""Bytes before the owners: where the list begins, and how long it is."""


class SafeOwnersReads:
    bounded_by_total: ClassVar[bool] = False

    def calls(self, source: SafeOwners, wallet: Address) -> list[Call]:
        """The list of all owners: the same for every wallet, so that it is read once for all of them."""
        return [Call(source.contract, _GET_OWNERS)]

    def power(
        self, source: SafeOwners, wallet: Address, outcomes: Sequence[Outcome], at: BlockRef
    ) -> Reading:
        owners = _owners(outcomes[0])
        return owners if isinstance(owners, Undetermined) else Value(int(word(wallet) in owners))

    def total_calls(self, source: SafeOwners) -> list[Call]:
        return [Call(source.contract, _GET_OWNERS)]

    def total(self, source: SafeOwners, outcomes: Sequence[Outcome]) -> Reading:
        """How many owners there are."""
        owners = _owners(outcomes[0])
        return owners if isinstance(owners, Undetermined) else Value(len(owners))

    async def check(self, source: SafeOwners, reader: Reader, at: BlockRef, coin: str) -> tuple[str, int]:
        contract, chain = source.contract, source.chain
        answers = await reader.read(
            [Call(contract, _GET_OWNERS), Call(contract, _GET_THRESHOLD), Call(contract, _VERSION)], at
        )
        for answer in answers:
            if isinstance(answer, NoAnswer):
                raise ChainUnavailable(chain, answer.why, failure=answer.failure)
        owners = _owners(answers[0])
        if isinstance(owners, Undetermined):
            raise WrongContract(contract, _KIND, AnswersOtherwise("getOwners()", owners.why))
        threshold = tokens.expected_number(answers[1], contract, chain, _KIND, "getThreshold()")
        if not 1 <= threshold <= len(owners):
            raise WrongContract(contract, _KIND, BadThreshold())
        if not _is_text(answers[2]):
            raise WrongContract(contract, _KIND, NoVersion())
        return "votes", 0


def _owners(outcome: Outcome) -> frozenset[bytes] | Undetermined:
    """The owners, each as a word of 32 bytes: exactly the encoding of at least one address, or it is undetermined."""
    if isinstance(outcome, NoAnswer | Reverted):
        return tokens.failed(outcome)
    if not outcome:
        return tokens.no_number("it gave nothing: is there a contract at this block?")
    return _listed(outcome)


@lru_cache(maxsize=64)
def _listed(answer: bytes) -> frozenset[bytes] | Undetermined:
    words = [answer[place : place + 32] for place in range(0, len(answer), 32)]
    owners = frozenset(words[2:])
    good = (
        len(answer) > _HEAD
        and len(answer) % 32 == 0
        and int.from_bytes(words[0], "big") == 32
        and int.from_bytes(words[1], "big") == len(words) - 2 == len(owners)
        and not any(owner[:12].strip(b"\0") or not owner.strip(b"\0") for owner in owners)
    )
    return owners if good else tokens.no_number("it gave something else than a list of owners")


def _is_text(outcome: Outcome) -> bool:
    if not isinstance(outcome, bytes):
        return False
    try:
        (text,) = decode(["string"], outcome)
    except (DecodingError, OverflowError, UnicodeDecodeError):
        return False
    return bool(text)

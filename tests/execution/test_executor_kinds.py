"""Each kind of executor is known to every layer that has something to say about it."""

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from bot.domain.errors import BadAddress
from bot.domain.executors import (
    EXECUTORS,
    ExecutionRequest,
    GovernorExecutor,
    SafeExecutor,
    SafeTransaction,
    executor_of,
    executor_text,
    executors_named,
    executors_text,
    kind_and_account,
)
from bot.domain.ids import Address, ChainId, RequestId, TransactionHash
from bot.domain.policy.model import Policy, preset
from bot.execution.registry import open_executors
from bot.wording.executors.registry import words_of

SAFE = Address("0x41675C099F32341bf84BFc5382aF534df5C7461a")


async def test_each_kind_is_carried_out_and_worded() -> None:
    async with open_executors({}) as executors:
        assert set(executors) == set(EXECUTORS)
    for kind, executor in EXECUTORS.items():
        assert executor.model_fields["kind"].default == kind
        assert words_of(kind)


def test_an_address_alone_names_a_safe() -> None:
    assert executors_named(SAFE, ChainId(5)) == (SafeExecutor(chain=ChainId(5), address=SAFE),)
    with pytest.raises(BadAddress):
        executors_named("0x12", ChainId(5))


@pytest.mark.parametrize("kind", EXECUTORS)
def test_an_executor_is_typed_with_its_kind_before_its_account(kind: str) -> None:
    executor = EXECUTORS[kind](chain=ChainId(5), address=SAFE)
    assert executors_named(f"{kind.upper()}  {SAFE}", ChainId(5)) == (executor,)
    assert executors_named(executor_text(executor), ChainId(5)) == (executor,)


@pytest.mark.parametrize("kind", EXECUTORS)
def test_executors_on_other_chains_are_typed_after_the_number_of_theirs(kind: str) -> None:
    executors = (
        EXECUTORS[kind](chain=ChainId(5), address=SAFE),
        SafeExecutor(chain=ChainId(137), address=SAFE),
        EXECUTORS[kind](chain=ChainId(10), address=SAFE),
    )
    assert executors_named(executors_text(executors, ChainId(5)), ChainId(5)) == executors


@pytest.mark.parametrize("text", ["treasury.eth", "the treasury", "oracle 0x12", "safe", ""])
def test_what_begins_with_no_kind_is_an_account_as_a_whole(text: str) -> None:
    assert kind_and_account(text) == (SafeExecutor, text)


def test_a_payload_is_only_given_to_those_who_know_its_form() -> None:
    payload = SafeTransaction(TransactionHash("0x01"), 0, SAFE, 0, "0x", 0, 0, 2)
    executor = SafeExecutor(chain=ChainId(5), address=SAFE)
    request = ExecutionRequest(RequestId(7), executor, payload, datetime(2026, 1, 1, tzinfo=UTC))
    assert request.payload_as(SafeTransaction) is payload
    with pytest.raises(TypeError, match="request 7 is for a safe"):
        request.payload_as(int)


def test_an_executor_is_known_again_by_kind_chain_and_account() -> None:
    executor = SafeExecutor(chain=ChainId(5), address=SAFE)
    assert executor_of(executor.kind, executor.chain, executor.address) == executor
    for broken in (("oracle", 5, SAFE), ("safe", None, SAFE), ("safe", 5, None)):
        with pytest.raises(ValueError, match=r"kind|validation"):
            executor_of(*broken)


NAMED = {"chain": 5, "address": SAFE}


@pytest.mark.parametrize("named", [NAMED, {"kind": "safe", **NAMED}])
def test_a_policy_names_its_executor_by_kind_and_a_safe_without_one(named: dict[str, object]) -> None:
    policy = Policy.model_validate({**preset("token").model_dump(), "executor": named})
    assert policy.document()["executor"] == {"kind": "safe", "chain": 5, "address": SAFE}


def test_a_policy_keeps_the_timelock_of_its_governor() -> None:
    named = {"kind": "governor", **NAMED, "timelock": "0x" + "1" * 40}
    policy = Policy.model_validate({**preset("token").model_dump(), "executor": named})
    assert policy.document()["executor"] == named
    assert policy.executor is not None
    assert (policy.executor.address, policy.executor.holder) == (SAFE, "0x" + "1" * 40)
    alone = GovernorExecutor(chain=ChainId(5), address=SAFE)
    assert alone.holder == SAFE
    assert alone.place == policy.executor.place


def test_a_policy_with_an_executor_of_no_known_kind_is_refused() -> None:
    oracle = {"kind": "oracle", **NAMED}
    with pytest.raises(ValidationError, match="'safe'"):
        Policy.model_validate({**preset("token").model_dump(), "executor": oracle})

"""Executors that belong to spaces, and what proves it."""

from datetime import timedelta

import pytest
from msgspec.structs import replace
from sqlalchemy.exc import IntegrityError

from bot.domain.executors import ExecutorBinding, Proof, ProofDemand, ProofRequest, SafeExecutor
from bot.domain.ids import ChainId
from tests.storage.repositories.stored_world import START, World, after, wallet

SAFE = SafeExecutor(chain=ChainId(1), address=wallet(7))
ELSEWHERE = SafeExecutor(chain=ChainId(100), address=wallet(7))


def request(world: World, nonce: str = "abc", signer: int = 1, executor: SafeExecutor = SAFE) -> ProofRequest:
    demand = ProofDemand.THRESHOLD
    return ProofRequest(
        nonce, world.home.id, executor, wallet(signer), demand, "sign\nthis", START, after(600)
    )


async def prove(world: World, nonce: str, signer: int, seconds: int, executor: SafeExecutor = SAFE) -> None:
    async with world.unit.writing() as repositories:
        await repositories.executor_bindings.add_request(request(world, nonce, signer, executor))
        assert await repositories.executor_bindings.prove(nonce, f"0x{signer}", after(seconds))


async def test_a_request_waits_until_it_is_answered_once(world: World) -> None:
    async with world.unit.writing() as repositories:
        bindings = repositories.executor_bindings
        await bindings.add_request(request(world))
        assert await bindings.request("abc") == request(world)
        assert await bindings.request("other") is None
        assert await bindings.open_requests(world.home.id) == 1
        assert await bindings.open_requests(world.abroad.id) == 0
        assert await bindings.prove("abc", "0x1", after(1))
        assert not await bindings.prove("abc", "0x2", after(2))
        assert await bindings.request("abc") is None
        assert await bindings.open_requests(world.home.id) == 0


async def test_expired_requests_are_forgotten_and_signatures_are_not(world: World) -> None:
    await prove(world, "kept", 1, 1)
    async with world.unit.writing() as repositories:
        bindings = repositories.executor_bindings
        await bindings.add_request(request(world, "late"))
        await bindings.drop_expired(after(599))
        assert await bindings.request("late") is not None
        await bindings.drop_expired(after(600))
        assert await bindings.request("late") is None
        assert len(await bindings.proofs(world.home.id, SAFE)) == 1


async def test_proofs_are_those_of_one_space_and_one_executor_the_oldest_first(world: World) -> None:
    await prove(world, "b", 2, 5)
    await prove(world, "a", 1, 9)
    await prove(world, "c", 3, 7, ELSEWHERE)
    async with world.unit.reading() as repositories:
        bindings = repositories.executor_bindings
        assert await bindings.proofs(world.home.id, SAFE) == [
            Proof(wallet(2), "sign\nthis", "0x2"),
            Proof(wallet(1), "sign\nthis", "0x1"),
        ]
        assert await bindings.proved_at(world.home.id, SAFE) == after(9)
        assert await bindings.proofs(world.abroad.id, SAFE) == []
        assert await bindings.proved_at(world.abroad.id, SAFE) is None


async def test_an_executor_is_held_by_one_space_until_it_is_released(world: World) -> None:
    await prove(world, "a", 1, 1)
    async with world.unit.writing() as repositories:
        bindings = repositories.executor_bindings
        assert await bindings.holder(SAFE) is None
        await bindings.bind(world.home.id, SAFE, ProofDemand.ONE, after(2))
        held = await bindings.holder(SAFE)
        assert held is not None
        assert held == ExecutorBinding(held.id, world.home.id, SAFE, ProofDemand.ONE, after(2))
        assert await bindings.holder(ELSEWHERE) is None
        await bindings.bind(world.home.id, SAFE, ProofDemand.THRESHOLD, after(3))
        again = replace(held, demand=ProofDemand.THRESHOLD)
        assert await bindings.of_space(world.home.id) == [again]
    with pytest.raises(IntegrityError):
        async with world.unit.writing() as repositories:
            await repositories.executor_bindings.bind(world.abroad.id, SAFE, ProofDemand.ONE, after(4))
    async with world.unit.writing() as repositories:
        bindings = repositories.executor_bindings
        await bindings.release(again, after(5))
        assert await bindings.holder(SAFE) is None
        assert await bindings.proofs(world.home.id, SAFE) == [], "what was signed counts no more"
        await bindings.bind(world.abroad.id, SAFE, ProofDemand.ONE, after(6))
        assert await bindings.of_space(world.home.id) == []


async def test_a_claim_is_told_once_in_a_while(world: World) -> None:
    async with world.unit.writing() as repositories:
        bindings = repositories.executor_bindings
        await bindings.bind(world.home.id, SAFE, ProofDemand.ONE, START)
        held = await bindings.holder(SAFE)
        assert held is not None
        day = timedelta(days=1)
        assert await bindings.tell_claim(held, START, START - day)
        assert not await bindings.tell_claim(held, after(1), after(1) - day)
        assert await bindings.tell_claim(held, START + day, START)

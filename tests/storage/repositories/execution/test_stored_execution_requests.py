"""What executors were asked to do, and what became of it."""

import dataclasses
from collections.abc import Awaitable, Callable
from typing import Literal

import pytest
from msgspec.structs import replace
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from bot.domain.actions.outlays import Outlay
from bot.domain.bridges.crossing import BridgeMessage, Crossing
from bot.domain.errors import StoredDataInvalid
from bot.domain.executors import (
    AnyExecutor,
    AnyPayload,
    AnyStage,
    BaalExecutor,
    BaalProposal,
    Confirmation,
    DelegateWalletExecutor,
    Execution,
    ExecutionRequest,
    GovernorCall,
    GovernorExecutor,
    GovernorProposal,
    GovernorStage,
    MolochExecutor,
    MolochProposal,
    MolochStage,
    SafeExecutor,
    SafeTransaction,
    Visibility,
    WalletStage,
    WalletVote,
)
from bot.domain.ids import ChainId, ProposalId, RequestId
from bot.services.ports import Repositories
from bot.storage.tables import execution_requests, outlays
from tests.storage.repositories.stored_world import OTHER_BLOCK, WEI, World, after, transaction_hash, wallet

SAFE = SafeExecutor(chain=ChainId(1), address=wallet(6))
ABROAD = SafeExecutor(chain=ChainId(100), address=wallet(6))
TRANSACTION = SafeTransaction(transaction_hash(1), 2**62, wallet(7), WEI, "0x8d80ff0a", 1, 19_000_001, 3)
EXECUTION = Execution("executed", transaction_hash(2), OTHER_BLOCK, after(9))

GOVERNOR = GovernorExecutor(chain=ChainId(1), address=wallet(8))
PROPOSAL = GovernorProposal(
    "openzeppelin",
    str(2**256 - 1),
    (GovernorCall(wallet(7), WEI, "0x01"),),
    "# Pay\n\nAll",
    "0x12",
    19_000_001,
    0,
)

CROSSING = Crossing(
    (
        BridgeMessage(1, "optimism", ChainId(10), after(9)),
        BridgeMessage(
            2,
            "arbitrum",
            ChainId(42161),
            after(9),
            "failed",
            "0x" + "5a" * 32,
            transaction_hash(7),
            after(10),
            after(20),
            12_000,
        ),
    )
)

Write = Callable[[Repositories, RequestId], Awaitable[object]]
FACTS: dict[str, Write] = {
    "confirmation": lambda repositories, r: repositories.execution_requests.confirm(
        r, Confirmation(wallet(1), "0xaa"), after(1)
    ),
    "withdrawn confirmation": lambda repositories, r: repositories.execution_requests.unconfirm(r, wallet(1)),
    "signature": lambda repositories, r: repositories.execution_requests.keep_signature(
        r, Confirmation(wallet(1), "0xaa"), after(1)
    ),
    "visibility": lambda repositories, r: repositories.execution_requests.see(r, Visibility(after(1))),
    "threshold": lambda repositories, r: repositories.execution_requests.need(r, 5),
    "execution": lambda repositories, r: repositories.execution_requests.execute(r, EXECUTION),
    "crossing": lambda repositories, r: repositories.execution_requests.cross(r, CROSSING),
}


async def add(
    world: World,
    proposal: ProposalId,
    executor: SafeExecutor = SAFE,
    transaction: SafeTransaction = TRANSACTION,
) -> RequestId:
    async with world.unit.writing() as repositories:
        request = await repositories.execution_requests.add(proposal, executor, transaction, after(8))
    assert request is not None
    return request


def at_nonce(nonce: int) -> SafeTransaction:
    return dataclasses.replace(TRANSACTION, nonce=nonce, safe_tx_hash=transaction_hash(nonce))


async def test_an_executor_is_asked_once_for_a_proposal(world: World) -> None:
    proposal = await world.proposal()
    await add(world, proposal)
    with pytest.raises(IntegrityError):
        await add(world, proposal, transaction=at_nonce(5))


async def test_a_proposal_may_ask_several_executors(world: World) -> None:
    proposal = await world.proposal()
    first, second = await add(world, proposal), await add(world, proposal, ABROAD)
    async with world.unit.writing() as repositories:
        await repositories.execution_requests.confirm(second, Confirmation(wallet(1), "0xaa"), after(9))
        await repositories.execution_requests.execute(first, EXECUTION, CROSSING)
        await repositories.execution_requests.confirm(first, Confirmation(wallet(2), "0xaa"), after(9))
        found = await repositories.proposals.get(proposal)
    assert found.requests == (
        ExecutionRequest(
            first,
            SAFE,
            TRANSACTION,
            after(8),
            (Confirmation(wallet(2), "0xaa"),),
            EXECUTION,
            crossing=CROSSING,
        ),
        ExecutionRequest(second, ABROAD, TRANSACTION, after(8), (Confirmation(wallet(1), "0xaa"),), None),
    )


async def test_two_requests_to_one_safe_never_have_the_same_nonce(world: World) -> None:
    first, second = await world.proposal(), await world.proposal_abroad()
    await add(world, first)
    async with world.unit.writing() as repositories:
        before = await repositories.proposals.versions([second])
        add_again = repositories.execution_requests.add
        assert await add_again(second, SAFE, dataclasses.replace(TRANSACTION, value=1), after(8)) is None
        assert await repositories.proposals.versions([second]) == before
        assert (await repositories.proposals.get(second)).requests == ()
        assert await add_again(second, ABROAD, TRANSACTION, after(8)) is not None
        elsewhere = SafeExecutor(chain=ChainId(1), address=wallet(5))
        assert await add_again(second, elsewhere, TRANSACTION, after(8)) is not None
        assert await add_again(second, SAFE, at_nonce(3), after(8)) is not None


async def test_what_was_executed_keeps_its_nonce(world: World) -> None:
    first, second = await world.proposal(), await world.proposal()
    request = await add(world, first)
    async with world.unit.writing() as repositories:
        await repositories.execution_requests.execute(request, EXECUTION)
        await repositories.execution_requests.expire(first, after(10))
        assert await repositories.execution_requests.add(second, SAFE, TRANSACTION, after(11)) is None


async def test_what_expired_gives_its_nonce_back(world: World) -> None:
    first, second = await world.proposal(), await world.proposal()
    await add(world, first)
    async with world.unit.writing() as repositories:
        await repositories.execution_requests.expire(first, after(10))
        assert await repositories.execution_requests.nonces_waiting(SAFE) == []
        assert await repositories.execution_requests.add(second, SAFE, TRANSACTION, after(11)) is not None


async def test_only_what_waits_for_the_same_executor_is_waiting(world: World) -> None:
    proposals = [await world.proposal() for _ in range(3)]
    executed = await add(world, proposals[0], transaction=at_nonce(1))
    await add(world, proposals[1], transaction=at_nonce(2))
    await add(world, await world.proposal_abroad(), transaction=at_nonce(3))
    await add(world, proposals[2], ABROAD, at_nonce(4))
    async with world.unit.writing() as repositories:
        await repositories.execution_requests.execute(executed, EXECUTION)
        assert await repositories.execution_requests.nonces_waiting(SAFE) == [2, 3]
        assert await repositories.execution_requests.nonces_waiting(ABROAD) == [4]


COINS, TOKENS = Outlay(None, 2**256 - 1, wallet(8)), Outlay(wallet(9), 0, wallet(8))


async def moving(world: World, nonce: int, *outlays: Outlay) -> tuple[ProposalId, RequestId]:
    """A request that moves this, for a proposal of its own."""
    proposal = await world.proposal()
    async with world.unit.writing() as repositories:
        request = await repositories.execution_requests.add(
            proposal, SAFE, at_nonce(nonce), after(8), outlays
        )
    assert request is not None
    return proposal, request


async def outlays_since(
    world: World, proposal: ProposalId, hours: float, chain: ChainId = SAFE.chain
) -> list[Outlay]:
    async with world.unit.reading() as repositories:
        track = (await repositories.proposals.get(proposal)).track
        return await repositories.execution_requests.outlays(track, chain, after(hours))


async def test_what_waits_is_an_outlay_at_any_time(world: World) -> None:
    proposal, _ = await moving(world, 1, COINS, TOKENS)
    await moving(world, 2, COINS)
    assert await outlays_since(world, proposal, 10_000) == [COINS, TOKENS, COINS]
    assert await outlays_since(world, proposal, 10_000, ChainId(SAFE.chain + 1)) == []


async def test_what_was_executed_is_an_outlay_since_then(world: World) -> None:
    proposal, request = await moving(world, 1, COINS)
    async with world.unit.writing() as repositories:
        await repositories.execution_requests.execute(request, EXECUTION)
    assert await outlays_since(world, proposal, 8) == [COINS]
    assert await outlays_since(world, proposal, 9) == []


@pytest.mark.parametrize("status", ["failed", "replaced"])
async def test_what_moved_nothing_is_no_outlay(world: World, status: Literal["failed", "replaced"]) -> None:
    proposal, request = await moving(world, 1, COINS)
    async with world.unit.writing() as repositories:
        await repositories.execution_requests.execute(request, replace(EXECUTION, status=status))
    assert await outlays_since(world, proposal, 0) == []


async def test_what_expired_is_an_outlay_since_then_and_what_ended_before_is_not_moved(world: World) -> None:
    ended, request = await moving(world, 1, COINS)
    waiting, _ = await moving(world, 2, TOKENS)
    async with world.unit.writing() as repositories:
        await repositories.execution_requests.execute(request, EXECUTION)
        for proposal in (ended, waiting):
            await repositories.execution_requests.expire(proposal, after(20))
    assert await outlays_since(world, ended, 10) == [TOKENS]
    assert await outlays_since(world, ended, 20) == []


@pytest.mark.attack("database")
@pytest.mark.parametrize("amount", ["", "-1", "many", "1e9", "0x10"])
async def test_an_amount_that_was_changed_from_outside_is_no_number_that_counts(
    world: World, amount: str
) -> None:
    proposal, _ = await moving(world, 1, COINS)
    async with world.database.write_transaction() as connection:
        await connection.execute(update(outlays).values(amount=amount))
    with pytest.raises(StoredDataInvalid, match="outlays"):
        await outlays_since(world, proposal, 0)


async def test_a_request_comes_to_an_end_once(world: World) -> None:
    request = await add(world, await world.proposal())
    async with world.unit.writing() as repositories:
        await repositories.execution_requests.execute(request, EXECUTION)
    with pytest.raises(IntegrityError):
        async with world.unit.writing() as repositories:
            await repositories.execution_requests.execute(request, EXECUTION)


async def test_a_request_makes_copies_of_the_proposal_stale_and_no_others(world: World) -> None:
    proposal, other = await world.proposal(), await world.proposal()
    async with world.unit.writing() as repositories:
        before = await repositories.proposals.versions([proposal, other])
        await repositories.execution_requests.add(proposal, SAFE, TRANSACTION, after(8))
        now = await repositories.proposals.versions([proposal, other])
    assert now[proposal] > before[proposal]
    assert now[other] == before[other]


@pytest.mark.parametrize("fact", FACTS)
async def test_every_fact_of_a_request_makes_copies_of_its_proposal_stale_and_no_others(
    world: World, fact: str
) -> None:
    proposal, other = await world.proposal(), await world.proposal()
    request = await add(world, proposal)
    await add(world, other, transaction=at_nonce(1))
    async with world.unit.writing() as repositories:
        before = await repositories.proposals.versions([proposal, other])
        await FACTS[fact](repositories, request)
        now = await repositories.proposals.versions([proposal, other])
        assert (await repositories.proposals.get(proposal)).version == now[proposal]
    assert now[proposal] > before[proposal]
    assert now[other] == before[other]


async def test_a_confirmation_that_is_known_changes_nothing(world: World) -> None:
    proposal = await world.proposal()
    request = await add(world, proposal)
    async with world.unit.writing() as repositories:
        await repositories.execution_requests.confirm(request, Confirmation(wallet(1), "0xaa"), after(1))
        before = await repositories.proposals.get(proposal)
        await repositories.execution_requests.confirm(request, Confirmation(wallet(1), "0xaa"), after(2))
        assert await repositories.proposals.get(proposal) == before


async def test_what_another_transaction_replaced_is_asked_for_again_with_another_nonce(world: World) -> None:
    proposal = await world.proposal()
    first = await add(world, proposal)
    async with world.unit.writing() as repositories:
        await repositories.execution_requests.execute(first, replace(EXECUTION, status="replaced"))
        assert (await repositories.proposals.get(proposal)).unrequested == ()
        assert await repositories.execution_requests.add(proposal, SAFE, TRANSACTION, after(9)) is None
        second = await repositories.execution_requests.add(proposal, SAFE, at_nonce(4), after(9))
        found = await repositories.proposals.get(proposal)
    assert [request.id for request in found.standing] == [second]
    with pytest.raises(IntegrityError):
        await add(world, proposal, transaction=at_nonce(5))


async def test_a_nonce_stays_known_whatever_became_of_its_request(world: World) -> None:
    first, second, third = [await world.proposal() for _ in range(3)]
    await add(world, first, transaction=at_nonce(1))
    executed = await add(world, second, transaction=at_nonce(2))
    await add(world, third, ABROAD, at_nonce(3))
    async with world.unit.writing() as repositories:
        await repositories.execution_requests.execute(executed, EXECUTION)
        await repositories.execution_requests.expire(first, after(10))
        assert await repositories.execution_requests.taken(SAFE, [1, 2, 3, 4]) == {1, 2}
        assert await repositories.execution_requests.taken(SAFE, []) == set()


async def test_a_confirmation_can_be_lost_and_come_again(world: World) -> None:
    proposal = await world.proposal()
    request = await add(world, proposal)
    for _ in range(2):
        async with world.unit.writing() as repositories:
            await repositories.execution_requests.confirm(request, Confirmation(wallet(1), "0xaa"), after(1))
            await repositories.execution_requests.confirm(request, Confirmation(wallet(2)), after(2))
            await repositories.execution_requests.unconfirm(request, wallet(1))
            (found,) = (await repositories.proposals.get(proposal)).requests
        assert found.confirmations == (Confirmation(wallet(2)),)


async def test_a_request_for_no_proposal_is_refused(world: World) -> None:
    with pytest.raises(IntegrityError):
        await add(world, ProposalId(99))


@pytest.mark.parametrize("fact", ["confirmation", "execution"])
async def test_a_fact_of_no_request_is_refused(world: World, fact: str) -> None:
    with pytest.raises(IntegrityError):
        async with world.unit.writing() as repositories:
            await FACTS[fact](repositories, RequestId(99))


@pytest.mark.parametrize("broken", [{"kind": "oracle"}, {"payload": "{}"}, {"payload": "no JSON"}])
async def test_what_no_version_of_this_program_wrote_is_refused(world: World, broken: dict[str, str]) -> None:
    proposal = await world.proposal()
    await add(world, proposal)
    async with world.database.write_transaction() as connection:
        await connection.execute(update(execution_requests).values(**broken))
    with pytest.raises(StoredDataInvalid):
        async with world.unit.reading() as repositories:
            await repositories.proposals.get(proposal)


async def test_the_payload_is_stored_as_canonical_json(world: World) -> None:
    await add(world, await world.proposal())
    async with world.database.read_transaction() as connection:
        payload = await connection.scalar(
            execution_requests.select().with_only_columns(execution_requests.c.payload)
        )
    assert payload == (
        f'{{"data":"0x8d80ff0a","made_before":[],"nonce":{2**62},"operation":1,'
        f'"safe_tx_hash":"{transaction_hash(1)}","since_block":19000001,"threshold":3,"to":"{wallet(7)}",'
        f'"twins":[],"value":"{WEI}"}}'
    )


async def test_the_same_signature_is_kept_once_and_another_one_beside_it(world: World) -> None:
    request = await add(world, await world.proposal())
    async with world.unit.writing() as repositories:
        keep = repositories.execution_requests.keep_signature
        given = [
            Confirmation(wallet(1), "0xaa"),
            Confirmation(wallet(1), "0xbb"),
            Confirmation(wallet(2), "0xaa"),
        ]
        assert [await keep(request, each, after(1)) for each in (*given, *given)] == [True] * 3 + [False] * 3


BAAL = BaalExecutor(chain=ChainId(1), address=wallet(8))
TO_BAAL = BaalProposal("0x8d80ff0a", "0x12", 2**32 - 1, 15_000_000, "# Pay\n\nAll", 19_000_001, 2**32 - 1)
MOLOCH = MolochExecutor(chain=ChainId(1), address=wallet(8))
TO_MOLOCH = MolochProposal("ordinary", wallet(7), 1, 0, 2**256 - 1, wallet(9), "# Pay\n\nAll", 19_000_001, 7)
PUT_OUT = MolochProposal("guildkick", wallet(7), 0, 0, 0, None, "", 0, 0)
LATE = MolochStage("grace", "7", 2**255, 1, after(1), after(2), after(3), "6")
DELEGATE = DelegateWalletExecutor(chain=ChainId(1), address=wallet(8))
TO_DELEGATE = WalletVote(wallet(7), str(2**256 - 1), 255, "0x" + "ff" * 48, "Decided\nhere", "0x5f398a14", 1)
ASKED = (
    (GOVERNOR, PROPOSAL, GovernorStage("unproposed")),
    (GOVERNOR, PROPOSAL, GovernorStage("active", PROPOSAL.id, 2**255, WEI, 1, None, 2**60, 2**61)),
    (GOVERNOR, PROPOSAL, GovernorStage("queued", PROPOSAL.id, 0, WEI, 0, 4, 10, 20, after(90))),
    (BAAL, TO_BAAL, MolochStage("unproposed")),
    (BAAL, TO_BAAL, LATE),
    (MOLOCH, TO_MOLOCH, LATE),
    (MOLOCH, PUT_OUT, MolochStage("submitted", "0")),
    (DELEGATE, TO_DELEGATE, WalletStage()),
    (DELEGATE, TO_DELEGATE, WalletStage("voted")),
)


@pytest.mark.parametrize(
    ("executor", "payload", "stage"), ASKED, ids=[f"{each.kind} {stage.name}" for each, _, stage in ASKED]
)
async def test_what_goes_through_stages_is_asked_and_how_far_that_came_is_read_back(
    world: World, executor: AnyExecutor, payload: AnyPayload, stage: AnyStage
) -> None:
    proposal = await world.proposal()
    async with world.unit.writing() as repositories:
        request = await repositories.execution_requests.add(proposal, executor, payload, after(8))
        assert request is not None
        before = (await repositories.proposals.get(proposal)).version
        await repositories.execution_requests.reach(request, stage)
    async with world.unit.reading() as repositories:
        found = await repositories.proposals.get(proposal)
    assert found.requests == (ExecutionRequest(request, executor, payload, after(8), stage=stage),)
    assert found.version == before + 1


@pytest.mark.attack("database")
@pytest.mark.parametrize(
    "written", ["{}", '{"name": "won"}', '{"name": "active", "against": "-1"}', "nothing"]
)
async def test_a_stage_that_no_version_wrote_is_not_believed(world: World, written: str) -> None:
    proposal = await world.proposal()
    async with world.unit.writing() as repositories:
        request = await repositories.execution_requests.add(proposal, GOVERNOR, PROPOSAL, after(8))
    async with world.database.write_transaction() as connection:
        await connection.execute(update(execution_requests).values(stage=written))
    with pytest.raises(StoredDataInvalid):
        async with world.unit.reading() as repositories:
            await repositories.proposals.get(proposal)
    assert request is not None

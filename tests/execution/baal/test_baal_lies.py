"""Baals that aren't what they say."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from eth_abi import encode
from msgspec.structs import replace

from bot.domain.actions.actions import Action
from bot.domain.errors import ChainUnavailable, RequestMismatch, WrongContract
from bot.domain.errors.chain.contracts import DeafSafe, NotABaal, OtherBatchContract
from bot.domain.executors import BaalCheck, BaalExecutor, BaalProposal, ExecutionRequest
from bot.domain.ids import Address, RequestId
from bot.execution.actions.abi import function
from bot.execution.baal.baals import Baals
from bot.execution.baal.proposing import data_hash, gas_for, proposal_data
from bot.execution.decision_words import words_on_chain
from bot.execution.safe.multi_send import is_multi_send
from bot.wording.errors import message
from bot.wording.execution.moloch_stages import leaving_lines, stage_words, votes_line
from bot.wording.executors.baal import BaalWords
from bot.wording.language import language
from bot.wording.markup.discord_markup import DISCORD
from sandbox.chain import LocalChain
from sandbox.chain.contract import Contract
from tests.chain.built_once import BuiltOnce
from tests.chain.nodes.nodes import evm_chain
from tests.execution.baal.baal_treasury import CHAIN, COIN, BaalTreasury
from tests.execution.hiding import NOBODY
from tests.execution.treasury import DECISION, REQUESTED_AT

SAY = language(markup=DISCORD)


def word(number: int | str) -> bytes:
    return (int(number, 16) if isinstance(number, str) else number).to_bytes(32, "big")


def text(said: str) -> bytes:
    return encode(["string"], [said])


@dataclass
class Parrot:
    local: LocalChain
    contract: Contract
    baals: Baals

    async def says(self, fragment: str, answer: bytes, size: int | None = None) -> None:
        selector = function(fragment).selector
        await self.contract.send("say", selector, answer, sender=self.local.deployer)
        if size is not None:
            await self.contract.send("saySo", selector, size, sender=self.local.deployer)
        await self.local.mine(3)

    @property
    def executor(self) -> BaalExecutor:
        address = Address(self.contract.address)
        return BaalExecutor(chain=CHAIN, address=address, safe=address)

    @property
    def actions(self) -> list[Action]:
        return [Action(CHAIN, Address(self.local.account("grantee").address), 1, "0x")]

    @property
    def asked(self) -> ExecutionRequest:
        """A request that was seen there as number 3."""
        data = proposal_data(self.actions)
        hashed = data_hash(data)
        gas = gas_for(self.actions)
        payload = BaalProposal(data, hashed, 0, gas, words_on_chain(DECISION, "Proposal data", hashed), 0, 0)
        return ExecutionRequest(RequestId(1), self.executor, payload, REQUESTED_AT)


async def parrot_on(local: LocalChain) -> Contract:
    """A contract that says what a Baal says, its own Safe and token."""
    contract = await local.deploy("Parrot")
    multi_send = await local.deploy("MultiSend")
    own = word(contract.address)
    honest = {
        "avatar()": own,
        "target()": own,
        "multisendLibrary()": word(multi_send.address),
        "sharesToken()": own,
        "lootToken()": own,
        "votingPeriod()": word(600),
        "gracePeriod()": word(600),
        "proposalOffering()": word(0),
        "quorumPercent()": word(0),
        "sponsorThreshold()": word(1),
        "minRetentionPercent()": word(0),
        "totalShares()": word(8 * COIN),
        "totalLoot()": word(0),
        "proposalCount()": word(0),
        "isModuleEnabled(address module)": word(1),
        "name()": text("Parrot"),
        "symbol()": text("POLLY"),
    }
    for fragment, answer in honest.items():
        await contract.send("say", function(fragment).selector, answer, sender=local.deployer)
    await local.mine(3)
    return contract


PARROT = BuiltOnce(parrot_on, genesis_time=1_700_000_000)


@pytest.fixture
async def parrot() -> AsyncIterator[Parrot]:
    async with PARROT.served() as contract, evm_chain(contract.chain.url) as chain:
        yield Parrot(contract.chain, contract, Baals({CHAIN: chain}))


async def test_a_parrot_passes_for_a_baal_where_it_says_what_one_says(parrot: Parrot) -> None:
    assert (await parrot.baals.check(parrot.executor)).rules.name == "Parrot"


MOST = 2**256 - 1
NO_BAALS = {
    "no Safe": ("avatar()", word(0)),
    "a Safe that is no account": ("avatar()", word(MOST)),
    "calls by another account than its Safe": ("target()", word(0x1234)),
    "no shares": ("sharesToken()", b""),
    "no loot": ("lootToken()", word(0)),
    "nothing to make several calls with": ("multisendLibrary()", word(0)),
    "a vote without end": ("votingPeriod()", word(MOST)),
    "a grace of 2^32 seconds": ("gracePeriod()", word(2**32)),
    "half a word of time": ("votingPeriod()", word(600)[16:]),
    "a quorum above all": ("quorumPercent()", word(101)),
    "more to be left than there is": ("minRetentionPercent()", word(MOST)),
    "no number of proposals": ("proposalCount()", b""),
    "more proposals than it has room for": ("proposalCount()", word(2**32)),
}


@pytest.mark.attack("actions")
@pytest.mark.parametrize("lie", NO_BAALS)
async def test_what_says_impossible_things_is_no_baal(parrot: Parrot, lie: str) -> None:
    await parrot.says(*NO_BAALS[lie])
    with pytest.raises(WrongContract) as refused:
        await parrot.baals.check(parrot.executor)
    assert isinstance(refused.value.fault, NotABaal)


@pytest.mark.attack("actions")
@pytest.mark.parametrize("answer", [word(0), word(2), word(MOST), b"", word(1)[:31]], ids=len)
async def test_a_baal_that_names_the_safe_of_others_is_refused(parrot: Parrot, answer: bytes) -> None:
    """Its balance would be shown to members as theirs, and nothing that they decide could ever move it."""
    await parrot.says("isModuleEnabled(address module)", answer)
    with pytest.raises(WrongContract) as refused:
        await parrot.baals.check(parrot.executor)
    assert refused.value.fault == DeafSafe(parrot.contract.address)
    assert "takes no calls from the Baal" in str(message(refused.value, SAY))


@pytest.mark.attack("actions")
async def test_a_baal_that_makes_its_calls_through_foreign_code_is_refused(parrot: Parrot) -> None:
    await parrot.says("multisendLibrary()", word(parrot.contract.address))
    with pytest.raises(WrongContract) as refused:
        await parrot.baals.check(parrot.executor)
    assert isinstance(refused.value.fault, OtherBatchContract)


async def test_safes_own_contract_is_known_by_its_code_wherever_it_stands(summoned: BaalTreasury) -> None:
    at = await summoned.chain.latest()
    for name in ("MultiSend", "MultiSendCallOnly", "Registry"):
        contract = await summoned.local.deploy(name)
        account = Address(contract.address)
        at = await summoned.chain.latest()
        code = (await summoned.chain.codes([account], at))[account]
        assert is_multi_send(code, account) == (name == "MultiSend")
        assert not is_multi_send(code, Address(NOBODY))


@pytest.mark.attack("text")
@pytest.mark.parametrize(
    "said", ["@everyone " * 99, "‮ltr", "**bold** [x](https://evil.example)", "\n" * 50, ""]
)
async def test_names_of_a_baal_are_cut_and_harmless(parrot: Parrot, said: str) -> None:
    await parrot.says("name()", text(said))
    await parrot.says("symbol()", text(said))
    bound = BaalWords().bound(await parrot.baals.check(parrot.executor), SAY)
    assert len(bound) < 600
    assert "@everyone" not in bound.replace("\\@", "")
    assert "](https://evil" not in bound.replace("\\]", "")


@pytest.mark.attack("floods")
@pytest.mark.parametrize("size", [0, 31, 33, 60_000])
@pytest.mark.parametrize(
    "fragment", ["name()", "avatar()", "totalShares()", "isModuleEnabled(address module)"]
)
async def test_an_answer_of_any_size_is_read_within_bounds(parrot: Parrot, fragment: str, size: int) -> None:
    await parrot.says(fragment, word(1), size)
    found = await asyncio.gather(parrot.baals.check(parrot.executor), return_exceptions=True)
    assert all(isinstance(each, BaalCheck | WrongContract | ChainUnavailable) for each in found)
    assert len(repr(found)) < 5_000


@pytest.mark.attack("actions")
@pytest.mark.parametrize("answer", [word(1), b"", word(MOST)], ids=len)
async def test_a_baal_that_takes_the_data_for_something_else_is_asked_for_nothing(
    parrot: Parrot, answer: bytes
) -> None:
    await parrot.says("hashOperation(bytes transactions)", answer)
    opened = await parrot.baals.examine(parrot.executor, parrot.actions)
    with pytest.raises(RequestMismatch):
        await parrot.baals.prepare(parrot.executor, parrot.actions, (), opened, DECISION)


def proposal_words(request: ExecutionRequest, **changed: int) -> bytes:
    """What a Baal says of proposal 3: our calls, voted for."""
    payload = request.payload_as(BaalProposal)
    told = {
        "id": 3,
        "before": 0,
        "starts": 1_700_000_000,
        "ends": 1_700_000_600,
        "grace": 1_700_001_200,
        "expiration": 0,
        "gas": payload.gas,
        "yes": 5,
        "no": 1,
        "supply": 8,
        "shares": 8,
        "sponsor": 1,
        "hash": int(payload.data_hash, 16),
        **changed,
    }
    return b"".join(map(word, told.values()))


async def about_ours(parrot: Parrot, state: bytes, status: bytes, **changed: int) -> ExecutionRequest:
    request = parrot.asked
    await parrot.says("state(uint32 id)", state)
    await parrot.says("getProposalStatus(uint32 id)", status)
    await parrot.says("proposals(uint256 id)", proposal_words(request, **changed))
    stage = (await parrot.baals.instructions(request)).stage
    return replace(request, stage=dataclasses.replace(stage, id="3"))


NO_STATES = {
    "an unknown state": (word(8), word(0) * 4),
    "a state without end": (word(MOST), word(0) * 4),
    "a state of half a word": (word(2)[:16], word(0) * 4),
    "no state": (b"", word(0) * 4),
    "flags that are none": (word(6), word(2) * 4),
    "too few flags": (word(6), word(1) * 3),
    "processed, and no event": (word(6), word(0) + word(1) + word(1) + word(0)),
    "canceled, and no event": (word(3), word(1) + word(0) * 3),
}


@pytest.mark.attack("actions")
@pytest.mark.parametrize("lie", NO_STATES)
async def test_a_state_that_can_not_be_is_told_to_nobody(parrot: Parrot, lie: str) -> None:
    request = await about_ours(parrot, *NO_STATES[lie])
    with pytest.raises((WrongContract, ChainUnavailable)):
        await parrot.baals.progress(request, ask=False)


MOMENTS = {
    "votes without end": {"yes": MOST, "no": MOST - 1},
    "a time after all times": {"ends": MOST, "grace": MOST},
    "a time of the year 6325": {"starts": 2**37, "grace": 2**37},
    "another one before it without end": {"before": 2**32 - 1},
}


@pytest.mark.attack("text")
@pytest.mark.parametrize("state", [2, 4, 5])
@pytest.mark.parametrize("lie", MOMENTS)
async def test_numbers_without_bound_are_told_within_bounds(parrot: Parrot, lie: str, state: int) -> None:
    request = await about_ours(parrot, word(state), word(0) * 4, **MOMENTS[lie])
    instructions = await parrot.baals.instructions(request)
    stage = instructions.stage
    told = [
        stage_words(stage, SAY),
        *votes_line(stage, 18, instructions.rules.symbol, SAY),
        *leaving_lines(instructions.leaving, stage, SAY),
        BaalWords().requested(replace(request, stage=stage), SAY),
    ]
    assert len("\n".join(told)) < 1_500
    assert len(str(stage.told())) < 1_000


@pytest.mark.attack("order")
@pytest.mark.parametrize("swapped", [{"hash": 7}, {"gas": 0}, {"expiration": 9}, {"id": 4}])
async def test_a_proposal_that_is_another_one_since_it_was_seen_is_not_ours_any_more(
    parrot: Parrot, swapped: dict[str, int]
) -> None:
    request = await about_ours(parrot, word(5), word(0) * 4)
    assert (await parrot.baals.instructions(request)).step == "process"
    await parrot.says("proposals(uint256 id)", proposal_words(request, **swapped))
    assert (await parrot.baals.instructions(request)).step == "submit"

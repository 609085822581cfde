"""Who has an attestation that counts: by EAS itself and its Indexer, at the block."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from eth_abi.abi import encode
from hypothesis import given
from hypothesis import strategies as st

from bot.chain.calls.state import Outcome, Reverted
from bot.chain.chains import EvmChain
from bot.chain.nodes.agreement import NoAnswer
from bot.chain.sources.attestation import AttestationReads
from bot.domain.blocks import BlockRef, Reading, Undetermined, Value
from bot.domain.errors import NoCode, WrongContract
from bot.domain.ids import Address, BlockHash, ChainId
from bot.domain.power import NEWEST_LOOKED_AT, Attestation
from sandbox.chain.account import Account
from sandbox.chain.attestations import LocalAttestations
from sandbox.chain.chain import LocalChain
from sandbox.chain.contract import Contract
from tests.chain.built_once import BuiltOnce
from tests.chain.chain_rules import NOBODY, person
from tests.chain.nodes.nodes import evm_chain
from tests.said import raises_saying

CHAIN = ChainId(31337)


@dataclass(frozen=True)
class Attested:
    """Two attesters whose attestations count, a stranger whose don't, and three people who may get some."""

    local: LocalChain
    service: LocalAttestations

    def on(self, local: LocalChain) -> Attested:
        return Attested(local, self.service.on(local))

    @property
    def first(self) -> Account:
        return self.local.account("attester 1")

    @property
    def second(self) -> Account:
        return self.local.account("attester 2")

    @property
    def stranger(self) -> Account:
        return self.local.account("stranger")

    def wallet(self, number: int) -> Address:
        return person(self.local, number)

    def source(self, **changed: Any) -> Attestation:
        return Attestation.model_validate(
            {
                "chain": CHAIN,
                "contract": self.service.eas.address,
                "indexer": self.service.indexer.address,
                "schema_uid": "0x" + self.service.schema.hex(),
                "attesters": [self.first.address, self.second.address],
                **changed,
            }
        )

    async def read(self, chain: EvmChain, at: BlockRef | None = None, **changed: Any) -> list[Reading]:
        """What the three people have, now or at the block."""
        if at is None:
            await self.local.mine(3)
            at = await chain.finalized()
        reads = [(self.source(**changed), self.wallet(number)) for number in (1, 2, 3)]
        return await chain.powers(reads, at)


async def _build(local: LocalChain) -> Attested:
    found = Attested(local, await LocalAttestations.deploy(local))
    for each in (found.first, found.second, found.stranger):
        await local.fund(each, 10**19)
    return found


BUILT = BuiltOnce(_build)


@pytest.fixture
async def attested() -> AsyncIterator[Attested]:
    async with BUILT.served() as attested:
        yield attested


@pytest.fixture
async def chain(attested: Attested) -> AsyncIterator[EvmChain]:
    async with evm_chain(attested.local.url) as chain:
        yield chain


async def test_an_attestation_of_any_named_attester_counts_once_and_no_other_does(
    attested: Attested, chain: EvmChain
) -> None:
    service = attested.service
    other = await service.register("bool isFriend")
    await service.attest(attested.first, attested.wallet(1), times=2)
    await service.attest(attested.second, attested.wallet(1))
    await service.attest(attested.second, attested.wallet(2))
    await service.attest(attested.stranger, attested.wallet(3))
    await service.attest(attested.first, attested.wallet(3), schema=other)
    assert await attested.read(chain) == [Value(1), Value(1), Value(0)]
    assert await attested.read(chain, attesters=[attested.first.address]) == [Value(1), Value(0), Value(0)]
    assert await attested.read(chain, schema_uid="0x" + other.hex()) == [Value(0), Value(0), Value(1)]
    assert isinstance(await chain.total(attested.source(), await chain.finalized()), Undetermined)


async def test_only_what_is_in_the_indexer_at_the_block_counts_and_not_what_is_revoked_by_then(
    attested: Attested, chain: EvmChain
) -> None:
    uids = await attested.service.attest(attested.first, attested.wallet(1), indexed=False)
    assert await attested.read(chain) == [Value(0)] * 3
    before = await chain.finalized()
    await attested.service.index(uids)
    assert await attested.read(chain) == [Value(1), Value(0), Value(0)]
    indexed = await chain.finalized()
    await attested.service.revoke(attested.first, uids)
    assert await attested.read(chain) == [Value(0)] * 3
    assert await attested.read(chain, before) == [Value(0)] * 3
    assert await attested.read(chain, indexed) == [Value(1), Value(0), Value(0)]


async def test_an_attestation_counts_until_the_second_in_which_it_expires(
    attested: Attested, chain: EvmChain
) -> None:
    end = (await attested.local.block()).timestamp + 1_000
    await attested.service.attest(attested.first, attested.wallet(1), expires=end)
    await attested.service.attest(attested.second, attested.wallet(2), expires=end + 1)
    await attested.local.mine(1, timestamp=end - 1)
    last = await chain.latest()
    await attested.local.mine(1, timestamp=end)
    over = await chain.latest()
    assert (last.timestamp, over.timestamp) == (end - 1, end)
    assert await attested.read(chain, last) == [Value(1), Value(1), Value(0)]
    assert await attested.read(chain, over) == [Value(0), Value(1), Value(0)]


@pytest.mark.attack("floods")
async def test_whoever_attests_in_great_number_takes_nobodys_vote_and_slows_nothing(
    attested: Attested, chain: EvmChain
) -> None:
    await attested.service.attest(attested.first, attested.wallet(1))
    await attested.service.attest(attested.stranger, attested.wallet(1), times=NEWEST_LOOKED_AT + 5)
    assert await attested.read(chain) == [Value(1), Value(0), Value(0)]
    at = await chain.finalized()
    people = [person(attested.local, number) for number in range(30)]
    attested.local.requests.clear()
    await chain.powers([(attested.source(), each) for each in people], at)
    assert attested.local.requests == {"eth_call": 2}


async def test_a_wallet_of_whose_attestations_not_all_are_looked_at_is_never_said_to_have_none(
    attested: Attested, chain: EvmChain
) -> None:
    service, wallet = attested.service, attested.wallet(1)
    uids = await service.attest(attested.first, wallet, times=NEWEST_LOOKED_AT)
    await service.revoke(attested.first, uids)
    assert await attested.read(chain) == [Value(0)] * 3
    await service.revoke(attested.first, await service.attest(attested.first, wallet))
    (reading, *_) = await attested.read(chain)
    assert isinstance(reading, Undetermined)
    assert reading.for_good
    assert "more than 20 times" in reading.why
    await service.attest(attested.second, wallet)
    assert (await attested.read(chain))[0] == Value(1)
    await service.attest(attested.first, wallet)
    assert (await attested.read(chain, attesters=[attested.first.address]))[0] == Value(1)


@pytest.mark.attack("floods")
async def test_old_attestations_that_a_stranger_enters_behind_a_good_one_never_make_it_nothing(
    attested: Attested, chain: EvmChain
) -> None:
    service, wallet = attested.service, attested.wallet(1)
    old = await service.attest(attested.first, wallet, times=NEWEST_LOOKED_AT, indexed=False)
    await service.revoke(attested.first, old)
    await service.attest(attested.first, wallet)
    await service.index(old[1:])
    assert (await attested.read(chain))[0] == Value(1)
    await service.index(old[:1])
    (reading, *_) = await attested.read(chain)
    assert isinstance(reading, Undetermined)
    # Each is entered once at most: whoever attests anew is out of it.
    await service.attest(attested.first, wallet)
    assert (await attested.read(chain))[0] == Value(1)


@pytest.mark.attack("rpc")
async def test_an_indexer_that_lies_gives_nobody_an_attestation(attested: Attested, chain: EvmChain) -> None:
    (uid,) = await attested.service.attest(attested.stranger, attested.wallet(1))
    (others,) = await attested.service.attest(attested.first, attested.wallet(2))
    parrot = await attested.local.deploy("Parrot")
    for named in (uid, others, b"\x01" * 32):
        answer = encode(["bytes32[]"], [[named]])
        await parrot.send("say", bytes.fromhex("715ecdf6"), answer, sender=attested.local.deployer)
        (reading, *_) = await attested.read(chain, indexer=parrot.address)
        assert isinstance(reading, Undetermined)


async def test_the_contracts_are_checked_before_a_policy_names_them(
    attested: Attested, chain: EvmChain
) -> None:
    elsewhere = await LocalAttestations.deploy(attested.local)
    await attested.local.mine(3)
    at = await chain.finalized()
    assert await chain.check_source(attested.source(), at) == ("votes", 0)
    with pytest.raises(NoCode):
        await chain.check_source(attested.source(contract=NOBODY), at)
    for said, changed in (
        (f"Indexer of the EAS {elsewhere.eas.address.lower()}", {"indexer": elsewhere.indexer.address}),
        ("is there a contract at this block", {"indexer": NOBODY}),
        ("getEAS()", {"indexer": attested.service.schemas.address}),
        ("knows no schema", {"schema_uid": "0x" + "ab" * 32}),
        # The registry answers for it, with a schema that is none.
        ("knows no schema", {"schema_uid": "0x" + "00" * 32}),
        ("Indexer of the EAS", {"contract": attested.service.schemas.address}),
    ):
        with raises_saying(WrongContract, said):
            await chain.check_source(attested.source(**changed), at)


async def test_what_answers_like_an_indexer_of_something_that_is_no_eas_is_refused(
    attested: Attested, chain: EvmChain
) -> None:
    local: LocalChain = attested.local
    parrot: Contract = await local.deploy("Parrot")
    answers = {"65c40b9c": encode(["address"], [parrot.address]), "715ecdf6": encode(["bytes32[]"], [[]])}
    for selector, answer in answers.items():
        await parrot.send("say", bytes.fromhex(selector), answer, sender=local.deployer)
    await local.mine(3)
    with raises_saying(WrongContract, "getAttestation"):
        await chain.check_source(
            attested.source(contract=parrot.address, indexer=parrot.address), await chain.finalized()
        )


# -- what the answers mean, against a plain account of it ---------------------------------------------------------

READS = AttestationReads()
ATTESTERS = [Address("0x" + digits * 20) for digits in ("11", "22", "33")]
SCHEMA, WALLET, TIME = b"\x5a" * 32, Address("0x" + "44" * 20), 1_700_000_000
SOURCE = Attestation.model_validate(
    {
        "chain": 1,
        "contract": "0x" + "66" * 20,
        "indexer": "0x" + "77" * 20,
        "schema_uid": "0x" + SCHEMA.hex(),
        "attesters": ATTESTERS,
    }
)
AT = BlockRef(ChainId(1), 1, BlockHash("0x" + "5b" * 32), TIME)
STRUCT = "(bytes32,bytes32,uint64,uint64,uint64,bytes32,address,address,bool,bytes)"
AWAY, REFUSED = NoAnswer("away"), Reverted("no")

Given = tuple[int, int]
"""When an attestation expires and was revoked."""
attestations = st.lists(
    st.tuples(st.sampled_from([0, TIME - 1, TIME, TIME + 1]), st.sampled_from([0, 0, TIME - 5])),
    max_size=NEWEST_LOOKED_AT + 1,
)
attesters = st.one_of(st.sampled_from([AWAY, REFUSED]), attestations)


def uid_of(attester: int, place: int) -> bytes:
    return bytes([attester + 1]) * 16 + bytes([place]) * 16


def listed(attester: int, has: Outcome | list[Given]) -> Outcome:
    if not isinstance(has, list):
        return has
    return encode(["bytes32[]"], [[uid_of(attester, place) for place in range(len(has))]])


def attestation(attester: int, place: int, given: Given) -> bytes:
    expires, revoked = given
    fields = (uid_of(attester, place), SCHEMA, 1, expires, revoked, bytes(32), WALLET, ATTESTERS[attester])
    return encode([STRUCT], [(*fields, True, b"anything" * 9)])


@given(st.tuples(attesters, attesters, attesters))
def test_one_good_attestation_is_enough_and_none_is_said_only_where_all_are_known(
    given: tuple[Outcome | list[Given], ...],
) -> None:
    first = [listed(attester, has) for attester, has in enumerate(given)]
    answers = {
        uid_of(attester, place): attestation(attester, place, each)
        for attester, has in enumerate(given)
        if isinstance(has, list)
        for place, each in enumerate(has)
    }
    then = [answers[call.data[4:]] for call in READS.follow_ups(SOURCE, WALLET, first)]
    reading = READS.power(SOURCE, WALLET, [*first, *then], AT)
    known = [has[:NEWEST_LOOKED_AT] for has in given if isinstance(has, list)]
    if any(revoked == 0 and (expires == 0 or expires > TIME) for has in known for expires, revoked in has):
        assert reading == Value(1)
    elif all(isinstance(has, list) and len(has) <= NEWEST_LOOKED_AT for has in given):
        assert reading == Value(0)
    else:
        assert isinstance(reading, Undetermined)
        assert reading.for_good == (AWAY not in given)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        bytes(31),
        encode(["bytes32[]"], [[b"\1" * 32] * 2]),
        encode(["bytes32[]"], [[bytes([place]) * 32 for place in range(NEWEST_LOOKED_AT + 2)]]),
        encode(["bytes32[]"], [[b"\1" * 32]])[:-1],
        encode(["bytes32[]"], [[b"\1" * 32]])[:-32],
        encode(["bytes32[]"], [[]]) + bytes(32),
    ],
    ids=["nothing", "short", "twice", "too many", "cut", "none", "more"],
)
def test_what_is_no_list_of_attestations_is_undetermined(answer: bytes) -> None:
    one = SOURCE.model_copy(update={"attesters": SOURCE.attesters[:1]})
    assert READS.follow_ups(one, WALLET, [answer]) == []
    assert isinstance(READS.power(one, WALLET, [answer], AT), Undetermined)


@pytest.mark.parametrize("answer", [b"", bytes(32), bytes(12 * 32), AWAY, REFUSED])
def test_what_is_no_attestation_is_undetermined(answer: Outcome) -> None:
    one = SOURCE.model_copy(update={"attesters": SOURCE.attesters[:1]})
    uids = listed(0, [(0, 0)])
    assert isinstance(READS.power(one, WALLET, [uids, answer], AT), Undetermined)
    assert READS.power(one, WALLET, [uids, attestation(0, 0, (0, 0))], AT) == Value(1)
    late = replace(AT, timestamp=2**40)
    assert READS.power(one, WALLET, [uids, attestation(0, 0, (0, 0))], late) == Value(1)

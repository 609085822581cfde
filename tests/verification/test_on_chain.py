"""Reading again on chain what a record says was read there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from bot.domain.canonical import canonical_json
from bot.domain.elections.decoding import decode
from bot.domain.elections.tally import encode_result, tally
from bot.domain.errors import ChainUnavailable
from bot.domain.ids import Address, ChainId
from bot.domain.power import Native, OnChain
from bot.domain.verification.errors import RecordError
from bot.domain.verification.files.record_file import read_record
from bot.domain.verification.findings import (
    BlocksOnChain,
    ChainNotAsked,
    Finding,
    NumbersOnChain,
    TotalOnChain,
)
from bot.domain.verification.verify import Verification
from bot.services.verification.on_chain import PORTION, on_chain_findings
from tests.harness import ServiceHarness
from tests.verification.checking import SAY, failed_line, forged, refusal
from tests.verification.votes import VOTES, record_of


async def on_chain(
    harness: ServiceHarness, record: bytes, *, asked: bool = True, portion: int = PORTION
) -> list[Finding]:
    """What the chain says of a record that is right in itself."""
    verification = Verification(read_record(record))
    assert list(verification.findings())
    chains = {harness.chain.id: harness.chain} if asked else {}
    return [finding async for finding in on_chain_findings(verification.vote, chains, portion=portion)]


async def said(harness: ServiceHarness, record: bytes) -> str:
    with pytest.raises(RecordError) as refused:
        await on_chain(harness, record)
    return failed_line(refused.value, SAY)


def numbers_in(value: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Everything in a document that says what a wallet had at a block, with where it stands."""
    if isinstance(value, dict):
        if value.keys() >= {"place", "wallet", "block", "raw"} and value["block"] is not None:
            yield path, value
        for name, inner in value.items():
            yield from numbers_in(inner, f"{path}.{name}".lstrip("."))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from numbers_in(inner, f"{path}[{place}]")


async def assert_each_counts(harness: ServiceHarness, record: bytes) -> None:
    """Another number on chain is found, whichever it is."""
    verification, document = Verification(read_record(record)), json.loads(record)
    assert list(verification.findings())
    policy, pool = verification.vote.policy, document.get("pool")
    sources = policy.power.sources
    blocks = document["frozen"]["snapshot"] + document["frozen"]["earlier"] + (pool["blocks"] if pool else [])
    at = {block["hash"]: block["number"] for block in blocks}
    for path, number in numbers_in(document):
        of = sources[number["place"] - 1], Address(number["wallet"]), at[number["block"]]
        harness.chain.turn_out(*of, int(number["raw"]) + 1)
        assert (await said(harness, record)).startswith(f"{path}.raw"), path
        harness.chain.turn_out(*of, int(number["raw"]))
    if pool:
        assert policy.executor is not None
        held = Native(chain=policy.executor.chain), policy.executor.holder, pool["blocks"][0]["number"]
        harness.chain.turn_out(*held, int(pool["balance"]) + 1)
        assert (await said(harness, record)).startswith("pool.balance")
        harness.chain.turn_out(*held, int(pool["balance"]))
    if document["frozen"]["total_power"] is not None:
        for source in sources:
            if isinstance(source, OnChain):
                harness.chain.supply(source, 10**40)
        assert "total_power: is " in await said(harness, record)


@pytest.mark.parametrize("kind", VOTES)
async def test_the_chain_says_what_a_real_record_says_to_the_last_number(
    harness: ServiceHarness, kind: str
) -> None:
    record = await record_of(harness, kind)
    found = await on_chain(harness, record)
    if kind == "reputable":
        assert found == []  # Nothing was read on a chain.
    else:
        blocks, numbers, *_ = found
        assert isinstance(blocks, BlocksOnChain)
        assert isinstance(numbers, NumbersOnChain)
    needed = kind == "staked" or (found and json.loads(record)["frozen"]["total_power"] is not None)
    assert bool(needed) == any(isinstance(finding, TotalOnChain) for finding in found)
    if found:
        await assert_each_counts(harness, record)


@pytest.mark.attack("files")
async def test_a_ballot_that_somebody_invented_with_numbers_of_their_own_is_found_on_chain(
    harness: ServiceHarness,
) -> None:
    record = await record_of(harness, "held")

    def invent(document: Any) -> None:
        ballot = json.loads(json.dumps(document["ballots"][-1]))
        at_ms = int(ballot["cast_at_ms"]) + 60_000
        ballot |= {"voter": "4711", "cast_at_ms": str(at_ms), "choice": 2, "cast_method": "button"}
        ballot["source"] = str((at_ms - 1420070400000) << 22)
        for each in ballot["evidence"]:
            each["wallet"] = harness.wallet("nobody")
        document["ballots"].append(ballot)
        document["result"] = counted_again(document)

    invented = forged(record, invent)
    assert refusal(invented) is None, "in itself it is right"
    line = await said(harness, invented)
    assert line.startswith("ballots[2].evidence[")
    assert "says 0 at block" in line


def counted_again(document: Any) -> Any:
    """The result that an election with the record's ballots has."""
    election = {
        **document["election"],
        "ballots": [
            {
                "voter": ballot["voter"],
                "power": ballot["power"],
                "choice": ballot["choice"],
                "cast_at": int(ballot["cast_at_ms"]) // 1000,
            }
            for ballot in document["ballots"]
        ],
    }
    return json.loads(encode_result(tally(decode(canonical_json(election)))))


@pytest.mark.attack("files")
@pytest.mark.parametrize("change", ["hash", "number", "timestamp"])
async def test_a_block_that_the_chain_does_not_have_is_found(harness: ServiceHarness, change: str) -> None:
    def other_block(document: Any) -> None:
        (block,) = document["frozen"]["snapshot"]
        old = block["hash"]
        block |= {
            "hash": {"hash": "0x" + "12" * 32},
            "number": {"number": block["number"] - 1},
            "timestamp": {"timestamp": block["timestamp"] - 1},
        }[change]
        for ballot in document["ballots"]:
            for each in ballot["evidence"]:
                if each.get("block") == old:
                    each["block"] = block["hash"]

    line = await said(harness, forged(await record_of(harness, "plain"), other_block))
    assert line.startswith("frozen.snapshot[0]: is not block")


@pytest.mark.attack("rpc")
@pytest.mark.parametrize("fault", ["silent", "no state"])
async def test_a_chain_that_does_not_answer_proves_nothing(harness: ServiceHarness, fault: str) -> None:
    record = await record_of(harness, "plain")
    if fault == "silent":
        harness.chain.silent = True
    else:
        harness.chain.unreadable.add(harness.wallet("ada"))
    with pytest.raises(ChainUnavailable):
        await on_chain(harness, record)


async def test_a_chain_that_is_not_asked_is_named(harness: ServiceHarness) -> None:
    assert await on_chain(harness, await record_of(harness, "plain"), asked=False) == [
        ChainNotAsked(ChainId(1))
    ]


async def test_numbers_are_asked_for_in_portions(harness: ServiceHarness) -> None:
    """However many there are, one request has no more than fit into a portion."""
    powers = {f"voter {number}": number + 1 for number in range(12)}
    proposal = await harness.opened(powers)
    for name in powers:
        await harness.services.voting.cast(harness.ballot(name, "For"))
    await harness.services.power_reads.everyone(proposal)
    await harness.close(proposal)
    record = await harness.services.cards.record(proposal)
    assert record is not None
    harness.chain.requests.clear()
    await on_chain(harness, record, portion=10)
    assert [len(reads) for _, reads in harness.chain.requests] == [10, 2]

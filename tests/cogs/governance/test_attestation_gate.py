"""A vote for those with an attestation, by commands and on the chain: who has one votes, who hasn't is told."""

from datetime import timedelta

import pytest

from bot.domain.proposals.proposal import Proposal
from bot.domain.verification.files.record_file import read_record
from bot.domain.verification.findings import NumbersOnChain
from bot.domain.verification.verify import Verification
from bot.services.verification.on_chain import on_chain_findings
from sandbox.chain.attestations import LocalAttestations
from tests.chain.nodes.nodes import evm_chain
from tests.cogs.conftest import WHOLE, Dao, named
from tests.cogs.voting.discord_harness import text_becomes

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def cast(dao: Dao, name: str, proposal: Proposal, until: str) -> str:
    """The receipt, as soon as it has these words."""
    reply = await dao[name].slash(dao.council, "vote cast", proposal=named(proposal), choice="For")
    return await text_becomes(reply, until)


async def read_again(dao: Dao, proposal: Proposal) -> list[int]:
    """What the vote comes to in the end, after its record was checked against the chain."""
    await dao.world.later(timedelta(days=5, seconds=4))
    closing = await dao.services.closing.close(proposal.id)
    verification = Verification(read_record(await dao.services.cards.record(proposal.id)))
    assert list(verification.findings())
    async with evm_chain(dao.world.chain.url) as chain:
        found = [each async for each in on_chain_findings(verification.vote, {chain.id: chain})]
    assert any(isinstance(each, NumbersOnChain) for each in found)
    return [int(score) for score in closing.result["scores"]]


async def test_who_has_an_attestation_votes_and_who_has_none_is_told_what_is_asked(dao: Dao) -> None:
    chain = dao.world.chain
    service = await LocalAttestations.deploy(chain)
    attester = chain.account("attester")
    await chain.fund(attester, 10**19)
    await chain.mine(3)
    await dao.use("mona", "gov address add", name="verifiers", address=attester.address)
    await dao.use("mona", "gov address add", name="index", address=service.indexer.address)
    gate = (
        f"attestation {service.eas.address} indexer index schema 0x{service.schema.hex()} by verifiers gate 1"
    )
    sources = f"erc20_votes {dao.folk.address} + {gate}"
    refused = await dao.set_up(sources=sources.replace(service.schema.hex(), "ab" * 32))
    assert "knows no schema" in refused.text
    done = await dao.set_up(sources=sources)
    assert "an attestation by" in done.text
    assert attester.address in done.text
    for name in ("ada", "ben"):
        await dao.link(name, tokens=100)
    await service.attest(attester, dao.wallets["ada"].address)
    # What is in no index is found by nobody.
    await service.attest(attester, dao.wallets["ben"].address, indexed=False)
    await chain.mine(3)
    proposal = await dao.voting("ada")
    await dao.world.later(timedelta(seconds=1))
    # Nobody waits for a chain: the ballot is taken, and says what it lacks as soon as that is read.
    receipt = await cast(dao, "ben", proposal, "This vote asks of voters: an attestation by")
    assert "It weighs nothing" in receipt
    assert "entered in the Indexer" in receipt
    assert service.indexer.address in receipt
    again = await dao.use("ben", "vote cast", proposal=named(proposal), choice="Against")
    assert "You can't vote on proposal #1. It asks of voters: an attestation by" in again.text
    assert "**For**" in await cast(dao, "ada", proposal, "100 FOLK")
    why = await dao.use("ben", "vote why", proposal=named(proposal))
    assert "**attestation** by" in why.text
    assert await read_again(dao, proposal) == [100 * WHOLE, 0, 0]

"""Reading again, at the blocks that a record names, every number that it says was read there."""

from collections.abc import AsyncIterator, Mapping, Sequence
from itertools import groupby, islice

from bot.domain.accounts.wallet import SignedAs
from bot.domain.blocks import BlockRef, Value
from bot.domain.errors import ChainUnavailable, Refused
from bot.domain.ids import ChainId
from bot.domain.power import OnChain
from bot.domain.verification.ballots.signed_ballots import Signed
from bot.domain.verification.cast import foreign_of, terms_of
from bot.domain.verification.errors import Differs, NotOnChain, NotSignedBy, ReadsOtherwise, RecordError
from bot.domain.verification.files.record_file import read_json
from bot.domain.verification.findings import (
    BlocksOnChain,
    CastTermsOnChain,
    ChainNotAsked,
    ContractsSigned,
    Finding,
    NumbersOnChain,
    TotalOnChain,
)
from bot.domain.verification.power.chain_numbers import NumberRead, blocks_in, numbers_in
from bot.domain.verification.vote import Vote, block_of
from bot.services.ports import Chain, ForeignVotes

PORTION = 1_000
"""So many numbers are asked for at once."""


async def on_chain_findings(
    vote: Vote,
    chains: Mapping[ChainId, Chain],
    signed: Sequence[Signed] = (),
    foreign_votes: ForeignVotes | None = None,
    *,
    portion: int = PORTION,
) -> AsyncIterator[Finding]:
    """What these chains say too, of a record that is right in itself; they are asked for at most `portion` numbers at
    once. Raises RecordError at the first thing that a chain says otherwise; ChainUnavailable."""
    blocks = blocks_in(vote)
    for chain in sorted({block.chain for _, block in blocks}):
        if chain not in chains:
            yield ChainNotAsked(chain)
    asked = [(field, block) for field, block in blocks if block.chain in chains]
    for field, block in asked:
        if await chains[block.chain].block(block.number) != block:
            raise RecordError(field, NotOnChain(block.chain, block.number))
    if asked:
        yield BlocksOnChain(len(asked))
    numbers = [each for each in numbers_in(vote) if each.block.chain in chains]
    numbers.sort(key=lambda each: (each.block.chain, each.block.number))
    for block, at_block in groupby(numbers, key=lambda each: each.block):
        while together := list(islice(at_block, portion)):
            await _compare(chains[block.chain], block, together)
    if numbers:
        yield NumbersOnChain(len(numbers))
    if contracts := await _check_signed(vote, chains, signed):
        yield ContractsSigned(contracts)
    if foreign_votes is not None and (terms := await _cast_terms(vote, chains, foreign_votes)):
        yield terms
    total = await _total(vote, chains)
    if total is not None:
        yield TotalOnChain(total)


async def _cast_terms(
    vote: Vote, chains: Mapping[ChainId, Chain], foreign_votes: ForeignVotes
) -> CastTermsOnChain | None:
    """What an account weighs in a vote elsewhere, read again; None where none is cast, or its chain isn't asked.
    Raises RecordError where the Governor says something else, Refused where it is no Governor, ChainUnavailable."""
    frozen = vote.frozen.cast
    if frozen is None or vote.policy.casts is None or ChainId(frozen.chain) not in chains:
        return None
    foreign, terms = foreign_of(frozen), terms_of(frozen)
    found = await foreign_votes.latest(foreign, terms.voter)
    said = [("votes", terms.votes, found.votes), ("snapshot", terms.snapshot, found.stage.starts)]
    for name, frozen_number, read in said:
        if frozen_number != read:
            fault = ReadsOtherwise(str(frozen_number), str(read), foreign.chain, found.at.number)
            raise RecordError(f"frozen.cast.{name}", fault)
    return CastTermsOnChain(terms.votes, found.voted)


async def _compare(chain: Chain, block: BlockRef, numbers: list[NumberRead]) -> None:
    """Raises RecordError for the first that the chain says otherwise, ChainUnavailable for one that it doesn't say."""
    readings = await chain.powers([(each.source, each.wallet) for each in numbers], block)
    for each, reading in zip(numbers, readings, strict=True):
        if not isinstance(reading, Value):
            raise ChainUnavailable(chain.id, f"{each.field}: {reading.why}", failure=reading.failure)
        if str(reading.raw) != each.raw:
            raise RecordError(
                each.field, ReadsOtherwise(each.raw, str(reading.raw), block.chain, block.number), each.ballot
            )


async def _check_signed(vote: Vote, chains: Mapping[ChainId, Chain], signed: Sequence[Signed]) -> int:
    """How many contracts take the signatures of their ballots at the snapshot. Raises RecordError for the first wallet
    that has not signed, ChainUnavailable."""
    at = {ChainId(block.chain): block_of(block) for block in vote.frozen.snapshot}
    contracts = 0
    for each in signed:
        if each.chain not in chains:
            continue
        try:
            how = await chains[each.chain].signed_hash(each.wallet, each.hash, each.signature, at[each.chain])
        except Refused:
            fault = NotSignedBy(each.wallet, each.chain)
            raise RecordError(f"{each.field}.signature", fault, each.receipt) from None
        contracts += how is SignedAs.CONTRACT
    return contracts


async def _total(vote: Vote, chains: Mapping[ChainId, Chain]) -> int | None:
    """All power there was, read again; None where the vote needed none, or it is on no chain, or on one that isn't
    asked. Raises RecordError where the record says another number, ChainUnavailable."""
    pool, policy = vote.record.pool, vote.policy
    field, said = "frozen.total_power", vote.frozen.total_power
    blocks = vote.frozen.snapshot
    if pool is not None:
        electorate = read_json(vote.record.election).get("electorate", {})
        field, said, blocks = "election.electorate.total_power", electorate.get("total_power"), pool.blocks
    if said is None or not policy.power.chains:
        return None
    at = {ChainId(block.chain): block_of(block) for block in blocks}
    balances = vote.frozen.reputation.balances if vote.frozen.reputation else ()
    total = 0
    for place, source in enumerate(policy.power.sources, start=1):
        if source.gate:
            continue  # It gives no power.
        if source.listed_total is not None:
            total += source.listed_total * source.weight
        elif source.of_ledger and pool is None:
            held = next((each.members for each in balances if place in each.places), {})
            total += sum(map(int, held.values())) * source.weight
        elif not isinstance(source, OnChain) or source.chain not in chains:
            return None
        else:
            reading = await chains[source.chain].total(source, at[source.chain])
            if not isinstance(reading, Value):
                raise ChainUnavailable(source.chain, f"{field}: {reading.why}", failure=reading.failure)
            total += reading.raw * source.weight
    if str(total) != said:
        raise RecordError(field, Differs(said, str(total)))
    return total

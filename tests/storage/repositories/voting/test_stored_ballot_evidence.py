"""What ballots brought along comes back to the byte, and stands beside its own ballot only."""

import pytest
from msgspec.structs import replace
from sqlalchemy.exc import IntegrityError

from bot.domain.elections.ballot import Ballot
from bot.domain.elections.evidence import Countersignature, Evidence, SignedBallot, WalletSignature
from bot.domain.elections.evidence.registry import pack
from bot.domain.errors import StoredDataInvalid
from bot.domain.ids import ChainId, ContentHash
from bot.storage.tables import ballot_evidence
from tests.countersigning import countersigned
from tests.fakes import account
from tests.storage.repositories.stored_world import ADA, BEN, World, after, ballot

BODIES = [b"", b"{}", bytes(range(256)), '{"a": "☃"}'.encode(), b"\x00" * 1000, b"x" * 2**18]
SIGNED = SignedBallot(
    content_hash=ContentHash("ab" * 32),
    choice='{"1": 3}',
    signatures=tuple(
        WalletSignature(
            server="River ☃ (1)",
            time=1_750_000_000,
            nonce=nonce,
            wallet=account(f"a wallet {nonce}"),
            chain=ChainId(1),
            signature="0x" + "cd" * 65,
        )
        for nonce in (0, 2**53 - 1)
    ),
)


async def stored(world: World, cast: Ballot, evidence: Evidence) -> None:
    async with world.unit.writing() as repositories:
        await repositories.ballots.add([cast])
        await repositories.ballot_evidence.add([(cast, evidence)])


@pytest.mark.parametrize(
    "evidence", [SIGNED, *map(countersigned, BODIES)], ids=lambda each: str(len(getattr(each, "body", "")))
)
async def test_evidence_comes_back_to_the_byte(world: World, evidence: Evidence) -> None:
    cast = ballot(await world.proposal(), ADA)
    await stored(world, cast, evidence)
    async with world.unit.reading() as repositories:
        (kept,) = await repositories.ballot_evidence.of_member(cast.proposal, ADA)
        recorded = await repositories.ballot_evidence.recorded(cast.proposal)
    assert kept.evidence == evidence
    assert (kept.member, kept.cast_at, kept.source) == cast.identity
    assert recorded == {cast.identity: evidence.recorded()}


async def test_the_record_s_part_of_a_countersignature_shows_no_body(world: World) -> None:
    cast = ballot(await world.proposal(), ADA)
    evidence = countersigned(b'{"token": "secret"}')
    await stored(world, cast, evidence)
    async with world.unit.reading() as repositories:
        (recorded,) = (await repositories.ballot_evidence.recorded(cast.proposal)).values()
    assert "secret" not in str(recorded)
    assert evidence.salt not in str(recorded)


async def test_each_change_of_a_ballot_keeps_its_own_evidence(world: World) -> None:
    proposal = await world.proposal()
    first, second = ballot(proposal, ADA, source=1), ballot(proposal, ADA, "Against", after(1), 2)
    bens = ballot(proposal, BEN, source=3)
    for number, cast in enumerate((first, second, bens)):
        await stored(world, cast, countersigned(b"%d" % number))
    async with world.unit.reading() as repositories:
        kept = await repositories.ballot_evidence.of_member(proposal, ADA)
    assert [(each.source, each.evidence) for each in kept] == [
        (1, countersigned(b"0")),
        (2, countersigned(b"1")),
    ]


async def test_evidence_that_is_stored_is_never_replaced(world: World) -> None:
    cast = ballot(await world.proposal(), ADA)
    await stored(world, cast, countersigned(b"first"))
    await stored(world, cast, countersigned(b"second"))
    async with world.unit.reading() as repositories:
        (kept,) = await repositories.ballot_evidence.of_member(cast.proposal, ADA)
    assert kept.evidence == countersigned(b"first")


@pytest.mark.attack("database")
async def test_evidence_without_its_ballot_is_refused(world: World) -> None:
    cast = ballot(await world.proposal(), ADA)
    await stored(world, cast, SIGNED)
    with pytest.raises(IntegrityError):
        async with world.unit.writing() as repositories:
            await repositories.ballot_evidence.add([(replace(cast, source=cast.source + 1), SIGNED)])


@pytest.mark.attack("database")
@pytest.mark.parametrize(
    ("kept", "recorded"),
    [
        *((b"", odd) for odd in ("", "{", "[]", "{}", '{"kind": "notarized"}', "[" * 500)),
        *((odd, "{}") for odd in (b"{", b"\xc1", b"\x80", b"\x91" * 500, pack(countersigned(b"{}"))[:-1])),
        (pack({"kind": "notarized"}), "{}"),
        (pack(countersigned(b"{}")) + b"\0", "{}"),
    ],
)
async def test_evidence_that_cannot_be_read_is_named(world: World, kept: bytes, recorded: str) -> None:
    cast = ballot(await world.proposal(), ADA)
    evidence: Countersignature = countersigned(b"{}")
    await stored(world, cast, evidence)
    async with world.database.write_transaction() as connection:
        await connection.execute(ballot_evidence.update().values(kept=kept, recorded=recorded))
    async with world.unit.reading() as repositories:
        with pytest.raises(StoredDataInvalid):
            await repositories.ballot_evidence.of_member(cast.proposal, ADA)

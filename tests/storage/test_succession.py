"""A server as a file, and back: every table goes along or is left out on purpose, and nothing is half there."""

import io
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.chain.operator_key import OperatorKey, signer_of
from bot.domain.errors import HandoverFinal
from bot.domain.errors.operators import succession as faults
from bot.domain.fault import Fault
from bot.domain.ids import MemberId, ProposalId
from bot.domain.succession.export_file import ExportReader, ExportRefused, ExportWriter
from bot.domain.succession.handover import HANDED_OVER, SETTLING, Handover
from bot.services.actors import Actor
from bot.services.delivery.outbox import WakeSignal
from bot.services.ports import Repositories
from bot.services.succession.handing_over import HandingOver
from bot.storage.database import Database
from bot.storage.engine import open_database
from bot.storage.succession.exporting import export
from bot.storage.succession.importing import import_server
from bot.storage.succession.parts import CARRIED, LEFT_OUT, in_order, of_guild
from bot.storage.tables import metadata
from tests.databases import KINDS, Databases, database_of
from tests.fakes.clock import ManualClock
from tests.storage.repositories.stored_world import ABROAD, ADA, BEN, HOME, START, World, ballot

SIGNER, OWN = OperatorKey("0x" + "11" * 32), OperatorKey("0x" + "22" * 32)
HANDOVER = Handover(HOME, OWN.fingerprint, MemberId(7), ADA, START, START)


async def nothing(repositories: Repositories, handover: Handover, found: Sequence[ProposalId]) -> None:
    """Nothing follows."""


async def exported(database: Database, handover: Handover | None = HANDOVER) -> bytes:
    lines: list[bytes] = []
    await export(
        database,
        HOME,
        lines.append,
        signer=SIGNER.fingerprint,
        sign=SIGNER.sign,
        now=START,
        handover=handover,
    )
    return b"".join(lines)


async def imported(database: Database, file: bytes, own: OperatorKey = OWN) -> int:
    reader = ExportReader(io.BytesIO(file), SIGNER.fingerprint, signer_of)
    _, rows = await import_server(database, reader, own=own.fingerprint, then=nothing)
    return rows


async def refusal(database: Database, file: bytes, own: OperatorKey = OWN) -> Fault:
    with pytest.raises(ExportRefused) as refused:
        await imported(database, file, own)
    return refused.value.fault


async def stored(database: Database) -> dict[str, int]:
    """How many rows each table has of the server."""
    async with database.read_transaction() as connection:
        return {
            table.name: (
                await connection.execute(
                    select(func.count()).select_from(table).where(of_guild(table)), {"guild": HOME}
                )
            ).scalar_one()
            for table in in_order()
        }


@pytest.fixture
async def voted(world: World) -> ProposalId:
    """A proposal at home with two ballots, and one abroad, of which nothing may go along."""
    proposal = await world.proposal()
    await world.proposal_abroad()
    async with world.unit.writing() as repositories:
        await repositories.ballots.add([ballot(proposal, ADA), ballot(proposal, BEN, "Against", source=2)])
        await repositories.log.add(HOME, ADA, "setup", at=START)
    return proposal


@pytest.fixture
async def empty(
    databases: Databases, tmp_path: Path, request: pytest.FixtureRequest
) -> AsyncIterator[Database]:
    """The other operator's, of the other kind."""
    others: Databases = request.getfixturevalue(next(kind for kind in KINDS if kind != databases.kind))
    async with database_of(others, tmp_path / "other.db") as url:
        database = open_database(url)
        yield database
        await database.close()


def test_every_table_goes_along_or_is_left_out_on_purpose() -> None:
    tables = set(metadata.tables.values())
    assert set(CARRIED) | LEFT_OUT == tables
    assert not set(CARRIED) & LEFT_OUT
    # Each says which server its rows belong to.
    assert all(of_guild(table) is not None for table in in_order())


async def test_what_is_imported_is_what_was_exported(
    world: World, voted: ProposalId, empty: Database
) -> None:
    file = await exported(world.database)
    rows = await imported(empty, file)
    here, there = await stored(world.database), await stored(empty)
    assert there == here
    assert rows == sum(here.values())
    assert here["ballots"] == 2
    assert await exported(empty) == file
    # What is counted up goes on behind what was imported.
    async with empty.unit_of_work().writing() as repositories:
        track = (await repositories.spaces.tracks(world.home.id))[0]
        new = await repositories.proposals.add(
            world.home.id, track.id, ADA, (await repositories.proposals.get(voted)).content, START
        )
    assert new > voted


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda file: file[:-1], faults.NotAnExport),
        (lambda file: b"\n".join(file.split(b"\n")[:-2]) + b"\n", faults.ExportIncomplete),
        (lambda file: file + b"{}\n", faults.NotAnExport),
        (lambda file: file.replace(b"Against", b"For", 1), faults.PartDamaged),
        (lambda file: file.replace(b"folkmoot-export/1", b"folkmoot-export/9"), faults.FormatUnknown),
        (lambda file: file.replace(b'"revision":"', b'"revision":"9'), faults.RevisionDiffers),
        (lambda file: file.replace(b'"successor":"7"', b'"successor":"8"'), faults.SignatureBroken),
        (lambda file: file.replace(b'"part":"ballots"', b'"part":"bullets"'), faults.PartUnknown),
        (lambda file: b"[]\n" + file, faults.NotAnExport),
        (lambda file: b"", faults.ExportIncomplete),
    ],
)
async def test_a_file_that_is_not_as_it_was_signed_changes_nothing(
    world: World,
    voted: ProposalId,
    empty: Database,
    spoil: Callable[[bytes], bytes],
    fault: type[Fault],
) -> None:
    file = await exported(world.database)
    assert type(await refusal(empty, spoil(file))) is fault
    assert not any((await stored(empty)).values())


async def test_only_the_one_to_whom_a_server_was_handed_over_can_import_it(
    world: World, voted: ProposalId, empty: Database
) -> None:
    file = await exported(world.database)
    stranger = OperatorKey("0x" + "33" * 32)
    assert await refusal(empty, file, stranger) == faults.ForAnother(OWN.fingerprint, stranger.fingerprint)
    assert await refusal(empty, await exported(world.database, None)) == faults.OnlyACopy()
    assert await refusal(world.database, file) == faults.ServerHere(HOME)


async def test_what_members_said_to_a_bot_without_a_space_is_no_hindrance(
    world: World, voted: ProposalId, empty: Database
) -> None:
    file = await exported(world.database)
    async with empty.unit_of_work().writing() as repositories:
        await repositories.principles.write(HOME, ADA, "Water comes first.")
    await imported(empty, file)
    assert await stored(empty) == await stored(world.database)


async def test_ids_of_other_servers_are_never_mixed_up(
    world: World, voted: ProposalId, empty: Database
) -> None:
    file = await exported(world.database)
    async with empty.write_transaction() as connection:
        await connection.exec_driver_sql(
            "INSERT INTO spaces (id, guild, name, announcements, discussion, log, moderators, guardians, created_at,"
            f" bound_at) VALUES ({world.home.id}, 5, 'Other', 1, 1, 1, 1, 1, 0, 0)"
        )
    assert await refusal(empty, file) == faults.IdsTaken("spaces")


async def test_a_server_that_was_handed_over_can_come_back(world: World, voted: ProposalId) -> None:
    file, before = await exported(world.database), await stored(world.database)
    async with world.unit.writing() as repositories:
        await repositories.handovers.add(HANDOVER)
    await imported(world.database, file)
    assert await stored(world.database) == before
    async with world.unit.reading() as repositories:
        assert await repositories.handovers.of(HOME) is None
        assert len(await repositories.spaces.all()) == 2


async def test_until_the_one_step_is_taken_the_first_runs_it_and_from_then_on_only_the_second_can(
    world: World, voted: ProposalId, empty: Database
) -> None:
    clock = ManualClock(START)
    moderator = Actor(ADA, "ada", HOME, "Home", administrator=True)

    async def started() -> HandingOver:
        """After a crash: only the database remembers."""
        handing_over = HandingOver(world.unit, clock, WakeSignal(), SIGNER.fingerprint)
        await handing_over.load()
        return handing_over

    first = await started()
    await first.begin(moderator, OWN.fingerprint, MemberId(7), "They move on.")
    assert (await started()).spaces == {world.home.id}
    with pytest.raises(ExportRefused):  # The log entry of the handover isn't posted yet.
        await first.finish(HOME)
    await (await started()).take_back(moderator, "They don't.")
    assert (await started()).of(HOME) is None

    await (await started()).begin(moderator, OWN.fingerprint, MemberId(7), "They do.")
    clock.advance(SETTLING)
    gone = await (await started()).finish(HOME)
    with pytest.raises(HandoverFinal):
        await (await started()).take_back(moderator, "No.")
    file = await exported(world.database, gone)
    # It is interrupted while it writes, and while the other one reads: both are done again.
    assert await refusal(empty, file[: len(file) // 2]) == faults.NotAnExport()
    assert await (await started()).finish(HOME) == gone
    assert await exported(world.database, gone) == file

    async def interrupted(
        repositories: Repositories, handover: Handover, found: Sequence[ProposalId]
    ) -> None:
        raise OSError("the machine goes off")

    reader = ExportReader(io.BytesIO(file), SIGNER.fingerprint, signer_of)
    with pytest.raises(OSError, match="goes off"):
        await import_server(empty, reader, own=OWN.fingerprint, then=interrupted)
    assert not any((await stored(empty)).values())
    assert await imported(empty, file) > 0
    # What nobody could deliver waits for the moderators to look at it, and is not said by itself.
    async with empty.unit_of_work().reading() as repositories:
        assert {each.why for each in await repositories.outbox.given_up(HOME)} == {HANDED_OVER}
        assert await repositories.outbox.waiting(HOME) == 0


async def test_a_server_brings_no_rows_into_another_one(
    world: World, voted: ProposalId, empty: Database
) -> None:
    """Whoever signs a file is believed for their own server, and for no other one of the successor's."""
    reader = ExportReader(io.BytesIO(await exported(world.database)), SIGNER.fingerprint, signer_of)
    lines: list[bytes] = []
    writer = ExportWriter(lines.append, reader.header)
    for part, columns, rows in reader.rows():
        if part == "log_entries":
            place = columns.index("guild")
            rows = [[*row[:place], ABROAD, *row[place + 1 :]] for row in rows]
        writer.add(part, columns, rows)
    writer.end(SIGNER.sign)
    assert await refusal(empty, b"".join(lines)) == faults.ForeignRows("log_entries")

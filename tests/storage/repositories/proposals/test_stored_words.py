"""Proposals are found by their words, in their own server, whatever somebody types."""

from importlib import import_module

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy import Connection

from bot.domain.ids import GuildId, ProposalId, ProposalNumber
from bot.domain.proposals.facts import Cancellation
from bot.domain.proposals.search import Phase, Search
from bot.domain.proposals.standing import Standing
from bot.domain.proposals.words import words_to_find
from bot.storage.full_text import INDEX
from bot.storage.sqlite.database import SqliteDatabase
from tests.storage.repositories.proposals.test_stored_proposals import CLOSING, OPENING, SUBMISSION
from tests.storage.repositories.stored_world import ABROAD, ADA, BEN, CONTENT, HOME, World, after


async def submitted(
    world: World, title: str, text: str = "", author: int = ADA, *, abroad: bool = False
) -> int:
    """A proposal with the next number of its server; the number."""
    space, track = (world.abroad, world.track_abroad) if abroad else (world.home, world.track)
    content = replace(CONTENT, title=title, text=text)
    async with world.unit.writing() as repositories:
        proposals = repositories.proposals
        proposal = await proposals.add(space.id, track.id, author, content, after())
        number = await proposals.next_number(space.id)
        await proposals.submit(proposal, replace(SUBMISSION, number=number))
        await proposals.note_thread(proposal, Standing(after(1), after(1)))
        return number


async def numbers(world: World, typed: str = "", guild: GuildId = HOME, **looked_for: object) -> list[int]:
    search = Search(words=words_to_find(typed), **looked_for)  # type: ignore[arg-type]
    async with world.unit.reading() as repositories:
        return [number for number, _ in await repositories.proposals.search(guild, search, limit=10)]


async def test_words_are_found_by_their_beginning_without_case_and_accents(world: World) -> None:
    await submitted(world, "Die Straße nach Ávila", "Mit *Brücke*, für 25.000 USDC – 井戸を掘る")
    for typed in ("strass", "AVILA bru", "25", "usdc", "戸", "井戸", "die straße nach ávila mit"):
        assert await numbers(world, typed) == [1], typed
    for typed in ("traße", "avila tower", "000 1", "usdcx", "店"):
        assert await numbers(world, typed) == [], typed


async def test_only_what_it_says_now_is_found_and_only_in_its_own_server(world: World) -> None:
    await submitted(world, "A well"), await submitted(world, "A well abroad", abroad=True)
    await world.proposal(replace(CONTENT, title="A well that nobody has seen"))
    assert await numbers(world, "well") == [1]
    assert await numbers(world, "well", ABROAD) == [1]
    async with world.unit.writing() as repositories:
        proposal = await repositories.proposals.numbered(HOME, ProposalNumber(1))
        await repositories.proposals.revise(proposal, replace(CONTENT, title="A bridge"), ADA, after(2))
    assert (await numbers(world, "well"), await numbers(world, "bridge")) == ([], [1])
    assert await numbers(world, f"{HOME}xbridge") == [], "how words stand in the index is nobody's to say"


async def test_what_is_looked_for_is_narrowed_by_phase_track_and_author(world: World) -> None:
    for title in ("first", "second", "third", "fourth", "fifth"):
        await submitted(world, f"The {title}", author=BEN if title == "fifth" else ADA)
    async with world.unit.writing() as repositories:
        proposals = repositories.proposals
        for number, passed in ((1, True), (2, False), (3, None)):
            proposal = await proposals.numbered(HOME, ProposalNumber(number))
            await proposals.open(proposal, OPENING, b"frozen")
            if passed is not None:
                await proposals.close(proposal, replace(CLOSING, passed=passed), b"record")
        stopped = await proposals.numbered(HOME, ProposalNumber(4))
        await proposals.cancel(stopped, Cancellation(BEN, "spam", after(3)))
    found = {phase: await numbers(world, "the", phase=phase) for phase in Phase}
    assert found == {
        Phase.PASSED: [1],
        Phase.DEFEATED: [2],
        Phase.OPEN: [3],
        Phase.DECIDED: [4, 2, 1],
        Phase.STOPPED: [4],
        Phase.BEFORE_VOTE: [5],
    }
    assert await numbers(world, author=BEN) == [5]
    assert await numbers(world, track=world.track.id) == [5, 4, 3, 2, 1]
    assert await numbers(world, track=world.track_abroad.id) == []
    assert await numbers(world, phase=Phase.DECIDED, space=world.home.id) == [4, 2, 1]
    assert await numbers(world, phase=Phase.DECIDED, space=world.abroad.id) == []


async def test_one_goes_on_from_a_number_in_both_directions(world: World) -> None:
    for number in range(6):
        await submitted(world, f"Road {number}")
    async with world.unit.reading() as repositories:

        async def page(**where: ProposalNumber) -> list[int]:
            search = Search(words=("road",))
            found = await repositories.proposals.search(HOME, search, limit=2, **where)
            return [number for number, _ in found]

        assert await page() == [6, 5]
        assert await page(below=ProposalNumber(5)) == [4, 3]
        assert await page(above=ProposalNumber(4)) == [5, 6]
        assert await page(above=ProposalNumber(2)) == [3, 4], "those next to it"
        assert await page(above=ProposalNumber(6)) == []


@pytest.mark.attack("text")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    typed=st.text(max_size=1_000) | st.text(alphabet="\"'*()^:-+{}\\|&!<> ANDORNEAR\0\ud800x1", max_size=60)
)
async def test_whatever_is_typed_is_looked_for_and_nothing_else_happens(world: World, typed: str) -> None:
    if ProposalId(1) not in (await _known(world)):
        await submitted(world, "A proposal that says so much")
    words = words_to_find(typed)
    assert await numbers(world, typed) == ([1] if all(_fits(word) for word in words) else [])


async def _known(world: World) -> set[int]:
    async with world.unit.reading() as repositories:
        return set(await repositories.proposals.get_many([ProposalId(1)]))


def _fits(word: str) -> bool:
    return any(each.startswith(word) for each in ("a", "proposal", "that", "says", "so", "much"))


async def test_what_was_written_before_there_was_an_index_is_found_when_there_is_one(world: World) -> None:
    await submitted(world, "A well"), await submitted(world, "A well abroad", abroad=True)
    await index_anew(world)
    assert (await numbers(world, "well"), await numbers(world, "abroad", ABROAD)) == ([1], [1])


@pytest.mark.attack("database")
async def test_a_title_that_is_none_keeps_the_index_from_nobody(world: World) -> None:
    if not isinstance(world.database, SqliteDatabase):
        pytest.skip("the database itself takes nothing but text for a title")
    await submitted(world, "A well", "Dig it."), await submitted(world, "A well by the oak")
    async with world.database.write_transaction() as connection:
        await connection.exec_driver_sql("UPDATE revisions SET title = x'ff' WHERE title = 'A well'")
    await index_anew(world)
    assert await numbers(world, "well") == [2]


async def index_anew(world: World) -> None:
    """As the migration does that made the index."""

    def made(connection: Connection) -> None:
        with Operations.context(MigrationContext.configure(connection)):
            import_module("migrations.versions.0002_found_templates_reports").index_words()

    async with world.database.write_transaction() as connection:
        await connection.exec_driver_sql(f"DROP TABLE {INDEX}")
        await connection.run_sync(made)

"""The API: what it answers is what its description says, and nobody learns more by it than on the pages."""

import json
import tempfile
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.ids import ProposalId
from bot.domain.spaces.space import PagesFor
from bot.services.pages.reading import RESULTS_AT_ONCE
from bot.services.pages.voters import VOTERS_AT_ONCE
from tests.databases import Databases
from tests.harness import ServiceHarness, convened
from tests.loops import run
from tests.mechanisms import VOTED_ON, choices_of
from tests.services.voting.ending import opened
from tests.web.reading.reading_room import ReadingRoom, reading_room
from tests.web.reading.test_hidden_on_pages import cast_all
from tests.web.reading.test_hidden_on_pages import opened as opened_by
from tests.web.reading.test_markup_on_pages import PAYLOADS
from tests.web.site import Answer

TOKENS = 10**18
POWERS = {"ada": 10 * TOKENS, "ben": 5 * TOKENS}
ROOT = "/api/v1"


@pytest.fixture
async def harness(databases: Databases, tmp_path: Path) -> AsyncIterator[ServiceHarness]:
    async with convened(databases, tmp_path / "folkmoot.db") as harness:
        yield harness


async def as_described(room: ReadingRoom, path: str, operation: str) -> Any:
    """The document at a path, which is what the description says of it."""
    answer = await room.get(ROOT + path)
    assert answer.status == 200, answer.text
    description = json.loads((await room.get(f"{ROOT}/openapi.json")).text)
    schema = described(description, operation, "200")
    document = json.loads(answer.text)
    jsonschema_rs.validator_for({**schema, "components": description["components"]}).validate(document)
    if "properties" in (
        named := description["components"]["schemas"].get(schema.get("$ref", "").rpartition("/")[2], {})
    ):
        assert set(document) == set(named["properties"])
    return document


def described(description: dict[str, Any], operation: str, status: str) -> Any:
    (found,) = (
        path["get"] for path in description["paths"].values() if path["get"]["operationId"] == operation
    )
    return found["responses"][status]["content"]["application/json"]["schema"]


async def all_of(room: ReadingRoom, proposal: ProposalId) -> list[tuple[int, str]]:
    paths = [f"/proposals/{proposal}{part}" for part in ("", "/votes", "/record")]
    answers = [await room.get(ROOT + path) for path in [*paths, "/spaces/1", "/spaces/1/proposals"]]
    return [(answer.status, answer.text) for answer in answers]


@pytest.mark.parametrize("mechanism", VOTED_ON)
def test_every_answer_is_as_the_description_says(mechanism: str, databases: Databases) -> None:
    @settings(
        max_examples=2,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )
    @given(st.data())
    def holds(data: st.DataObject) -> None:
        choice = data.draw(choices_of(mechanism, 3, full=True))

        async def visit() -> None:
            with tempfile.TemporaryDirectory() as folder:
                async with convened(databases, Path(folder) / "folkmoot.db") as harness:
                    proposal = await opened_by(harness, mechanism, "open", {})
                    await cast_all(harness, proposal, [("ada", choice, "Because.")])
                    await read(harness, proposal)

        async def read(harness: ServiceHarness, proposal: ProposalId) -> None:
            async with reading_room(harness) as room:
                running = await as_described(room, f"/proposals/{proposal}", "proposal")
                assert (running["count"]["final"], running["passed"]) == (False, None)
                votes = await as_described(room, f"/proposals/{proposal}/votes", "votes")
                assert [each["reason"] for each in votes["votes"]] == ["Because."]
                await harness.end(proposal)
                await harness.services.closing.close(proposal)
                final = await as_described(room, f"/proposals/{proposal}", "proposal")
                assert final["count"] == {**running["count"], "final": True}
                record = await as_described(room, f"/proposals/{proposal}/record", "record")
                assert record["result"]["scores"] == final["count"]["scores"]
                await as_described(room, "/spaces/1", "space")
                listed = await as_described(room, "/spaces/1/proposals", "proposals")
                assert [each["id"] for each in listed["proposals"]] == [proposal]

        run(visit())

    holds()


async def test_amounts_are_base_units_to_the_last_digit(harness: ServiceHarness) -> None:
    proposal = await opened(harness, {"ada": 10**30 + 7, "ben": 3})
    await harness.vote("ada", "For")
    async with reading_room(harness) as room:
        document = await as_described(room, f"/proposals/{proposal}", "proposal")
        votes = await as_described(room, f"/proposals/{proposal}/votes", "votes")
    assert document["count"]["scores"][0] == str(10**30 + 7)
    assert document["power"]["decimals"] == 0
    assert votes["votes"] == [
        {
            "voter": str(harness.member("ada")),
            "choice": 1,
            "power": str(10**30 + 7),
            "reason": None,
            "parts": [],
        }
    ]


async def test_what_a_wallet_says_apart_stands_with_its_power_and_without_its_address(
    harness: ServiceHarness,
) -> None:
    await harness.set_up()
    await harness.link("ada", "ada/2")
    harness.hold("ada/2", 7)
    proposal = await opened(harness, {"ada": 10})
    await harness.vote_apart("ada", "ada/2", "Against", "For")
    async with reading_room(harness) as room:
        for over in (False, True):
            if over:
                await harness.close(proposal)
            votes = await as_described(room, f"/proposals/{proposal}/votes", "votes")
            assert votes["votes"][0]["power"] == "17"
            assert votes["votes"][0]["parts"] == [{"power": "7", "choice": 2}]
            page = (await room.get(f"/proposals/{proposal}/voters")).text
            assert "For; Against with 7 VOTE" in page
            assert harness.wallet("ada/2") not in page


async def test_the_record_is_the_very_bytes_of_the_page(harness: ServiceHarness) -> None:
    proposal = await opened(harness, POWERS)
    await harness.vote("ada", "For")
    await harness.close(proposal)
    async with reading_room(harness) as room:
        by_page = await room.get(f"/proposals/{proposal}/record")
        by_api = await room.get(f"{ROOT}/proposals/{proposal}/record")
    assert by_api.text == by_page.text


async def test_votes_are_read_page_by_page_each_once(harness: ServiceHarness) -> None:
    names = [f"voter{number}" for number in range(VOTERS_AT_ONCE + 3)]
    proposal = await opened(harness, {name: TOKENS * (1 + place % 4) for place, name in enumerate(names)})
    for name in names:
        await harness.vote(name, "For")
    seen: list[str] = []
    async with reading_room(harness) as room:
        path = f"/proposals/{proposal}/votes"
        while path:
            document = await as_described(room, path, "votes")
            assert document["number"] == len(names)
            seen += [each["voter"] for each in document["votes"]]
            path = (document["next"] or "").removeprefix(ROOT)
    assert sorted(seen) == sorted(str(harness.member(name)) for name in names)


async def test_results_are_read_page_by_page_each_once(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.powers(POWERS)
    proposals = []
    for _ in range(RESULTS_AT_ONCE + 2):
        proposal = await harness.submitted("ada")
        await harness.services.moderation.cancel(harness.moderator(), proposal, "no")
        proposals.append(proposal)
        await harness.pass_time(timedelta(days=1))
    going_on = await harness.submitted("ada")
    async with reading_room(harness) as room:
        first = await as_described(room, "/spaces/1/proposals?track=main", "proposals")
        second = await as_described(room, first["next"].removeprefix(ROOT), "proposals")
    assert second["next"] is None
    found = [each["id"] for each in (*first["proposals"], *second["proposals"])]
    assert found == [going_on, *reversed(proposals)]


async def test_who_has_the_newest_is_told_so_and_gets_nothing_again(harness: ServiceHarness) -> None:
    proposal = await opened(harness, POWERS)
    path = f"{ROOT}/proposals/{proposal}"
    async with reading_room(harness) as room:
        first = await room.get(path)
        tag = first.headers["ETag"]
        known = await room.get(path, If_None_Match=tag)
        assert (known.status, known.text, known.headers["ETag"]) == (304, "", tag)
        await harness.vote("ada", "For")
        changed = await room.get(path, If_None_Match=tag)
        assert changed.status == 200
        assert changed.headers["ETag"] != tag


@pytest.mark.attack("web")
async def test_no_shared_cache_keeps_an_answer(harness: ServiceHarness) -> None:
    proposal = await opened(harness, POWERS)
    async with reading_room(harness) as room:
        for path in (f"/proposals/{proposal}", "/spaces/1", "/openapi.json"):
            answer = await room.get(ROOT + path)
            assert answer.headers["Cache-Control"] == "private, no-cache"
            assert answer.headers["Vary"] == "Accept-Language, Cookie"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
        refusal = await room.get(f"{ROOT}/spaces/999")
        assert refusal.headers["Cache-Control"] == "no-store"


@pytest.mark.attack("visibility")
@pytest.mark.parametrize("pages", [PagesFor.MEMBERS, PagesFor.NOBODY])
async def test_a_stranger_learns_of_nothing_that_is_not_for_them(
    harness: ServiceHarness, pages: PagesFor
) -> None:
    proposal = await opened(harness, POWERS)
    await harness.vote("ada", "For")
    await harness.close(proposal)
    async with reading_room(harness, pages=pages) as room:
        for there, nowhere in (
            (f"/proposals/{proposal}", "/proposals/999"),
            (f"/proposals/{proposal}/votes", "/proposals/999/votes"),
            (f"/proposals/{proposal}/record", "/proposals/999/record"),
            ("/spaces/1", "/spaces/999"),
            ("/spaces/1/proposals", "/spaces/999/proposals"),
            ("/spaces/1/proposals?track=main", "/spaces/1/proposals?track=nowhere"),
        ):
            found, missing = await room.get(ROOT + there), await room.get(ROOT + nowhere)
            assert (found.status, found.text) == (missing.status, missing.text)
            assert found.status == 404
            known = await room.get(ROOT + there, If_None_Match="*")
            assert (known.status, known.text) == (404, missing.text)


@pytest.mark.attack("visibility")
async def test_a_hidden_vote_answers_the_same_whatever_is_voted(harness: ServiceHarness) -> None:
    proposal = await opened(harness, POWERS, privacy="after_close", reactions=False)
    async with reading_room(harness) as room:
        before = await all_of(room, proposal)
        assert [status for status, _ in before] == [200, 404, 404, 200, 200]
        assert json.loads(before[0][1])["hidden"] is True
        await harness.vote("ada", "For", reason="Look at me")
        await harness.vote("ben", "Against")
        assert await all_of(room, proposal) == before


@pytest.mark.attack("web")
@pytest.mark.parametrize(
    "path",
    [
        "/spaces/0",
        "/spaces/-1",
        "/spaces/1/proposals/",
        "/spaces/1/proposals?before=x",
        "/spaces/1/proposals?before=1&before=2",
        "/spaces/1/proposals?track=" + "x" * 500,
        "/spaces/1/proposals?track=%00",
        "/proposals/1.0",
        "/proposals/" + "9" * 300,
        "/proposals/1/votes?after=x",
        "/proposals/1/votes?after=" + "9" * 5000,
        "/proposals/1/votes?after=1-2",
        "/proposals/1/events",
        "/",
        "",
    ],
)
async def test_what_is_no_path_of_ours_is_refused_in_json(harness: ServiceHarness, path: str) -> None:
    await opened(harness, POWERS)
    async with reading_room(harness) as room:
        answer: Answer = await room.get(ROOT + path)
        assert answer.status in (400, 404)
        assert answer.headers["Content-Type"].startswith("application/json")
        assert set(json.loads(answer.text)) == {"refused"}


@pytest.mark.attack("web")
@pytest.mark.parametrize("payload", PAYLOADS)
async def test_what_members_write_comes_as_it_is_and_never_as_a_page(
    harness: ServiceHarness, payload: str
) -> None:
    proposal = await opened(harness, POWERS)
    await harness.vote("ada", "For", reason=payload)
    async with reading_room(harness) as room:
        answer = await room.get(f"{ROOT}/proposals/{proposal}/votes", Accept="text/html")
    assert answer.headers["Content-Type"].startswith("application/json")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert [each["reason"] for each in json.loads(answer.text)["votes"]] == [payload]

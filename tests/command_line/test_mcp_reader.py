"""What `folkmoot mcp` reads is one bot's API, however that answers; and it begins only where there is one."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from msgspec.structs import replace

from bot.cli.mcp.ballots import prepared
from bot.cli.mcp.reader import NotAnswered, Reader, origin_of
from bot.cli.mcp.serving import serve
from bot.wording.language import language

SAY = language()
Answers = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def reading(answers: Answers) -> AsyncIterator[Reader]:
    app = web.Application()
    app.router.add_get("/{path:.*}", answers)
    async with TestServer(app) as server, aiohttp.ClientSession() as http:
        yield Reader(str(server.make_url("/")).rstrip("/"), http, SAY)


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://dao.example.org/", "https://dao.example.org"),
        ("https://dao.example.org:8443", "https://dao.example.org:8443"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("http://dao.example.org", None),
        ("https://dao.example.org/votes", None),
        ("https://user@dao.example.org", None),
        ("https://dao.example.org?x=1", None),
        ("https://[dao", None),
        ("file:///etc/passwd", None),
        ("", None),
    ],
)
def test_it_reads_over_a_way_that_nobody_else_reads(url: str, origin: str | None) -> None:
    assert origin_of(url) == origin


def test_without_an_address_it_does_not_begin(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert serve("http://dao.example.org") == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1


@pytest.mark.attack("web")
async def test_a_redirect_leads_nowhere() -> None:
    asked = []

    async def answers(request: web.Request) -> web.StreamResponse:
        asked.append(request.path)
        raise web.HTTPFound("/secret")

    async with reading(answers) as api:
        with pytest.raises(NotAnswered, match="status 302"):
            await api.document("/proposals/1")
    assert asked == ["/api/v1/proposals/1"]


@pytest.mark.attack("web")
@pytest.mark.parametrize(
    "page",
    [
        "https://evil.example/api/v1/proposals/1/votes?after=1",
        "/api/v1/proposals/2/votes?after=1",
        "/api/v1/proposals/1/votes/../../../secret?x=1",
        "/api/v1/proposals/1/votes",
        "/api/v1/proposals/1/votes?after=1#\n",
        "",
    ],
)
async def test_a_page_is_the_next_one_of_what_was_asked_for(page: str) -> None:
    async def answers(request: web.Request) -> web.StreamResponse:
        raise AssertionError("nothing is asked for")

    async with reading(answers) as api:
        with pytest.raises(NotAnswered, match="page"):
            await api.document("/proposals/1/votes", page)


@pytest.mark.attack("web")
async def test_an_answer_without_an_end_is_given_up() -> None:

    async def answers(request: web.Request) -> web.StreamResponse:
        return web.Response(body=b"[" * 2000)

    async with reading(answers) as api:
        with pytest.raises(NotAnswered, match="too long"):
            await replace(api, most_bytes=1000).content("/proposals/1/record")


@pytest.mark.parametrize(("status", "words"), [(404, "isn't public"), (429, "again in 7 s"), (503, "503")])
async def test_why_there_is_no_answer_is_said(status: int, words: str) -> None:
    async def answers(request: web.Request) -> web.StreamResponse:
        return web.Response(status=status, headers={"Retry-After": "7"})

    async with reading(answers) as api:
        with pytest.raises(NotAnswered, match=words):
            await api.document("/spaces/1")


async def test_pages_that_are_away_are_said_to_be() -> None:
    async with aiohttp.ClientSession() as http:
        with pytest.raises(NotAnswered, match="do not answer"):
            await Reader("http://127.0.0.1:9", http, SAY).document("/spaces/1")


@pytest.mark.parametrize(
    ("mechanism", "typed", "shown", "choice"),
    [
        ("single", "south", "South", "#2"),
        ("approval", "North, 3", "North, East", "#1, #3"),
        ("ranked_choice", "South > North", "South > North", "#2>#1"),
    ],
)
def test_a_ballot_is_prepared_by_the_kind_of_the_vote(
    mechanism: str, typed: str, shown: str, choice: str
) -> None:
    proposal = {
        **{"state": "voting", "mechanism": mechanism, "choices": ["North", "South", "East"], "number": 7},
        **{"url": "https://dao.example.org/proposals/9", "dangers": ["Look twice"], "ends_at": None},
    }
    found = prepared(proposal, typed, SAY)
    assert (found["ballot"], found["choice"], found["cast"]) == (shown, choice, False)
    assert found["dangers"] == ["Look twice"]
    with pytest.raises(NotAnswered, match="North, South and East"):
        prepared(proposal, "West", SAY)
    with pytest.raises(NotAnswered, match="ranked_choice"):
        prepared({**proposal, "mechanism": "ranked_choice"}, "West", SAY)
    with pytest.raises(NotAnswered, match="ballot"):
        prepared({**proposal, "mechanism": "conviction"}, "1", SAY)

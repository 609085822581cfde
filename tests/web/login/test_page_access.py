"""Who sees a space's pages: whom the space lets, and to all others they are as if they weren't there."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import pytest_asyncio

from bot.domain.ids import ProposalId
from bot.web.login.members import BELIEVED
from bot.web.login.sessions import READERS
from tests.web.site import Answer, Browser, Site

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.attack("web")]

Another = Callable[[], Browser]
UNKNOWN = 999_999_999
WHOMS = ("off", "members", "public")


def said(answer: Answer, *paths: str) -> tuple[int, str]:
    """What a visitor can tell answers apart by, but for the address that they asked for."""
    text = answer.text
    for path in paths:
        text = text.replace(path, "PATH")
    for token in answer.fields.values():
        text = text.replace(token, "TOKEN")
    return answer.status, text


async def a_proposal(site: Site, name: str) -> int:
    """Its id, which stands in the addresses of its pages."""
    await site.job.join({name: 10})
    return await site.bot.id_of(await site.job.submitted(name, f"Secret plan of {name}"))


def paths_of(proposal: int) -> dict[str, str]:
    return {
        f"/proposals/{proposal}": f"/proposals/{UNKNOWN}",
        f"/proposals/{proposal}/voters": f"/proposals/{UNKNOWN}/voters",
        f"/proposals/{proposal}/record": f"/proposals/{UNKNOWN}/record",
        "/spaces/1": f"/spaces/{UNKNOWN}",
        "/spaces/1/treasury": f"/spaces/{UNKNOWN}/treasury",
    }


@pytest.mark.parametrize("whom", ["off", "members"])
async def test_a_stranger_can_not_tell_what_is_hidden_from_what_is_not_there(
    site: Site, browser: Browser, whom: str
) -> None:
    proposal = await a_proposal(site, f"stranger-{whom}")
    await site.show_pages_to(whom)
    for there, nowhere in paths_of(proposal).items():
        found, missing = await browser.get(there), await browser.get(nowhere)
        assert found.status == 404
        assert said(found, there) == said(missing, nowhere)
        assert {
            name: value for name, value in found.headers.items() if name not in ("Date", "Content-Length")
        } == {
            name: value for name, value in missing.headers.items() if name not in ("Date", "Content-Length")
        }
    await site.show_pages_to("members")


@pytest.mark.parametrize("whom", ["off", "members"])
async def test_who_is_in_no_server_of_ours_finds_nothing_with_a_login_either(
    site: Site, browser: Browser, whom: str
) -> None:
    proposal = await a_proposal(site, f"foreigner-{whom}")
    await site.show_pages_to(whom)
    foreigner = site.member(f"foreigner {whom} who left")
    site.stage.guild.remove(foreigner)
    await browser.log_in_to_read("/spaces/1", foreigner)
    for there, nowhere in paths_of(proposal).items():
        found, missing = await browser.get(there), await browser.get(nowhere)
        assert found.status == 404
        assert "Secret plan" not in found.text
        assert said(found, there) == said(missing, nowhere)
    await site.show_pages_to("members")


async def test_a_member_reads_what_is_for_members(site: Site, browser: Browser) -> None:
    proposal = await a_proposal(site, "reader")
    page = await browser.read(f"/proposals/{proposal}", site.member("a member"))
    assert page.status == 200
    assert "Secret plan of reader" in page.words


async def test_where_there_are_no_pages_members_find_none(site: Site, browser: Browser) -> None:
    await site.show_pages_to("off")
    await browser.log_in_to_read("/spaces/1", site.member("an early bird"))
    assert (await browser.get("/spaces/1")).status == 404
    await site.show_pages_to("members")


async def test_what_is_public_needs_no_login_and_names_itself_to_previews(
    site: Site, browser: Browser
) -> None:
    proposal = await a_proposal(site, "publisher")
    await site.show_pages_to("public")
    page = await browser.get(f"/proposals/{proposal}")
    await site.show_pages_to("members")
    assert page.status == 200
    assert '<meta property="og:title" content="Secret plan of publisher">' in page.text
    assert '<meta property="og:description" content="In discussion · voting opens ' in page.text
    assert f'content="{site.origin}/proposals/{proposal}"' in page.text


async def test_a_kick_ends_the_reading_within_a_minute(site: Site, browser: Browser) -> None:
    proposal = await a_proposal(site, "kicker")
    kicked = site.member("kicked")
    assert (await browser.read(f"/proposals/{proposal}", kicked)).status == 200
    site.stage.guild.remove(kicked)
    site.later(BELIEVED)
    assert (await browser.get(f"/proposals/{proposal}")).status == 404


async def test_while_discord_says_nothing_nobody_is_let_in(site: Site, browser: Browser) -> None:
    proposal = await a_proposal(site, "silence")
    reader = site.member("patient")
    await browser.log_in_to_read(f"/proposals/{proposal}", reader)
    site.stage.discord.faults.fail_next("GET", rf"/guilds/\d+/members/{reader.id}", status=400)
    answer = await browser.get(f"/proposals/{proposal}")
    assert answer.status == 503
    assert "Discord did not say whether you are a member" in answer.words
    assert (await browser.get(f"/proposals/{proposal}")).status == 200


async def test_who_guesses_numbers_is_stopped_before_discord_is_asked_often(
    site: Site, browser: Browser
) -> None:
    reader = site.member("guesser")
    await browser.log_in_to_read("/spaces/1", reader)
    found = [(await browser.get(f"/proposals/{UNKNOWN + place}")).status for place in range(20)]
    assert set(found) == {404, 429}
    assert found.count(404) <= 15


async def test_a_draft_has_no_page_for_anybody(site: Site, browser: Browser) -> None:
    await site.job.join({"drafter": 10})
    drafter = site.job["drafter"].person
    preview = await site.stage.draft(drafter, "Only a thought", "Not yet.")
    named = re.findall(r":(\d+)", " ".join(str(button.custom_id) for button in preview.buttons))
    proposal = max(map(int, named))
    await browser.log_in_to_read("/spaces/1", drafter)
    assert (await browser.get(f"/proposals/{proposal}")).status == 404
    assert "Only a thought" not in (await browser.get("/spaces/1")).text


@pytest.mark.parametrize(
    "where",
    [
        "",
        "/",
        "//evil.example",
        "/\\evil.example",
        "https://evil.example/proposals/1",
        "/proposals/1?next=https://evil.example",
        "/proposals/1#x",
        "/proposals/1/../../wallet",
        "/proposals/1%0d%0aSet-Cookie:x",
        "/proposals/1\r\nLocation: https://evil.example",
        "/proposals/01",
        "/proposals/-1",
        "/proposals/١",
        "/wallet",
        "/login?code=1",
        "javascript:alert(1)",
        "/spaces/1/feed.atom/..",
        "/spaces/" + "1" * 300,
    ],
)
async def test_a_login_leads_back_to_a_page_of_ours_and_nowhere_else(
    site: Site, browser: Browser, where: str
) -> None:
    answer = await browser.post("/login", {"read": where})
    assert answer.status == 400
    assert "Location" not in answer.headers
    assert answer.cookies == ()


async def test_a_login_to_read_that_somebody_else_began_is_refused(
    site: Site, browser: Browser, another: Another
) -> None:
    begun = await browser.post("/login", {"read": "/spaces/1"})
    victim = another()
    back = site.stage.discord.authorization.approve(begun.headers["Location"], site.member("lured"))
    assert (await victim.get(back)).status == 400
    assert (await victim.get("/spaces/1")).status == 404


async def test_a_login_to_read_that_somebody_planted_ends_when_its_victim_logs_in(
    site: Site, browser: Browser, another: Another
) -> None:
    """Session fixation."""
    await browser.read("/spaces/1", site.member("planter"))
    planted, theirs = browser.cookies["folkmoot-reader"], another()
    begun = await theirs.post("/login", {"read": "/spaces/1"})
    theirs.plant("folkmoot-reader", planted)
    back = site.stage.discord.authorization.approve(begun.headers["Location"], site.member("planted on"))
    assert (await theirs.get(back)).status == 303
    assert theirs.cookies["folkmoot-reader"] != planted
    assert (await theirs.get("/spaces/1")).status == 200
    assert (await browser.get("/spaces/1")).status == 404


async def test_another_site_can_begin_no_login_to_read(site: Site, browser: Browser) -> None:
    answer = await browser.send(
        "POST", "/login", data={"read": "/spaces/1"}, headers={"Origin": "https://evil.example"}
    )
    assert answer.status == 400


async def test_who_only_reads_can_change_nothing(site: Site, browser: Browser) -> None:
    await browser.log_in_to_read("/spaces/1", site.member("only a reader"))
    page = await browser.get("/spaces/1")
    assert (await browser.get("/wallet")).status == 403
    token = page.fields["form_token"]
    made = await browser.post(
        "/wallet/message", {"form_token": token, "address": "0x" + "1" * 40, "chain": ""}
    )
    assert made.status == 403


async def test_a_reader_s_login_ends_by_itself_and_by_logging_out(site: Site, browser: Browser) -> None:
    reader = site.member("leaver")
    page = await browser.read("/spaces/1", reader)
    assert (await browser.post("/logout", {"form_token": "x" * 32})).status == 400
    assert (await browser.get("/spaces/1")).status == 200
    assert (await browser.post("/logout", {"form_token": page.fields["form_token"]})).status == 303
    assert (await browser.get("/spaces/1")).status == 404
    await browser.log_in_to_read("/spaces/1", reader)
    site.later(READERS.lifetime + timedelta(seconds=1))
    assert (await browser.get("/spaces/1")).status == 404


@pytest.mark.parametrize(
    "path",
    [
        "/spaces/0",
        "/spaces/00001",
        "/spaces/-1",
        "/spaces/1e3",
        "/spaces/9999999999999999999",
        "/spaces/" + "9" * 400,
        "/spaces/1.json",
        "/proposals/0x1",
        "/proposals/1.0",
        "/proposals/1/votes",
        "/proposals/1/record/x",
        "/proposals/1/voters/..",
        "/proposals//1",
        "/spaces/1/",
        "/spaces/%31",
    ],
)
async def test_a_path_that_is_no_number_of_ours_is_no_page(site: Site, browser: Browser, path: str) -> None:
    assert (await browser.get(path)).status in (400, 404)


@pytest.mark.parametrize(
    "query",
    [
        "track=main&track=main",
        "before=1&before=2",
        "before=-1",
        "before=0",
        "before=1;drop%20table",
        "before=" + "9" * 199,
        "before=" + "1" * 500,
        "track=" + "x" * 500,
        "track=%00",
        "track=nowhere",
        "track=<script>",
    ],
)
async def test_a_query_that_no_page_of_ours_makes_finds_nothing(
    site: Site, browser: Browser, query: str
) -> None:
    await browser.read("/spaces/1", site.member("asker"))
    answer = await browser.get(f"/spaces/1?{query}")
    assert answer.status in (400, 404)
    assert "<script>" not in answer.text


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def counted(site: Site) -> ProposalId:
    """A vote with voters to come, for all who only read its pages."""
    await site.job.join({"counter": 10})
    return await site.bot.id_of(await site.job.opened("counter", "A plan"))


@pytest.mark.parametrize(
    "after", ["x", "1", "1-2", "1-2-3-4", "-1--", "1-2-x", "9" * 150, "9" * 4000, "1-2-3&after=1"]
)
async def test_a_page_of_voters_begins_after_a_voter_or_is_none(
    site: Site, browser: Browser, counted: ProposalId, after: str
) -> None:
    await site.show_pages_to("public")
    assert (await browser.get(f"/proposals/{counted}/voters")).status == 200
    answer = await browser.get(f"/proposals/{counted}/voters?after={after}")
    await site.show_pages_to("members")
    assert answer.status in (400, 404)


@pytest.mark.parametrize("path", ["/spaces/1", "/proposals/1"])
async def test_no_cache_keeps_a_page_and_no_site_frames_it(site: Site, browser: Browser, path: str) -> None:
    await site.show_pages_to("public")
    answer = await browser.get(path)
    await site.show_pages_to("members")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert "img-src 'self' data:" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("whom", WHOMS)
async def test_who_may_see_the_pages_is_said_and_stands_in_the_public_log(site: Site, whom: str) -> None:
    await site.show_pages_to("off" if whom != "off" else "public")
    told = await site.show_pages_to(whom)
    shown = (
        await (await site.stage.moderator.slash(site.stage.announcements, "gov space show")).settled()
    ).text
    words = {
        "off": "none",
        "members": "for members of this server",
        "public": "everybody who has the address",
    }
    assert words[whom] in told
    assert words[whom] in shown
    await site.job.logged("decided who may see the pages", whom)
    await site.show_pages_to("members")

"""The pages of a space and of its proposals: what a reader finds there, from the draft to the end."""

import hashlib
import json
import re
from html import unescape
from pathlib import Path

import pytest

from bot.services.pages.reading import RESULTS_AT_ONCE
from tests.databases import Databases
from tests.harness import convened
from tests.main_job.job import file_of
from tests.services.delegation.delegating import rule
from tests.web.reading.reading_room import reading_room
from tests.web.site import Answer, Browser, Site


@pytest.mark.asyncio(loop_scope="session")
async def test_a_member_reads_a_vote_from_its_discussion_to_its_record(site: Site, browser: Browser) -> None:
    job = site.job
    await job.join({"page-ada": 300, "page-ben": 100})
    number = await job.submitted(
        "page-ada", "Fund the well", text="# Why\n\nBecause **water** matters.\n\n- one\n- two"
    )
    proposal = await job.bot.id_of(number)
    path, ada = f"/proposals/{proposal}", job["page-ada"].person
    page = await browser.read(path, ada)
    assert page.status == 200
    assert "Fund the well" in page.words
    assert "In discussion" in page.words
    assert "<h3>Why</h3>" in page.text
    assert "<strong>water</strong>" in page.text
    assert "<li>one</li>" in page.text
    assert "Fund the well" in (await browser.get(site.space)).words
    assert (await browser.get(f"{path}/record")).status == 404

    await site.bot.passes(minutes=61)
    card = await job.card(number, "Open for voting")
    assert {button.label: button.url for button in card.buttons}["In the browser"] == site.origin + path
    assert "300" in await job.command("page-ada", number, "For", reason="Water <b>first</b>")
    await job.click("page-ben", number, "Against")
    page = await browser.get(path)
    assert "Open for voting" in page.words
    assert "For 75.0 % · 300 FOLK" in page.words
    assert "class='filled' width='750'" in page.text
    voters = await browser.get(f"{path}/voters")
    assert f"For · 300 FOLK {ada.id} Water <b>first</b>" in voters.words
    assert voters.words.index(str(ada.id)) < voters.words.index(str(job["page-ben"].person.id))

    await job.closed(number)
    page = await browser.get(path)
    assert "How the vote ended" in page.words
    record = await browser.get(f"{path}/record")
    posted = file_of(await job.result(number), "record")
    assert record.text.encode() == posted
    assert f"In the browser: {site.origin}{path}" in (await job.result(number)).text
    assert hashlib.sha256(posted).hexdigest() in page.words
    assert record.headers["Content-Type"] == "application/json"
    told = json.loads(record.text)
    assert (told["proposal"], told["number"]) == (str(proposal), number)
    for words in ("Drafted by", "Submitted", "The vote opened", "Closed: it"):
        assert words in page.words
    assert f"For · 300 FOLK {ada.id}" in (await browser.get(f"{path}/voters")).words


async def test_a_space_s_page_shows_what_is_going_on_first_and_its_results_page_by_page(
    databases: Databases, tmp_path: Path
) -> None:
    async with convened(databases, tmp_path / "folkmoot.db") as harness:
        await harness.set_up()
        small = await rule(harness, "small")
        await harness.powers({"ada": 10})
        ada, titles = harness.actor("ada"), [f"Well {number}." for number in range(1, 26)]
        for number, title in enumerate(titles):
            preview = await harness.services.proposing.draft(
                ada, title, "Water.", "", track=small if number % 5 == 0 else None
            )
            await harness.services.proposing.submit(ada, preview.proposal.id)
            await harness.services.proposing.withdraw(ada, preview.proposal.id)
        await harness.proceed()
        talked = await harness.submitted("ada", title="Still talked about")
        opened = await harness.submitted("ada", title="Voted on")
        await harness.open(opened)
        async with reading_room(harness) as room:
            first = await room.get("/spaces/1")
            older = await room.get(link_of(first, "before="))
            track = await room.get(link_of(first, "track=small"))
        shown = [
            re.findall(r'<a href="/proposals/\d+">(.*?)</a>', page.text) for page in (first, older, track)
        ]
        assert shown[0][0] == "Voted on"
        assert talked in (await harness.live())
        assert shown[0][1:2] == ["Still talked about"]
        assert shown[0][2:] + shown[1] == titles[::-1]
        assert len(shown[0]) == 2 + RESULTS_AT_ONCE
        assert "before=" not in older.text
        assert shown[2] == [f"Well {number}." for number in (21, 16, 11, 6, 1)]
        assert "5 days left" in first.words


def link_of(page: Answer, part: str) -> str:
    """The link with this in its address."""
    (found,) = re.findall(rf'href="([^"]*{part}[^"]*)"', page.text)
    return unescape(found)


@pytest.mark.asyncio(loop_scope="session")
async def test_the_page_tells_in_full_what_changes_by_the_actions(site: Site, browser: Browser) -> None:
    job = site.job
    await job.join({"page-eve": 50})
    number = await job.submitted("page-eve", "Nothing to nobody", f"raw 0x{'77' * 20} 0x value 0 ETH")
    proposal = await job.bot.id_of(number)
    page = await browser.read(f"/proposals/{proposal}", job["page-eve"].person)
    assert "What changes , tried out at block" in page.words
    assert "No balance and no allowance that was looked at changes." in page.words
    assert "By eth_simulateV1" in page.words


@pytest.mark.attack("web")
async def test_the_page_lists_what_was_reported_after_it_passed(databases: Databases, tmp_path: Path) -> None:
    async with convened(databases, tmp_path / "folkmoot.db") as harness:
        await harness.set_up()
        proposal = await harness.opened({"ada": 10})
        await harness.passed(proposal)
        async with reading_room(harness) as room:
            assert "What has been done since" not in (await room.get(f"/proposals/{proposal}")).text
            report = "Dug **10 m** deep <script>alert(1)</script> [here](javascript:alert(2))"
            link = "https://example.org/well?a=1"
            await harness.services.progress.report(harness.actor("ada"), proposal, report, link)
            page = (await room.get(f"/proposals/{proposal}")).text
    assert "What has been done since" in page
    assert "<strong>10 m</strong>" in page
    assert f'<a href="{link}"' in page
    assert "<script>alert" not in page
    assert 'href="javascript' not in page

"""The tour as a panel of the sandbox's page, over HTTP."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from html import unescape

import aiohttp
import pytest
import pytest_asyncio

from sandbox.browser import Pages
from sandbox.browser.tour import TourPanel
from sandbox.demo.guided import guided_pages
from sandbox.tour import SCENARIOS
from sandbox.tour.presses.recount import counted_by_the_bot, posted
from sandbox.world import Sandbox
from tests.sandbox.browser.elements import parsed
from tests.sandbox.in_process import sandbox_in_process

pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclass
class Visitor:
    """Somebody with a browser."""

    sandbox: Sandbox
    pages: Pages
    panel: TourPanel
    http: aiohttp.ClientSession
    moved: asyncio.Event
    """Set whenever the panel has something else to show."""

    async def sent(self, path: str, **fields: str) -> tuple[int, dict[str, str]]:
        """What is answered to a form of the page."""
        headers = {"Origin": self.pages.url.rstrip("/")}
        url = f"{self.pages.url.rstrip('/')}{path}"
        async with self.http.post(url, data=fields, headers=headers) as answer:
            is_json = answer.content_type == "application/json"
            return answer.status, await answer.json() if is_json else {}

    async def counted(self, file: bytes) -> tuple[int, dict[str, str]]:
        """What is answered to a saved file."""
        form = aiohttp.FormData()
        form.add_field("election", file, filename="election.json", content_type="application/json")
        headers = {"Origin": self.pages.url.rstrip("/")}
        async with self.http.post(f"{self.pages.url}tour/count", data=form, headers=headers) as answer:
            return answer.status, await answer.json()

    async def seen(self, path: str) -> str:
        async with self.http.get(f"{self.pages.url.rstrip('/')}{path}") as answer:
            assert answer.status == 200
            return await answer.text()

    async def shown(self, words: str, path: str) -> str:
        """The page, as soon as these words stand in it."""
        async with asyncio.timeout(60):
            self.moved.clear()
            while words not in (page := await self.seen(path)):
                await self.moved.wait()
                self.moved.clear()
        return page


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def visitor(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Visitor]:
    async with (
        sandbox_in_process(tmp_path_factory.mktemp("tour")) as sandbox,
        guided_pages(sandbox, {}) as (pages, panel),
        aiohttp.ClientSession() as http,
    ):
        visitor = Visitor(sandbox, pages, panel, http, asyncio.Event())
        tell_windows = panel.changed

        def changed() -> None:
            tell_windows()
            visitor.moved.set()

        panel.changed = changed
        yield visitor


async def test_the_first_page_offers_every_scenario(visitor: Visitor) -> None:
    page = unescape(await visitor.seen("/"))
    for scenario in SCENARIOS:
        assert f'action="/tour/begin/{scenario.name}"' in page
        assert scenario.about in page


async def test_the_first_page_introduces_who_plays_by_server_and_nobody_else(visitor: Visitor) -> None:
    await visitor.sent("/tour/begin/delegation")
    page = parsed(await visitor.seen("/"))
    guilds = list(visitor.sandbox.stage.discord.world.guilds.values())
    titles = [each.text for each in page.one("main").all("h2")]
    assert titles[0] == guilds[-1].name
    assert guilds[0].name in titles
    people = page.all("ul", klass="people")
    told = [[(a.one("strong").text, a.one(klass="part").text) for a in each.all("a")] for each in people]
    assert ("Dan", "delegate") in told[0]
    assert ("Olga", "owner of the Safe") in told[0]
    playground = told[titles.index(guilds[0].name)]
    assert {part for _, part in playground} >= {"founder", "moderator", "whale", "newcomer", "delegate"}
    assert "Owner" not in {name for each in told for name, _ in each}
    for number, each in enumerate(people):
        of = [guild for guild in guilds if guild.name == titles[number]]
        assert {a["href"].split("/")[3] for a in each.all("a")} <= {str(guild.id) for guild in of}


async def test_every_server_s_people_have_a_wallet_on_each_chain_beside_their_window(
    visitor: Visitor,
) -> None:
    await visitor.sent("/tour/begin/payment")
    earlier = visitor.sandbox.stage
    await visitor.sent("/tour/begin/quadratic")
    stage = visitor.sandbox.stage
    assert stage.second
    ada, ben = earlier.voters["ada"], earlier.voters["ben"]
    for label, token in (("FOLK", earlier.token), ("FOLK on polygon", stage.second.token)):
        held = await token.call("balanceOf", ben.wallet.address)
        to = str(ben.person.id)
        status, answer = await visitor.sent(f"/wallet/{ada.person.id}/send", token=label, amount="7", to=to)
        assert (status, answer) == (200, {"told": f"Sent 7 {label} to ben."})
        assert await token.call("balanceOf", ben.wallet.address) == held + 7 * 10**18
    shown = parsed(await visitor.seen(f"/wallet/{ada.person.id}")).text
    assert "ETH on polygon" in shown
    status, answer = await visitor.sent(
        f"/wallet/{ada.person.id}/send", token="ETH on polygon", amount="0.25", to=str(ben.person.id)
    )
    assert (status, answer) == (200, {"told": "Sent 0.25 ETH on polygon to ben."})
    assert await stage.second.chain.balance(ben.wallet.address) == 125 * 10**16
    status, answer = await visitor.sent(
        f"/wallet/{ada.person.id}/delegate", token="FOLK on polygon", to=str(ben.person.id)
    )
    assert "The votes of your FOLK on polygon go to ben" in answer["told"]
    delegate = await stage.second.token.call("delegates", ada.wallet.address)
    assert delegate.lower() == ben.wallet.address.lower()
    assert (await earlier.token.call("delegates", ada.wallet.address)).lower() == ada.wallet.address.lower()


async def test_a_tour_begins_on_a_server_of_its_own_and_leads_to_whoever_has_to_act(visitor: Visitor) -> None:
    status, answer = await visitor.sent("/tour/begin/payment")
    assert status == 200
    page = await visitor.seen(answer["go"])
    assert "Step 1 of 17" in page
    assert "Set up the server" in page
    assert "[data-command=&#34;gov setup&#34;]" in page
    guilds = list(visitor.sandbox.stage.discord.world.guilds.values())
    newest = guilds[-1]
    assert newest is visitor.sandbox.stage.guild
    assert len(guilds) > 1
    mona = next(person for person in newest.people if person.name == "mona")
    assert answer["go"].startswith(f"/as/{mona.id}/{newest.id}/")


async def test_what_a_member_does_by_themselves_moves_the_tour_on(visitor: Visitor) -> None:
    _, answer = await visitor.sent("/tour/begin/delegation")
    guild = list(visitor.sandbox.stage.discord.world.guilds.values())[-1]
    assert "Step 1 of" in await visitor.seen(answer["go"])
    ben, dan = (next(p for p in guild.people if p.name == name) for name in ("ben", "dan"))
    reply = await ben.slash(guild.channel_named("announcements"), "delegate to", member=dan)
    await reply.settled()
    page = await visitor.shown("Step 2 of", answer["go"])
    assert "Done: Ben lets Dan vote" in page


async def test_the_panel_does_a_step_plays_the_rest_and_counts_a_saved_file(visitor: Visitor) -> None:
    _, answer = await visitor.sent("/tour/begin/council")
    status, told = await visitor.sent("/tour/do")
    assert (status, told) == (200, {"told": "Done: Ada proposes: The first seat."})
    assert "Step 2 of" in await visitor.seen(answer["go"])
    assert (await visitor.sent("/tour/finish"))[0] == 200
    page = await visitor.shown("That is the end.", answer["go"])
    assert "Done: Count again" in page
    assert (await visitor.sent("/tour/do"))[0] == 400
    assert (await visitor.sent("/tour/finish"))[0] == 400

    assert visitor.panel.tour
    play = visitor.panel.tour.play
    election = posted(play, "election")
    assert election
    other = election.replace(b"[1,2]", b"[2,1]")
    assert other != election
    for file, why in (
        (b"[" * 100_000, "folkmoot tally ended with status 2"),
        (election.replace(b"ranked_choice", b"nothing"), "folkmoot tally ended with status 2"),
        (other, "not what the bot said"),
    ):
        status, said = await visitor.counted(file)
        assert status == 400
        assert why in said["refused"]
    assert "Choose the file" in (await visitor.sent("/tour/count"))[1]["refused"]
    status, said = await visitor.counted(election)
    assert (status, said) == (200, {"told": "Counted. It is what the bot said, to the last digit."})
    assert play.recounted == counted_by_the_bot(play)


@pytest.mark.attack("web")
@pytest.mark.parametrize("path", ["/tour/begin/none", "/tour/begin/..", "/tour/begin/PAYMENT", "/world/none"])
async def test_a_scenario_or_control_that_is_not_there_is_not_found(visitor: Visitor, path: str) -> None:
    assert (await visitor.sent(path))[0] == 404


@pytest.mark.attack("web")
@pytest.mark.parametrize("count", ["0", "-1", "101", "9" * 5000, "1e3", "٣", "", " 2", "0x2"])
async def test_a_control_takes_no_number_out_of_bounds(visitor: Visitor, count: str) -> None:
    before = await visitor.sandbox.stage.chain.block("latest")
    status, answer = await visitor.sent("/world/mine", count=count)
    assert status == 400
    assert answer["refused"]
    assert await visitor.sandbox.stage.chain.block("latest") == before


@pytest.mark.attack("web")
@pytest.mark.parametrize(
    "path", ["/world/kill-bot", "/world/hour", "/tour/do", "/tour/count", "/tour/begin/payment"]
)
@pytest.mark.parametrize("origin", ["https://evil.example", "null", ""])
async def test_no_other_website_moves_the_world(visitor: Visitor, path: str, origin: str) -> None:
    before = len(visitor.sandbox.happenings)
    url = f"{visitor.pages.url.rstrip('/')}{path}"
    async with visitor.http.post(url, headers={"Origin": origin} if origin else {}) as answer:
        assert answer.status == 403
    assert len(visitor.sandbox.happenings) == before
    assert visitor.sandbox.bot.running


async def test_open_windows_are_told_of_time_that_passed(visitor: Visitor) -> None:
    _, answer = await visitor.sent("/tour/begin/quadratic")
    window = answer["go"].partition("#")[0]
    url = f"{visitor.pages.url.rstrip('/')}{window}/events"
    async with asyncio.timeout(30), visitor.http.get(url) as events:

        async def time() -> int:
            """As the window is told it next."""
            while await events.content.readline() != b"event: clock\n":
                continue
            return int(json.loads((await events.content.readline()).removeprefix(b"data: "))["now"])

        before = await time()
        await visitor.sent("/world/day", count="3")
        assert 0 <= await time() - before - 3 * 86_400 < 60


async def test_the_panel_of_the_world_says_what_is_on_and_what_happened(visitor: Visitor) -> None:
    _, answer = await visitor.sent("/tour/begin/quadratic")
    page = await visitor.seen(answer["go"])
    assert _pressed(page, "service-down") == "false"
    status, told = await visitor.sent("/world/service-down")
    assert status == 200
    page = await visitor.seen(answer["go"])
    assert _pressed(page, "service-down") == "true"
    assert told["told"] in page
    await visitor.sent("/world/service-down")
    assert _pressed(await visitor.seen(answer["go"]), "service-down") == "false"


def _pressed(page: str, control: str) -> str:
    found = re.search(rf'id="control-{control}" aria-pressed="(\w+)"', page)
    assert found, page
    return found[1]

"""The wallet beside the sandbox's Discord: what a member has, and how they move it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from html import unescape

import aiohttp
import pytest
import pytest_asyncio

from sandbox.browser import Pages, Window
from sandbox.browser.wallet import WalletPanel, wallet_of
from sandbox.people import PLAYGROUND, TOKEN, Residents, settle
from sandbox.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="session")
ORIGIN = "http://127.0.0.1:9"


@dataclass
class Town:
    stage: Stage
    residents: Residents
    pages: Pages
    panel: WalletPanel
    http: aiohttp.ClientSession

    def window(self, name: str) -> Window:
        person = self.residents[name].person
        return Window(self.stage.discord.world, person, self.stage.guild, self.stage.announcements)

    def shown(self, name: str) -> str:
        """The panel in the window of this member, as text."""
        return " ".join(unescape(str(self.panel.html(self.window(name)).striptags())).split())

    async def shows(self, name: str, words: str) -> None:
        """Until a window of this member says so, which is told what changes."""
        async with self.http.get(f"{self.pages.url}wallet/{self.id(name)}") as read:
            assert read.status == 200
        events = f"{self.pages.url.rstrip('/')}{self.window(name).address}/events"
        async with asyncio.timeout(20), self.http.get(events) as told:
            await told.content.readuntil(b"\n\n")
            while words not in self.shown(name):
                await told.content.readuntil(b"\n\n")

    async def press(self, name: str, act: str, **form: str) -> str:
        """What is said when the form is sent."""
        url = f"{self.pages.url}wallet/{self.residents[name].person.id}/{act}"
        headers = {"Origin": self.pages.url.rstrip("/")}
        async with self.http.post(url, data=form, headers=headers) as answer:
            said = await answer.json()
            return str(said.get("told") or said["refused"])

    def id(self, name: str) -> str:
        return str(self.residents[name].person.id)

    async def tokens(self, name: str) -> int:
        return int(await self.stage.token.call("balanceOf", self.residents[name].wallet.address)) // TOKEN

    async def votes(self, name: str) -> int:
        return int(await self.stage.token.call("getVotes", self.residents[name].wallet.address)) // TOKEN


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def town() -> AsyncIterator[Town]:
    async with Stage.open(strict_limits=False) as stage, aiohttp.ClientSession() as http:
        residents = await settle(stage)
        panel = WalletPanel(await wallet_of(stage, residents), ORIGIN)
        async with Pages.serve(stage.discord, panels=[panel]) as pages, panel.live(pages):
            yield Town(stage, residents, pages, panel, http)


@pytest.mark.parametrize("character", PLAYGROUND, ids=lambda each: each.name)
async def test_everybody_has_what_their_part_says(town: Town, character: object) -> None:
    (found,) = [each for each in PLAYGROUND if each is character]
    assert found.part
    assert found.about.endswith(".")
    assert await town.tokens(found.name) == found.tokens
    delegated = sum(each.tokens for each in PLAYGROUND if each.votes_go_to == found.name)
    assert await town.votes(found.name) == delegated
    owned = town.residents[found.name].wallet.address in [owner.address for owner in town.stage.owners]
    assert owned == bool(found.owner)


async def test_a_member_sees_what_they_hold_and_whose_its_votes_are(town: Town) -> None:
    await town.shows("lena", "60 000 FOLK Votes that count for you now: 0 FOLK. Your own go to dora.")
    await town.shows("dora", "Votes that count for you now: 65 000 FOLK. Your own go to yourself.")
    await town.shows("nils", "Your own are delegated to nobody, and count for nothing.")
    assert "40 SUSD" in town.shown("nils")


async def test_tokens_that_are_sent_arrive_and_both_windows_show_it(town: Town) -> None:
    await town.shows("gus", "0 FOLK")
    said = await town.press("wanda", "send", token="FOLK", amount="1 000.5", to=town.id("gus"))
    assert said == "Sent 1\u202f000.5 FOLK to gus."
    await town.shows("gus", "1 000.5 FOLK")
    await town.shows("wanda", "298 999.5 FOLK")


async def test_coins_and_tokens_of_other_decimals_are_sent(town: Town) -> None:
    assert (
        await town.press("wanda", "send", token="ETH", amount="0.5", to=town.id("mona"))
        == "Sent 0.5 ETH to mona."
    )
    await town.shows("mona", "1.5")
    assert "2.000001" not in town.shown("mona")
    await town.press("wanda", "send", token="SUSD", amount="2.000001", to=town.id("mona"))
    await town.shows("mona", "2.000001 SUSD")


async def test_votes_that_are_taken_back_count_for_oneself(town: Town) -> None:
    said = await town.press("olga", "delegate", token="FOLK", to=town.id("otto"))
    assert said == "The votes of your FOLK go to otto from the next block on."
    await town.shows("olga", "Your own go to otto.")
    assert await town.votes("otto") == 1_000
    said = await town.press("olga", "delegate", token="FOLK", to=town.id("olga"))
    assert "go to yourself" in said
    await town.shows("olga", "Your own go to yourself.")


async def test_a_wallet_that_is_a_safe_sends_by_its_owners(town: Town) -> None:
    await town.press("clara", "send", token="FOLK", amount="3", to=town.id("otto"))
    await town.shows("clara", "19 997 FOLK")


@pytest.mark.attack("commands")
@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"token": "FOLK", "amount": "-1"}, "Write an amount"),
        ({"token": "FOLK", "amount": "1e3"}, "Write an amount"),
        ({"token": "FOLK", "amount": ""}, "Write an amount"),
        ({"token": "FOLK", "amount": "0." + "0" * 18 + "1"}, "Write an amount"),
        ({"token": "SUSD", "amount": "0.0000001"}, "at most 6 digits"),
        ({"token": "FOLK", "amount": "0"}, "the amount is zero"),
        ({"token": "FOLK", "amount": "9" * 59}, "The chain refused it"),
        ({"token": "FOLK", "amount": "9" * 78}, "there can't be so much"),
        ({"token": "FOLK", "amount": "9" * 79}, "Write an amount"),
        ({"token": "GOLD", "amount": "1"}, "Choose what to send"),
        ({"token": "FOLK", "amount": "1", "to": "7"}, "Choose to whom"),
        ({"token": "ETH", "amount": "1000000"}, "The chain refused it"),
    ],
)
async def test_what_cannot_be_sent_is_refused_with_words(
    town: Town, form: dict[str, str], words: str
) -> None:
    before = await town.tokens("wanda")
    assert words in await town.press("wanda", "send", **{"to": town.id("otto"), **form})
    assert await town.tokens("wanda") == before


@pytest.mark.attack("commands")
@pytest.mark.parametrize("form", [{"token": "SUSD"}, {"token": ""}, {"token": "FOLK", "to": "7"}])
async def test_what_has_no_votes_is_not_delegated(town: Town, form: dict[str, str]) -> None:
    assert "Choose to whom" in await town.press("wanda", "delegate", **{"to": town.id("otto"), **form})


async def test_the_panel_says_whose_wallet_a_link_to_the_bots_pages_means(town: Town) -> None:
    html = str(town.panel.html(town.window("nils")))
    assert f'data-pages="{ORIGIN}" data-person="{town.id("nils")}"' in html


async def test_who_has_no_wallet_is_told_so(town: Town) -> None:
    stranger = town.stage.guild.create_member("stranger")
    window = Window(town.stage.discord.world, stranger, town.stage.guild, town.stage.announcements)
    assert "This member has no wallet in the sandbox." in town.panel.html(window).striptags()

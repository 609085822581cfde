"""The bot's own pages, as a member, an owner of the Safe and a stranger find them."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from sandbox.chain import Account
from sandbox.chromium import Chromium, Page
from tests.pictures.scenario import Scenario
from tests.web.browser.looking import PHONE, log_in_by, wallet_of
from tests.web.reading.rewarded import rewarded
from tests.web.signing.polls import polls_on
from tests.web.signing.signing import Passed
from tests.web.signing.voting import SignedVote

_AS_IT_STANDS = """(() => {
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
  const style = rules.map((rule) => rule.cssText).join("\\n");
  const shown = document.documentElement.cloneNode(true);
  for (const gone of shown.querySelectorAll("script, link, meta[http-equiv]")) gone.remove();
  const made = Object.assign(document.createElement("style"), { textContent: style });
  shown.querySelector("head").append(made);
  return "<!doctype html>" + shown.outerHTML;
})()"""
"""The page with its style in it, and without what it asks its server for."""


async def play(scenario: Scenario, chromium: Chromium) -> None:
    await _link(scenario, chromium)
    await _revoke(scenario, chromium)
    await _read(scenario, chromium)
    await _vote(scenario, chromium)
    await _vote_on_chain(scenario, chromium)
    await _sign(scenario, chromium)
    await _claim(scenario, chromium)
    scenario.look_around()


@asynccontextmanager
async def _window(scenario: Scenario, chromium: Chromium, owner: Account) -> AsyncIterator[Page]:
    """A window in which there is a wallet of this account."""
    async with chromium.page(PHONE) as page:
        await wallet_of(scenario.site, owner).install(page)
        yield page


async def _take(scenario: Scenario, name: str, page: Page) -> None:
    scenario.album.page(f"pages/{name}", str(await page.measure(_AS_IT_STANDS)))


async def _link(scenario: Scenario, chromium: Chromium) -> None:
    site, gil = scenario.site, scenario.site.member("gil")
    account = site.stage.chain.account("gil")
    async with _window(scenario, chromium, account) as page:
        await page.open(site.origin)
        await page.appears("main a")
        await _take(scenario, "start", page)
        await page.open(f"{site.origin}/linked-role")
        await page.appears("main form")
        await _take(scenario, "linked_role", page)
        await page.open(await site.link_for(gil))
        await _take(scenario, "link", page)
        await log_in_by(page, await site.link_for(gil), gil)
        await page.appears("#wallets button")
        await _take(scenario, "wallet", page)
        await page.click("#wallets button")
        await page.appears("a[href='/wallet']")
        await _take(scenario, "linked", page)
    async with chromium.page(PHONE) as page:
        await log_in_by(page, await site.link_for(gil), gil)
        await page.appears("#wallets")
        await page.click("summary")
        await page.fill("#address", site.stage.chain.account("gil's other").address)
        await page.click("details .button")
        await page.appears("#signature")
        await _take(scenario, "message", page)


async def _revoke(scenario: Scenario, chromium: Chromium) -> None:
    site = scenario.site
    site.later(timedelta(seconds=2))
    for elsewhere in (True, False):
        async with _window(scenario, chromium, site.stage.chain.account("gil")) as page:
            await page.open(f"{site.origin}/revoke")
            await page.appears("#wallets button")
            await page.fill("#server", str(site.stage.guild.id))
            if elsewhere:
                await _take(scenario, "revoke", page)
                await page.click("summary")
                await page.fill("#address", site.stage.chain.account("gil").address)
                await page.click("details .button")
                await page.appears("#signature")
                await _take(scenario, "revocation", page)
            else:
                await page.click("#wallets button")
                await page.appears("main:not(:has(#wallets))")


async def _read(scenario: Scenario, chromium: Chromium) -> None:
    site, job = scenario.site, scenario.job
    await site.show_pages_to("public")
    number = await scenario.opened("Dig a well in the north")
    await job.command("ada", number, "For", reason="Clean water comes first.")
    await job.click("cleo", number, "Against")
    address = (await job.card(number)).button("In the browser").url
    assert address is not None
    async with chromium.page(PHONE) as page:
        for name, url in {
            "proposal": address,
            "voters": f"{address}/voters",
            "statements": f"{site.origin}/proposals/{await job.bot.id_of(1)}/statements",
            "space": site.origin + site.space,
            "treasury": f"{site.origin}{site.space}/treasury",
            "delegates": f"{site.origin}{site.space}/delegates",
        }.items():
            await page.open(url)
            await page.appears("main h1")
            await _take(scenario, name, page)
    await _read_mirrored(scenario, chromium)
    await site.show_pages_to("members")


async def _read_mirrored(scenario: Scenario, chromium: Chromium) -> None:
    """What is decided on a Governor that the server follows."""
    listed = await scenario.job.ask(scenario.site.stage.moderator, "gov mirror list")
    address = next(word for word in listed.split() if "/mirrors/" in word)
    async with chromium.page(PHONE) as page:
        await page.open(address)
        await page.appears("main .entries a")
        await _take(scenario, "mirror", page)
        await page.click("main .entries a")
        await page.appears("#text")
        await _take(scenario, "mirrored", page)
    (governor, *_) = re.findall("0x[0-9a-fA-F]{40}", listed)
    moderator = scenario.site.stage.moderator
    await scenario.use("answers/gov-mirror-remove", moderator, "gov mirror remove", address=governor)


async def _vote(scenario: Scenario, chromium: Chromium) -> None:
    vote = await SignedVote.of(scenario.site, title="Plant the bank of the river")
    await scenario.click("answers/vote-sign", vote.person, vote.card, "Sign your vote")
    async with _window(scenario, chromium, vote.wallet) as page:
        await log_in_by(page, await vote.link_for(vote.person), vote.person)
        await page.appears("input[name=choice]")
        await _take(scenario, "vote", page)
        await page.click("input[name=choice][value='1']")
        await page.click("main form .button")
        await page.appears("#signing-wallets button")
        await _take(scenario, "ballot", page)


async def _vote_on_chain(scenario: Scenario, chromium: Chromium) -> None:
    polls = await polls_on(scenario.site, scenario.person("ada"))
    ada, wallet = scenario.person("ada"), scenario.job["ada"].wallet
    await scenario.use("answers/vote-chain", ada, "vote chain", proposal=polls.number)
    async with _window(scenario, chromium, wallet) as page:
        await log_in_by(page, await polls.link_for(ada), ada)
        await page.appears("input[name=side]")
        await _take(scenario, "chain_vote", page)
        await page.click("input[name=side][value='1']")
        await page.click("main form .button")
        await page.appears("#signing-wallets button")
        await _take(scenario, "chain_ballot", page)
        await page.click("#signing-wallets button")
        await page.appears("#executing-wallets button")
        await _take(scenario, "relay", page)


async def _sign(scenario: Scenario, chromium: Chromium) -> None:
    passed = await Passed.of(scenario.site, title="Pay the rent of the mill")
    olga = scenario.site.member("olga")
    async with _window(scenario, chromium, passed.owners[0]) as page:
        await log_in_by(page, await passed.link_for(olga), olga)
        await page.appears("#signing-wallets button")
        await _take(scenario, "sign", page)
    # What comes after it would wait for it.
    await scenario.job.execute(scenario.job.transactions()[0])


async def _claim(scenario: Scenario, chromium: Chromium) -> None:
    """Last: from here on each vote pays its voters."""
    site, wallet = scenario.site, scenario.job["ada"].wallet
    await site.show_pages_to("public")
    votes = {"ada": "For", "cleo": "Against"}
    found = await rewarded(site, "ada", "Clear the old ditch", votes)
    await found.executed()
    async with _window(scenario, chromium, wallet) as page:
        await page.open(f"{site.origin}{found.path}?wallet={wallet.address}")
        await page.appears("#executing-wallets button")
        await _take(scenario, "claims", page)
    await site.show_pages_to("members")

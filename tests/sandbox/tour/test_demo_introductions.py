"""Who is introduced where a real election was played again."""

import aiohttp

from sandbox.browser import Pages
from sandbox.demo.election import load
from sandbox.demo.introductions import voters_introduced
from sandbox.demo.scenario import name_of_voter
from sandbox.stage import Stage
from tests.sandbox.browser.elements import parsed


async def test_the_first_page_of_the_election_introduces_few_by_their_part() -> None:
    election = load()
    names = [name_of_voter(number) for number in range(len(election.ballots))]
    assert len(set(names)) == len(names)
    async with Stage.open(name="Uniswap, played again") as stage, aiohttp.ClientSession() as http:
        powers = {name: power for name, (_, power, _) in zip(names, election.ballots, strict=True)}
        await stage.add_voters(powers)
        async with (
            Pages.serve(stage.discord, people=lambda: voters_introduced(stage, election)) as pages,
            http.get(pages.url) as answer,
        ):
            page = parsed(await answer.text())
    assert page.one("h2").text == "Uniswap, played again"
    told = {a.one(klass="part").text: a for a in page.one("ul", klass="people").all("a")}
    assert set(told) == {
        "author of the proposal",
        "moderator",
        "guardian",
        "whale",
        "member",
        "smallest holder",
    }
    whale = max(names[1:], key=lambda name: powers[name])
    assert told["whale"].one("strong").text == whale.replace("_", " ").title()
    assert told["author of the proposal"]["href"].startswith(f"/as/{stage.voters[names[0]].person.id}/")

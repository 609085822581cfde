"""The page of a proposal's statements: counts for all who may see the page, and nobody's own answers."""

import json
from pathlib import Path

import pytest

from bot.domain.spaces.space import PagesFor
from bot.domain.statements.statement import Answer
from tests.databases import Databases
from tests.harness import ServiceHarness, convened
from tests.naive import statements as naive
from tests.web.reading.reading_room import reading_room

CAMPS = {"ada": "+-+", "ben": "+-+", "cora": "+-+", "dan": "-++", "eve": "-++"}
SIGNS = {"+": Answer.AGREE, "-": Answer.DISAGREE}


async def answered(harness: ServiceHarness, camps: dict[str, str]) -> int:
    """A proposal under discussion, with statements that these answered."""
    await harness.powers({"ada": 10})
    proposal = await harness.submitted("ada")
    services = harness.services
    for text in ("By hand", "By a <b>firm</b>", "The water stays free"):
        await services.putting_statements.put(harness.actor("ada"), proposal, text)
    for name, signs in camps.items():
        for number, sign in enumerate(signs, start=1):
            await services.answering_statements.answer(harness.actor(name), proposal, number, SIGNS[sign])
    return proposal


async def test_a_page_the_api_and_a_file_show_what_both_sides_agree_on(
    databases: Databases, tmp_path: Path
) -> None:
    async with convened(databases, tmp_path / "folkmoot.db") as harness:
        await harness.set_up()
        here = f"/proposals/{await answered(harness, CAMPS)}"
        async with reading_room(harness) as room:
            assert f'href="{here}/statements"' in (await room.get(here)).text
            page = await room.get(f"{here}/statements")
            api = json.loads((await room.get(f"/api/v1{here}/statements")).text)
            file = (await room.get(f"{here}/statements.json")).text
            await room.show_pages_to(PagesFor.MEMBERS)
            for path in (f"{here}/statements", f"{here}/statements.json", f"/api/v1{here}/statements"):
                assert (await room.get(path)).status == 404
        assert "What both sides agree on 3 The water stays free · A: 3 of 3" in page.words
        assert "By a &lt;b&gt;firm&lt;/b&gt;" in page.text
        assert "3 agree, 0 pass, 2 disagree" in page.words
        assert (api["participants"], api["groups"], api["file"]) == (5, [3, 2], f"{here}/statements.json")
        told = naive.computed(file.encode())
        assert [each["consensus"] for each in api["statements"]] == [
            each["consensus"] for each in told["statements"]
        ]
        assert [each["agreed"] for each in api["statements"]] == [False, False, True]
        assert not any(str(harness.member(name)) in file for name in CAMPS)


@pytest.mark.attack("web")
async def test_what_few_answered_and_what_a_policy_hides_is_not_told(
    databases: Databases, tmp_path: Path
) -> None:
    async with convened(databases, tmp_path / "folkmoot.db") as harness:
        await harness.set_up()
        here = f"/proposals/{await answered(harness, dict([*CAMPS.items()][:4]))}"
        async with reading_room(harness) as room:
            page = await room.get(f"{here}/statements")
            assert "when 5 have" in page.words
            assert "agree," not in page.words
            api = json.loads((await room.get(f"/api/v1{here}/statements")).text)
            assert (api["groups"], api["file"], api["statements"][0]["agree"]) == (None, None, None)
            assert (await room.get(f"{here}/statements.json")).status == 404
            async with harness.services.uow.writing() as repositories:
                (track,) = await repositories.spaces.tracks(1)
                policy = track.policy.model_copy(update={"privacy": "after_close", "reactions": False})
                await repositories.spaces.set_track(track.space, track.name, policy, harness.clock.now())
            for number in (1, 2, 3):
                await harness.services.answering_statements.answer(
                    harness.actor("eve"), int(here.rpartition("/")[2]), number, Answer.AGREE
                )
            page = await room.get(f"{here}/statements")
            assert "hide all counts" in page.words
            assert not any(sign in page.words for sign in ("agree,", "consensus", "%"))
            api = json.loads((await room.get(f"/api/v1{here}/statements")).text)
            assert (api["hidden"], api["groups"], api["statements"][2]["agree"]) == (True, None, None)
            assert (await room.get(f"{here}/statements.json")).status == 404

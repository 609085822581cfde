"""/proposal list finds again what one looks for, page by page, and only what one may see."""

import pytest

from bot.domain.ids import GuildId, MemberId, ProposalNumber
from bot.domain.proposals.words import SEARCH_LENGTH
from bot.services.actors import Actor
from bot.services.proposals.finding import PAGE, StateGroup
from cogs.components.interactions.custom_ids import LENGTH
from cogs.proposals.listing import TURN
from sandbox.discord import Message
from tests.cogs.conftest import Dao

pytestmark = pytest.mark.asyncio(loop_scope="session")


def titles(shown: Message) -> list[str]:
    lines = (line for line in shown.text.splitlines() if line.startswith("`#"))
    return [line.split("` ", 1)[1].split(": **")[0] for line in lines]


async def listed(dao: Dao, name: str = "ben", **wanted: object) -> list[str]:
    return titles(await dao.use(name, "proposal list", **wanted))


async def test_what_is_looked_for_is_found_by_state_author_track_and_words(dao: Dao) -> None:
    await dao.link("ben", 60)
    await dao.discussed(title="Dig a well", text="By the *old* oak.")
    await dao.voting(title="Build a bridge", text="Over the well.")
    await dao.discussed("ben", title="Paint the bridge", text="Green.")
    assert await listed(dao) == ["Paint the bridge", "Build a bridge", "Dig a well"]
    assert await listed(dao, state="open") == ["Build a bridge"]
    assert await listed(dao, state="discussed") == ["Paint the bridge", "Dig a well"]
    assert await listed(dao, author=dao["ben"]) == ["Paint the bridge"]
    assert await listed(dao, text="WELL old") == ["Dig a well"]
    assert await listed(dao, text="bri", author=dao["ada"]) == ["Build a bridge"]
    (offered,) = await dao["ben"].autocomplete(dao.council, "proposal list", focused="track", value="ma")
    for track in (offered["value"], "Main"):
        assert len(await listed(dao, track=track)) == 3
    assert "There is no track" in (await dao.use("ben", "proposal list", track="999999")).text
    assert "no word in that" in (await dao.use("ben", "proposal list", text=" ?! ")).text
    nothing = await dao.use("ben", "proposal list", text="tower", state="defeated")
    assert "There are no such proposals" in nothing.text
    assert "`tower`" in nothing.text


@pytest.mark.attack("text")
async def test_a_track_that_is_called_like_the_number_of_another_one_is_not_found_for_it(dao: Dao) -> None:
    proposal = await dao.discussed(title="Dig a well")
    for name in (str(proposal.track), f"track:{proposal.track}"):
        made = await dao.use("mona", "gov track add", name=name, preset="token")
        assert name in made.text
    (offered,) = await dao["ben"].autocomplete(dao.council, "proposal list", focused="track", value="main")
    assert await listed(dao, track=offered["value"]) == ["Dig a well"]


async def test_votes_wait_for_those_who_can_vote_and_have_not(dao: Dao) -> None:
    await dao.link("ben", 60)
    proposal = await dao.voting(title="Build a bridge")
    assert await listed(dao, "ada", state="to_vote") == ["Build a bridge"]
    await dao.use("ada", "vote cast", proposal=str(proposal.number), choice="For")
    assert await listed(dao, "ada", state="to_vote") == []
    assert await listed(dao, "ada", state="open") == ["Build a bridge"]
    assert await listed(dao, "ben", state="to_vote") == ["Build a bridge"]


@pytest.mark.attack("visibility")
async def test_nobody_finds_the_draft_of_somebody_else(dao: Dao) -> None:
    await dao.draft(title="Secret plan", text="A hidden tower.")
    for wanted in ({}, {"text": "secret"}, {"author": dao["ada"]}, {"track": "main"}):
        assert "Secret" not in (await dao.use("ben", "proposal list", **wanted)).text
    assert "Secret plan" in (await dao.use("ada", "proposal list")).text


async def test_pages_are_turned_with_what_was_looked_for_also_after_a_restart(dao: Dao) -> None:
    await dao.link("ada", 100)
    ada = Actor(MemberId(dao["ada"].id), "ada", GuildId(dao.guild.id), dao.guild.name)
    for number in range(PAGE + 3):
        draft = await dao.services.proposing.draft(ada, f"Well {number}", "Dig.", "")
        await dao.services.proposing.submit(ada, draft.proposal.id)
        await dao.services.proposing.withdraw(ada, draft.proposal.id)
    await dao.discussed(title="A bridge", text="Over the river.")
    first = await dao.use("ben", "proposal list", text="well", author=dao["ada"])
    assert titles(first) == [f"Well {number}" for number in range(PAGE + 2, 2, -1)]
    await dao.world.restart()
    second = await dao.click("ben", first, "Older")
    assert titles(second) == ["Well 2", "Well 1", "Well 0"]
    assert [button.label for button in second.buttons] == ["Newer"]
    assert "begin with `well`" in second.text
    again = await dao.click("ben", second, "Newer")
    assert titles(again) == [f"Well {number}" for number in range(PAGE + 2, 2, -1)]


@pytest.mark.parametrize("group", StateGroup)
async def test_the_longest_search_fits_into_the_id_of_a_button(group: StateGroup) -> None:
    written = TURN(
        group=group,
        track="f" * 16,
        author="f" * 16,
        side="older",
        number=ProposalNumber(10**9 - 1),
        words="ß" * SEARCH_LENGTH,
    )
    assert len(written) <= LENGTH
    assert TURN.read(written)

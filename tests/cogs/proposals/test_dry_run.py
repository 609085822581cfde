"""/dryrun: a whole vote in virtual time, of which nothing stays."""

import asyncio
from datetime import timedelta

import pytest

from sandbox.discord import Message, Reply
from tests.cogs.conftest import FOUNDED, Dao, World, answered, new_guild
from tests.cogs.founding import Example

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def played(dao: Dao, name: str = "milo", **options: str) -> list[str]:
    """What each step shows and says, until the last one."""
    reply, steps = await dao[name].slash(dao.council, "dryrun", **options), []
    while True:
        shown = await step_in(reply)
        steps.append("\n".join(each.text for each in shown))
        if not shown[-1].buttons:
            return steps
        reply = await dao[name].click(shown[-1], "Go on")


async def step_in(reply: Reply) -> list[Message]:
    """The messages of a step; the last one says which it is."""
    shown = [await reply.followup()]
    while "Dry run**, step" not in shown[-1].text:
        shown.append(await reply.followup(len(shown)))
    return shown


async def test_a_whole_vote_is_played_by_the_tracks_rules_and_nothing_of_it_stays(dao: Dao) -> None:
    await dao.link("ada", tokens=1000)
    before = dao.world.clock.now()
    line = "transfer 1 ETH to 0x52908400098527886E0F7030069857D2E4169EE7"
    draft, discussion, opened, voted, result, asked = await played(
        dao, votes="For 30% x3, Against 10%", actions=line
    )
    assert "To submit it, an author must hold" in draft
    assert "after 2 days of discussion" in discussion
    assert f"<t:{int((before + timedelta(days=2)).timestamp())}" in discussion
    assert f"<t:{int((before + timedelta(days=7)).timestamp())}" in opened
    assert "30 %" in voted
    assert "Passed" in result
    assert "what would be asked of those who carry it out. Nobody was asked." in asked
    assert "send 1 ETH" in asked
    assert "No vote passed it: there is nothing to sign." in asked
    assert "safeTxHash" not in asked
    assert "40 FOLK needed" in opened
    for step in (draft, discussion, opened, voted, result, asked):
        assert "🧪 **Dry run**" in step
    assert await dao.stored() == []
    assert await dao.log() == FOUNDED
    assert dao.channels["announcements"].messages == []


async def test_what_falls_short_of_the_quorum_is_defeated_there_too(dao: Dao) -> None:
    await dao.link("ada", tokens=1000)
    *_, result = await played(dao, votes="For 2%")
    assert "Defeated" in result


async def test_what_would_be_refused_is_said_as_members_would_read_it(dao: Dao) -> None:
    await dao.link("ada", tokens=1000)
    (refused,) = await played(dao, actions="transfer 1 NOPE to nobody")
    assert "Here it would stop" in refused


async def test_buttons_of_what_is_shown_reach_no_real_proposal(dao: Dao) -> None:
    real = await dao.voting()
    reply = await dao["milo"].slash(dao.council, "dryrun")
    for _ in range(2):
        reply = await dao["milo"].click((await step_in(reply))[-1], "Go on")
    shown = [button for each in await step_in(reply) for button in each.buttons]
    assert any(button.disabled for button in shown)
    assert not [button for button in shown if (button.custom_id or "").startswith("vote:")]
    assert (await dao.proposal(real.id)).closing is None


async def test_it_is_for_one_moderator_and_ends_by_itself(dao: Dao) -> None:
    await dao.link("ada", tokens=1000)
    reply = await dao["milo"].slash(dao.council, "dryrun")
    said = (await step_in(reply))[-1]
    assert "Another moderator looks at" in (await dao.use("mona", "dryrun")).text
    await dao.world.later(timedelta(minutes=31))
    assert "dry run is over" in (await answered(await dao["milo"].click(said, "Go on"))).text


@pytest.mark.attack("commands")
async def test_who_moderates_no_more_sees_no_more_of_it(dao: Dao) -> None:
    await dao.link("ada", tokens=1000)
    said = (await step_in(await dao["mona"].slash(dao.council, "dryrun")))[-1]
    for role in list(dao["mona"].roles):
        dao["mona"].take(role)
    assert "is for moderators" in (await answered(await dao["mona"].click(said, "Go on"))).text


@pytest.mark.parametrize("votes", ["For lots", "For 60%, Against 50%", "For 10% x999"])
async def test_pretend_voters_are_bounded(dao: Dao, votes: str) -> None:
    refused = (await dao.use("milo", "dryrun", votes=votes)).text
    assert "Nothing was changed" in refused


async def test_one_that_waits_for_its_chain_holds_up_no_other_server(
    dao: Dao, world: World, example: Example
) -> None:
    other, faults = await new_guild(world), world.chain.faults
    await example.found(other)
    slow = faults.fail_next("*", kind="slow", to=3600.0)
    waits = asyncio.create_task(step_in(await dao["milo"].slash(dao.council, "dryrun")))
    try:
        while slow in faults.waiting:
            await asyncio.wait([waits], timeout=0.01)
        assert await step_in(await other["milo"].slash(other.council, "dryrun"))
        assert not waits.done()
    finally:
        faults.clear()
    assert "Dry run**, step" in (await waits)[-1].text

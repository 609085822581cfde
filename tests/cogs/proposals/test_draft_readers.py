"""A draft is shown to whom its author chooses, who read it and nothing more."""

import pytest

from bot.domain.ids import MemberId
from bot.services.proposals.drafting.readers import MOST_READERS
from sandbox.discord import Message
from tests.cogs.conftest import Dao, named

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def share(dao: Dao, draft: object, member: str) -> Message:
    """What the author's command says; what a member is told is for everybody to see."""
    reply = await dao["ada"].slash(dao.council, "proposal share", proposal=named(draft), member=dao[member])
    return await reply.settled()


async def test_a_reader_sees_the_draft_as_it_is_and_changes_nothing(dao: Dao) -> None:
    await dao.draft(title="Secret plan")
    draft = await dao.newest()
    message = await share(dao, draft, "ben")
    assert dao["ben"].mention in message.text
    assert "Secret plan" not in message.text, "everybody reads it"
    seen = await dao.click("ben", message, "Look at it")
    assert "Secret plan" in seen.text
    assert f"Shown to {dao['ben'].mention}" in seen.text
    assert not seen.buttons
    (offered,) = await dao["ben"].autocomplete(
        dao.council, "proposal view", focused="proposal", value="secret"
    )
    viewed = await dao.use("ben", "proposal view", proposal=offered["value"])
    assert "Secret plan" in viewed.text
    assert not viewed.buttons
    assert not await dao["ben"].autocomplete(dao.council, "proposal edit", focused="proposal", value="")
    for command in ("proposal edit", "proposal withdraw"):
        assert "Only the author" in (await dao.use("ben", command, proposal=named(draft))).text
    own = await dao.use("ada", "proposal view", proposal=named(draft))
    assert "Submit" in {each.label for each in own.buttons}


@pytest.mark.attack("visibility")
async def test_nobody_else_reads_it_and_no_reader_shows_it_on(dao: Dao) -> None:
    await dao.draft(title="Secret plan")
    draft = await dao.newest()
    message = await share(dao, draft, "ben")
    assert "There is no such proposal" in (await dao.click("gus", message, "Look at it")).text
    assert "There is no such proposal" in (await dao.use("gus", "proposal view", proposal=named(draft))).text
    refused = await dao.use("ben", "proposal share", proposal=named(draft), member=dao["gus"])
    assert "Only the author" in refused.text
    assert (await dao.proposal(draft.id)).readers == (MemberId(dao["ben"].id),)


@pytest.mark.attack("visibility")
async def test_whoever_is_shown_it_no_longer_sees_nothing_of_it(dao: Dao) -> None:
    await dao.draft(title="Secret plan")
    draft = await dao.newest()
    message = await share(dao, draft, "ben")
    assert "does not see it any more" in (await share(dao, draft, "ben")).text
    assert "There is no such proposal" in (await dao.click("ben", message, "Look at it")).text
    assert "There is no such proposal" in (await dao.use("ben", "proposal diff", proposal=named(draft))).text


async def test_what_everybody_sees_or_too_many_would_is_shown_to_nobody_more(dao: Dao) -> None:
    await dao.draft(title="Secret plan")
    draft = await dao.newest()
    assert "sees the draft already" in (await share(dao, draft, "ada")).text
    async with dao.services.uow.writing() as repositories:
        for number in range(MOST_READERS):
            await repositories.proposals.add_reader(draft.id, MemberId(10**6 + number), draft.created_at)
    assert f"at most {MOST_READERS} readers" in (await share(dao, draft, "ben")).text
    proposal = await dao.discussed(title="A well")
    assert "in discussion" in (await share(dao, proposal, "ben")).text.casefold()

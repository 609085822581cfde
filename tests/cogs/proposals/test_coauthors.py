"""Who is asked and accepts writes along: edits and withdraws as the author does, and submits nothing."""

from datetime import timedelta

import pytest

from bot.domain.ids import MemberId
from sandbox.discord import Message
from tests.cogs.conftest import Dao, answered, named

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def asked(dao: Dao, proposal: object, member: str) -> Message:
    """What the author's command says; the question is for everybody to see."""
    reply = await dao["ada"].slash(
        dao.council, "proposal coauthor", proposal=named(proposal), member=dao[member]
    )
    return await reply.settled()


async def press(dao: Dao, name: str, message: Message, label: str) -> None:
    await (await dao[name].click(message, label)).settled()


async def edit(dao: Dao, name: str, proposal: object, **values: str) -> Message:
    reply = await dao[name].slash(dao.council, "proposal edit", proposal=named(proposal))
    assert reply.modal is not None, reply.text
    return await answered(await reply.modal.submit(values))


async def test_who_accepts_edits_and_withdraws_as_the_author_does(dao: Dao) -> None:
    proposal = await dao.discussed(title="A well")
    message = await asked(dao, proposal, "ben")
    assert dao["ben"].mention in message.text
    refused = await dao.use("ben", "proposal edit", proposal=named(proposal))
    assert "another member" in refused.text
    await press(dao, "ben", message, "Accept")
    assert "writes with" in message.text
    assert (await dao.proposal(proposal.id)).coauthors == (MemberId(dao["ben"].id),)
    (offered,) = await dao["ben"].autocomplete(dao.council, "proposal edit", focused="proposal", value="")
    assert offered["value"] == named(proposal)
    edited = await edit(dao, "ben", proposal, Text="Dig it deeper.")
    assert "Dig it deeper." in edited.text
    assert f"Written with {dao['ben'].mention}" in edited.text
    question = await dao.use("ben", "proposal withdraw", proposal=named(proposal))
    await dao.click("ben", question, question.buttons[0].label)
    assert (await dao.proposal(proposal.id)).withdrawn_at is not None


async def test_a_draft_is_shown_to_who_is_asked_and_submitted_by_its_author_alone(dao: Dao) -> None:
    await dao.link("ada", 100)
    await dao.draft(title="Secret plan")
    draft = await dao.newest()
    message = await asked(dao, draft, "ben")
    assert "Secret plan" not in message.text, "everybody reads it"
    assert "Secret plan" in (await dao.click("ben", message, "Look at it")).text
    await press(dao, "ben", message, "Accept")
    shown = await dao.use("ben", "proposal view", proposal=named(draft))
    assert "Only the author" in (await dao.click("ben", shown, "Submit")).text
    assert "There is no such proposal" in (await dao.use("gus", "proposal view", proposal=named(draft))).text
    taken_off = await asked(dao, draft, "ben")
    assert "no co-author" in taken_off.text
    assert "There is no such proposal" in (await dao.use("ben", "proposal view", proposal=named(draft))).text


@pytest.mark.attack("visibility")
async def test_nobody_else_answers_or_looks(dao: Dao) -> None:
    await dao.draft(title="Secret plan")
    draft = await dao.newest()
    message = await asked(dao, draft, "ben")
    for button in ("Accept", "Look at it", "Decline"):
        told = await dao.click("gus", message, button)
        assert "was asked, and can answer" in told.text
        assert "Secret plan" not in told.text
    assert (await dao.newest()).coauthors == ()
    await press(dao, "ben", message, "Decline")
    assert "does not write along" in message.text
    assert "an author of it already" in (await asked(dao, draft, "ada")).text


@pytest.mark.attack("order")
async def test_it_is_too_late_when_the_vote_has_opened(dao: Dao) -> None:
    proposal = await dao.discussed(title="A well")
    message = await asked(dao, proposal, "ben")
    await dao.world.later(timedelta(days=2, seconds=1))
    assert await dao.open_now(proposal.id)
    assert "open for voting" in (await dao.click("ben", message, "Accept")).text
    assert (await dao.proposal(proposal.id)).coauthors == ()


@pytest.mark.attack("order")
async def test_an_author_submits_nothing_that_a_coauthor_has_changed_since_it_was_shown(dao: Dao) -> None:
    await dao.link("ada", 100)
    await dao.draft(title="A well")
    draft = await dao.newest()
    await press(dao, "ben", await asked(dao, draft, "ben"), "Accept")
    shown = await dao.use("ada", "proposal view", proposal=named(draft))
    await edit(dao, "ben", draft, Title="A palace")
    assert "has changed since this was shown" in (await dao.click("ada", shown, "Submit")).text
    assert (await dao.proposal(draft.id)).submission is None
    shown = await dao.use("ada", "proposal view", proposal=named(draft))
    assert "A palace" in shown.text
    await dao.click("ada", shown, "Submit")
    assert (await dao.proposal(draft.id)).submission is not None


@pytest.mark.attack("order")
async def test_two_who_write_at_once_overwrite_nothing_unseen(dao: Dao) -> None:
    proposal = await dao.discussed(title="A well")
    await press(dao, "ben", await asked(dao, proposal, "ben"), "Accept")
    reply = await dao["ada"].slash(dao.council, "proposal edit", proposal=named(proposal))
    assert reply.modal is not None
    await edit(dao, "ben", proposal, Text="Ben's text.")
    refused = await answered(await reply.modal.submit({"Text": "Ada's text."}))
    assert "has changed since this was shown" in refused.text
    assert (await dao.proposal(proposal.id)).content.text == "Ben's text."
    again = await dao["ada"].click(refused, refused.buttons[0].label)
    assert again.modal is not None
    await answered(await again.modal.submit({}))
    assert (await dao.proposal(proposal.id)).content.text == "Ada's text."


@pytest.mark.attack("order")
async def test_an_author_asks_no_longer(dao: Dao) -> None:
    await dao.draft(title="Secret plan")
    draft = await dao.newest()
    first, second = await asked(dao, draft, "ben"), await asked(dao, draft, "ben")
    await press(dao, "ben", first, "Accept")
    await asked(dao, draft, "ben")
    await press(dao, "ada", second, "Decline")
    assert not second.buttons
    assert (await dao.proposal(draft.id)).coauthors == ()


@pytest.mark.attack("order")
async def test_whoever_is_taken_off_after_the_vote_reports_nothing_more(dao: Dao) -> None:
    proposal = await dao.discussed(title="A well")
    await press(dao, "ben", await asked(dao, proposal, "ben"), "Accept")
    await dao.world.later(timedelta(days=2, seconds=1))
    assert await dao.open_now(proposal.id)
    await dao.passed(proposal, "ada")
    (offered,) = await dao["ada"].autocomplete(
        dao.council, "proposal coauthor", focused="proposal", value="well"
    )
    assert (
        "no co-author"
        in (await dao.use("ada", "proposal coauthor", proposal=offered["value"], member=dao["ben"])).text
    )
    refused = await dao.use("ben", "proposal report", proposal=named(proposal))
    assert "author" in refused.text

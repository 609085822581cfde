"""/proposal report, from the form to the thread and the list."""

import asyncio

import pytest

from tests.cogs.conftest import Dao, answered

pytestmark = pytest.mark.asyncio(loop_scope="session")

TEXT, LINK = "What has been done", "A link to it (optional)"


async def test_a_report_is_listed_with_the_proposal(dao: Dao) -> None:
    proposal = await dao.voting(title="A well")
    number = str(proposal.number)
    early = await dao.use("ada", "proposal report", proposal=number)
    assert "open for voting" in early.text
    await dao.passed(proposal, "ada")
    (offered,) = await dao["ada"].autocomplete(dao.council, "proposal report", focused="proposal", value="")
    assert offered["value"] == number
    reply = await dao["ada"].slash(dao.council, "proposal report", proposal=number)
    assert reply.modal is not None, reply.text
    wrong = await answered(await reply.modal.submit({TEXT: "Dug, *10 m* deep.", LINK: "example"}))
    assert "no address on the web" in wrong.text
    again = await dao["ada"].click(wrong, "Correct it")
    assert again.modal is not None
    done = await answered(await again.modal.submit({LINK: "https://example.org/well"}))
    assert "Your report is kept" in done.text
    view = await dao["ben"].slash(dao.council, "proposal view", proposal=number)
    await view.settled()
    async with asyncio.timeout(30):
        while len(view.followups) < 2:
            await view.interaction.next_move()
    shown = [message.text for message in view.followups]
    assert any("What has been done since" in text and "https://example.org/well" in text for text in shown)
    refused = await dao.use("ben", "proposal report", proposal=number)
    assert "author" in refused.text

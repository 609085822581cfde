"""What those see and sign who cast votes elsewhere."""

from dataclasses import replace

import pytest

from bot.domain.errors import ContentAltered
from bot.domain.executors import NoSignature
from bot.domain.ids import ProposalId
from bot.services.execution.signing import RequestToSign
from bot.wording.execution.safe.requests import stop_words
from tests.fakes import GOVERNOR
from tests.harness import GUILD, ServiceHarness
from tests.services.metagovernance.casts import STOPPED
from tests.services.metagovernance.metagovernance import (
    SAY,
    convene,
    decided,
)


async def page(harness: ServiceHarness, proposal: ProposalId) -> RequestToSign:
    request = await harness.requested(proposal)
    return await harness.services.signatures.request(GUILD, proposal, request.id)


async def test_signers_are_shown_the_call_that_was_decided(harness: ServiceHarness) -> None:
    await convene(harness, {"ada": 10})
    proposal = await decided(harness, {"ada": "For"})
    (request,) = await harness.services.preparing.prepare(proposal)
    found = await page(harness, proposal)
    assert found.forbidden is None
    assert [each.action.data for each in found.card.actions] == [request.payload.data]


@pytest.mark.parametrize(
    "statement",
    [
        """UPDATE closings SET result = replace(replace(result, '["10"', '["0"'), '"0"]', '"10"]')""",
        """UPDATE openings SET cast_terms = replace(cast_terms, '"1000"', '"1001"')""",
        """UPDATE revisions SET cast_on = replace(cast_on, '"7"', '"8"')""",
        """UPDATE closings SET record_hash = '""" + "0" * 64 + "'",
        """UPDATE openings SET policy = replace(policy, '"For","Against"', '"Against","For"')""",
        """UPDATE openings SET policy = replace(
            replace(policy, '"For","Against"', '"Yes","No"'), '"rules":{', '"rules":{"roles":{"for":2,"against":1},'
        )""",
        """UPDATE openings SET policy = replace(policy, '"casts":"whole"', '"casts":"split"')""",
    ],
    ids=["result", "votes", "vote", "record", "choices", "roles", "way to cast"],
)
@pytest.mark.parametrize("first", [True, False], ids=["asked before", "asked after"])
@pytest.mark.attack("database")
async def test_what_somebody_changed_in_the_database_is_not_signed(
    harness: ServiceHarness, statement: str, first: bool
) -> None:
    """Also where the executor is asked for what follows from the change."""
    await convene(harness, {"ada": 10})
    proposal = await decided(harness, {"ada": "For"})
    if first:
        await harness.services.preparing.prepare(proposal)
    async with harness.database.write_transaction() as connection:
        assert (await connection.exec_driver_sql(statement)).rowcount == 1
    await harness.restart()
    if not first:
        harness.foreign_votes.begin("8")
        with pytest.raises(ContentAltered):
            await harness.services.preparing.prepare(proposal)
        assert (await harness.get(proposal)).requests == ()
        return
    assert (await page(harness, proposal)).forbidden is NoSignature.ALTERED


@pytest.mark.parametrize(("changes", "words"), STOPPED)
@pytest.mark.attack("order")
async def test_what_the_newest_block_says_keeps_signers_from_signing(
    harness: ServiceHarness, changes: dict[str, object], words: str
) -> None:
    vote = await convene(harness, {"ada": 10})
    proposal = await decided(harness, {"ada": "For"})
    await harness.services.preparing.prepare(proposal)
    newest = replace(vote, **changes)
    harness.foreign_votes.unfinal[GOVERNOR, "7"] = newest
    found = await page(harness, proposal)
    assert found.forbidden is NoSignature.NOT_CAST
    assert found.stop is not None
    assert words in stop_words(found.stop.cause, found.stop.data, SAY)
    harness.foreign_votes.unfinal.clear()
    assert (await page(harness, proposal)).forbidden is None

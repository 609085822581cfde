"""What somebody changed in the database between a vote and its execution is asked of nobody, and handed to nobody."""

import pytest

from bot.domain.errors import ContentAltered, FolkmootError
from bot.domain.ids import ProposalId
from bot.domain.proposals.obstacles import Cause
from bot.services.delivery.notifications import PostRequest
from bot.wording.errors import message
from tests.harness import TIMELOCK, ServiceHarness
from tests.services.execution.asking import SAY, in_execution, look, passed, told

EDITS = {
    "amount": "UPDATE revisions SET actions = replace(actions, '\"5\"', '\"6\"')",
    "content hash": "UPDATE openings SET content_hash = '" + "00" * 32 + "'",
    "frozen document": "UPDATE openings SET frozen = CAST(replace(CAST(frozen AS TEXT), '\"5\"', '\"6\"') AS BLOB)",
    "policy": 'UPDATE openings SET policy = replace(policy, \'"For","Against"\', \'"Against","For"\')',
    "code that was examined": "UPDATE openings SET examined = replace(examined, '\"nonce\":0', '\"nonce\":1')",
    "result's hash": "UPDATE closings SET record_hash = '" + "00" * 32 + "'",
    "record": "UPDATE closings SET record = CAST(replace(CAST(record AS TEXT), 'ada', 'eve') || ' ' AS BLOB)",
    "result": "UPDATE closings SET result = replace(result, '\"10', '\"11')",
}


async def edited(harness: ServiceHarness, statement: str) -> None:
    async with harness.database.write_transaction() as connection:
        assert (await connection.exec_driver_sql(statement)).rowcount == 1
    await harness.restart()


async def obstacle(harness: ServiceHarness, proposal: ProposalId) -> Cause | None:
    async with harness.services.uow.reading() as repositories:
        met = await repositories.obstacles.of(proposal)
    return None if met is None else met.cause


@pytest.mark.attack("database")
@pytest.mark.parametrize("edit", EDITS)
async def test_a_row_edited_between_vote_and_execution_never_becomes_a_request(
    harness: ServiceHarness, edit: str
) -> None:
    proposal = await passed(harness)
    await edited(harness, EDITS[edit])
    await harness.pass_time(TIMELOCK)
    with pytest.raises(ContentAltered):
        await harness.services.preparing.prepare(proposal)
    await harness.sweep.run()
    assert (await harness.get(proposal)).requests == ()
    assert harness.safe.queue == {}


@pytest.mark.attack("database")
async def test_that_a_row_was_edited_is_said_in_public_and_what_is_put_back_goes_on(
    harness: ServiceHarness,
) -> None:
    proposal = await passed(harness)
    await edited(harness, EDITS["amount"])
    await harness.pass_time(TIMELOCK)
    await harness.sweep.run()
    assert await obstacle(harness, proposal) is Cause.ALTERED
    (said,) = [each for each in await told(harness) if each.event == "held_up"]
    assert (said.alarm, said.data["cause"]) == (True, "altered")
    await edited(harness, EDITS["amount"].replace("6", "x").replace("5", "6").replace("x", "5"))
    assert await harness.services.preparing.prepare(proposal)


@pytest.mark.attack("database")
@pytest.mark.parametrize(
    "statement",
    [
        EDITS["amount"],
        EDITS["policy"],
        "UPDATE execution_requests SET payload = replace(payload, '\"5\"', '\"6\"')",
        "UPDATE execution_requests SET payload = replace(payload, 'safe_tx_hash\":\"0x', 'safe_tx_hash\":\"0xab')",
    ],
    ids=["actions", "policy", "payload", "hash"],
)
async def test_a_request_edited_before_it_was_handed_over_is_signed_for_and_shown_to_nobody(
    harness: ServiceHarness, statement: str
) -> None:
    proposal, _ = await in_execution(harness)
    await edited(harness, statement)
    await harness.notifications()
    with pytest.raises(FolkmootError):
        await look(harness, proposal)
    assert harness.safe.queue == {}
    assert harness.safe.submitted == 0
    assert await harness.notified(PostRequest) == []


async def test_whoever_meets_it_is_told_to_sign_nothing(harness: ServiceHarness) -> None:
    proposal = await passed(harness)
    said = message(ContentAltered((await harness.get(proposal)).number), SAY)
    assert "isn't what was voted on" in said.happened

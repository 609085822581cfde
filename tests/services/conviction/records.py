"""The records of conviction proposals, recounted."""

import json
from typing import Any

from bot.domain.canonical import canonical_json, content_hash
from bot.domain.elections.decoding import decode
from bot.domain.elections.tally import encode_result, tally
from bot.domain.ids import ProposalId
from tests.services.conviction.staking_harness import StakingHarness


async def record_of(dao: StakingHarness, proposal: ProposalId) -> dict[str, Any]:
    """The record, after its hash and its count were found to be right by `folkmoot tally`'s function."""
    data = await dao.harness.services.cards.record(proposal)
    closing = (await dao.harness.get(proposal)).closing
    assert data is not None
    assert closing is not None
    assert content_hash(data) == closing.record_hash
    record: dict[str, Any] = json.loads(data)
    again = json.loads(encode_result(tally(decode(canonical_json(record["election"])))))
    assert again == record["result"] == closing.result
    return record

"""Casts as tests expect them, and what keeps votes from being cast."""

from bot.domain.metagovernance.calls import cast_call
from bot.domain.metagovernance.casting import Cast, ForeignProposal, reason_of
from tests.fakes import GOVERNOR, MAINNET
from tests.harness import ServiceHarness

FOREIGN = ForeignProposal(MAINNET, GOVERNOR, "7")


async def expected(harness: ServiceHarness, proposal: int, cast: Cast) -> str:
    """The calldata that follows from the frozen content, the result and the record."""
    found = await harness.get(proposal)
    assert found.opening is not None
    assert found.opening.cast_terms is not None
    assert found.closing is not None
    terms = found.opening.cast_terms
    reason = reason_of(terms.link, found.opening.content_hash, found.closing.record_hash)
    return cast_call(FOREIGN, cast, reason).data


STOPPED = [
    ({"name": "succeeded"}, "is over"),
    ({"name": "canceled"}, "is over"),
    ({"voted": True}, "voted on the Governor already"),
    ({"votes": 999}, "weighs the account otherwise"),
    ({"votes": 1_001}, "weighs the account otherwise"),
    ({"snapshot": 901}, "weighs the account otherwise"),
]

"""Actions that cast votes on a Governor are read back as that."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.actions.actions import Action
from bot.domain.actions.effects import ContractCall, UnknownCall, VotesCast
from bot.domain.actions.limits import breaches
from bot.domain.ids import Address, ChainId
from bot.domain.metagovernance.calls import WITH_PARAMS, cast_call, sample_call
from bot.domain.metagovernance.casting import (
    FRACTIONAL,
    LARGEST_ID,
    MOST_SPLIT,
    Cast,
    CastRule,
    ForeignProposal,
)
from bot.domain.policy.limits import Limits
from bot.execution.actions.abi import function
from bot.execution.actions.decoding import Decoder
from bot.wording.actions.brief import brief_deed
from bot.wording.actions.effects import deed
from bot.wording.language import language
from bot.wording.markup.discord_markup import DISCORD

GOVERNOR = Address("0x408ED6354d4973f66138C91495F2f2FCbd8724C3")
DECODER = Decoder("ETH", None, None)
SAY = language(markup=DISCORD)
parts = st.tuples(*[st.integers(min_value=0, max_value=MOST_SPLIT)] * 3)
casts = st.builds(Cast, st.integers(min_value=0, max_value=2)) | st.builds(Cast, st.just(FRACTIONAL), parts)


def call(id_: int, cast: Cast, reason: str) -> Action:
    return cast_call(ForeignProposal(ChainId(1), GOVERNOR, str(id_)), cast, reason)


@given(st.integers(min_value=0, max_value=LARGEST_ID), casts, st.text(max_size=40))
def test_what_is_cast_is_read_back_from_its_calldata(id_: int, cast: Cast, reason: str) -> None:
    decoded = DECODER.decode(call(id_, cast, reason))
    assert decoded.effect == VotesCast(id_, cast.support, cast.parts, reason)


def test_a_vote_is_told_with_side_proposal_and_reason() -> None:
    decoded = DECODER.decode(call(77, Cast(0), "As decided"))
    assert deed(decoded, SAY).startswith("vote **Against** on proposal `77` of the Governor")
    assert "saying `As decided`" in deed(decoded, SAY)
    assert brief_deed(DECODER.decode(call(10**40, Cast(1), "")), SAY).startswith("vote For on 1000…0000 → ")


def test_parts_are_told_to_the_last_unit() -> None:
    said = deed(DECODER.decode(call(77, Cast(FRACTIONAL, (167, 333, 500)), "")), SAY)
    assert "for 333, against 167, abstaining 500" in said


@pytest.mark.parametrize("length", [1, 16, 32, 47, 49, 96])
@pytest.mark.attack("actions")
def test_parameters_that_are_no_three_parts_are_not_taken_for_them(length: int) -> None:
    data = function(WITH_PARAMS).encode([7, 1, "", b"\x01" * length])
    decoded = DECODER.decode(Action(ChainId(1), GOVERNOR, 0, f"0x{data.hex()}"))
    assert isinstance(decoded.effect, UnknownCall | ContractCall)


@pytest.mark.parametrize("support", [3, 254, 255])
@pytest.mark.attack("actions")
def test_a_side_that_nobody_knows_is_told_by_its_number(support: int) -> None:
    assert f"side {support}" in deed(DECODER.decode(call(7, Cast(support), "")), SAY)


@pytest.mark.parametrize("rule", ["whole", "split"])
@pytest.mark.parametrize("allowed", [True, False])
@pytest.mark.attack("actions")
def test_limits_of_a_track_name_the_governors_on_which_it_may_vote(rule: CastRule, allowed: bool) -> None:
    named = ForeignProposal(ChainId(1), GOVERNOR if allowed else Address("0x" + "11" * 20), "7")
    functions = (
        "castVoteWithReason(uint256,uint8,string)",
        "castVoteWithReasonAndParams(uint256,uint8,string,bytes)",
    )
    limits = Limits.model_validate(
        {"period": "P1D", "calls": [{"contract": GOVERNOR, "functions": functions}]}
    )
    assert (breaches(limits, [DECODER.decode(sample_call(named, rule))]) == ()) is allowed

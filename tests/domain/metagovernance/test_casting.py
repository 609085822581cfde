"""What a result has cast elsewhere: the sides, the parts, and the bytes of the call."""

from fractions import Fraction
from itertools import permutations

import pytest
from eth_abi import encode
from eth_abi.packed import encode_packed
from eth_utils import keccak
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import BadAction
from bot.domain.ids import Address, ChainId, ContentHash
from bot.domain.metagovernance.calls import cast_call, params_of, sample_call
from bot.domain.metagovernance.casting import (
    FRACTIONAL,
    LARGEST_ID,
    MOST_SPLIT,
    Cast,
    ForeignProposal,
    Side,
    apportioned,
    cast_of,
    reason_of,
)
from bot.domain.metagovernance.lines import CastLine, cast_in, line_of

GOVERNOR = Address("0x408ED6354d4973f66138C91495F2f2FCbd8724C3")
scores = st.lists(st.fractions(min_value=0, max_value=10**40), min_size=3, max_size=3).filter(any)
votes = st.integers(min_value=1, max_value=MOST_SPLIT)
ids = st.integers(min_value=0, max_value=LARGEST_ID)


@given(votes, scores)
def test_the_parts_sum_to_exactly_all_votes(votes: int, scores: list[Fraction]) -> None:
    assert sum(apportioned(votes, scores)) == votes


@given(votes, scores)
def test_no_part_is_a_whole_unit_away_from_its_exact_share(votes: int, scores: list[Fraction]) -> None:
    for part, score in zip(apportioned(votes, scores), scores, strict=True):
        assert abs(part - votes * score / sum(scores)) < 1


@given(votes, scores)
def test_whoever_has_more_of_the_count_has_no_less_of_the_votes(votes: int, scores: list[Fraction]) -> None:
    parts = apportioned(votes, scores)
    for one, other in permutations(range(3), 2):
        if scores[one] > scores[other]:
            assert parts[one] >= parts[other]


@given(votes, scores, st.fractions(min_value=Fraction(1, 10**20), max_value=10**20))
def test_the_parts_do_not_depend_on_the_unit_of_the_count(
    votes: int, scores: list[Fraction], factor: Fraction
) -> None:
    assert apportioned(votes, scores) == apportioned(votes, [score * factor for score in scores])


@given(votes, st.integers(min_value=1), st.sampled_from(Side))
def test_a_side_that_nobody_chose_gets_nothing(votes: int, score: int, side: Side) -> None:
    only = [score if each is side else 0 for each in Side]
    assert apportioned(votes, only) == tuple(votes if each is side else 0 for each in Side)


@pytest.mark.parametrize(
    ("votes", "counted", "parts"),
    [
        (1, (1, 1, 1), (1, 0, 0)),
        (2, (1, 1, 1), (1, 1, 0)),
        (1, (0, 1, 1), (0, 1, 0)),
        (10, (1, 1, 1), (4, 3, 3)),
        (10, (1, 2, 3), (2, 3, 5)),
        (1_000, (10, 20, 30), (167, 333, 500)),
        (3, (Fraction(1, 3), Fraction(1, 6), 0), (2, 1, 0)),
        (MOST_SPLIT, (1, 1, 0), (MOST_SPLIT // 2 + 1, MOST_SPLIT // 2, 0)),
    ],
)
def test_what_is_left_goes_to_the_largest_remainders_and_of_equal_ones_to_the_first(
    votes: int, counted: tuple[int, ...], parts: tuple[int, ...]
) -> None:
    assert apportioned(votes, counted) == parts


@pytest.mark.parametrize("counted", [(0, 0, 0), (-1, 2, 3)])
@pytest.mark.attack("actions")
def test_what_says_nothing_splits_nothing(counted: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="nothing says"):
        apportioned(10, counted)


@given(votes, scores)
def test_all_votes_go_to_the_one_side_that_is_first(votes: int, scores: list[Fraction]) -> None:
    cast = cast_of("whole", votes, scores)
    first = [side for side in Side if scores[side] == max(scores)]
    assert cast == (Cast(int(first[0])) if len(first) == 1 else None)


@pytest.mark.parametrize("rule", ["whole", "split"])
@pytest.mark.parametrize(("votes", "counted"), [(10, (0, 0, 0)), (0, (1, 2, 3))])
def test_nothing_is_cast_where_nobody_voted_or_there_is_nothing_to_cast(
    rule: str, votes: int, counted: tuple[int, ...]
) -> None:
    assert cast_of(rule, votes, counted) is None


@given(ids, st.sampled_from(Side), st.text())
def test_the_call_for_one_side_is_that_of_the_abi(id_: int, side: Side, reason: str) -> None:
    reason = reason.encode("utf-8", "ignore").decode()
    call = cast_call(ForeignProposal(ChainId(1), GOVERNOR, str(id_)), Cast(int(side)), reason)
    selector = keccak(text="castVoteWithReason(uint256,uint8,string)")[:4]
    assert call.data == "0x" + (selector + encode(["uint256", "uint8", "string"], [id_, side, reason])).hex()
    assert (call.to, call.value) == (GOVERNOR, 0)


@given(ids, votes, scores)
def test_the_call_in_parts_is_that_of_the_abi(id_: int, votes: int, scores: list[Fraction]) -> None:
    cast = cast_of("split", votes, scores)
    assert cast is not None
    assert cast.parts is not None
    call = cast_call(ForeignProposal(ChainId(1), GOVERNOR, str(id_)), cast, "as decided")
    selector = keccak(text="castVoteWithReasonAndParams(uint256,uint8,string,bytes)")[:4]
    params = encode_packed(["uint128"] * 3, cast.parts)
    types = ["uint256", "uint8", "string", "bytes"]
    assert call.data == "0x" + (selector + encode(types, [id_, FRACTIONAL, "as decided", params])).hex()


@pytest.mark.attack("actions")
def test_a_part_that_no_uint128_holds_is_never_cut() -> None:
    with pytest.raises(OverflowError):
        params_of((MOST_SPLIT + 1, 0, 0))


@given(ids, votes, scores, st.text(max_size=20))
def test_what_is_examined_before_calls_the_same_function_as_what_is_cast(
    id_: int, votes: int, scores: list[Fraction], reason: str
) -> None:
    named = ForeignProposal(ChainId(1), GOVERNOR, str(id_))
    for rule in ("whole", "split"):
        cast = cast_of(rule, votes, scores)
        if cast is not None:
            call, sample = cast_call(named, cast, reason), sample_call(named, rule)
            assert (call.to, call.value, call.data[:10]) == (sample.to, sample.value, sample.data[:10])


def test_the_reason_names_the_place_and_both_hashes() -> None:
    assert reason_of("https://discord.com/channels/1/2", ContentHash("a" * 64), ContentHash("b" * 64)) == (
        "Decided by Folkmoot: https://discord.com/channels/1/2\n"
        f"Content (SHA-256): {'a' * 64}\n"
        f"Record (SHA-256): {'b' * 64}"
    )


@given(ids)
def test_a_line_names_the_vote_that_wrote_it(id_: int) -> None:
    named = ForeignProposal(ChainId(1), GOVERNOR, str(id_))
    found, others = cast_in(f"\n{line_of(named)}\ntransfer 1 ETH to 0x")
    assert found == CastLine(2, line_of(named), GOVERNOR, str(id_))
    assert others == "\n\ntransfer 1 ETH to 0x"


@given(st.text())
def test_other_lines_stay_as_they_are(text: str) -> None:
    try:
        found, others = cast_in(text)
    except BadAction:
        return
    if found is None:
        assert others == "\n".join(text.splitlines()).rstrip("\n")
